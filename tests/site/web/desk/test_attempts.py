from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from byname.site.web.desk import attempts
from byname.site.web.desk.attempts import Attempts, HeavyRequests, address_of


def test_attempts_are_allowed_up_to_a_number_in_a_time_for_each_key() -> None:
    times: Iterator[float] = iter([0.0, 1.0, 2.0, 3.0, 10.5, 10.6])
    limit = Attempts(2, 10.0, lambda: next(times))
    assert [limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")] == [True, True, False, True]
    assert [limit.take("a"), limit.take("a")] == [True, False]


def test_an_attempt_that_was_right_is_not_counted() -> None:
    limit = Attempts(1, 10.0, lambda: 0.0)
    assert limit.take("a")
    limit.give_back("a")
    limit.give_back("never seen")
    assert limit.take("a")
    assert not limit.take("a")


def test_the_key_seen_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "_MOST_KEYS", 2)
    limit = Attempts(1, 10.0, lambda: 0.0)
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
    client = TestClient(HeavyRequests(inner, refuse))
    assert [client.post("/audit").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/audit").status_code == 200
