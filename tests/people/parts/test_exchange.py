from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from byname.people.parts.exchange import create_array, packed_ids, receive, save, send, table_of, write_rows


def test_each_receiver_has_its_rows_of_all_senders_in_order(tmp_path: Path) -> None:
    for sender, rows in enumerate(([5, 2, 7, 4], [1, 8])):
        table = table_of(row=np.array(rows, np.int32), by=np.full(len(rows), sender, np.int8))
        send(tmp_path, "rows", sender, table["row"] % 2, table, 3)
    of_even = receive(tmp_path, "rows", 0)
    assert [table["row"].tolist() for table in of_even] == [[2, 4], [8]]
    assert [table["by"].tolist() for table in of_even] == [[0, 0], [1]]
    assert [table["row"].tolist() for table in receive(tmp_path, "rows", 1)] == [[5, 7], [1]]
    assert [len(table) for table in receive(tmp_path, "rows", 2)] == [0, 0]


def test_what_is_sent_twice_is_there_once(tmp_path: Path) -> None:
    table = table_of(row=np.array([3], np.int32))
    for _ in range(2):
        send(tmp_path, "rows", 0, np.array([0]), table, 1)
    assert [found["row"].tolist() for found in receive(tmp_path, "rows", 0)] == [[3]]
    assert {path.name for path in (tmp_path / "rows").iterdir()} == {"000000.npy", "000000.ends.npy"}


def test_an_array_is_written_whole(tmp_path: Path) -> None:
    save(tmp_path / "a.npy", np.arange(3))
    assert np.load(tmp_path / "a.npy").tolist() == [0, 1, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["a.npy"]


def test_packed_ids_stand_in_the_order_of_the_texts() -> None:
    ids = pl.Series(["B:2", "B-list:1", "A:10", "A:9", "B:дело 7", "я:1", "B:2a"]).sort()
    packed = packed_ids(ids)
    assert packed.tolist() == sorted(packed.tolist())
    assert packed_ids(pl.Series([], dtype=pl.String)).shape == (0,)


@pytest.mark.parametrize(("shape", "kind"), [((5,), "i4"), ((5, 3), "f4"), ((5,), "S7"), ((0, 2), "i8")])
def test_rows_of_an_array_are_written_and_nothing_beside_them(
    tmp_path: Path, shape: tuple[int, ...], kind: str
) -> None:
    create_array(tmp_path / "a.npy", shape, kind)
    wanted = np.zeros(shape, kind)
    for first in (3, 1):
        some = np.ones((min(2, len(wanted)), *shape[1:])).astype(kind)
        wanted[first : first + 2] = some[: len(wanted[first : first + 2])]
        write_rows(tmp_path / "a.npy", first, some if len(wanted) else wanted)
    assert np.array_equal(np.load(tmp_path / "a.npy"), wanted)
