"""The API: what the pages show, for programs, with stable ids, cursors and one form of errors.

Takes an archive; gives routes under `/api/`, which describe themselves in OpenAPI. Any site may ask, nothing needs a
key, and people who may be living are in no answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, FastAPI, Query
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from byname.access.analyses import estimates_of
from byname.access.found_people import PAGE, Asked, find_people
from byname.access.lists import list_of
from byname.access.person import person_of
from byname.access.record import record_of
from byname.access.trace import trace
from byname.site.web.answers_for_programs import (
    Attested,
    Estimates,
    Linked,
    ListAnswer,
    Lists,
    NumberInBrief,
    Numbers,
    People,
    PersonInBrief,
    PersonInFull,
    ProblemAnswer,
    RecordAnswer,
    TracedNumber,
)
from byname.site.web.cursors import CURSOR, cursor, offset_of
from byname.site.web.pages import Site, person_link
from byname.site.web.person_view import person_view
from byname.site.web.search_pages import LONGEST_QUERY

_LARGEST_PAGE, _MOST_ROWS = 100, 100
_PROBLEM = {"application/problem+json": {"schema": ProblemAnswer.model_json_schema()}}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"content": _PROBLEM, "description": words}
    for status, words in (
        (400, "The request has another form than it should have."),
        (404, "Not in our sources, or withheld."),
        (409, "The cursor is of another state of the archive."),
        (503, "The archive cannot be read at the moment."),
    )
}
Words = Annotated[str, Query(max_length=LONGEST_QUERY, description="names, initials, years, places, in any script")]
Cursor = Annotated[str, Query(max_length=200, pattern=CURSOR, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=_LARGEST_PAGE)]


def api_router(site: Site) -> APIRouter:
    """The routes of the API."""
    router = APIRouter(prefix="/api", responses=_PROBLEMS)

    @router.get("/search")
    def search(
        q: Words = "",
        list: Annotated[str, Query(max_length=200, description="the name of a list")] = "",
        year: Annotated[int | None, Query(ge=1000, le=2999)] = None,
        after: Cursor = "",
        limit: Limit = PAGE,
    ) -> People:
        """People by words, a list, or a year of any of their dates; without words everybody, by name."""
        offset = offset_of(after, site.state())
        found = find_people(site.archive, Asked(q.replace("\0", " ").strip(), list, year, offset, limit))
        following = _next(site, offset + limit, found.total)
        people = [PersonInBrief.of(one) for one in found.people]
        return People(people=people, total=found.total, open_ended=found.open_ended, next=following)

    @router.get("/people/{person_id}", response_model=PersonInFull)
    def person(request: Request, person_id: str) -> Response | PersonInFull:
        """One person with every attestation; an id that the person had before leads on (301)."""
        found = person_of(site.archive, person_id)
        if found["person_id"] != person_id:
            return RedirectResponse(f"/api/people/{quote(found['person_id'], safe='')}", 301)
        return _in_full(site, request, found)

    @router.get("/records/{record_id:path}")
    def record(record_id: str) -> RecordAnswer:
        """One entry as it stands in the original, with what was read from it."""
        return RecordAnswer.of(record_of(site.archive, record_id))

    @router.get("/numbers")
    def numbers(after: Cursor = "", limit: Limit = _LARGEST_PAGE) -> Numbers:
        """All printed numbers."""
        offset, known = offset_of(after, site.state()), [*site.numbers().values()]
        page = [NumberInBrief.of(one) for one in known[offset : offset + limit]]
        return Numbers(numbers=page, total=len(known), next=_next(site, offset + limit, len(known)))

    @router.get("/numbers/{number_id:path}")
    def number(number_id: str) -> TracedNumber:
        """One number with the first rows of the originals that it was counted from."""
        closed = frozenset(one.name for one in site.lists() if not one.republish)
        return TracedNumber.of(trace(site.archive, number_id, limit=_MOST_ROWS), closed)

    @router.get("/lists")
    def lists() -> Lists:
        """All lists with their terms."""
        return Lists(lists=[ListAnswer.of(one) for one in site.lists()])

    @router.get("/lists/{name}")
    def one_list(name: str) -> ListAnswer:
        """One list."""
        return ListAnswer.of(list_of(site.archive, name))

    @router.get("/estimates")
    def estimates() -> Estimates:
        """The estimates of those on no list."""
        return Estimates(estimates=estimates_of(site.archive))

    return router


def api_page(site: Site) -> Route:
    """The page that says what programs can ask."""

    def page(request: Request) -> Response:
        return site.page(request, "api")

    return Route("/api", page)


def describe(app: FastAPI) -> None:
    """Have the application describe what it answers: a request of the wrong form gets 400, never 422."""

    def description() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
            for path in schema["paths"].values():
                for operation in path.values():
                    operation["responses"].pop("422", None)
            for name in ("HTTPValidationError", "ValidationError"):
                schema["components"]["schemas"].pop(name, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = description  # type: ignore[method-assign]


def _next(site: Site, offset: int, total: int) -> str | None:
    return cursor(offset, site.state()) if offset < total else None


def _in_full(site: Site, request: Request, found: Mapping[str, Any]) -> PersonInFull:
    view = person_view(found, site.lists())
    return PersonInFull(
        id=view.person_id,
        address=str(request.base_url).rstrip("/") + person_link(view.person_id),
        name=view.name,
        birth=view.birth,
        death=view.death,
        outcome=view.outcome,
        gender=found["gender"],
        probability=found["probability"],
        entries=[
            Linked(record=one.record_id, list=one.source, probability=found["probabilities"][one.record_id])
            for one in view.entries
        ],
        attestations=[
            Attested(
                field=field, as_written=one.words or None, value=one.value or None, flag=one.flag or None,
                record=one.record_id, list=one.source,
            )
            for field, one in view.attestations
        ],
        conflicts=[dict(one) for one in view.conflicts],
    )  # fmt: skip
