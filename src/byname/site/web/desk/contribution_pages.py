"""The form by which readers write about a person or an entry, and the queue in which reviewers read it.

Takes words by form from anybody, up to a limit for each address; nothing that readers see changes before a reviewer
accepts it, in words of their own if need be.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import Account
from byname.access.desk.contributions import (
    KINDS,
    MOST_CONTACT,
    MOST_SOURCE,
    MOST_WORDS,
    accept,
    check_about,
    contribute,
    contributions_of,
    is_shown,
    refuse,
    take_note_back,
)
from byname.errors import BadRecord
from byname.site.web.desk.attempts import Attempts, address_of
from byname.site.web.desk.door import Desk, Form, to
from byname.site.web.forms import form_of
from byname.site.web.problems import Problem

QUEUE = "/desk/words-of-readers"
PER_ADDRESS, PER_ACCOUNT, SECONDS = 6, 60, 3600.0
_MOST_BYTES = (MOST_WORDS + MOST_SOURCE + MOST_CONTACT) * 12 + 4000
_LONGEST_ID = 300  # characters


def contribution_routes(desk: Desk) -> list[Route]:
    """The routes of the form and of its queue."""
    counts = desk.site.counts
    by_address = Attempts(counts, "words of an address", PER_ADDRESS, SECONDS)
    by_account = Attempts(counts, "words of an account", PER_ACCOUNT, SECONDS)

    def form(request: Request) -> Response:
        desk.check_open()
        about = _about(desk, request.query_params.get("about", ""))
        return _asked(desk, request, about, {})

    async def written(request: Request) -> Response:
        await run_in_threadpool(desk.check_open)
        given = await form_of(request, _MOST_BYTES)
        desk.check_form(request, given)
        return await run_in_threadpool(take, request, given)

    def take(request: Request, given: Form) -> Response:
        about, account = _about(desk, given.get("about", "")), desk.account(request)
        key = account.name if account else address_of(request)
        attempts = by_account if account else by_address
        if not attempts.take(key):
            raise Problem(429)
        words = {name: given.get(name, "") for name in ("words", "source", "contact")}
        try:
            kind, sender = given.get("kind", ""), account.name if account else ""
            contribute(desk.site.archive, desk.store, about, kind, **words, sender=sender)
        except BadRecord as error:
            attempts.give_back(key)
            return _asked(desk, request, about, given, error.what, 400)
        return desk.page(request, "thanks", about=about)

    def queue(request: Request, account: Account) -> Response:
        return _queue(desk, request)

    def decided(request: Request, account: Account, given: Form) -> Response:
        number = number_of(given)
        try:
            if given.get("decision") == "accept":
                accept(desk.site.archive, desk.store, number, given.get("words", ""), by=account.name)
            elif given.get("decision") == "refuse":
                refuse(desk.site.archive, desk.store, number, given.get("why", ""), by=account.name)
            else:
                raise Problem(400)
        except BadRecord as error:
            return _queue(desk, request, error.what, 400)
        return to(f"{QUEUE}?done=1")

    def taken_back(request: Request, account: Account, given: Form) -> Response:
        try:
            take_note_back(desk.site.archive, number_of(given), given.get("why", ""), by=account.name)
        except BadRecord as error:
            return _queue(desk, request, error.what, 400)
        return to(f"{QUEUE}?done=1")

    return [
        Route("/correct", form, methods=["GET"]),
        Route("/correct", written, methods=["POST"]),
        Route(QUEUE, desk.shown("reviewer", queue), methods=["GET"]),
        Route(QUEUE, desk.written("reviewer", decided), methods=["POST"]),
        Route(f"{QUEUE}/take-back", desk.written("reviewer", taken_back), methods=["POST"]),
    ]


def number_of(given: Form) -> int:
    """The number that a form names; raises Problem where it is none."""
    text = given.get("number", "")
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Problem(400)
    return int(text)


def _about(desk: Desk, about: str) -> str:
    """The id of what words are about; raises NotInSources where readers are not shown it."""
    if not about or len(about) > _LONGEST_ID or "\0" in about:
        raise Problem(404)
    check_about(desk.site.archive, about)
    return about


def _asked(desk: Desk, request: Request, about: str, given: Form, said: str = "", code: int = 200) -> Response:
    most = {"words": MOST_WORDS, "source": MOST_SOURCE, "contact": MOST_CONTACT}
    return desk.page(request, "correct", code, about=about, given=given, said=said, kinds=KINDS, most=most)


def _queue(desk: Desk, request: Request, said: str = "", code: int = 200) -> Response:
    notes = desk.notes()
    waiting = [one for one in contributions_of(desk.store, state="waiting") if is_shown(desk.site.archive, one.about)]
    return desk.page(
        request, "queue", code, waiting=waiting, notes=notes, said=said, done=request.query_params.get("done")
    )
