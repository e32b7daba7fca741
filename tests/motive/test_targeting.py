from __future__ import annotations

import polars as pl

from byname.motive.severity import severity
from byname.motive.targeting import composition


def test_composition_counts_those_stated(people: pl.DataFrame) -> None:
    found = composition(people, "nationality")
    assert sum(row["people"] for row in found.table.to_dicts()) == len(people)
    assert all(row["share_low"] < row["share"] < row["share_high"] for row in found.table.to_dicts())
    assert {number.id for number in found.numbers} >= set(found.table["people_id"])


def test_composition_of_an_unknown_attribute_is_refused(people: pl.DataFrame) -> None:
    found = composition(people, "standing")
    assert "0 persecuted people only" in found.refused
    assert not found.numbers


def test_people_of_several_offices_count_in_each(people: pl.DataFrame) -> None:
    half = len(people) // 2
    offices = ["marshal central-committee-member"] * half + ["writer"] * (len(people) - half)
    found = composition(people.with_columns(pl.Series("offices", offices)), "office")
    rows = {row["people_id"]: row for row in found.table.to_dicts()}
    assert rows["composition-office-marshal"]["people"] == half
    assert rows["composition-office-central-committee-member"]["people"] == half
    assert rows["composition-office-marshal"]["group"] == "marshal of the Soviet Union"
    assert "count in each" in found.warnings[-1]
    odds = severity(people.with_columns(pl.Series("offices", offices)), "office")
    assert {row["people_id"] for row in odds.table.to_dicts()} >= {"severity-office-writer", "severity-office-marshal"}
