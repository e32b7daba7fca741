from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from byname.archive.tables import DerivedTables
from byname.pipeline.people import make_people
from byname.pipeline.workers import workers


def test_each_month_counts_as_many_people_as_stand_under_it(demo: Path) -> None:
    tables = DerivedTables(demo / "tables")
    months, people = tables.read("months"), tables.read("person_months")
    counted = people.group_by("kind", "month").agg(pl.len().cast(pl.Int64).alias("count"))
    assert months.sort("kind", "month").equals(counted.sort("kind", "month"))
    assert people.select("kind", "person_id").is_unique().all()
    assert months.height > 50


@pytest.mark.parametrize("most", [4, 50])
def test_tables_of_people_are_the_same_however_many_parts_and_processes(demo: Path, tmp_path: Path, most: int) -> None:
    tables = DerivedTables(demo / "tables")
    names = sorted(path.stem for path in tables.files("records"))
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    with workers(2) as pool:
        for folder, size, some in ((whole, 10**6, None), (cut, most, pool)):
            folder.mkdir()
            make_people(tables, names, some, folder, most=size)
    made = sorted(path.name.removesuffix(".parquet") for path in whole.iterdir())
    assert made == sorted(path.name.removesuffix(".parquet") for path in cut.iterdir())
    assert {"attestations", "captures", "conflicts", "subjects"} < set(made)
    for name in made:
        assert DerivedTables(cut).read(name).equals(DerivedTables(whole).read(name)), name
