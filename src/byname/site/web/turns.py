"""Quick pages one after another: a search, a person, an entry.

Takes the routes of a site; gives them with the quick ones in turn. Each takes some milliseconds of the interpreter, of
which there is one a process: side by side they hinder one another, so that all wait longer and fewer are answered
(benchmarks/RESULTS.md). What takes long does not take part, and stops nobody.
"""

from __future__ import annotations

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

QUICK = frozenset({"/search", "/search/suggest", "/person/{person_id}", "/record/{record_id:path}"})


class Turns:
    """Whose turn it is among the quick pages of one process; without `begin` they are worked on as all others."""

    def __init__(self) -> None:
        self._one: CapacityLimiter | None = None

    def begin(self) -> None:
        """Let one page be worked on at a time; called in the event loop that serves them."""
        self._one = CapacityLimiter(1)

    def of(self, route: Route) -> Route:
        """A route as it is, or a quick one in turn."""
        if route.path not in QUICK:
            return route
        page = route.endpoint

        async def in_turn(request: Request) -> Response:
            made: Response = await to_thread.run_sync(page, request, limiter=self._one)
            return made

        return Route(route.path, in_turn, methods=list(route.methods or ()), name=route.name)
