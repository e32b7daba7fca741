"""The headers of every answer: what a browser may load, whether an answer may be kept, and whether it is unchanged.

Takes the application; gives one around it. No page runs a script but those of the site itself, asks another host for
anything, or may be shown in the frame of another page but the preview of a reconciliation. Pages are kept by a browser
but asked for anew each time, so that what is withdrawn is gone at once; where nothing has changed the answer is 304
without a body. Pages of the desk, and every page for somebody who is signed in, are kept by nobody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from byname.access.build_state import remembered_looks
from byname.errors import BynameError

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src {style}; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
)
OWN_STYLE = "x-own-style"  # a header by which a page names the hash of the one style sheet inside it; it is not sent
PREVIEWS = ("/api/reconcile/preview", "/api/reconcile/1.0/preview")
SESSION, SECURE_SESSION = "byname-session", "__Host-byname-session"  # cookies of who is signed in, without and with TLS
SHARED_AUDITS = "/audit/shared"  # texts that readers share; kept by nobody, and found by no searching machine
_LOG = "/log/"  # changes without a build, so that no state of the archive says whether it did
_PRIVATE, _WITH_FORM = ("/desk", "/review", SHARED_AUDITS), ("/desk", "/review", "/correct", "/audit", "/downloads")
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SafeHeaders:
    """Adds the headers, and answers a reader who has the present state already.

    `state` names that state; `unforeseen` makes the answer to a request on which the code failed.
    """

    def __init__(
        self, app: ASGIApp, state: Callable[[], str], unforeseen: Callable[[Request, Exception], Response]
    ) -> None:
        self._app = app
        self._state = state
        self._unforeseen = unforeseen
        self._begin_looks = remembered_looks()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        self._begin_looks()
        private = is_private(scope)
        tagged = scope["method"] in ("GET", "HEAD") and not private and not scope["path"].startswith(_LOG)
        tag = await run_in_threadpool(self._tag, scope) if tagged else ""
        unchanged = tag and tag in _tags_of(Headers(scope=scope).get("if-none-match", ""))

        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if private:
                    headers["Cache-Control"] = "no-store"
                _add_headers(headers, scope["path"], tag if message["status"] == 200 else "")
            await send(message)

        if unchanged:
            await send_with_headers(
                {"type": "http.response.start", "status": 304, "headers": [(b"etag", tag.encode())]}
            )
            await send({"type": "http.response.body", "body": b""})
            return
        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if started:
                raise
            response = await run_in_threadpool(self._unforeseen, Request(scope), error)
            await response(scope, receive, send_with_headers)

    def _tag(self, scope: Scope) -> str:
        """The tag of an answer, by the state of the archive, the address, and what decides the language.

        Empty where no state can be read.
        """
        try:
            state = self._state()
        except BynameError:  # the page says so
            return ""
        headers = Headers(scope=scope)
        parts = (
            state,
            scope["path"],
            scope["query_string"].decode("latin-1"),
            headers.get("accept-language", ""),
            headers.get("cookie", ""),
            headers.get("host", ""),
        )
        return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'


def is_private(scope: Scope) -> bool:
    """Whether an answer is for somebody who is signed in, or of the pages where one is."""
    cookies = cookie_parser(Headers(scope=scope).get("cookie", ""))
    return is_below(scope["path"], _PRIVATE) or SESSION in cookies or SECURE_SESSION in cookies


def is_below(path: str, tops: Sequence[str]) -> bool:
    """Whether a path is one of these, or below one.

    >>> is_below("/desk/log", ("/desk",)), is_below("/desks", ("/desk",))
    (True, False)
    """
    return any(path == top or path.startswith(f"{top}/") for top in tops)


def _tags_of(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


def _add_headers(headers: MutableHeaders, path: str, tag: str) -> None:
    style = headers.get(OWN_STYLE)
    if style is not None:
        del headers[OWN_STYLE]
    frames = "*" if path in PREVIEWS else "'none'"
    headers["Content-Security-Policy"] = POLICY.format(style=f"'{style}'" if style else "'self'", frames=frames)
    for name, value in _SECURITY.items():
        headers[name] = value
    if is_below(path, _WITH_FORM):  # else a browser would not say that a form comes from this site
        headers["Referrer-Policy"] = "same-origin"
    if is_below(path, (SHARED_AUDITS,)):
        headers["X-Robots-Tag"] = "noindex"
    headers.setdefault("Cache-Control", "no-cache")
    headers.add_vary_header("Accept-Language")
    headers.add_vary_header("Cookie")
    if tag:
        headers["ETag"] = tag
    if path.startswith("/api/"):
        headers["Access-Control-Allow-Origin"] = "*"
