"""The record that an id of a person was named after, found at once however many records there are.

Takes the derived tables and an id; gives the record. The hashes of all records are sorted once for each state of the
table of assignments (8 bytes a record), since anybody may ask a site for ids that nobody has.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.archive.manifest import digest_of
from byname.archive.tables import DerivedTables
from byname.people.person_ids import PREFIX, person_id_of

_ID = re.compile(re.escape(PREFIX) + r"[0-9a-f]{12}")


def record_named(tables: DerivedTables, person_id: str) -> str | None:
    """The id of the record after which a person's id was named; None where it is no such id or names no record."""
    if not _ID.fullmatch(person_id):
        return None
    (path,) = tables.files("assignments")
    hashes, order = _sorted_hashes(path, digest_of(path))
    wanted = _number(person_id)
    place = int(np.searchsorted(hashes, wanted))
    if place == len(hashes) or hashes[place] != wanted:
        return None
    return str(_records(path).slice(int(order[place]), 1).collect().item())


@lru_cache(maxsize=2)
def _sorted_hashes(path: Path, digest: str) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The numbers of all ids, sorted, and the row of each in the table; `digest` is that of the file."""
    records = _records(path).collect()["record_id"]
    numbers = np.fromiter((_number(person_id_of(record)) for record in records), np.uint64, len(records))
    order = np.argsort(numbers, kind="stable")
    return numbers[order], order


def _records(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path).select("record_id")


def _number(person_id: str) -> np.uint64:
    return np.uint64(int(person_id.removeprefix(PREFIX), 16))
