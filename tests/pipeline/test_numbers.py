from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.lists import write_list

from byname.access.trace import trace
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.sources import sources_of
from byname.archive.tables import DerivedTables
from byname.pipeline.build import build
from byname.pipeline.numbers import NAMED, UNNAMED, count, count_numbers, estimate_numbers
from byname.values.printed import Condition, PrintedNumber

ROW: dict[str, Any] = {
    "id": "cc1934+trials",
    "lists": ["cc1934", "trials"],
    "observed": 40,
    "level": 0.95,
    "range": None,
    "warnings": ["few on both"],
    "methods": [
        {"name": "log-linear model", "estimate": 61.4, "low": 50.0, "high": None, "warnings": ["few on both", "open"]},
        {"name": "Chao", "estimate": None, "low": None, "high": None},
        {"name": "Chapman", "estimate": 60.0, "low": 51.0, "high": 80.0, "reference": "Chapman 1951"},
    ],
}


@pytest.fixture(scope="module")
def archive(demo: Path) -> Archive:
    return Archive.open(demo)


def test_every_count_is_that_of_the_rows_under_its_conditions(archive: Archive) -> None:
    tables, names = DerivedTables(archive.tables), [source.name for source in sources_of(archive)]
    numbers = list(count_numbers(tables, names))
    assert len({number.id for number in numbers}) == len(numbers) > 100
    kept = {table: DerivedTables(archive.tables).read(table).lazy() for table in {number.table for number in numbers}}
    for number in numbers:
        assert count(_Kept(kept), number) == number.value, number.id


def test_entries_that_give_no_name_are_counted_and_traced(tmp_path: Path) -> None:
    rows = [("Орлинский Иван", "1893", ""), ("NN", "1901", ""), ("", "1890", ""), ("Ворель Н. Н.", "1888", "")]
    made = Archive.create(tmp_path / "archive", "Tests")
    add_files(made, [write_list(tmp_path, "list", rows)])
    build(made)
    found = trace(made, UNNAMED, limit=None)
    assert found.number.value == 2
    assert [row.record_id for row in found.rows] == ["list:1", "list:2"]
    named = trace(made, NAMED, limit=None)
    assert len(named.rows) == named.number.value == made_people(made) - 2


def made_people(archive: Archive) -> int:
    return len(DerivedTables.built(archive).read("people"))


class _Kept(DerivedTables):
    """Tables that are in memory already."""

    def __init__(self, frames: dict[str, pl.LazyFrame]) -> None:
        super().__init__(Path())
        self.frames = frames

    def scan(self, name: str) -> pl.LazyFrame:
        return self.frames[name]


def test_parts_of_a_whole_add_up(archive: Archive) -> None:
    tables, names = DerivedTables(archive.tables), [source.name for source in sources_of(archive)]
    values = {number.id: number.value for number in count_numbers(tables, names)}
    assert sum(values[f"{name}-entries"] for name in names) == values["entries"]
    assert values["records"] + values["unread"] + values["cross-references"] + values["notes"] == values["entries"]
    on_lists = sum(value for id, value in values.items() if id.startswith("overlap-"))
    assert on_lists == values[NAMED] == values["people"]


def test_a_number_counts_rows_or_the_different_values_of_a_column(tmp_path: Path) -> None:
    frame = pl.DataFrame({"record_id": ["T:1", "T:1", "T:2", "U:1"], "field": ["name", "name", "name", "note"]})
    frame.write_parquet(tmp_path / "statements.parquet")
    where = (Condition("record_id", "prefix", "T:"),)
    rows = PrintedNumber("n", "values", 0.0, "counted", "statements", where)
    records = PrintedNumber("n", "records", 0.0, "counted", "statements", where, distinct="record_id")
    assert (count(DerivedTables(tmp_path), rows), count(DerivedTables(tmp_path), records)) == (3, 2)


def test_the_range_is_printed_as_the_fewest_people_with_its_ends_and_without_a_level() -> None:
    found = {"low": 45.2, "high": 300.0, "smallest": 0.5, "largest": 7.0}
    number = {number.id: number for number in estimate_numbers([{**ROW, "range": found}])}["range-cc1934+trials"]
    assert (number.value, number.low, number.high, number.level) == (45.2, 45.2, 300.0, None)
    assert "0.5 to 7 times" in number.method
    assert number.table == "person_lists"


def test_an_estimate_is_printed_with_interval_level_and_each_warning_once() -> None:
    observed, first, second = estimate_numbers([ROW])
    assert (observed.id, observed.value, observed.low) == ("observed-cc1934+trials", 40.0, None)
    assert first.id == "estimate-cc1934+trials-log-linear-model"
    assert (first.value, first.low, first.high, first.level) == (61.4, 50.0, None, 0.95)
    assert first.warnings == ("few on both", "open")
    assert (first.method, second.method) == ("log-linear model", "Chapman 1951")
    where = (Condition("named", "is", True), Condition("lists", "any-of", ("cc1934", "trials")))
    assert observed.where == first.where == second.where == where
