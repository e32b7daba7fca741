from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from byname.site.web.turns import QUICK, Turns


class _Watched:
    """A page that takes a while and knows how many were worked on at once."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        time.sleep(0.02)
        with self._lock:
            self._now -= 1
        return PlainTextResponse(request.url.path)


def _most_at_once(path: str, address: str, *, begun: bool) -> int:
    turns, watched = Turns(), _Watched()

    def page(request: Request) -> Response:
        return watched(request)

    @asynccontextmanager
    async def ready(app: Starlette) -> AsyncIterator[None]:
        if begun:
            turns.begin()
        yield

    app = Starlette(routes=[turns.of(Route(path, page))], lifespan=ready)
    with TestClient(app) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.get(address), range(16)))
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, address)}
    return watched.most


@pytest.mark.parametrize(
    ("path", "address"),
    [("/search", "/search"), ("/person/{person_id}", "/person/P-1"), ("/record/{record_id:path}", "/record/a:1/2")],
)
def test_quick_pages_are_worked_on_one_after_another(path: str, address: str) -> None:
    assert path in QUICK
    assert _most_at_once(path, address, begun=True) == 1


def test_what_takes_long_is_worked_on_side_by_side_and_so_is_all_before_a_server_begins() -> None:
    assert _most_at_once("/audit", "/audit", begun=True) > 1
    assert _most_at_once("/search", "/search", begun=False) > 1


def test_a_route_in_turn_keeps_its_name_and_methods() -> None:
    def search(request: Request) -> Response:
        return PlainTextResponse("")

    plain, other = Route("/search", search), Turns().of(Route("/search", search))
    assert (other.name, other.methods) == (plain.name, plain.methods)
    assert TestClient(Starlette(routes=[other])).post("/search").status_code == 405
