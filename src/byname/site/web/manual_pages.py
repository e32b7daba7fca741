"""The manual beside the archive: its contents, each of its pages, a search in it. It is in English.

Takes the site; gives the routes. The pictures come from the same folder as the pages and from nowhere else.
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.site.manual import PICTURES, chapters, manual_folder, manual_page, pages_with
from byname.site.manual_markup import ROOT, is_picture, markup_of
from byname.site.web.pages import Site
from byname.site.web.problems import Problem

LONGEST = 200  # characters that are looked for


def manual_routes(site: Site) -> list[Route]:
    """The routes of the manual."""

    def contents(request: Request) -> Response:
        words = request.query_params.get("q", "").strip()[:LONGEST]
        found = pages_with(words) if words else []
        return site.page(request, "manual_contents", chapters=chapters(), words=words, found=found, root=ROOT)

    def page(request: Request) -> Response:
        shown = manual_page(request.path_params["name"])
        if shown is None:
            raise Problem(404)
        return site.page(request, "manual", shown=shown, text=markup_of(shown.text), root=ROOT)

    def picture(request: Request) -> Response:
        name = request.path_params["name"]
        path = manual_folder() / name
        if not is_picture(name) or not path.is_file():
            raise Problem(404)
        return Response(path.read_bytes(), media_type=PICTURES[Path(name).suffix])

    return [Route(ROOT, contents), Route(f"{ROOT}/picture/{{name}}", picture), Route(f"{ROOT}/{{name}}", page)]
