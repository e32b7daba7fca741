from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from byname.site.web.desk import attempts
from byname.site.web.desk.attempts import Attempts, Counter, HeavyRequests, address_of


def test_attempts_are_allowed_up_to_a_number_in_a_time_for_each_key() -> None:
    times: Iterator[float] = iter([0.0, 1.0, 2.0, 3.0, 10.5, 10.6])
    limit = Attempts(Counter().opened(), "tries", 2, 10.0, lambda: next(times))
    assert [limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")] == [True, True, False, True]
    assert [limit.take("a"), limit.take("a")] == [True, False]


def test_an_attempt_that_was_right_is_not_counted() -> None:
    limit = Attempts(Counter().opened(), "tries", 1, 10.0, lambda: 0.0)
    assert limit.take("a")
    limit.give_back("a")
    limit.give_back("never seen")
    assert limit.take("a")
    assert not limit.take("a")


def test_two_kinds_of_attempts_are_counted_apart() -> None:
    counts = Counter().opened()
    words, files = Attempts(counts, "words", 1, 10.0), Attempts(counts, "files", 1, 10.0)
    assert [words.take("a"), files.take("a"), words.take("a"), files.take("a")] == [True, True, False, False]


def test_two_processes_count_together_and_leave_no_address_on_the_disk(tmp_path: Path) -> None:
    counter = Counter(tmp_path / "attempts.sqlite", bytes(32))
    takes = (
        "from byname.site.web.desk.attempts import Attempts, Counter; from pathlib import Path\n"
        f"limit = Attempts(Counter(Path({str(counter.path)!r}), bytes(32)).opened(), 'tries', 60, 3600.0)\n"
        "print(sum(limit.take('192.0.2.7') for _ in range(50)))"
    )
    both = [subprocess.Popen([sys.executable, "-c", takes], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(int(process.communicate()[0]) for process in both) == 60
    here = Attempts(counter.opened(), "tries", 60, 3600.0)
    assert not here.take("192.0.2.7")
    here.give_back("192.0.2.7")
    assert here.take("192.0.2.7")
    assert b"192.0.2.7" not in (tmp_path / "attempts.sqlite").read_bytes()


def test_the_earliest_attempts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "_MOST_KEPT", 2)
    limit = Attempts(Counter().opened(), "tries", 1, 10.0, lambda: 0.0)
    assert [limit.take(key) for key in "abc"] == [True, True, True]
    assert limit.take("a")
    assert not limit.take("c")


@pytest.mark.parametrize(
    ("host", "key"),
    [("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("testclient", "testclient")],
)
def test_a_house_with_ipv6_is_one_address(host: str, key: str) -> None:
    assert address_of(Request({"type": "http", "client": (host, 1), "headers": []})) == key


def test_what_takes_long_is_refused_to_whoever_asks_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "HEAVY", {("POST", "/audit"): (2, 60.0)})

    def refuse(request: Request) -> ASGIApp:
        return PlainTextResponse("refused", 429)

    def done(request: Request) -> Response:
        return PlainTextResponse("done")

    inner = Starlette(routes=[Route("/audit", done, methods=["GET", "POST"])])
    client = TestClient(HeavyRequests(inner, refuse, Counter().opened()))
    assert [client.post("/audit").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/audit").status_code == 200
