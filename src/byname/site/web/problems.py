"""What a reader is told where there is no answer: a page, or for programs `application/problem+json` (RFC 9457).

Takes an error; gives an answer with a status and plain words. Nothing of the machine stands in it: no path, no trace of
the code, no word on whether somebody who is withheld exists.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from byname.errors import BynameError, NotInSources
from byname.site.web.pages import Site

TITLES = {
    400: "This request cannot be read",
    403: "This was not done",
    404: "Not in our sources",
    409: "This cannot be done now",
    405: "This address takes no such request",
    413: "This is too long",
    429: "Too many requests",
    500: "Something went wrong here",
    503: "The archive cannot be read at the moment",
}
EXPLAINED = {
    400: "Something in the address or the form has another shape than it should have.",
    403: "Your account may not do this, or the form was not sent from this site, or it is too old. "
    "Open the page again.",
    404: "There is no such page, person, entry, list or number in this archive, or it is withheld because the person "
    "may be living. What is not in our sources may still have happened.",
    409: "The archive was changed since. Begin again.",
    405: "Nothing was changed.",
    413: "Cut it into parts and send one after another.",
    429: "Wait some minutes and try again.",
    500: "It is not your fault. Whoever keeps this site finds the reason in its log.",
    503: "It may be under construction. Try again in some minutes.",
}
_log = logging.getLogger("byname.site")


class Problem(Exception):
    """A request that cannot be answered, with its status and what is wrong, for the reader."""

    def __init__(self, status: int, detail: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def handle_problems(app: FastAPI, site: Site) -> None:
    """Answer every error of the application in words."""

    def told(request: Request, status: int, detail: str = "") -> Response:
        return answer(site, request, status, detail)

    def problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return told(request, error.status, error.detail)

    def of_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        response = told(request, error.status_code)
        response.headers.update(error.headers or {})
        return response

    def of_archive(request: Request, error: Exception) -> Response:
        _log.error("the archive cannot be read: %s", error)
        return told(request, 503)

    app.add_exception_handler(Problem, problem)
    app.add_exception_handler(HTTPException, of_http)
    app.add_exception_handler(RequestValidationError, lambda request, error: told(request, 400, _wrong(error)))
    app.add_exception_handler(NotInSources, lambda request, error: told(request, 404))
    app.add_exception_handler(BynameError, of_archive)


def unforeseen(site: Site, request: Request, error: Exception) -> Response:
    """The answer where the code itself failed; what failed goes to the log of whoever keeps the site."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(site, request, 500)


def answer(site: Site, request: Request, status: int, detail: str = "") -> Response:
    """The answer to a request that cannot be met; `detail` stands for the words that go with the status."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    explained = detail or EXPLAINED.get(status, "")
    if request.url.path.startswith("/api/"):
        body = {"type": "about:blank", "title": title, "status": status, "detail": explained}
        return JSONResponse(body, status, media_type="application/problem+json")
    return site.page(request, "problem", status, title=title, explained=explained, status=status)


def _wrong(error: Exception) -> str:
    """Which part of a request has the wrong form."""
    assert isinstance(error, RequestValidationError)
    names = [str(one["loc"][-1]) for one in error.errors() if one.get("loc")]
    return f"Wrong: {', '.join(names)}." if names else ""
