"""Records in parts are linked as those in one table are: the same pairs, people, model and report, bit by bit."""

from __future__ import annotations

import json
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.people.parts.conftest import RULES

from byname.people.linkage import Linkage, link
from byname.people.parts.linkage import link_in_parts


def _in_parts(files: list[Path], columns: list[str], folder: Path, most: int, **more: object) -> Linkage:
    folder.mkdir()
    found = link_in_parts(files, columns, RULES, folder, most=most, **more)  # type: ignore[arg-type]
    assert found is not None
    pairs, assignments = (pl.concat(map(pl.read_parquet, paths)) for paths in (found.pairs, found.assignments))
    return Linkage(pairs, assignments, found.model, found.report)


def _same(one: Linkage, other: Linkage) -> None:
    assert_frame_equal(one.pairs, other.pairs, check_exact=True)
    assert_frame_equal(one.assignments, other.assignments, check_exact=True)
    assert json.dumps(one.model.as_dict()) == json.dumps(other.model.as_dict())
    assert one.report == other.report


@pytest.mark.parametrize(("most", "cores"), [(40, 0), (120, 3), (10_000, 0)])
def test_the_result_is_that_of_one_table_whatever_the_parts_and_the_cores(
    records: pl.DataFrame, files: list[Path], tmp_path: Path, most: int, cores: int
) -> None:
    pool: Executor | None = ThreadPoolExecutor(cores) if cores else None
    found = _in_parts(files, records.columns, tmp_path / "job", most, pool=pool)
    whole = link(records, RULES)
    _same(found, whole)
    assert whole.assignments["person_id"].n_unique() < 0.8 * len(whole.assignments)
    if pool:
        pool.shutdown()


def test_judgements_bind_and_calibrate_and_withheld_records_are_left_out(
    records: pl.DataFrame, files: list[Path], tmp_path: Path
) -> None:
    pairs = link(records, RULES).pairs.sort("probability", descending=True)
    some = pl.concat([pairs.head(30), pairs.tail(30)]).select("record_a", "record_b")
    verdicts = pl.Series("verdict", ["same"] * 30 + ["different"] * 30)
    gone = records["record_id"][3]
    judgements = some.with_columns(verdicts).vstack(
        pl.DataFrame({"record_a": ["A:999"], "record_b": ["B:1"], "verdict": ["same"]})
    )
    whole = link(records.filter(pl.col("record_id") != gone), RULES, judgements=judgements)
    found = _in_parts(files, records.columns, tmp_path / "job", 120, judgements=judgements, apart=[gone])
    _same(found, whole)
    assert (whole.pairs["weight_judgements"] != 0).all()


def test_records_of_one_list_that_say_little_are_linked(records: pl.DataFrame, tmp_path: Path) -> None:
    told = ["record_id", "source", "kind", "surname", "given", "birth", "birth_year"]
    few = records.filter((pl.col("source") == "B") & (pl.col("kind") == "person")).select(told)
    path = tmp_path / "B.parquet"
    few.write_parquet(path, row_group_size=20)
    _same(_in_parts([path], few.columns, tmp_path / "job", 30), link(few, RULES))


def test_nobody_is_linked_where_nobody_is_named(records: pl.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "B.parquet"
    records.filter(pl.col("kind") == "incident").write_parquet(path)
    assert link_in_parts([path], records.columns, RULES, tmp_path) is None


def test_progress_is_told(records: pl.DataFrame, files: list[Path], tmp_path: Path) -> None:
    heard: list[tuple[str, float]] = []
    _in_parts(files, records.columns, tmp_path / "job", 100, progress=lambda step, share: heard.append((step, share)))
    assert [share for _, share in heard] == sorted(share for _, share in heard)
    assert heard[-1] == ("done", 1.0)
