from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest

from byname.archive.row_packs import PIECE, Pack, piece_of_row, write_pack


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Two files of one table, the first of several row groups."""
    found = []
    for number, rows in enumerate((1000, 3)):
        frame = pl.DataFrame({"id": [f"{number}:{row}" for row in range(rows)], "n": range(rows), "more": ["x"] * rows})
        frame.write_parquet(tmp_path / f"{number}.parquet", row_group_size=600)
        found.append(tmp_path / f"{number}.parquet")
    return found


def test_each_row_stands_in_the_piece_that_is_said(paths: list[Path], tmp_path: Path) -> None:
    write_pack(paths, ("id", "n"), tmp_path / "pack.arrow")
    pack = Pack(tmp_path / "pack.arrow")
    assert pack.columns == {"id", "n"}
    whole = pl.concat([pl.read_parquet(path, columns=["id", "n"]) for path in paths])
    pieces = piece_of_row([600, 400, 3], 0)
    assert len(pieces) == len(whole) > 2 * PIECE
    for piece in range(int(pieces[-1]) + 1):
        assert pl.DataFrame(pack.read([piece])).equals(whole.filter(pl.Series(pieces == piece)))
    assert pl.DataFrame(pack.read(range(int(pieces[-1]) + 1))).equals(whole)
    assert pl.DataFrame(pack.read([])).schema == whole.schema


def test_a_table_without_rows_has_a_copy_without_pieces(tmp_path: Path) -> None:
    pl.DataFrame(schema={"id": pl.String, "names": pl.List(pl.String)}).write_parquet(tmp_path / "none.parquet")
    write_pack([tmp_path / "none.parquet"], None, tmp_path / "pack.arrow")
    assert Pack(tmp_path / "pack.arrow").read([]).num_rows == 0


def test_threads_read_at_once(paths: list[Path], tmp_path: Path) -> None:
    write_pack(paths, None, tmp_path / "pack.arrow")
    pack = Pack(tmp_path / "pack.arrow")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: pack.read([number % 5])["id"][0].as_py(), range(200)))
    assert len(set(found)) == 5
    assert found == found[:5] * 40


def test_the_same_table_gives_the_same_bytes(paths: list[Path], tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_pack(paths, None, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
