"""The pages on which a keeper withholds a person or an entry, gives it back, looks at what is withheld, reads the log.

Takes an id, a reason and perhaps a day of return by form; each is written into the ledger. Whoever is no keeper is
refused.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import Account
from byname.access.desk.restricted import log_of, open_restricted
from byname.access.takedown import give_back, takedowns_of, withhold
from byname.archive.clock import now
from byname.errors import BadRecord
from byname.site.pages import cells
from byname.site.web.desk.contribution_pages import number_of
from byname.site.web.desk.door import Desk, Form, to

_LONGEST_ID, _LONGEST_REASON = 300, 1000  # characters


def takedown_routes(desk: Desk) -> list[Route]:
    """The routes of takedown and of what is withheld."""

    def withheld(request: Request, account: Account) -> Response:
        return _list(desk, request)

    def form(request: Request, account: Account) -> Response:
        return _form(desk, request, request.query_params.get("about", "")[:_LONGEST_ID])

    def taken_down(request: Request, account: Account, given: Form) -> Response:
        about, why = given.get("about", "")[:_LONGEST_ID].strip(), given.get("why", "")[:_LONGEST_REASON]
        try:
            withhold(desk.site.archive, about, why=why, until=given.get("until", "").strip(), by=account.name)
        except BadRecord as error:
            return _form(desk, request, about, given, error.what)
        return to("/desk/withheld?done=1")

    def given_back(request: Request, account: Account, given: Form) -> Response:
        why = given.get("why", "")[:_LONGEST_REASON]
        try:
            give_back(desk.site.archive, number_of(given), why=why, by=account.name)
        except BadRecord as error:
            return _list(desk, request, error.what, 400)
        return to("/desk/withheld?done=1")

    def ask(request: Request, account: Account) -> Response:
        about = request.query_params.get("about", "")[:_LONGEST_ID]
        return desk.page(request, "restricted", about=about, opened=None, said="", cells=cells)

    def opened(request: Request, account: Account, given: Form) -> Response:
        about, why = given.get("about", "")[:_LONGEST_ID].strip(), given.get("why", "")[:_LONGEST_REASON]
        try:
            found = open_restricted(desk.site.archive, about, by=account.name, why=why)
        except BadRecord as error:
            return desk.page(request, "restricted", 400, about=about, opened=None, said=error.what, cells=cells)
        return desk.page(request, "restricted", about=about, opened=found, said="", cells=cells)

    def log(request: Request, account: Account) -> Response:
        return desk.page(request, "log", log=log_of(desk.site.archive), names=desk.site.names())

    return [
        Route("/desk/withheld", desk.shown("keeper", withheld), methods=["GET"]),
        Route("/desk/withhold", desk.shown("keeper", form), methods=["GET"]),
        Route("/desk/withhold", desk.written("keeper", taken_down), methods=["POST"]),
        Route("/desk/give-back", desk.written("keeper", given_back), methods=["POST"]),
        Route("/desk/restricted", desk.shown("keeper", ask), methods=["GET"]),
        Route("/desk/restricted", desk.written("keeper", opened), methods=["POST"]),
        Route("/desk/log", desk.shown("keeper", log), methods=["GET"]),
    ]


def _list(desk: Desk, request: Request, said: str = "", code: int = 200) -> Response:
    every, today = takedowns_of(desk.site.archive), now().date()
    active = [one for one in every if one.is_active(today)]
    ended = [one for one in every if not one.is_active(today)]
    done = request.query_params.get("done", "")
    return desk.page(
        request, "withheld", code, active=active, ended=ended, names=desk.site.names(), said=said, done=done
    )


def _form(desk: Desk, request: Request, about: str, given: Form | None = None, said: str = "") -> Response:
    return desk.page(request, "withhold", 400 if said else 200, about=about, given=given or {}, said=said)
