from __future__ import annotations

from pathlib import Path

import polars as pl

from byname.archive.tables import DerivedTables, records_with_people


def test_each_month_counts_as_many_people_as_stand_under_it(demo: Path) -> None:
    tables = DerivedTables(demo / "tables")
    months, people = tables.read("months"), tables.read("person_months")
    counted = people.group_by("kind", "month").agg(pl.len().cast(pl.Int64).alias("count"))
    assert months.sort("kind", "month").equals(counted.sort("kind", "month"))
    assert people.select("kind", "person_id").is_unique().all()
    assert months.height > 50


def test_capture_histories_add_up_to_all_people_with_records(demo: Path) -> None:
    tables = DerivedTables(demo / "tables")
    assert tables.read("captures")["count"].sum() == records_with_people(tables)["person_id"].n_unique()
    assert tables.read("person_lists")["person_id"].is_unique().all()
