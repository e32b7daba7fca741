"""People stage: tables that tasks hand on to one another through a folder that all of them see.

Goes in: rows, and for each the task that is to have it. Comes out: what a task was sent by all others, in their order.
Each sender writes one file, sorted by receiver, as in a shuffle by sorting, so that there are as many files as senders.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Table = npt.NDArray[np.void]


def table_of(**columns: npt.NDArray[Any]) -> Table:
    """Columns of one length as one table.

    >>> table_of(row=np.array([3, 4], np.int32))["row"].tolist()
    [3, 4]
    """
    kinds = [(name, column.dtype) for name, column in columns.items()]
    table = np.empty(len(next(iter(columns.values()))), dtype=kinds)
    for name, column in columns.items():
        table[name] = column
    return table


def send(folder: Path, name: str, sender: int, to: npt.NDArray[Any], table: Table, receivers: int) -> None:
    """Hand each row of a table to the receiver that `to` gives for it; rows of a receiver keep their order."""
    order = np.argsort(to, kind="stable")
    ends = np.concatenate([[0], np.cumsum(np.bincount(to, minlength=receivers))]).astype(np.int64)
    place = folder / name
    place.mkdir(exist_ok=True)
    save(place / f"{sender:06}.ends.npy", ends)
    save(place / f"{sender:06}.npy", table[order])


def receive(folder: Path, name: str, receiver: int) -> list[Table]:
    """What a receiver was sent, a table for each sender in their order."""
    found = []
    for path in sorted((folder / name).glob("*.ends.npy")):
        ends = np.load(path)
        rows = np.load(path.with_name(path.name.replace(".ends", "")), mmap_mode="r")
        found.append(np.array(rows[ends[receiver] : ends[receiver + 1]]))
    return found


def packed_ids(ids: pl.Series) -> npt.NDArray[np.bytes_]:
    """Record ids as bytes of one length each, in whose order they stand as in that of the texts.

    >>> packed_ids(pl.Series(["a:10", "я:1"])).tolist()
    [b'a:10', b'\\xd1\\x8f:1']
    """
    packed: npt.NDArray[np.bytes_] = np.array([id.encode() for id in ids.to_list()] or np.empty(0, "S1"))
    return packed


def create_array(path: Path, shape: tuple[int, ...], kind: npt.DTypeLike) -> None:
    """Make the file of an array of zeros that several write into, each other rows."""
    np.lib.format.open_memmap(path, mode="w+", dtype=kind, shape=shape).flush()


def write_rows(path: Path, first: int, values: npt.NDArray[Any]) -> None:
    """Write rows of such an array from `first` on, and nothing beside them: not through memory, whose pages the rows of
    others share."""
    with path.open("r+b") as file:
        np.lib.format.read_magic(file)
        shape, _, kind = np.lib.format.read_array_header_1_0(file)
        row = kind.itemsize * int(np.prod(shape[1:], dtype=np.int64))
        file.seek(first * row, os.SEEK_CUR)
        file.write(np.ascontiguousarray(values, kind).tobytes())


def save(path: Path, array: npt.NDArray[Any]) -> None:
    """Write an array whole or not at all, so that a task that is done twice harms nothing."""
    coming = path.with_name(f".{path.name}-{os.getpid()}")
    with coming.open("wb") as file:
        np.save(file, array)
    coming.replace(path)
