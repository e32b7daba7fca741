from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from byname.access.desk.reviewing import (
    COMPARED,
    ReviewDesk,
    decisions_of,
    hidden_entries,
    review_doubts,
    shown_entries,
    side_by_side,
)
from byname.access.review import binding_judgements, judge, judgements_of, take_back
from byname.access.takedown import withhold
from byname.archive.archive import Archive
from byname.errors import BadRecord
from byname.people.judgements import Pair
from byname.people.settings import LinkageSettings
from byname.values.fields import fields


@pytest.fixture(params=["sqlite", "postgresql"])
def team(request: pytest.FixtureRequest, own_demo: Path) -> Iterator[Archive]:
    """A copy of the demonstration archive, with its ledger in a file and with one on a server that a team shares."""
    archive = Archive.open(own_demo)
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
        engine = sa.create_engine(url)
        tables = sa.MetaData()
        tables.reflect(engine)
        tables.drop_all(engine)
        engine.dispose()
        archive.set(replace(archive.settings, ledger=url))
        archive = Archive.open(own_demo)
        archive.record_settings(by="keeper")
    yield archive
    archive.ledger.close()


@pytest.fixture
def archive(own_demo: Path) -> Archive:
    return Archive.open(own_demo)


def _desk(archive: Archive, by: str) -> ReviewDesk:
    doubts = review_doubts(archive)
    return ReviewDesk(archive, by, doubts, hidden_entries(archive, doubts))


def _first(archive: Archive, by: str = "anna") -> Pair:
    doubt = _desk(archive, by).to_judge()[0]
    return doubt.record_a, doubt.record_b


def test_a_pair_stands_once_two_reviewers_agree_who_did_not_see_one_another(team: Archive) -> None:
    pair = _first(team)
    _desk(team, "anna").give(pair, "same", "posts")
    assert pair not in {(d.record_a, d.record_b) for d in _desk(team, "anna").to_judge()}
    assert _first(team, "boris") == pair
    assert binding_judgements(team).is_empty()
    assert decisions_of(team) == {}
    assert _desk(team, "clara").to_settle() == []
    assert _desk(team, "anna").progress().waiting == 1
    _desk(team, "boris").give(pair, "same", "birthplace")
    assert binding_judgements(team).rows() == [(*pair, "same")]
    assert _first(team, "clara") != pair
    told = decisions_of(team)[pair[0]]
    assert [(one.by, one.verdict, one.why) for one in told] == [
        ("anna", "same", "posts"),
        ("boris", "same", "birthplace"),
    ]
    progress = _desk(team, "anna").progress()
    assert (progress.settled, progress.waiting, progress.own) == (1, 0, 1)
    assert [(one.reviewers, one.pairs) for one in progress.agreement] == [(("anna", "boris"), 1)]


def test_what_reviewers_disagree_on_a_keeper_settles_who_did_not_judge_it(team: Archive) -> None:
    pair = _first(team)
    with pytest.raises(BadRecord, match="nothing to settle"):
        _desk(team, "clara").settle(pair, "same", "posts")
    _desk(team, "anna").give(pair, "same", "posts")
    _desk(team, "boris").give(pair, "different", "years")
    assert _desk(team, "clara").to_settle() == [pair]
    assert binding_judgements(team).is_empty()
    assert decisions_of(team) == {}
    with pytest.raises(BadRecord, match="has judged this pair already"):
        _desk(team, "boris").settle(pair, "different", "years")
    late = _desk(team, "dora")
    _desk(team, "clara").settle(pair, "different", "the register says so")
    with pytest.raises(BadRecord, match="somebody has settled"):
        late.settle(pair, "same", "posts")
    assert binding_judgements(team).rows() == [(*pair, "different")]
    assert [one.adjudicates for one in decisions_of(team)[pair[1]]] == [False, False, True]


def test_one_sure_word_of_two_binds_nothing(archive: Archive) -> None:
    pair = _first(archive)
    _desk(archive, "anna").give(pair, "same", "posts")
    _desk(archive, "boris").give(pair, "unsure", "")
    assert binding_judgements(archive).is_empty()
    assert _desk(archive, "clara").to_settle() == [pair]
    assert judgements_of(archive).agreement[0].alike == 0.0
    _desk(archive, "dora").give(pair, "same", "birthplace")
    assert binding_judgements(archive).rows() == [(*pair, "same")]


