from __future__ import annotations

from pathlib import Path

import polars as pl
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.pipeline.build import build


def test_entries_statements_and_records_of_a_source_belong_together(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    build(archive, processes=1)
    tables = DerivedTables(archive.tables)
    entries, records = tables.read("entries"), tables.read("records")
    assert entries["record_id"].to_list() == records["record_id"].to_list() == ["one:0", "one:1"]
    statements = tables.read("statements")
    assert set(statements["record_id"]) == set(entries["record_id"])
    assert statements.filter(pl.col("field") == "death_date")["value"].to_list() == ["1938-03-15", "1937-06-12"]
    (reading,) = tables.data("reading/one")
    assert (reading["file"], reading["entries"], reading["encoding"]) == ("one.csv", 2, "utf-8")
