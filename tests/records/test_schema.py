from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from byname.records.reading import RecordReader
from byname.records.schema import ENTRIES, RECORDS, STATEMENTS
from byname.sources.entry import Cell, Entry
from byname.sources.mapping_reading import parse_mapping
from byname.values.fields import fields

MAPPING = """
source: T
title: A list made for tests
citation: none
licence: CC0-1.0
language: ru
universe: long-public historical figures
person_twice: false
fields: {name: name, birth_date: birth, death_date: death, arrest_date: arrest, note: note}
"""


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "Бухарин Николай Иванович", "birth": "09.10.1888", "death": "15.03.1938", "arrest": "27.02.1937"},
        {"name": "Икс", "birth": "01.01.1000", "death": "31.12.9999", "arrest": "9999"},
        {"name": "", "birth": "никогда", "note": "\U0001f600" * 10},
        {},
    ],
)
def test_whatever_an_entry_holds_its_rows_are_of_the_types_of_the_tables(cells: dict[str, str]) -> None:
    entry = Entry("T", "0", "list.csv", cells={name: Cell(text, name) for name, text in cells.items()})
    batch = RecordReader(parse_mapping(MAPPING, "mapping.yaml")).batch([entry], 0)
    assert dict(batch.entries.schema) == ENTRIES
    assert dict(batch.statements.schema) == STATEMENTS
    assert {name: kind for name, kind in batch.records.schema.items() if name in RECORDS} == RECORDS
    assert batch.entries["record_id"].to_list() == batch.records["record_id"].to_list() == ["T:0"]


@pytest.mark.parametrize(("text", "day"), [("15.03.1938", "1938-03-15"), ("01.01.1970", "1970-01-01"), ("1938", None)])
def test_a_day_is_counted_from_the_first_of_1970_where_it_is_written(text: str, day: str | None) -> None:
    entry = Entry("T", "0", "list.csv", cells={"name": Cell("Икс", "name"), "death": Cell(text, "death")})
    records = RecordReader(parse_mapping(MAPPING, "mapping.yaml")).batch([entry], 0).records
    assert records.select(pl.col("death_day").cast(pl.Date).dt.to_string()).item() == day
    assert records["death_year"].item() == int(text[-4:])


def test_every_day_and_year_of_a_record_is_that_of_a_date_of_the_record() -> None:
    days = [
        name.removesuffix(ending) for ending in ("_day", "_year", "_month") for name in RECORDS if name.endswith(ending)
    ]
    assert len(days) > 8
    assert [name for name in days if name not in RECORDS and f"{name}_date" not in RECORDS] == []
    assert [name for name in days if f"{name}_date" not in fields()] == []


def test_every_column_of_the_schema_stands_in_the_manual() -> None:
    text = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
    columns = [*RECORDS, *STATEMENTS, *ENTRIES]
    assert len(columns) > 50
    assert [column for column in columns if f"| `{column}` |" not in text] == []
