from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from byname.archive.archive import Archive
from byname.archive.row_index import KEYS, hashes_of, make_row_index, open_row_index, same_row_index
from byname.archive.tables import DerivedTables


@pytest.fixture
def tables(demo: Path) -> DerivedTables:
    return DerivedTables.built(Archive.open(demo))


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_the_rows_of_each_value_are_those_that_the_whole_table_has(tables: DerivedTables, name: str, key: str) -> None:
    whole = tables.read(name)
    values = whole[key].drop_nulls().unique().sort()
    some = values.gather_every(max(1, len(values) // 40))
    for value in some:
        expected = whole.filter(pl.col(key) == value)
        assert tables.rows(name, key, [value]).equals(expected)
    assert tables.rows(name, key, some, [key]).equals(whole.filter(pl.col(key).is_in(some.implode())).select(key))
    assert len(some) >= 1 or (name, key) in (("records", "head"), ("conflicts", "person_id"))  # the demo has none


def test_a_value_that_no_row_has_gives_a_table_without_rows(tables: DerivedTables) -> None:
    found = tables.rows("people", "person_id", ["P-000000000000", "", "П"])
    assert found.is_empty()
    assert found.schema == tables.scan("people").collect_schema()


def test_a_condition_may_ask_for_columns_that_are_not_wanted(tables: DerivedTables) -> None:
    name = tables.read("people", ["person_id"])["person_id"][0]
    said = tables.rows("attestations", "person_id", [name], ["as_written"], where=pl.col("field") == "name")
    assert said.columns == ["as_written"]
    assert len(said) >= 1


def test_an_index_of_other_tables_is_not_used(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    index = open_row_index(own_demo / "search" / "rows")
    assert index is not None
    path = archive.tables / "people.parquet"
    assert index.knows("people", [path])
    pl.read_parquet(path).reverse().write_parquet(path)
    assert not index.knows("people", [path])
    assert not index.knows("months", [archive.tables / "months.parquet"])
    id = pl.read_parquet(path)["person_id"][0]
    unchecked = DerivedTables(archive.tables, rows=own_demo / "search" / "rows")
    assert unchecked.rows("people", "person_id", [id], ["person_id"]).rows() == [(id,)]


def test_a_copy_that_was_changed_or_is_gone_is_not_read(own_demo: Path) -> None:
    pack = own_demo / "search" / "rows" / "people.arrow"
    paths = [own_demo / "tables" / "people.parquet"]
    index = open_row_index(own_demo / "search" / "rows")
    assert index is not None
    assert index.knows("people", paths)
    changed = bytearray(pack.read_bytes())
    changed[len(changed) // 2] ^= 1
    pack.write_bytes(bytes(changed))
    assert not index.knows("people", paths)
    pack.unlink()
    assert not index.knows("people", paths)
    tables = DerivedTables.built(Archive.open(own_demo))
    id = tables.read("people", ["person_id"])["person_id"][5]
    assert tables.rows("people", "person_id", [id])["person_id"].to_list() == [id]


def test_columns_that_a_copy_lacks_are_read_of_the_table(tables: DerivedTables) -> None:
    whole = tables.read("records", ["record_id", "surname", "kind"])
    ids = whole["record_id"].gather_every(97)
    expected = whole.filter(pl.col("record_id").is_in(ids.implode()))
    assert tables.rows("records", "record_id", ids, ["record_id", "surname", "kind"]).equals(expected)
    assert len(expected) >= 5


def test_without_an_index_the_tables_are_read(own_demo: Path) -> None:
    shutil.rmtree(own_demo / "search")
    tables = DerivedTables.built(Archive.open(own_demo))
    assert open_row_index(own_demo / "search" / "rows") is None
    id = tables.read("people", ["person_id"])["person_id"][5]
    assert tables.rows("people", "person_id", [id])["person_id"].to_list() == [id]


def test_an_index_is_the_same_for_the_same_tables_and_another_for_others(own_demo: Path, tmp_path: Path) -> None:
    tables, folder = own_demo / "tables", tmp_path / "rows"
    folder.mkdir()
    make_row_index(tables, folder)
    assert same_row_index(folder, tables)
    assert same_row_index(own_demo / "search" / "rows", tables)
    (folder / "people-person_id-places.npy").unlink()
    assert not same_row_index(folder, tables)
    path = tables / "people.parquet"
    pl.read_parquet(path).reverse().write_parquet(path)
    assert not same_row_index(own_demo / "search" / "rows", tables)


def test_hashes_are_of_the_whole_text_whatever_stands_beside_it() -> None:
    texts = pl.Series(["", "a", "aa", "a:1", "a:12", "Тухачевский", "a\0", "\0a", "b" * 300])
    hashes = hashes_of(texts)
    assert len(np.unique(hashes)) == len(texts)
    for place in range(len(texts)):
        assert hashes_of(texts[place : place + 1])[0] == hashes[place]
        assert hashes_of(texts.slice(place))[0] == hashes[place]
    assert hashes_of(pl.Series([], dtype=pl.String)).tolist() == []


def test_the_hashes_of_a_million_ids_are_nearly_all_different() -> None:
    ids = pl.select("list-" + pl.int_range(1_000_000).cast(pl.String)).to_series()
    assert len(np.unique(hashes_of(ids))) > 999_990
