"""Pieces of work on Apache Spark with local cores."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.people.conftest import records_table
from tests.spark import require_spark

from byname.archive.tables import DerivedTables
from byname.people.linkage import ListRules, link
from byname.people.parts.linkage import link_in_parts
from byname.pipeline.people import make_people
from byname.pipeline.spark_pool import SparkPool

pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # Spark's own, of its Python and Java


@pytest.fixture(scope="module")
def pool() -> Iterator[SparkPool]:
    require_spark()
    with SparkPool() as made:
        yield made


def test_work_is_done_by_tasks_of_spark_in_other_processes(pool: SparkPool) -> None:
    numbers = [pool.submit(pow, 2, n) for n in range(8)]
    assert [future.result() for future in numbers] == [2**n for n in range(8)]
    assert pool.submit(os.getpid).result() != os.getpid()


def test_an_error_of_a_task_is_heard(pool: SparkPool) -> None:
    with pytest.raises(Exception, match="ZeroDivisionError"):
        pool.submit(operator.truediv, 1, 0).result()


def test_people_put_together_on_spark_are_the_same(pool: SparkPool, demo: Path, tmp_path: Path) -> None:
    tables = DerivedTables(demo / "tables")
    names = sorted(path.stem for path in tables.files("records"))
    here, there = tmp_path / "here", tmp_path / "there"
    for folder, some in ((here, None), (there, pool)):
        folder.mkdir()
        make_people(tables, names, some, folder, most=50)
    made = sorted(path.relative_to(here) for path in here.rglob("*.parquet"))
    assert {"attestations", "captures.parquet", "months.parquet"} < {path.parts[0] for path in made}
    assert made == sorted(path.relative_to(there) for path in there.rglob("*.parquet"))
    for name in made:
        assert (there / name).read_bytes() == (here / name).read_bytes(), str(name)
    assert len(pl.read_parquet(there / "people.parquet")) > 350


def test_records_linked_in_parts_on_spark_are_the_same(pool: SparkPool, tmp_path: Path) -> None:
    person = {"given": "petr", "patronymic": "ivan", "birth": "1890-03-04", "arrest": "1937-08-05"}
    rows = [
        {"record_id": f"{source}:{number}", "surname": f"{name}tov", **person}
        for source in "AB"
        for number, name in enumerate(("lin", "poh", "saar", "met", "gor", "ad", "mel", "nak", "ber") * 3)
    ]
    records, rules = records_table(rows), [ListRules(source, False) for source in "AB"]
    for source in "AB":
        own = records.filter(pl.col("source") == source)
        own.write_parquet(tmp_path / f"{source}.parquet", row_group_size=10)
    (tmp_path / "job").mkdir()
    files = sorted(tmp_path.glob("*.parquet"))
    found = link_in_parts(files, records.columns, rules, tmp_path / "job", pool=pool, most=20)
    whole = link(records, rules)
    assert found is not None
    assert len(found.pairs) > 1
    assert pl.concat(map(pl.read_parquet, found.pairs)).equals(whole.pairs)
    assert pl.concat(map(pl.read_parquet, found.assignments)).equals(whole.assignments)
    assert found.report == whole.report