def test_a_word_is_taken_back_by_whoever_gave_it_and_may_be_given_anew(archive: Archive) -> None:
    pair = _first(archive)
    number = _desk(archive, "anna").give(pair, "same", "posts").number
    with pytest.raises(BadRecord, match="has judged this pair already"):
        _desk(archive, "anna").give(pair, "different", "years")
    with pytest.raises(BadRecord, match="no such judgement"):
        take_back(archive, number, by="boris", own=True)
    take_back(archive, number, by="anna", own=True)
    with pytest.raises(BadRecord, match="no such judgement"):
        take_back(archive, number, by="anna", own=True)
    assert [word.verdict for word in _desk(archive, "anna").own_words()] == []
    _desk(archive, "anna").give(pair, "different", "years")
    _desk(archive, "boris").give(pair, "different", "years")
    told = decisions_of(archive)[pair[0]]
    assert [(one.verdict, bool(one.undone)) for one in told] == [
        ("same", True),
        ("different", False),
        ("different", False),
    ]


def test_several_reviewers_at_once_lose_nothing_and_say_nothing_twice(team: Archive) -> None:
    names = ("anna", "boris", "clara", "dora")
    pairs = [(doubt.record_a, doubt.record_b) for doubt in _desk(team, "anna").to_judge()[:6]]
    folder, before = team.folder, team.ledger.last_number()

    def review(name: str) -> int:
        archive, refused = Archive.open(folder), 0
        desk = _desk(archive, name)
        for pair in (*pairs, *pairs):  # each is sent twice, as by two clicks
            try:
                desk.give(pair, "different", "years")
            except BadRecord:
                refused += 1
        archive.ledger.close()
        return refused

    with ThreadPoolExecutor(8) as pool:
        refused = sum(pool.map(review, (*names, *names)))  # and each reviewer works in two windows
    entries = [entry for entry in team.ledger.entries("judgement") if entry.number > before]
    assert {(entry.by, entry.payload["record_a"], entry.payload["record_b"]) for entry in entries} == {
        (name, *pair) for name in names for pair in pairs
    }
    assert len(entries) == len(names) * len(pairs)
    assert refused == 3 * len(entries)
    assert team.ledger.check() == []
    assert len(judgements_of(team).binding) == len(pairs)

    def undo(number: int) -> bool:
        archive = Archive.open(folder)
        try:
            take_back(archive, number, by="anna", own=True)
        except BadRecord:
            return False
        finally:
            archive.ledger.close()
        return True

    (own, *_) = [entry.number for entry in entries if entry.by == "anna"]
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(undo, [own] * 4)) == 1


def test_a_judgement_in_the_terminal_still_binds_alone(archive: Archive) -> None:
    pair = _first(archive)
    judge(archive, *pair, "different", by="keeper", why="years", adjudicates=False)
    assert binding_judgements(archive).rows() == [(*pair, "different")]
    assert _first(archive) != pair


def test_entries_stand_side_by_side_with_what_was_found(archive: Archive) -> None:
    pair = _first(archive)
    shown = side_by_side(archive, pair)
    names = next(part for part in shown.parts if part.finding and part.finding.field == "surname")
    assert names.finding is not None
    assert names.finding.words.startswith("surname: ")
    assert all(row.first and row.second for row in names.values if row.field == "surname")
    assert set(shown.texts) == set(pair)
    assert {one.field for one in shown.others} >= {"prior"}
    assert sum(one.weight for one in shown.explanation.evidence) == pytest.approx(shown.explanation.weight)


def test_every_comparison_has_fields_that_there_are() -> None:
    assert set(COMPARED) == {one.name for one in LinkageSettings.default().comparisons}
    assert {name for names in COMPARED.values() for name in names} <= set(fields())


def test_a_pair_with_an_entry_that_is_withheld_is_left_out(archive: Archive) -> None:
    pair = _first(archive)
    before = len(_desk(archive, "anna").to_judge())
    withhold(archive, pair[0], why="asked", by="clara")
    desk = _desk(archive, "anna")
    assert not desk.knows(pair)
    assert len(desk.to_judge()) < before
    assert desk.progress().withheld == before - len(desk.to_judge())
    assert shown_entries(archive, pair) <= {pair[1]}
