"""The transparency log of the archive at the addresses that C2SP tlog-tiles gives it, below `/log`.

Takes the site; gives a route. Checkpoints are asked for anew each time, since a log is written without a build.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.log_files import TEXTS, log_file
from byname.site.web.pages import Site
from byname.site.web.problems import Problem


def log_routes(site: Site) -> list[Route]:
    """The route of the files of the log."""

    def file(request: Request) -> Response:
        path = request.path_params["path"]
        content = log_file(site.archive, path)
        if content is None:
            raise Problem(404)
        kind = "text/plain; charset=utf-8" if path in TEXTS else "application/octet-stream"
        return Response(content, media_type=kind)

    return [Route("/log/{path:path}", file)]
