"""One page of a copy: made by the same handler that answers a reader of the site, with links that lead to files.

Takes an archive and an edition; gives the bytes of the file of any address.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route

from byname.access.reader import Reader
from byname.archive.archive import Archive
from byname.site.app import page_routes
from byname.site.publishing.copy_pages import copy_routes
from byname.site.web.analysis_pages import Analyses
from byname.site.web.edition import Edition
from byname.site.web.file_addresses import file_of, with_file_links
from byname.site.web.pages import Site


class PageMaker:
    """Makes the pages of one edition."""

    def __init__(self, archive: Archive, edition: Edition) -> None:
        self.site = Site(archive, edition=edition)
        analyses = Analyses(self.site)
        self._routes = [*page_routes(self.site, analyses), *copy_routes(self.site)]

    def read_from(self, reader: Reader) -> None:
        """Take people and entries from a reader from now on."""
        self.site.reader = reader

    def page(self, address: str) -> tuple[str, bytes]:
        """The file of an address, and its content; raises what its handler raises."""
        path = unquote(address)
        file = file_of(path)
        response = self._answer(path)
        if response.status_code != 200:
            raise LookupError(f"{address} is no page of its own ({response.status_code})")
        return file, with_file_links(bytes(response.body).decode(), file).encode()

    def _answer(self, path: str) -> Response:
        scope: dict[str, Any] = {
            "type": "http", "method": "GET", "path": path, "root_path": "", "query_string": b"", "headers": [],
            "scheme": "http", "server": ("copy.invalid", 80),
        }  # fmt: skip
        for route in self._routes:
            match, found = route.matches(scope)
            if match is Match.FULL:
                return _handled(route, Request({**scope, **found}))
        raise LookupError(f"{path} is no page of a copy")


def _handled(route: Route, request: Request) -> Response:
    answer = route.endpoint(request)
    assert isinstance(answer, Response)
    return answer
