"""The files that pages load: the style sheet, fonts and scripts, all from the site itself.

Takes the site; gives routes, and each file by the path of its address. Nothing else lies in the folder, and a name that
is none is not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.site.web.pages import Site
from byname.site.web.problems import Problem

TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2", ".txt": "text/plain"}
STYLE = "site.css"


def static_routes(site: Site) -> list[Route]:
    """The route of the files."""

    def file(request: Request) -> Response:
        name = request.path_params["name"]
        if name == STYLE:
            return Response(site.style, media_type=TYPES[".css"])
        if name not in _names():
            raise Problem(404)
        return Response(read_static(name), media_type=TYPES[Path(name).suffix])

    return [Route("/static/{name:path}", file)]


def static_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every file by its name, with its content."""
    yield STYLE, site.style.encode()
    for name in sorted(_names()):
        yield name, read_static(name)


@cache
def read_static(name: str) -> bytes:
    """The content of a file."""
    return (_folder() / name).read_bytes()


@cache
def _names() -> frozenset[str]:
    files = (path for path in _folder().rglob("*") if path.suffix in TYPES)
    return frozenset(path.relative_to(_folder()).as_posix() for path in files)


def _folder() -> Path:
    return Path(__file__).resolve().parents[1] / "static"
