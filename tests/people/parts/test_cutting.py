from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from byname.errors import BadRecord
from byname.people.comparison.households import HEAD_NAME, with_families
from byname.people.parts.cutting import MOST_PARTS, chunks_of, cut_into_parts, records_of_part, rows_of
from byname.people.parts.job import run_each
from byname.people.ready_records import ready


def _cut(files: list[Path], records: pl.DataFrame, folder: Path, most: int, apart: list[str]) -> list[pl.DataFrame]:
    folder.mkdir()
    with ThreadPoolExecutor(2) as pool:
        parts = cut_into_parts(files, records.columns, apart, folder, pool, most)
    return [records_of_part(folder, part) for part in range(parts)]


@pytest.mark.parametrize("most", [20, 100, 10_000])
def test_parts_follow_one_another_and_hold_every_record_as_it_is_linked(
    records: pl.DataFrame, files: list[Path], tmp_path: Path, most: int
) -> None:
    parts = _cut(files, records, tmp_path / "cut", most, [])
    assert (len(parts) == 1) == (most > 1_000)
    assert all(one["record_id"].max() < other["record_id"].min() for one, other in pairwise(parts))  # type: ignore[operator]
    people = ready(records)
    wanted = with_families(people, people)
    found = pl.concat(parts)
    assert wanted[HEAD_NAME].null_count() < len(wanted)  # heads stand in other row groups
    assert found.equals(wanted.select(found.columns))


def test_records_that_are_withheld_lie_in_no_part_and_lend_no_name(
    records: pl.DataFrame, files: list[Path], tmp_path: Path
) -> None:
    head = records["head"].drop_nulls()[0]
    found = pl.concat(_cut(files, records, tmp_path / "cut", 30, [head]))
    assert head not in found["record_id"].to_list()
    of_members = found.filter(pl.col("head") == head)[HEAD_NAME]
    assert len(of_members) == of_members.null_count() > 0


def test_an_archive_that_names_nobody_has_no_part(records: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "B.parquet"
    records.filter(pl.col("kind") == "incident").write_parquet(path)
    assert cut_into_parts([path], records.columns, [], tmp_path, None, 10) == 0


def test_a_record_id_that_occurs_twice_is_refused(records: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "A.parquet"
    pl.concat([records.head(40), records.slice(4, 1)]).write_parquet(path, row_group_size=10)
    parts = cut_into_parts([path], records.columns, [], tmp_path, None, 15)
    with pytest.raises(BadRecord, match="occurs twice"):
        run_each(None, partial(records_of_part, tmp_path), range(parts))


def test_chunks_hold_all_rows_and_are_never_very_many(records: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "A.parquet"
    pl.concat([records.select("record_id", "kind")] * 2).write_parquet(path, row_group_size=1)
    chunks = chunks_of([path], 1)
    assert len(chunks) <= MOST_PARTS < 2 * len(records)
    assert sum(chunk.rows for chunk in chunks) == sum(len(rows_of(chunk, ["record_id"])) for chunk in chunks)
    assert sum(chunk.rows for chunk in chunks) == 2 * len(records)
