from __future__ import annotations

import csv
from pathlib import Path

from tests.exports.made import MadeArchive, exported
from tests.exports.test_export import hostile_people

from byname.archive.archive import Archive
from byname.exports.casualty_records import columns
from byname.exports.people import ExportedArchive


def _rows(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_person_is_a_row_of_eighteen_columns(small: Archive, tmp_path: Path) -> None:
    out, statement = exported(ExportedArchive(small), "casualties", tmp_path)
    rows = _rows(out)
    assert len(rows) == statement["people"] == 5
    assert list(rows[0]) == list(columns())
    assert len(columns()) == 18
    (uno,) = (row for row in rows if row["name"] == "Vanavalge, Uno")
    assert (uno["earliest_date"], uno["latest_date"], uno["occupation"]) == ("1942-03-04", "1942-03-04", "teacher")
    (ants,) = (row for row in rows if row["name"] == "Vanavalge, Ants")
    assert (ants["earliest_date"], ants["latest_date"]) == ("1941-01-01", "1941-12-31")


def test_every_value_that_is_counted_is_there(tmp_path: Path) -> None:
    made = MadeArchive(hostile_people())
    out, statement = exported(made, "casualties", tmp_path)
    rows = {row["code"]: row for row in _rows(out)}
    (batch,) = made.batches()
    carried = {field: name for name, column in columns().items() for field in column.get("term", ())}
    found = 0
    for row in batch.statements.filter(batch.statements["field"].is_in(list(carried))).iter_rows(named=True):
        cell = rows[row["person_id"]][carried[row["field"]]]
        assert row["as_written"] in cell
        found += 1
    assert found == sum(row["out"] for row in statement["fields"] if row["part"] == "words") > 40
    assert sum(statement["changed"].values()) > 10
