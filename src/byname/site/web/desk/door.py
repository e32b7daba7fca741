"""Who comes to the desk, and whether a form that writes was sent by them from this site.

Takes a request; gives the account behind its cookie, or sends to the page for signing in. A form is taken only where
the browser says that it comes from this site (`Origin`) and it holds the token of the session or, for readers, of a
cookie of its own.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from byname.access.desk.accounts import Account, Role, desk_of, shown_names
from byname.access.desk.contributions import Note, notes_of
from byname.access.desk.reviewing import shown_entries
from byname.access.desk.sessions import LONGEST, whose
from byname.site.language import Language
from byname.site.web.forms import form_of
from byname.site.web.headers import SECURE_SESSION, SESSION
from byname.site.web.pages import Site
from byname.site.web.problems import Problem

SIGN_IN = "/desk/sign-in"
MOST_BYTES, MOST_FIELDS = 200_000, 50  # of a form
_FORM = "byname-form"  # cookie that ties the forms of a reader to the browser
Form = Mapping[str, str]
Shown: TypeAlias = Callable[[Request, Account], Response]
Written: TypeAlias = Callable[[Request, Account, Form], Response]
Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class Desk:
    """The desk of one archive, as its pages need it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.store = desk_of(site.archive)
        site.beside = self.beside
        site.names = lambda: shown_names(self.store)

    def beside(self, request: Request) -> dict[str, Any]:
        """What every page is told of the desk: whether there is one, and who reads."""
        if not self.store.is_there:
            return {"desk": None}
        account = self.account(request)
        return {"desk": {"account": account, "token": self.token(request) if account else ""}}

    def account(self, request: Request) -> Account | None:
        """Who is signed in; None for a reader."""
        if "account" not in request.scope:
            request.scope["account"] = whose(self.store, word_of(request))
        found: Account | None = request.scope["account"]
        return found

    def shown(self, role: Role, show: Shown) -> Endpoint:
        """A page for those who may do what a role may; others sign in first, and get nothing where that is not enough.

        An archive without accounts has no such page.
        """

        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(self._shown, role, show, request)

        return endpoint

    def _shown(self, role: Role, show: Shown, request: Request) -> Response:
        self.check_open()
        account = self.account(request)
        if account is None:
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{SIGN_IN}?to={quote(here, safe='')}", 303)
        self.check_role(account, role)
        return show(request, account)

    def written(
        self, role: Role, write: Written, most_bytes: int = MOST_BYTES, most_fields: int = MOST_FIELDS
    ) -> Endpoint:  # fmt: skip
        """What happens to a form of those who may do what a role may."""

        async def endpoint(request: Request) -> Response:
            account = await run_in_threadpool(self.needed, request, role)
            form = await form_of(request, most_bytes, most_fields)
            self.check_form(request, form)
            return await run_in_threadpool(write, request, account, form)

        return endpoint

    def needed(self, request: Request, role: Role) -> Account:
        """Who is signed in; raises Problem where nobody is, or they may not."""
        self.check_open()
        account = self.account(request)
        if account is None:
            raise Problem(403)
        self.check_role(account, role)
        return account

    def check_open(self) -> None:
        """Raise Problem where the archive has no accounts."""
        if not self.store.is_there:
            raise Problem(404)

    def check_role(self, account: Account, role: Role) -> None:
        """Raise Problem where an account may not do what a role may."""
        if not account.may(role):
            raise Problem(403)

    def token(self, request: Request) -> str:
        """The token that a form of this browser holds; a new one where it has no cookie yet."""
        word = word_of(request) if self.account(request) else request.cookies.get(_FORM, "")
        if not word:
            word = request.scope.setdefault("form-cookie", secrets.token_urlsafe(24))
        return hashlib.sha256(f"form {word}".encode()).hexdigest()

    def check_form(self, request: Request, form: Form) -> None:
        """Raise Problem for a form that was not sent from this site, or not by this browser."""
        known = word_of(request) if self.account(request) else request.cookies.get(_FORM, "")
        if not known or not is_from_here(request):
            raise Problem(403)
        if not hmac.compare_digest(self.token(request).encode(), form.get("token", "").encode()):
            raise Problem(403)

    def notes(self) -> list[Note]:
        """The notes of readers that stand, the latest first, for whoever may take them back."""
        noted = self.site.once_decided("notes", lambda: notes_of(self.site.archive))
        shown = shown_entries(self.site.archive, noted) if noted else ()
        every = {note.number: note for record, notes in noted.items() if record in shown for note in notes}
        return [every[number] for number in sorted(every, reverse=True)]

    def page(self, request: Request, template: str, code: int = 200, /, **values: Any) -> Response:
        """A page with a form: it holds the token, and the browser the cookie that goes with it."""
        told = partial(_told, self.site.language(request))
        response = self.site.page(request, f"desk/{template}", code, token=self.token(request), told=told, **values)
        made = request.scope.get("form-cookie")
        if made:
            secure = request.url.scheme == "https"
            response.set_cookie(_FORM, made, max_age=24 * 3600, httponly=True, samesite="lax", secure=secure)
        return response


def _told(speech: Language, message: str) -> str | Markup:
    """A message in the language of a page; one that the catalogue lacks (as it holds words of a file) in English."""
    if speech.is_english or speech.has(message):
        return speech.text(message)
    return Markup('<span lang="en">{}</span>').format(message)


def word_of(request: Request) -> str:
    """The word of the session that a request brings; empty where it brings none."""
    return request.cookies.get(session_cookie(request), "")


def session_cookie(request: Request) -> str:
    """The name of the cookie of a session: with TLS one that no other host can set."""
    return SECURE_SESSION if request.url.scheme == "https" else SESSION


def remember(request: Request, response: Response, word: str) -> None:
    """Give a browser the word of its session, in a cookie that no script can read."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        session_cookie(request), word, max_age=LONGEST, path="/", httponly=True, samesite="lax", secure=secure
    )


def is_from_here(request: Request) -> bool:
    """Whether the browser says that a form was sent from a page of this site."""
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = urlsplit(request.headers.get("origin", ""))
    return origin.scheme in ("http", "https") and origin.netloc == request.headers.get("host", "")


def way_back(address: str, otherwise: str = "/desk") -> str:
    """An address of this site to go on to; `otherwise` for every one that might lead elsewhere.

    >>> way_back("/review?pair=1"), way_back("//evil.example"), way_back("/\\\\evil.example"), way_back("https://a.b")
    ('/review?pair=1', '/desk', '/desk', '/desk')
    """
    plain = address.isascii() and address.isprintable() and "\\" not in address
    parts = urlsplit(address) if plain else None
    if parts is None or parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//"):
        return otherwise
    return address


def to(address: str) -> Response:
    """The answer that sends a browser to an address of this site after a form was taken."""
    return RedirectResponse(address, 303)
