from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import polars as pl

from byname.archive.tables import DerivedTables
from byname.pipeline.parts import Part, parts_by_person

COLUMNS, SAID = ("record_id", "name"), ("record_id", "field", "value")


def parts_of(demo: Path, scratch: Path, most: int) -> list[Part]:
    with parts_by_person(demo / "tables", scratch, columns=COLUMNS, said=SAID, most=most) as parts:
        return [parts.read(number) for number in range(parts.number)]


def test_parts_hold_every_record_and_statement_of_a_person_once(demo: Path, tmp_path: Path) -> None:
    tables = DerivedTables(demo / "tables")
    parts = parts_of(demo, tmp_path, most=60)
    assert len(parts) > 5
    owners = tables.read("assignments", ["record_id", "person_id"])
    for kind, columns in (("records", COLUMNS), ("statements", SAID)):
        wanted = tables.scan(kind).select(columns).collect().join(owners, on="record_id", how="semi")
        found = pl.concat([getattr(part, kind) for part in parts])
        assert found.sort(columns).equals(wanted.sort(columns))
    assert list(tmp_path.iterdir()) == []


def test_no_person_lies_in_two_parts_and_parts_follow_one_another(demo: Path, tmp_path: Path) -> None:
    parts = parts_of(demo, tmp_path, most=7)
    people = [part.assignments["person_id"] for part in parts if len(part.assignments)]
    assert all(one.max() < other.min() for one, other in itertools.pairwise(people))  # type: ignore[operator]
    assert pl.concat(people).is_sorted()


def test_an_archive_without_people_has_one_empty_part(demo: Path, tmp_path: Path) -> None:
    tables = tmp_path / "tables"
    shutil.copytree(demo / "tables", tables)
    pl.read_parquet(tables / "assignments.parquet").clear().write_parquet(tables / "assignments.parquet")
    with parts_by_person(tables, tmp_path, columns=COLUMNS, said=SAID) as parts:
        assert parts.number == 1
        part = parts.read(0)
    assert part.records.columns == list(COLUMNS)
    assert part.statements.columns == list(SAID)
    assert len(part.records) == len(part.statements) == len(part.assignments) == 0
