from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from byname.archive.table_writer import TableWriter


def test_pieces_come_back_as_one_table_in_their_order(tmp_path: Path) -> None:
    with TableWriter(tmp_path / "t.parquet") as writer:
        writer.write(pl.DataFrame({"name": ["Bukharin", None], "year": [1888, 1892]}))
        writer.write(pl.DataFrame({"year": [1893], "name": ["Tukhachevsky"]}))
    found = pl.read_parquet(tmp_path / "t.parquet")
    assert found.rows() == [("Bukharin", 1888), (None, 1892), ("Tukhachevsky", 1893)]
    assert pq.ParquetFile(tmp_path / "t.parquet").num_row_groups == 2


def test_a_table_of_a_stated_schema_is_written_without_any_piece(tmp_path: Path) -> None:
    with TableWriter(tmp_path / "t.parquet", {"name": pl.String(), "day": pl.Int32()}):
        pass
    assert pl.read_parquet(tmp_path / "t.parquet").schema == {"name": pl.String, "day": pl.Int32}


def test_rows_are_written_in_full_groups_however_they_come(tmp_path: Path) -> None:
    table = pl.DataFrame({"number": range(25), "name": ["Rykov", "Tomsky", "Radek", "Rykov", "Kamenev"] * 5})
    cuts = {"one": [25], "some": [1, 9, 3, 12], "many": [1] * 25}
    for name, sizes in cuts.items():
        ends = [sum(sizes[:place]) for place in range(len(sizes))]
        with TableWriter(tmp_path / name, group=10) as writer:
            writer.write_all(table.slice(first, size) for first, size in zip(ends, sizes, strict=True))
    assert len({(tmp_path / name).read_bytes() for name in cuts}) == 1
    assert pq.ParquetFile(tmp_path / "one").num_row_groups == 3
    assert pl.read_parquet(tmp_path / "many").equals(table)


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    with TableWriter(tmp_path / "t.parquet") as writer:
        writer.write_all([pl.DataFrame({"name": ["Rykov"]}).clear()])
    assert pl.read_parquet(tmp_path / "t.parquet").columns == ["name"]


def test_the_same_pieces_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        with TableWriter(tmp_path / name) as writer:
            writer.write(pl.DataFrame({"name": ["Rykov", "Tomsky"] * 500}))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
