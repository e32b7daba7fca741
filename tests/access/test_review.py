from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from byname.access.review import (
    binding_judgements,
    entries_of,
    evidence_of,
    evidence_within,
    judge,
    judgements_of,
    queue,
    undo,
)
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive, BadRecord


@pytest.fixture
def archive(own_demo: Path) -> Archive:
    """A copy of the demonstration archive, for judgements."""
    return Archive.open(own_demo)


def _judge(archive: Archive, one: str, other: str, verdict: str, by: str = "anna", *, last: bool = False) -> None:
    judge(archive, one, other, verdict, by=by, why="posts", adjudicates=last)


def test_the_queue_begins_where_a_wrong_decision_misplaces_most(archive: Archive) -> None:
    doubts = queue(archive, limit=1000)
    expected = [doubt.expected for doubt in doubts]
    assert len(doubts) > 10
    assert expected == sorted(expected, reverse=True)
    person = dict(DerivedTables(archive.tables).read("assignments", ["record_id", "person_id"]).iter_rows())
    for doubt in doubts:
        assert doubt.together is (person[doubt.record_a] == person[doubt.record_b])
        if doubt.together:
            assert doubt.expected == pytest.approx(1 - doubt.probability)
        else:
            assert doubt.expected >= doubt.probability
    assert queue(archive, limit=3) == doubts[:3]


def test_a_judged_pair_leaves_the_queue_but_not_that_of_a_second_reviewer(archive: Archive) -> None:
    first, second, *_ = queue(archive, limit=5)
    _judge(archive, first.record_b, first.record_a, "same")
    assert queue(archive, limit=5)[0] == second
    assert queue(archive, limit=5, by="anna")[0] == second
    assert queue(archive, limit=5, by="boris")[0] == first


def test_a_pair_that_reviewers_disagree_on_comes_first(archive: Archive) -> None:
    last = queue(archive, limit=1000)[-1]
    _judge(archive, last.record_a, last.record_b, "same")
    _judge(archive, last.record_a, last.record_b, "different", "boris")
    assert queue(archive, limit=3)[0] == last
    _judge(archive, last.record_a, last.record_b, "different", "clara", last=True)
    assert last not in queue(archive, limit=1000)


def test_what_stands_binds_the_linkage_in_the_order_of_the_records(archive: Archive) -> None:
    _judge(archive, "trials:1", "cc1934:0", "different")
    _judge(archive, "trials:2", "cc1934:1", "unsure")
    assert binding_judgements(archive).rows() == [("cc1934:0", "trials:1", "different")]
    assert [word.pair for word in judgements_of(archive).unsure] == [("cc1934:1", "trials:2")]


def test_a_reviewer_takes_back_the_last_word_of_his_own(archive: Archive) -> None:
    _judge(archive, "trials:1", "cc1934:0", "different")
    _judge(archive, "trials:2", "cc1934:1", "different", "boris")
    assert undo(archive, by="anna").pair == ("cc1934:0", "trials:1")
    assert [word.by for word in judgements_of(archive).binding] == ["boris"]
    with pytest.raises(BadRecord, match="no judgement to undo"):
        undo(archive, by="anna")
    assert undo(archive, by=None).by == "boris"
    assert len(list(archive.ledger.entries("judgement"))) == 2  # nothing is ever erased


@pytest.mark.parametrize(
    ("one", "other", "verdict", "message"),
    [
        ("trials:1", "cc1934:0", "perhaps", "no verdict 'perhaps'"),
        ("trials:1", "trials:1", "same", "a record is itself"),
        ("trials:1", "trials:9999", "same", "no such record"),
    ],
)
def test_a_judgement_that_says_nothing_is_not_written(
    archive: Archive, one: str, other: str, verdict: str, message: str
) -> None:
    with pytest.raises(BadRecord, match=message):
        _judge(archive, one, other, verdict)
    assert list(archive.ledger.entries("judgement")) == []


@pytest.mark.parametrize("verdict", ["same", "different"])
@pytest.mark.parametrize("why", ["", "  \n", "-", "?!"])
def test_a_merge_or_a_split_without_a_reason_is_not_written(archive: Archive, verdict: str, why: str) -> None:
    with pytest.raises(BadRecord, match="needs a reason"):
        judge(archive, "trials:1", "cc1934:0", verdict, by="anna", why=why, adjudicates=False)
    assert list(archive.ledger.entries("judgement")) == []


def test_a_code_is_a_reason_and_who_is_unsure_needs_none(archive: Archive) -> None:
    assert judge(archive, "trials:1", "cc1934:0", "same", by="anna", why=" D1 ", adjudicates=False).why == "D1"
    assert judge(archive, "trials:2", "cc1934:1", "unsure", by="anna", why="", adjudicates=False).why == ""


def test_a_judgement_written_without_a_reason_before_one_was_asked_for_still_stands(archive: Archive) -> None:
    payload = {"record_a": "cc1934:0", "record_b": "trials:1", "verdict": "different", "why": "", "adjudicates": False}
    archive.ledger.append("judgement", payload, by="anna")
    assert binding_judgements(archive).rows() == [("cc1934:0", "trials:1", "different")]


def test_the_evidence_of_a_pair_is_the_same_in_either_order(archive: Archive) -> None:
    found = evidence_of(archive, "trials:54", "cc1934:12")
    assert found == evidence_of(archive, "cc1934:12", "trials:54")
    assert (found.record_a, found.record_b) == ("cc1934:12", "trials:54")
    with pytest.raises(BadRecord, match="too little to be compared"):
        evidence_of(archive, "trials:54", "trials:54")


def test_a_person_is_held_together_by_one_pair_fewer_than_records_the_weakest_first(archive: Archive) -> None:
    tables = DerivedTables(archive.tables)
    person = tables.read("assignments").filter(pl.col("record_id") == "trials:54")["person_id"][0]
    found = evidence_within(archive, person)
    assert len(found) == 2
    assert {record for pair in found for record in (pair.record_a, pair.record_b)} == {
        "cc1934:12",
        "high-command:0",
        "trials:54",
    }
    weights = [pair.weight for pair in found]
    assert weights == sorted(weights)
    with pytest.raises(BadArchive, match="is not in our sources"):
        evidence_within(archive, "P-0")


def test_entries_are_those_of_the_originals(archive: Archive) -> None:
    found = entries_of(archive, "trials:54", "gone:1")
    assert set(found) == {"trials:54"}
    assert "Тухачевский" in found["trials:54"]["text"]
