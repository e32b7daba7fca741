"""The pages that a copy of the site has instead of those that need a server: its search, and what it is.

Takes the site of an edition; gives their routes.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.site.web.file_addresses import plain_name
from byname.site.web.pages import Site

PEOPLE_CSV, PEOPLE_JSONL, LISTS_CSV = "downloads/people.csv", "downloads/people.jsonl", "downloads/lists.csv"
DOWNLOADS = (
    (PEOPLE_CSV, "Everybody, one row a person"),
    (PEOPLE_JSONL, "The same as JSON Lines"),
    (LISTS_CSV, "The lists with their citations and licences"),
)  # English messages of the site


def copy_routes(site: Site) -> list[Route]:
    """The routes of the search and of the page about the copy."""

    def search(request: Request) -> Response:
        return site.page(request, "copy_search", lists=site.lists())

    def about(request: Request) -> Response:
        return site.page(
            request, "copy_about", edition=site.edition, downloads=DOWNLOADS, lists=site.lists(), state=site.state(),
            statements_file=statements_file,
        )  # fmt: skip

    return [Route("/search", search), Route("/copy", about)]


def statements_file(name: str) -> str:
    """The file with all that was read from a list.

    >>> statements_file("trials")
    'downloads/statements/trials.csv.gz'
    """
    return f"downloads/statements/{plain_name(name)}.csv.gz"
