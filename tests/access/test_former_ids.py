from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.built_tables import put_table

from byname.access.former_ids import record_named
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.people.person_ids import person_id_of


def test_every_id_leads_to_the_record_that_it_was_named_after(demo: Path) -> None:
    tables = DerivedTables.built(Archive.open(demo))
    records = tables.read("assignments")["record_id"].to_list()
    assert len(records) > 400
    assert [record_named(tables, person_id_of(record)) for record in records] == records


@pytest.mark.parametrize("id", ["P-000000000000", "P-ffffffffffff", "P-", "trials:54", "P-00000000000g", "", "x" * 999])
def test_what_is_no_id_leads_nowhere(demo: Path, id: str) -> None:
    assert record_named(DerivedTables.built(Archive.open(demo)), id) is None


def test_a_table_that_was_made_anew_is_read_anew(own_demo: Path) -> None:
    tables = DerivedTables.built(Archive.open(own_demo))
    assert record_named(tables, person_id_of("trials:54")) == "trials:54"
    put_table(own_demo, "assignments.parquet", tables.read("assignments").filter(pl.col("record_id") != "trials:54"))
    assert record_named(tables, person_id_of("trials:54")) is None
