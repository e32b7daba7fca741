"""Where the rows of a key stand in the derived tables, so that one person among millions is found at once.

Takes the folder of tables; gives plain arrays with, for each table and key, the hashes of the key's values and the row
groups that hold them. Read with it, a table gives the rows of some values without being read itself. An index that was
made of other tables than those that lie there is not used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from byname.archive.manifest import digest_of

FOLDER: Final = "rows"  # in the folder of the search index
KEYS: Final = (
    ("assignments", "record_id"), ("assignments", "person_id"), ("people", "person_id"), ("attestations", "person_id"),
    ("conflicts", "person_id"), ("entries", "record_id"), ("records", "record_id"), ("records", "head"),
    ("statements", "record_id"),
)  # fmt: skip
_TABLES: Final = "tables.json"
_GROUP_BITS: Final = 16  # of a place; the file is in those above
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
Numbers = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Key:
    """The sorted hashes of the values of a key, and the place (file, row group) of each; a value in several groups
    comes as often."""

    hashes: Numbers
    places: npt.NDArray[np.int32]


def make_row_index(tables: Path, folder: Path) -> None:
    """Write the index of the tables into an empty folder."""
    files = {name: _files(tables, name) for name in sorted({name for name, _ in KEYS})}
    for name, key in KEYS:
        found = _indexed(files[name], key)
        np.save(folder / f"{name}-{key}-hashes.npy", found.hashes)
        np.save(folder / f"{name}-{key}-places.npy", found.places)
    made_of = {name: {path.name: digest_of(path) for path in paths} for name, paths in files.items()}
    (folder / _TABLES).write_text(json.dumps(made_of, indent=1, sort_keys=True), encoding="utf-8")


def same_row_index(folder: Path, tables: Path) -> bool:
    """Whether an index is, to the last bit, the one that would be made of the tables now."""
    with TemporaryDirectory() as temporary:
        made = Path(temporary)
        make_row_index(tables, made)
        names = sorted(path.name for path in made.iterdir())
        there = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
        return names == there and all((made / n).read_bytes() == (folder / n).read_bytes() for n in names)


def _files(tables: Path, name: str) -> list[Path]:
    folder = tables / name
    return sorted(folder.glob("*.parquet")) if folder.is_dir() else [tables / f"{name}.parquet"]


def _indexed(paths: Sequence[Path], key: str) -> _Key:
    hashes, places = [np.empty(0, np.uint64)], [np.empty(0, np.int32)]
    for number, path in enumerate(paths):
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                values = pl.Series(file.read_row_group(group, columns=[key])[key]).drop_nulls().unique()
                hashes.append(hashes_of(values))
                places.append(np.full(len(values), (number << _GROUP_BITS) + group, np.int32))
    all_hashes, all_places = np.concatenate(hashes), np.concatenate(places)
    order = np.lexsort((all_places, all_hashes))
    return _Key(all_hashes[order], all_places[order])


def hashes_of(values: pl.Series) -> Numbers:
    """A hash of each text, the same on every machine; different texts may share one.

    >>> hashes_of(pl.Series(["a", "b", "a"]))[[0, 2]].tolist() == [hashes_of(pl.Series(["a"]))[0]] * 2
    True
    """
    if values.is_empty():
        return np.empty(0, np.uint64)
    array = values.to_arrow().cast(pa.large_binary())
    start = np.frombuffer(array.buffers()[1], np.int64, len(array) + 1, array.offset * 8)
    letters = np.frombuffer(array.buffers()[2] or b"", np.uint8)[start[0] : start[-1]]
    lengths = np.diff(start)
    place = np.arange(len(letters)) - np.repeat(start[:-1] - start[0], lengths)
    sums = np.concatenate([[np.uint64(0)], np.cumsum((letters + np.uint64(1)) * _factors(int(lengths.max()))[place])])
    found = sums[start[1:] - start[0]] - sums[start[:-1] - start[0]]
    mixed: Numbers = np.multiply(found ^ (found >> np.uint64(31)), _FACTOR, dtype=np.uint64)
    return mixed


def _factors(number: int) -> Numbers:
    factors: Numbers = np.cumprod(np.full(max(number, 1), _FACTOR), dtype=np.uint64)
    return factors


class RowIndex:
    """An index that is open, of tables that are as they were when it was made."""

    def __init__(self, folder: Path, made_of: Mapping[str, Mapping[str, str]]) -> None:
        self.folder = folder
        self._made_of = made_of
        self._keys: dict[tuple[str, str], _Key] = {}

    def knows(self, name: str, paths: Sequence[Path]) -> bool:
        """Whether the index was made of the files of a table as they are now; `paths`: all of them, in order."""
        return self._made_of.get(name) == {path.name: digest_of(path) for path in paths}

    def has_none(self, name: str, key: str) -> bool:
        """Whether no row of a table has a value of one of KEYS."""
        return not len(self._key(name, key).hashes)

    def rows(
        self, name: str, key: str, values: pl.Series, paths: Sequence[Path], columns: Sequence[str] | None
    ) -> pl.DataFrame:
        """Some columns (None: all) of the rows of some values of one of KEYS, in the order of the table.

        `paths`: the files of the table, which the index knows.
        """
        wanted = values.drop_nulls().unique()
        places = self._places(name, key, wanted, paths) if len(wanted) else {}
        read = None if columns is None else [*columns, *({key} - set(columns))]
        found = [_read(path, groups, read) for path, groups in places.items()] or [_read(paths[0], [], read)]
        whole = pa.concat_tables(found)
        kept = whole.filter(pc.is_in(whole[key], pa.array(wanted.to_list(), whole.schema.field(key).type)))
        return pl.DataFrame(kept if columns is None else kept.select(list(columns)))

    def _places(self, name: str, key: str, values: pl.Series, paths: Sequence[Path]) -> dict[Path, list[int]]:
        """The row groups that may hold some values of a key, by file."""
        known = self._key(name, key)
        wanted = hashes_of(values)
        first = np.searchsorted(known.hashes, wanted, side="left")
        last = np.searchsorted(known.hashes, wanted, side="right")
        pieces = [known.places[one:other] for one, other in zip(first.tolist(), last.tolist(), strict=True)]
        found: dict[Path, list[int]] = {}
        for place in np.unique(np.concatenate([np.empty(0, np.int32), *pieces])).tolist():
            found.setdefault(paths[place >> _GROUP_BITS], []).append(place & ((1 << _GROUP_BITS) - 1))
        return found

    def _key(self, name: str, key: str) -> _Key:
        if (name, key) not in self._keys:
            self._keys[name, key] = _Key(
                *(np.load(self.folder / f"{name}-{key}-{part}.npy", mmap_mode="r") for part in ("hashes", "places"))
            )
        return self._keys[name, key]


def open_row_index(folder: Path) -> RowIndex | None:
    """The index in a folder, opened once for each state of it; None where there is none that can be read."""
    note = folder / _TABLES
    try:
        state = note.stat()
        return _opened(folder, state.st_ino, state.st_mtime_ns)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=4)
def _opened(folder: Path, inode: int, changed: int) -> RowIndex:
    made_of: Any = json.loads((folder / _TABLES).read_text(encoding="utf-8"))
    return RowIndex(folder, made_of)


def _read(path: Path, groups: Sequence[int], columns: Sequence[str] | None) -> pa.Table:
    names = None if columns is None else list(columns)
    with pq.ParquetFile(path, metadata=_metadata(path, digest_of(path)), memory_map=True) as file:
        return file.read_row_groups(list(groups), columns=names, use_threads=False)


@lru_cache(maxsize=4096)
def _metadata(path: Path, digest: str) -> pq.FileMetaData:
    """The notes of a file, read once for each state of it."""
    return pq.read_metadata(path)
