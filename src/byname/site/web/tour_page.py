"""A tour of the archive for whoever sees it for the first time: six things to try, each with its link.

Takes the site; gives the route. The person of the tour is one whom a search without words finds, so nobody who is
withheld can be: the first on several lists and in other letters than Latin, where there is one.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.found_people import Asked, find_people
from byname.site.web.pages import Site, transliterated

_NUMBER = "people"  # the first of the printed numbers
_LOOKED_AT = 50  # people


def tour_routes(site: Site) -> list[Route]:
    """The route of the page."""

    def tour(request: Request) -> Response:
        people = find_people(site.archive, Asked(limit=_LOOKED_AT)).people
        example = max(people, key=lambda one: (len(one.lists) > 1, bool(transliterated(one.name))), default=None)
        spelling = (transliterated(example.name) or example.name) if example else ""
        number = _NUMBER if _NUMBER in site.numbers() else None
        return site.page(request, "tour", example=example, spelling=spelling, number=number)

    return [Route("/tour", tour)]
