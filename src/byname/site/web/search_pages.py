"""The page of a search: one box, results that tell namesakes apart, filters by list and year, paging.

Takes the words and filters of an address; gives a page. Where nobody fits, it suggests names that begin alike and says
what the archive covers.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.found_people import PAGE, Asked, find_people, suggested_names
from byname.site.web.pages import Site
from byname.site.web.problems import Problem

LONGEST_QUERY = 200  # characters
MOST_PAGES = 10_000


def search_routes(site: Site) -> list[Route]:
    """The route of the search page."""

    def search(request: Request) -> Response:
        asked = asked_for(request)
        found = find_people(site.archive, asked)
        values = {
            "asked": asked,
            "found": found,
            "suggested": suggested_names(site.archive, asked.words) if asked.words and not found.total else (),
            "lists": site.lists(),
            "first": asked.offset + 1,
            "last": asked.offset + len(found.people),
            "earlier": address(asked, asked.offset - PAGE) if asked.offset else "",
            "later": address(asked, asked.offset + PAGE) if asked.offset + PAGE < found.total else "",
            "address": address,
        }
        return site.page(request, "search", **values)

    return [Route("/search", search)]


def asked_for(request: Request) -> Asked:
    """What the address of a request asks for; raises Problem where a part of it has no such form."""
    words = request.query_params.get("q", "")
    if len(words) > LONGEST_QUERY:
        raise Problem(400, f"A search takes at most {LONGEST_QUERY} characters.")
    page = _number(request, "page", 1, MOST_PAGES)
    return Asked(
        words=words.replace("\0", " ").strip(),
        source=request.query_params.get("list", ""),
        year=_number(request, "year", 1000, 2999),
        offset=((page or 1) - 1) * PAGE,
    )


def address(asked: Asked, offset: int = 0) -> str:
    """The address of a page of results.

    >>> address(Asked("Анна", "trials"), 20)
    '/search?q=%D0%90%D0%BD%D0%BD%D0%B0&list=trials&page=2'
    """
    parts = {
        "q": asked.words,
        "list": asked.source,
        "year": asked.year,
        "page": offset // PAGE + 1 if offset > 0 else "",
    }
    return f"/search?{urlencode({key: value for key, value in parts.items() if value})}"


def _number(request: Request, name: str, least: int, most: int) -> int | None:
    text = request.query_params.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise Problem(400, f"{name}: a whole number from {least} to {most}.")
    return int(text)
