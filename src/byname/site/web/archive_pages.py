"""The pages about the archive as a whole: front, lists, one list, one number with the rows that it was counted from.

Takes an archive; gives pages. The front says three things first: how many are named and how many may be missing, who
was targeted and when, what became of them.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.lists import ArchiveList, list_of
from byname.site.pages import cells
from byname.site.web.analysis_pages import Analyses
from byname.site.web.pages import Site
from byname.values.fields import fields

# What it means to stand on a list, in English messages of the site.
STANDINGS = {
    "dead": "that the person is dead",
    "disappeared": "that the person disappeared",
    "persecuted": "that the person was persecuted",
    "official": "that the person held an office, and nothing about persecution",
    "unknown": "nothing by itself: each entry says what happened",
}
MOST_ROWS = 30  # rows of the originals that the page of a number shows


def archive_routes(site: Site, analyses: Analyses) -> list[Route]:
    """The routes of the front page, the lists and the numbers."""

    def front(request: Request) -> Response:
        values = {
            "numbers": site.numbers(),
            "lists": site.lists(),
            "answers": analyses.three_answers(site.language(request)),
        }
        return site.page(request, "front", **values)

    def lists(request: Request) -> Response:
        return site.page(request, "lists", lists=site.lists(), numbers=site.numbers())

    def one_list(request: Request) -> Response:
        found = list_of(site.archive, request.path_params["name"])
        values = {"understood": _understood(site, found), "standing": STANDINGS.get(found.standing, found.standing)}
        return site.page(request, "list", list=found, numbers=site.numbers(), **values)

    def number(request: Request) -> Response:
        traced = site.reader.trace(request.path_params["number_id"], MOST_ROWS)
        terms = {one.name: one for one in site.lists()}
        rows = [(row, cells(row.text) if _is_shown(terms.get(row.source)) else []) for row in traced.shown_rows]
        values = {"number": traced.number, "total": traced.total, "rows": rows, "lists": terms}
        return site.page(request, "number", numbers=site.numbers(), **values)

    return [
        Route("/", front),
        Route("/lists", lists),
        Route("/list/{name}", one_list),
        Route("/number/{number_id:path}", number),
    ]


def _is_shown(source: ArchiveList | None) -> bool:
    return source is None or source.republish  # a table of facts is nobody's list


def _understood(site: Site, source: ArchiveList) -> list[tuple[str, str, float]]:
    """The fields of a list that were understood: name, the id of the number of entries, their share in percent."""
    numbers = site.numbers()
    whole = numbers[f"{source.name}-records"].value if f"{source.name}-records" in numbers else 0.0
    found = [(name, f"{source.name}-{name}") for name in fields() if f"{source.name}-{name}" in numbers]
    return [(name, id, round(100 * min(1.0, numbers[id].value / whole), 1) if whole else 0.0) for name, id in found]
