"""Where the rows of a key stand in the derived tables, so that one person among millions is found at once.

Takes the folder of tables; gives plain arrays with, for each table and key, the hashes of the key's values and the row
groups that hold them. Read with it, a table gives the rows of some values without being read itself. Of the tables that
pages ask for most it holds a copy in small pieces (row_packs.py) and leads to those. An index that was made of other
tables than those that lie there is not used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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
from byname.archive.row_packs import PACKED, Pack, piece_of_row, write_pack
from byname.sources.unpacking import sha256_of

FOLDER: Final = "rows"  # in the folder of the search index
KEYS: Final = (
    ("assignments", "record_id"), ("assignments", "person_id"), ("people", "person_id"), ("attestations", "person_id"),
    ("conflicts", "person_id"), ("entries", "record_id"), ("records", "record_id"), ("records", "head"),
    ("statements", "record_id"),
)  # fmt: skip
_TABLES: Final = "tables.json"
_PACK: Final = ".arrow"  # the copy of a table
_GROUPS: Final = "-groups.npy"  # the file and the row group of each piece of the copy
_GROUP_BITS: Final = 16  # of a place; the file is in those above
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_WHOLE: Final = 2**64 - 1
_FEW: Final = 8  # texts that are hashed one by one
Numbers = npt.NDArray[np.uint64]
_NOWHERE: Final = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True)
class _Key:
    """The sorted hashes of the values of a key, and the place of each (file and row group, or the piece of a table that
    is copied); a value in several places comes as often."""

    hashes: Numbers
    places: npt.NDArray[np.int32]


def make_row_index(tables: Path, folder: Path) -> None:
    """Write the index of the tables into an empty folder."""
    files = {name: _files(tables, name) for name in sorted({name for name, _ in KEYS})}
    for name, columns in PACKED.items():
        write_pack(files[name], columns, folder / f"{name}{_PACK}")
        np.save(folder / f"{name}{_GROUPS}", _groups_of_pieces(files[name]))
    for name, key in KEYS:
        found = _indexed(files[name], key, packed=name in PACKED)
        np.save(folder / f"{name}-{key}-hashes.npy", found.hashes)
        np.save(folder / f"{name}-{key}-places.npy", found.places)
    made_of = {name: {path.name: digest_of(path) for path in paths} for name, paths in files.items()}
    for name in PACKED:
        pack = folder / f"{name}{_PACK}"
        made_of[pack.name] = {pack.name: sha256_of(pack)}
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


def _indexed(paths: Sequence[Path], key: str, *, packed: bool) -> _Key:
    hashes, places = [np.empty(0, np.uint64)], [np.empty(0, np.int32)]
    pieces = 0
    for number, path in enumerate(paths):
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                column = file.read_row_group(group, columns=[key])[key]
                place = np.full(len(column), (number << _GROUP_BITS) + group)
                if packed:
                    place = piece_of_row([len(column)], pieces)
                    pieces = int(place[-1]) + 1 if len(place) else pieces
                values = pl.DataFrame({"value": pl.Series(column), "place": place.astype(np.int32)})
                values = values.drop_nulls().unique(maintain_order=True)
                hashes.append(hashes_of(values["value"]))
                places.append(values["place"].to_numpy())
    all_hashes, all_places = np.concatenate(hashes), np.concatenate(places)
    order = np.lexsort((all_places, all_hashes))
    return _Key(all_hashes[order], all_places[order])


def _groups_of_pieces(paths: Sequence[Path]) -> npt.NDArray[np.int32]:
    """The file and the row group of each piece of the copy of a table."""
    found = [np.empty(0, np.int32)]
    for number, path in enumerate(paths):
        with pq.ParquetFile(path) as file:
            for group in range(file.num_row_groups):
                rows = file.metadata.row_group(group).num_rows
                pieces = len(np.unique(piece_of_row([rows], 0)))
                found.append(np.full(pieces, (number << _GROUP_BITS) + group, np.int32))
    return np.concatenate(found)


def hashes_of(values: pl.Series | Sequence[str]) -> Numbers:
    """A hash of each text, the same on every machine; different texts may share one.

    >>> hashes_of(pl.Series(["a", "b", "a"]))[[0, 2]].tolist() == [hashes_of(pl.Series(["a"]))[0]] * 2
    True
    """
    if len(values) <= _FEW:
        return np.fromiter(map(_hash_of, values), np.uint64, len(values))
    array = pl.Series(values, dtype=pl.String).to_arrow().cast(pa.large_binary())
    start = np.frombuffer(array.buffers()[1], np.int64, len(array) + 1, array.offset * 8)
    letters = np.frombuffer(array.buffers()[2] or b"", np.uint8)[start[0] : start[-1]]
    lengths = np.diff(start)
    place = np.arange(len(letters)) - np.repeat(start[:-1] - start[0], lengths)
    sums = np.concatenate([[np.uint64(0)], np.cumsum((letters + np.uint64(1)) * _factors(int(lengths.max()))[place])])
    found = sums[start[1:] - start[0]] - sums[start[:-1] - start[0]]
    mixed: Numbers = np.multiply(found ^ (found >> np.uint64(31)), _FACTOR, dtype=np.uint64)
    return mixed


def _hash_of(text: str) -> int:
    """The hash of one text."""
    found, factor = 0, 1
    for letter in text.encode():
        factor = factor * int(_FACTOR) & _WHOLE
        found += (letter + 1) * factor
    found &= _WHOLE
    return (found ^ found >> 31) * int(_FACTOR) & _WHOLE


def _factors(number: int) -> Numbers:
    factors: Numbers = np.cumprod(np.full(max(number, 1), _FACTOR), dtype=np.uint64)
    return factors


class RowIndex:
    """An index that is open, of tables that are as they were when it was made."""

    def __init__(self, folder: Path, made_of: Mapping[str, Mapping[str, str]]) -> None:
        self.folder = folder
        self._made_of = made_of
        self._keys: dict[tuple[str, str], _Key] = {}
        self._packs: dict[str, Pack] = {}
        self._empty: dict[tuple[str, tuple[str, ...] | None], pl.DataFrame] = {}

    def knows(self, name: str, paths: Sequence[Path]) -> bool:
        """Whether the index was made of the files of a table as they are now; `paths`: all of them, in order.

        A copy that is missing, or not the one that was made, makes the table unknown.
        """
        if self._made_of.get(name) != {path.name: digest_of(path) for path in paths}:
            return False
        pack = self.folder / f"{name}{_PACK}"
        try:
            return name not in PACKED or self._made_of.get(pack.name) == {pack.name: digest_of(pack)}
        except FileNotFoundError:
            return False

    def has_none(self, name: str, key: str) -> bool:
        """Whether no row of a table has a value of one of KEYS."""
        return not len(self._key(name, key).hashes)

    def rows(
        self, name: str, key: str, values: Iterable[str | None], paths: Sequence[Path], columns: Sequence[str] | None
    ) -> pl.DataFrame:
        """Some columns (None: all) of the rows of some values of one of KEYS, in the order of the table.

        `paths`: the files of the table, which the index knows.
        """
        wanted = sorted({value for value in values if value is not None})
        read = None if columns is None else (*columns, *({key} - set(columns)))
        places = self._places(name, key, wanted) if wanted else _NOWHERE
        if not len(places):
            found = self._without_rows(name, paths[0], read)
            return found if columns is None else found.select(columns)
        whole = self._read(name, places, paths, read)
        kept = whole.filter(pc.is_in(whole[key], pa.array(wanted, whole.schema.field(key).type)))
        return pl.DataFrame(kept if columns is None else kept.select(list(columns)))

    def _without_rows(self, name: str, path: Path, columns: tuple[str, ...] | None) -> pl.DataFrame:
        """The columns of a table without any row, made once: many are asked for what few have."""
        if (name, columns) not in self._empty:
            self._empty[name, columns] = pl.DataFrame(_read(path, [], columns))
        return self._empty[name, columns]

    def _places(self, name: str, key: str, values: Sequence[str]) -> npt.NDArray[np.int32]:
        """The places that may hold some values of a key, in order."""
        known = self._key(name, key)
        wanted = hashes_of(values)
        first = np.searchsorted(known.hashes, wanted, side="left")
        last = np.searchsorted(known.hashes, wanted, side="right")
        pieces = [known.places[one:other] for one, other in zip(first.tolist(), last.tolist(), strict=True)]
        return np.unique(np.concatenate(pieces))

    def _read(
        self, name: str, places: npt.NDArray[np.int32], paths: Sequence[Path], columns: Sequence[str] | None
    ) -> pa.Table:
        """The rows at some places: of the copy of a table where it has the columns, of the table otherwise."""
        if name in PACKED:
            pack, kept = self._pack(name), PACKED[name]
            if kept is None or (columns is not None and pack.columns.issuperset(columns)):
                found = pack.read(places.tolist())
                return found if columns is None else found.select(list(columns))
            places = np.unique(np.load(self.folder / f"{name}{_GROUPS}", mmap_mode="r")[places])
        groups: dict[Path, list[int]] = {}
        for place in places.tolist():
            groups.setdefault(paths[place >> _GROUP_BITS], []).append(place & ((1 << _GROUP_BITS) - 1))
        return pa.concat_tables(
            [_read(path, of_file, columns) for path, of_file in groups.items()] or [_read(paths[0], [], columns)]
        )

    def _pack(self, name: str) -> Pack:
        if name not in self._packs:
            self._packs[name] = Pack(self.folder / f"{name}{_PACK}")
        return self._packs[name]

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
