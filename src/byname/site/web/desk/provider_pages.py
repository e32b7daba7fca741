"""Signing in through an identity provider, and tying one's account to an identity there.

Takes a browser there and back again; the way back must be the browser's own (a cookie holds its word), and leads to
the account that the identity was tied to, by whoever has the account and its password.
"""

from __future__ import annotations

import hmac

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from byname.access.desk.accounts import Account
from byname.access.desk.provider import Provider, account_of, begin_visit, end_visit, provider_of, tie
from byname.access.desk.sessions import begin, end, is_own_password
from byname.errors import BadRecord
from byname.site.web.desk.attempts import Attempts, address_of
from byname.site.web.desk.door import SIGN_IN, Desk, Form, remember, to, way_back, word_of
from byname.site.web.problems import Problem

BACK = f"{SIGN_IN}/back"
_VISIT = "byname-visit"  # cookie that holds the word of a visit
_MOST, _SECONDS, _LONGEST = 20, 600.0, 2000


def provider_routes(desk: Desk) -> list[Route]:
    """The routes there and back."""
    attempts = Attempts(desk.site.counts, "visits to a provider", _MOST, _SECONDS)

    def there(request: Request) -> Response:
        provider = _needed(desk)
        if not attempts.take(address_of(request)):
            raise Problem(429)
        back = way_back(request.query_params.get("to", ""))
        address, word = _begun(desk, request, provider, back)
        return _with_word(request, RedirectResponse(address, 303), word)

    def tied(request: Request, account: Account, given: Form) -> Response:
        provider = _needed(desk)
        if not attempts.take(account.name):
            raise Problem(429)
        if not is_own_password(desk.store, account.name, given.get("password", "")):
            raise Problem(403, "The password is not right.")
        address, word = _begun(desk, request, provider, "/desk/account?done=provider", account.name)
        # A form may lead to this site alone, so the way there is a link.
        page = desk.page(request, "provider", address=address, label=provider.label)
        return _with_word(request, page, word)

    def back(request: Request) -> Response:
        provider, word = _needed(desk), request.query_params.get("state", "")
        own = request.cookies.get(_VISIT, "")
        if not own or not hmac.compare_digest(own.encode(), word.encode()) or len(word) > _LONGEST:
            raise Problem(403)
        code = request.query_params.get("code", "")[:_LONGEST]
        try:
            visit = end_visit(desk.store, provider, _address(request), word=word, code=code)
        except BadRecord as error:
            raise Problem(403, f"{error.what[:1].upper()}{error.what[1:]}.") from error
        if visit.name:
            return _tied(desk, request, provider, visit.subject, visit.name, visit.back)
        account = account_of(desk.store, provider, visit.subject)
        if account is None:
            raise Problem(403, "No account is tied to this identity.")
        if word_of(request):
            end(desk.store, word_of(request))
        response = to(way_back(visit.back))
        remember(request, response, begin(desk.store, account.name))
        response.delete_cookie(_VISIT, path=SIGN_IN)
        return response

    return [
        Route(f"{SIGN_IN}/with-provider", there, methods=["GET"]),
        Route(BACK, back, methods=["GET"]),
        Route("/desk/account/provider", desk.written("contributor", tied), methods=["POST"]),
    ]


def _tied(desk: Desk, request: Request, provider: Provider, subject: str, name: str, back: str) -> Response:
    """Tie an identity to the account that asked for it, if that is still the one that is signed in."""
    account = desk.account(request)
    if account is None or account.name != name:
        raise Problem(403)
    try:
        tie(desk.store, provider, subject, name)
    except BadRecord as error:
        raise Problem(409, f"{error.what[:1].upper()}{error.what[1:]}.") from error
    return to(back)


def _needed(desk: Desk) -> Provider:
    desk.check_open()
    provider = provider_of(desk.store)
    if provider is None:
        raise Problem(404)
    return provider


def _begun(desk: Desk, request: Request, provider: Provider, back: str, name: str = "") -> tuple[str, str]:
    try:
        return begin_visit(desk.store, provider, _address(request), back=back, name=name)
    except BadRecord as error:
        raise Problem(503, f"{error.what[:1].upper()}{error.what[1:]}.") from error


def _address(request: Request) -> str:
    """The address of this site that the provider sends a browser to."""
    return str(request.base_url).rstrip("/") + BACK


def _with_word(request: Request, response: Response, word: str) -> Response:
    secure = request.url.scheme == "https"
    response.set_cookie(_VISIT, word, max_age=600, path=SIGN_IN, httponly=True, samesite="lax", secure=secure)
    return response
