from __future__ import annotations

from pathlib import Path

from byname.archive.tables import DerivedTables


def test_capture_histories_add_up_to_all_people_with_records(demo: Path) -> None:
    tables = DerivedTables(demo / "tables")
    assert tables.read("captures")["count"].sum() == tables.read("assignments")["person_id"].n_unique()
    assert tables.read("person_lists")["person_id"].is_unique().all()
