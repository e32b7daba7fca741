from __future__ import annotations

import pytest

from byname.records.entry_reading import read_entry
from byname.records.grammar import packaged_grammar
from byname.records.habits import Habits
from byname.records.relation_gender import genders_disagree, with_disagreement_flagged
from byname.records.statement import Statement
from byname.records.wide import wide_row


def _read(text: str) -> list[Statement]:
    return with_disagreement_flagged(read_entry(text, packaged_grammar("estonian-memento-r5"))[0].statements, "et")


@pytest.mark.parametrize(
    ("relation", "given", "disagree"),
    [
        ("mother", "Karl", True),
        ("son", "Maria", True),
        ("wife father", "Maria", True),  # the father of a wife
        ("son wife", "Maria", False),  # a wife may be a husband: the source has one word for both
        ("wife", "Karl", False),
        ("mother", "Xyz", False),
        ("mother", None, False),
        (None, "Karl", False),
    ],
)
def test_a_relation_of_one_gender_and_a_name_of_the_other_disagree(
    relation: str | None, given: str | None, disagree: bool
) -> None:
    assert genders_disagree(relation, given, "et") is disagree


def test_a_disagreement_is_flagged_and_neither_gender_is_taken() -> None:
    statements = _read("<Näide>, <Karl>, <Mart>, ema, s. 1923, mitte küüditatud.")
    flags = {s.field: s.flag for s in statements if s.flag}
    assert flags == {"relation": "the given name is of the other gender: ema, Karl"}
    row = wide_row(statements, Habits("et"))
    assert (row["relation"], row["gender"]) == ("mother", None)


def test_where_both_agree_nothing_is_flagged() -> None:
    statements = _read("<Näide>, <Maria>, <Mart>, ema, s. 1923, mitte küüditatud.")
    assert [s.flag for s in statements if s.field == "relation"] == [None]
    assert wide_row(statements, Habits("et"))["gender"] == "female"
