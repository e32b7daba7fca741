from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from tests.site.web.desk.conftest import PASSWORD, Visitor

from byname.access.desk.accounts import add_account, desk_of
from byname.access.desk.reviewing import decisions_of, review_doubts
from byname.access.takedown import withhold
from byname.archive.archive import Archive
from byname.archive.desk_store import ACCOUNTS, DeskStore
from byname.people.judgements import Pair
from byname.site.app import make_app
from byname.site.web.desk.review_pages import strength


@pytest.fixture
def desk(own_demo: Path) -> Archive:
    """The demonstration archive, which has pairs in doubt, with a desk."""
    archive = Archive.open(own_demo)
    store = desk_of(archive)
    add_account(archive, store, "anna", "reviewer", PASSWORD, "Anna <b>Prima</b>")
    with store.writing() as connection:
        for name, role in (("boris", "reviewer"), ("clara", "keeper"), ("dora", "contributor")):
            row = {"name": name, "shown": f"{name.title()} Shown", "role": role, "password": "", "secret": ""}
            connection.execute(ACCOUNTS.insert().values(**row, added="", removed=""))
    return archive


@pytest.fixture
def app(desk: Archive) -> FastAPI:
    return make_app(desk)


@pytest.fixture
def store(desk: Archive) -> DeskStore:
    return desk_of(desk)


def _pair(page: str) -> Pair:
    first, second = re.findall(r'name="[ab]" value="([^"]+)"', page)[:2]
    return first, second


def _judge(visitor: Visitor, pair: Pair, verdict: str, why: str = "posts & <i>dates</i>", page: str = "/review") -> int:
    asked = f"/review?a={pair[0]}&b={pair[1]}" if page == "/review" else f"{page}?a={pair[0]}&b={pair[1]}"
    answer = visitor.send(asked, page, a=pair[0], b=pair[1], verdict=verdict, why=why)
    return int(answer.status_code)


def test_two_reviewers_judge_a_keeper_settles_and_the_page_of_the_person_tells_it(
    desk: Archive, anna: Visitor, boris: Visitor, clara: Visitor, reader: Visitor
) -> None:
    pair = _pair(anna.get("/review").text)
    assert _judge(anna, pair, "same") == 303
    assert pair != _pair(anna.get("/review").text)
    assert "Anna" not in boris.text(f"/review?a={pair[0]}&b={pair[1]}").partition("Are these")[2]
    assert pair == _pair(boris.get("/review").text)
    record = f"/record/{pair[0]}"
    assert "judged these entries" not in reader.text(record)
    assert _judge(boris, pair, "different", "birthdays of two") == 303
    assert "judged these entries" not in reader.text(record)
    for visitor in (anna, boris):
        assert "birthdays of two" not in visitor.text(f"/review?a={pair[0]}&b={pair[1]}")
    assert clara.get("/review/settle").text.count("/review/settle?a=") == 1
    assert "Anna" in clara.text(f"/review/settle?a={pair[0]}&b={pair[1]}")
    assert _judge(clara, pair, "different", "the register", "/review/settle") == 303
    told = reader.get(record).text
    assert "judged these entries to be one person" in told
    assert "settled that these entries are two people" in told
    assert "Anna &lt;b&gt;Prima&lt;/b&gt;" in told
    assert "posts &amp; &lt;i&gt;dates&lt;/i&gt;" in told
    assert len(decisions_of(desk)[pair[0]]) == 3
    assert "kappa" in anna.text("/review/progress").lower()


def test_a_word_without_a_reason_is_asked_for_again_and_one_that_was_given_is_taken_back(anna: Visitor) -> None:
    pair = _pair(anna.get("/review").text)
    assert _judge(anna, pair, "same", "") == 400
    assert _judge(anna, pair, "maybe", "x1") == 400
    assert _judge(anna, pair, "unsure", "") == 303
    (number,) = re.findall(r'name="number" value="(\d+)"', anna.get("/review/own").text)
    assert anna.send("/review/own", "/review/undo", number=number).status_code == 303
    assert _pair(anna.get("/review").text) == pair
    assert anna.send("/review", "/review/undo", number=number).status_code == 409


def test_nobody_judges_twice_by_two_clicks(anna: Visitor, desk: Archive) -> None:
    pair = _pair(anna.get("/review").text)
    token = anna.token("/review")
    form = {"token": token, "a": pair[0], "b": pair[1], "verdict": "same", "why": "posts"}
    sent = [anna.client.post("/review", data=form, headers={"Origin": "http://testserver"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [303, 400]
    assert len(list(desk.ledger.entries("judgement"))) == 1


def test_only_reviewers_judge_and_only_keepers_settle(dora: Visitor, anna: Visitor, reader: Visitor) -> None:
    assert reader.get("/review").status_code == 303
    assert dora.get("/review").status_code == 403
    assert anna.get("/review/settle").status_code == 403
    form = {"token": anna.token("/review"), "a": "trials:1", "b": "trials:2", "verdict": "same", "why": "x1"}
    for page in ("/review/settle", "/desk/withhold", "/desk/give-back", "/desk/restricted"):
        assert anna.client.post(page, data=form, headers={"Origin": "http://testserver"}).status_code == 403
    assert anna.client.post("/review", data=form, headers={"Origin": "http://testserver"}).status_code == 404


def test_no_pair_with_an_entry_that_is_withheld_is_opened(desk: Archive, anna: Visitor) -> None:
    pair = _pair(anna.get("/review").text)
    withhold(desk, pair[0], why="asked", by="clara")
    for address in (f"/review?a={pair[0]}&b={pair[1]}", f"/review?a={pair[1]}&b={pair[0]}"):
        assert anna.get(address).status_code == 404
    assert _judge_blind(anna, pair) == 404
    assert pair[0] not in unquote(anna.get("/review").text)


def _judge_blind(visitor: Visitor, pair: Pair) -> int:
    return int(visitor.send("/review", "/review", a=pair[0], b=pair[1], verdict="same", why="posts").status_code)


def test_the_queue_runs_scripts_of_this_site_alone(anna: Visitor) -> None:
    page = anna.get("/review")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert '<script src="/static/review.js" defer>' in scripts
    assert all('src="/static/' in script for script in scripts)
    script = anna.get("/static/review.js")
    assert script.headers["content-type"].startswith("text/javascript")


def test_every_pair_in_doubt_can_be_opened(desk: Archive, anna: Visitor) -> None:
    doubts = review_doubts(desk)
    assert len(doubts) > 10
    for doubt in doubts[:12]:
        page = anna.get(f"/review?a={doubt.record_a}&b={doubt.record_b}")
        assert page.status_code == 200
        assert page.text.count('role="rowgroup"') >= 2


def test_the_strength_of_evidence_is_told_in_words() -> None:
    assert [strength(weight) for weight in (9.0, 2.0, 0.0, -2.5, -30.0)] == [
        "speaks strongly for one person", "speaks for one person", "says little", "speaks for two people",
        "speaks strongly for two people",
    ]  # fmt: skip
