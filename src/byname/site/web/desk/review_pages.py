"""The pages of review: the queue of doubtful pairs, one pair side by side, what a keeper settles, how far it is.

Takes the words of reviewers by form, with a reason; all of it works without a script, and a small one of this site lets
keys do what buttons do. Nobody sees what another said of a pair before having judged it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from byname.access.desk.accounts import Account, shown_names
from byname.access.desk.reviewing import ReviewDesk, hidden_entries, review_doubts, side_by_side
from byname.access.review import take_back
from byname.errors import BadRecord
from byname.people.judgements import Judgement, Pair
from byname.site.pages import cells
from byname.site.templating import page_script
from byname.site.web.desk.door import Desk, Form, to
from byname.site.web.problems import Problem

LONGEST_REASON = 1000  # characters
# How strongly a finding speaks, from a weight on (bits); English messages of the site.
STRENGTHS = (
    (6.0, "speaks strongly for one person"),
    (2.0, "speaks for one person"),
    (-2.0, "says little"),
    (-6.0, "speaks for two people"),
    (float("-inf"), "speaks strongly for two people"),
)
VERDICTS = {"same": "one person", "different": "two people", "unsure": "cannot be told"}


def strength(weight: float) -> str:
    """How strongly a weight of evidence speaks; an English message of the site.

    >>> strength(7.5), strength(0.1), strength(-3.0)
    ('speaks strongly for one person', 'says little', 'speaks for two people')
    """
    return next(words for least, words in STRENGTHS if weight >= least)


def review_routes(desk: Desk) -> list[Route]:
    """The routes of review."""

    def queue(request: Request, account: Account) -> Response:
        work = review_desk(desk, account)
        asked = _asked_pair(request)
        waiting = work.to_judge()
        if asked is None and waiting:
            asked = waiting[0].record_a, waiting[0].record_b
        return _page(desk, request, account, work, asked)

    def judged(request: Request, account: Account, form: Form) -> Response:
        work, pair, verdict, why = review_desk(desk, account), *_given(form)
        if not work.knows(pair):
            raise Problem(404)
        try:
            work.give(pair, verdict, why)
        except BadRecord as error:
            return _page(desk, request, account, work, pair, said=error.what, written=form)
        return to("/review?done=1")

    def settle_list(request: Request, account: Account) -> Response:
        work = review_desk(desk, account)
        pairs = [pair for pair in work.to_settle() if work.knows(pair)]
        asked = _asked_pair(request)
        if asked is None:
            words = {pair: work.words_about(pair) for pair in pairs}
            return desk.page(request, "settle_list", pairs=pairs, words=words, names=shown_names(desk.store),
                             verdicts=VERDICTS)  # fmt: skip
        if asked not in pairs:
            raise Problem(404)
        return _page(desk, request, account, work, asked, settling=True)

    def settled(request: Request, account: Account, form: Form) -> Response:
        work, pair, verdict, why = review_desk(desk, account), *_given(form)
        try:
            work.settle(pair, verdict, why)
        except BadRecord as error:
            if not work.knows(pair) or pair not in work.to_settle():
                raise Problem(409, _sentence(error.what)) from error
            return _page(desk, request, account, work, pair, settling=True, said=error.what, written=form)
        return to("/review/settle?done=1")

    def own(request: Request, account: Account) -> Response:
        return desk.page(request, "own_words", words=review_desk(desk, account).own_words(), verdicts=VERDICTS)

    def undone(request: Request, account: Account, form: Form) -> Response:
        number = form.get("number", "")
        if not number.isascii() or not number.isdecimal() or len(number) > 9:
            raise Problem(400)
        try:
            take_back(desk.site.archive, int(number), by=account.name, own=True)
        except BadRecord as error:
            raise Problem(409, _sentence(error.what)) from error
        return to("/review/own?done=1")

    def progress(request: Request, account: Account) -> Response:
        work = review_desk(desk, account)
        return desk.page(request, "progress", progress=work.progress(), names=shown_names(desk.store))

    return [
        Route("/review", desk.shown("reviewer", queue), methods=["GET"]),
        Route("/review", desk.written("reviewer", judged), methods=["POST"]),
        Route("/review/settle", desk.shown("keeper", settle_list), methods=["GET"]),
        Route("/review/settle", desk.written("keeper", settled), methods=["POST"]),
        Route("/review/own", desk.shown("reviewer", own), methods=["GET"]),
        Route("/review/undo", desk.written("reviewer", undone), methods=["POST"]),
        Route("/review/progress", desk.shown("reviewer", progress), methods=["GET"]),
        Route("/static/review.js", lambda request: _script(desk), methods=["GET"]),
    ]


def review_desk(desk: Desk, account: Account) -> ReviewDesk:
    """The review at this moment; what rests on the build alone is worked out once."""
    site = desk.site
    doubts = site.once("doubts", lambda: review_doubts(site.archive))
    hidden = site.once("hidden of doubts", lambda: hidden_entries(site.archive, doubts))
    return ReviewDesk(site.archive, account.name, doubts, hidden)


def pair_link(pair: Pair, page: str = "/review") -> str:
    """The address of a pair.

    >>> pair_link(("a:1", "b:2"))
    '/review?a=a%3A1&b=b%3A2'
    """
    return f"{page}?{urlencode({'a': pair[0], 'b': pair[1]})}"


def _asked_pair(request: Request) -> Pair | None:
    a, b = (request.query_params.get(end, "") for end in "ab")
    if not a or not b:
        return None
    first, second = sorted((a, b))
    return first, second


def _given(form: Form) -> tuple[Pair, str, str]:
    """The pair, the verdict and the reason of a form; raises Problem where it has another shape."""
    first, second = sorted((form.get("a", ""), form.get("b", "")))
    verdict, why = form.get("verdict", ""), form.get("why", "").strip()
    if verdict not in VERDICTS or not first or len(why) > LONGEST_REASON or "\0" in why:
        raise Problem(400)
    return (first, second), verdict, why


def _page(
    desk: Desk, request: Request, account: Account, work: ReviewDesk, pair: Pair | None, *, settling: bool = False,
    said: str = "", written: Form | None = None,
) -> Response:  # fmt: skip
    waiting = [(doubt.record_a, doubt.record_b) for doubt in work.to_judge()]
    if pair is not None and not work.knows(pair):
        raise Problem(404)
    own: Sequence[Judgement] = (
        [] if pair is None else [word for word in work.words_about(pair) if word.by == account.name]
    )
    values: dict[str, Any] = {
        "pair": None if pair is None else side_by_side(desk.site.archive, pair),
        "words": work.words_about(pair) if pair is not None and (settling or work.is_settled(pair)) else [],
        "own": own,
        "names": shown_names(desk.store),
        "left": len(waiting),
        "before": _beside(waiting, pair, -1),
        "after": _beside(waiting, pair, 1),
        "to_settle": len(work.to_settle()),
        "settling": settling,
        "said": said,
        "given": written or {},
        "done": request.query_params.get("done", ""),
        "cells": cells,
        "strength": strength,
        "verdicts": VERDICTS,
        "pair_link": pair_link,
    }
    return desk.page(request, "review", 400 if said else 200, **values)


def _beside(waiting: Sequence[Pair], pair: Pair | None, step: int) -> str:
    """The address of the pair before or after one in the queue; empty where there is none."""
    if pair is None or pair not in waiting:
        return pair_link(waiting[0]) if waiting and step > 0 and pair is not None else ""
    place = waiting.index(pair) + step
    return pair_link(waiting[place]) if 0 <= place < len(waiting) else ""


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _script(desk: Desk) -> Response:
    return Response(desk.site.once("review.js", lambda: page_script("web/review.js")), media_type="text/javascript")
