"""The site of an archive: pages for readers and an API for programs, over what `access/` lets them see.

Takes an archive that is built; gives an application to be served. No reader changes the archive, and no page runs a
script or asks another host for anything. An archive with accounts has a desk, too, on which it can be worked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from byname import __version__
from byname.access.found_people import Asked, find_people
from byname.access.person import person_of
from byname.archive.archive import Archive
from byname.site.web.analysis_pages import Analyses, analysis_routes
from byname.site.web.api import api_page, api_router, describe
from byname.site.web.archive_pages import archive_routes
from byname.site.web.audit_pages import audit_routes
from byname.site.web.design_page import design_routes
from byname.site.web.desk.attempts import Counter, HeavyRequests
from byname.site.web.desk.routes import desk_routes
from byname.site.web.headers import SafeHeaders
from byname.site.web.log_files import log_routes
from byname.site.web.manual_pages import manual_routes
from byname.site.web.memorial_pages import memorial_routes
from byname.site.web.pages import Site
from byname.site.web.person_pages import person_routes
from byname.site.web.policy_page import policy_routes
from byname.site.web.problems import answer, handle_problems, unforeseen
from byname.site.web.reconciliation import reconciliation_routes
from byname.site.web.reconciliation_draft import reconciliation_draft_routes
from byname.site.web.search_pages import search_routes
from byname.site.web.static_files import static_routes
from byname.site.web.suggestion_pages import suggestion_routes
from byname.site.web.tour_page import tour_routes
from byname.site.web.turns import Turns

_AT_ONCE = 4  # requests of a process that are worked on; the others wait
_LEAST_PACKED = 1000  # bytes of an answer that is worth packing


def make_app(archive: Archive, counter: Counter | None = None) -> FastAPI:
    """The application of an archive; raises BadArchive where it is not built.

    `counter`: where several processes count together what is tried; in memory unless it is given.
    """
    site = Site(archive, counter=counter)
    site.state()
    turns = Turns()
    app = FastAPI(
        title="Byname", version=__version__, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json",
        redirect_slashes=False, lifespan=partial(_ready, site, turns),
    )  # fmt: skip
    analyses = Analyses(site)
    app.include_router(api_router(site))
    describe(app)
    for routes in (
        [api_page(site)],
        reconciliation_routes(site),
        reconciliation_draft_routes(site),
        desk_routes(site),  # before the files of the site, among which its own are not
        static_routes(site),
        log_routes(site),
        suggestion_routes(site),
        search_routes(site),
        page_routes(site, analyses),
        audit_routes(site),
        manual_routes(site),
        tour_routes(site),
    ):
        app.router.routes.extend(turns.of(route) if isinstance(route, Route) else route for route in routes)
    handle_problems(app, site)
    app.add_middleware(HeavyRequests, refuse=partial(answer, site, status=429), counts=site.counts)
    app.add_middleware(GZipMiddleware, minimum_size=_LEAST_PACKED)
    app.add_middleware(SafeHeaders, state=site.page_state, unforeseen=partial(unforeseen, site))
    return app


def page_routes(site: Site, analyses: Analyses) -> list[Route]:
    """The routes of the pages that need no answer to a question, which a copy of the site as files has, too."""
    return [
        *person_routes(site),
        *archive_routes(site, analyses),
        *analysis_routes(site, analyses),
        *memorial_routes(site),
        *policy_routes(site),
        *design_routes(site),
    ]


@asynccontextmanager
async def _ready(site: Site, turns: Turns, app: FastAPI) -> AsyncIterator[None]:
    """Open the index before anybody waits for it, and work on a few requests at a time: they share the processor, and
    each that searches needs memory of its own."""
    to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    turns.begin()
    await to_thread.run_sync(_open_index, site)
    yield


def _open_index(site: Site) -> None:
    for template in ("front", "search", "person"):
        site.environment(site.language_code).get_template(f"web/{template}.html")
    for person in find_people(site.archive, Asked(limit=1)).people:
        find_people(site.archive, Asked(person.name, limit=1))
        person_of(site.archive, person.person_id)
