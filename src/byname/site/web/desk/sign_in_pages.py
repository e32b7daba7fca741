"""Signing in and out, and the page of one's own account: another password, one-time codes.

Takes name, password and code; gives a session in a cookie that no script can read. Which of the three was wrong is not
said. Tries are counted by address and by account.
"""

from __future__ import annotations

from typing import Any

import segno
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import Account, set_password
from byname.access.desk.one_time_codes import address_of as device_address
from byname.access.desk.one_time_codes import enrol, new_secret
from byname.access.desk.passwords import LEAST
from byname.access.desk.provider import provider_of
from byname.access.desk.sessions import begin, end, is_own_password, sign_in
from byname.errors import BadRecord
from byname.site.web.desk.attempts import Attempts, address_of
from byname.site.web.desk.door import SIGN_IN, Desk, Form, remember, session_cookie, to, way_back, word_of
from byname.site.web.forms import form_of
from byname.site.web.problems import Problem

_MOST_BYTES = 4000
PER_ADDRESS, PER_ACCOUNT, SECONDS = 10, 30, 600.0


def sign_in_routes(desk: Desk) -> list[Route]:
    """The routes of signing in and of one's own account."""
    counts = desk.site.counts
    by_address = Attempts(counts, "passwords of an address", PER_ADDRESS, SECONDS)
    by_account = Attempts(counts, "passwords of an account", PER_ACCOUNT, SECONDS)

    def form(request: Request) -> Response:
        desk.check_open()
        return _asked(desk, request, request.query_params.get("to", ""))

    async def signed_in(request: Request) -> Response:
        await run_in_threadpool(desk.check_open)
        given = await form_of(request, _MOST_BYTES)
        desk.check_form(request, given)
        return await run_in_threadpool(_sign_in, desk, request, given, by_address, by_account)

    def signed_out(request: Request, account: Account, given: Form) -> Response:
        end(desk.store, word_of(request))
        response = to("/")
        _forget(request, response)
        return response

    def own(request: Request, account: Account) -> Response:
        return _own(desk, request, account)

    def password(request: Request, account: Account, given: Form) -> Response:
        _prove(desk, account, given, by_account)
        try:
            set_password(desk.store, account.name, given.get("new", ""))
        except BadRecord as error:
            return _own(desk, request, account, said=error.what)
        response = to("/desk/account?done=password")
        remember(request, response, begin(desk.store, account.name))
        return response

    def codes(request: Request, account: Account, given: Form) -> Response:
        _prove(desk, account, given, by_account)
        try:
            enrol(desk.store, account.name, given.get("secret", ""), given.get("code", ""))
        except (BadRecord, ValueError):  # of a secret that is none
            return _own(desk, request, account, said="this code is not the present one")
        return to("/desk/account?done=codes")

    return [
        Route(SIGN_IN, form, methods=["GET"]),
        Route(SIGN_IN, signed_in, methods=["POST"]),
        Route("/desk/sign-out", desk.written("contributor", signed_out), methods=["POST"]),
        Route("/desk/account", desk.shown("contributor", own), methods=["GET"]),
        Route("/desk/account/password", desk.written("contributor", password), methods=["POST"]),
        Route("/desk/account/codes", desk.written("contributor", codes), methods=["POST"]),
    ]


def _asked(desk: Desk, request: Request, back: str, said: str = "", code: int = 200) -> Response:
    provider = provider_of(desk.store)
    return desk.page(request, "sign_in", code, to=way_back(back), said=said, provider=provider and provider.label)


def _sign_in(desk: Desk, request: Request, given: Form, by_address: Attempts, by_account: Attempts) -> Response:
    name, address = given.get("name", "").strip().lower()[:40], address_of(request)
    if not by_address.take(address) or not by_account.take(name):
        raise Problem(429)
    word = sign_in(desk.store, name, given.get("password", ""), given.get("code", "")[:20])
    if word is None:
        return _asked(desk, request, given.get("to", ""), "Name, password or code are not right.", 403)
    by_address.give_back(address)
    by_account.give_back(name)
    if word_of(request):
        end(desk.store, word_of(request))
    response = to(way_back(given.get("to", "")))
    remember(request, response, word)
    return response


def _prove(desk: Desk, account: Account, given: Form, attempts: Attempts) -> None:
    """Ask for the password again before what would lock its owner out; raises Problem where it is not theirs."""
    if not attempts.take(account.name):
        raise Problem(429)
    if not is_own_password(desk.store, account.name, given.get("password", "")):
        raise Problem(403, "The password is not right.")
    attempts.give_back(account.name)


def _own(desk: Desk, request: Request, account: Account, said: str = "") -> Response:
    secret = new_secret()
    address = device_address(secret, account.name, desk.site.archive.title)
    drawn = Markup(segno.make(address, micro=False).svg_inline(scale=4, border=2, omitsize=False))
    done = request.query_params.get("done", "")
    provider = provider_of(desk.store)
    values: dict[str, Any] = {"secret": secret, "drawn": drawn, "said": said, "done": done}
    values["provider"] = provider and provider.label
    return desk.page(request, "account", 400 if said else 200, account=account, least=LEAST, **values)


def _forget(request: Request, response: Response) -> None:
    secure = request.url.scheme == "https"
    response.delete_cookie(session_cookie(request), path="/", httponly=True, samesite="lax", secure=secure)
