"""Cuts the records and statements of all sources into parts, each with all that is known of some people.

Takes the tables of the sources and who each record is; gives parts in the order of the people, which any process can
read one by one, so that what is worked out person by person needs no more memory for ten million records than for one.
The sources are read once, some row groups at a time by any worker, and lie on disk in between, sorted into the parts.
Whose part a record falls to is looked up in arrays on disk, so that nobody holds the persons of all records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.parts.cutting import MOST_PARTS, ROWS_OF_A_PART, Chunk, chunks_of, read_whole, rows_of
from byname.people.parts.exchange import create_array, packed_ids, write_rows
from byname.people.parts.job import run_each
from byname.people.person_ids import PREFIX
from byname.people.result_tables import ASSIGNMENTS
from byname.records.schema import RECORDS, STATEMENTS

RECORDS_A_PART: Final = ROWS_OF_A_PART
_PART: Final = "part"
_DIGITS: Final = 8  # of the hash in a person id, by which people are spread evenly over the parts, in their order


@dataclass(frozen=True, slots=True)
class Part:
    """Some people whole: their records, the statements of these, and who each record is."""

    records: pl.DataFrame
    statements: pl.DataFrame
    assignments: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an archive as they lie in a folder; part 0 has the first people by id."""

    folder: Path
    number: int
    columns: tuple[str, ...]
    said: tuple[str, ...]

    def read(self, number: int) -> Part:
        """One part; its rows stand in the order of the sources. Any process may read it."""
        return Part(
            self._taken("records", number, {name: RECORDS[name] for name in self.columns}),
            self._taken("statements", number, {name: STATEMENTS[name] for name in self.said}),
            self._taken("assignments", number, ASSIGNMENTS).sort("person_id", "record_id"),
        )

    def _taken(self, kind: str, number: int, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        """The rows of a part; none where there was nothing to write."""
        found = [read_whole(path) for path in sorted((self.folder / kind / str(number)).glob("*.arrow"))]
        return pl.concat(found).select(*schema) if found else pl.DataFrame(schema=schema)


@contextmanager
def parts_by_person(
    tables: Path,
    scratch: Path,
    *,
    columns: Sequence[str],
    said: Sequence[str],
    most: int = RECORDS_A_PART,
    pool: Executor | None = None,
) -> Iterator[Parts]:
    """The parts of an archive, by person id; a part has about `most` records and no person lies in two.

    `tables`: the folder with `records`, `statements` and `assignments.parquet`; `scratch`: where the parts lie until
    the block ends, a folder that all workers of the `pool` see; `columns` and `said`: the columns wanted of records and
    of statements, `record_id` among them. Records that nobody is assigned to are in no part.
    """
    assigned = chunks_of([tables / "assignments.parquet"], most)
    number = parts_of(sum(chunk.rows for chunk in assigned), most)
    some = pool if number > 1 else None  # processes take longer to start than one part takes
    with TemporaryDirectory(dir=scratch) as temporary:
        folder = Path(temporary)
        _keep_owners(folder, assigned, number, some)
        for kind, wanted in (("records", columns), ("statements", said)):
            chunks = chunks_of(sorted((tables / kind).glob("*.parquet")), most)
            run_each(some, partial(_spread, folder, kind, tuple(wanted)), chunks)
        yield Parts(folder, number, tuple(columns), tuple(said))


def parts_of(records: int, most: int) -> int:
    """How many parts so many records lie in."""
    return max(1, min(-(-records // most), MOST_PARTS))


def _keep_owners(folder: Path, chunks: Sequence[Chunk], number: int, pool: Executor | None) -> None:
    """Put down the ids of all records, sorted, and the part of each; and the assignments of each part."""
    longest = max(run_each(pool, _longest_id, chunks), default=1)
    starts = np.cumsum([0, *(chunk.rows for chunk in chunks)]).tolist()
    for name, kind in (("ids", f"S{longest}"), ("parts", "i2")):
        create_array(folder / f"{name}.npy", (starts[-1],), kind)
    tasks = list(zip(starts, chunks, strict=False))
    run_each(pool, partial(_keep_some, folder, number), tasks)


def _longest_id(chunk: Chunk) -> int:
    return int(rows_of(chunk, ("record_id",))["record_id"].str.len_bytes().max() or 1)  # type: ignore[arg-type]


def _keep_some(folder: Path, number: int, task: tuple[int, Chunk]) -> None:
    first, chunk = task
    owners = rows_of(chunk, tuple(ASSIGNMENTS))
    hashed = pl.col("person_id").str.slice(len(PREFIX), _DIGITS).str.to_integer(base=16, dtype=pl.Int64)
    part = owners.select((hashed * number // 16**_DIGITS).cast(pl.Int16).alias(_PART))[_PART]
    for name, values in (("ids", packed_ids(owners["record_id"])), ("parts", part.to_numpy())):
        write_rows(folder / f"{name}.npy", first, values)
    _write(folder / "assignments", chunk.number, owners, part)


def _spread(folder: Path, kind: str, wanted: tuple[str, ...], chunk: Chunk) -> None:
    """Write the rows of a chunk into a file for each part."""
    rows = rows_of(chunk, wanted)
    part = pl.Series(_PART, _part_of(folder, rows["record_id"]))
    _write(folder / kind, chunk.number, rows.filter(part >= 0), part.filter(part >= 0))


def _part_of(folder: Path, ids: pl.Series) -> npt.NDArray[np.int16]:
    """The part of each of some records, -1 where nobody is assigned to it; the rows of a record mostly stand
    together."""
    known, parts = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("ids", "parts"))
    runs = ids.rle().struct.unnest()
    wanted = packed_ids(runs["value"])
    found = np.full(len(wanted), -1, np.int16)
    if len(known):
        place = np.minimum(np.searchsorted(known, wanted.astype(known.dtype)), len(known) - 1)
        same = known[place] == wanted
        found[same] = parts[place[same]]
    return np.repeat(found, runs["len"].to_numpy())


def _write(folder: Path, chunk: int, rows: pl.DataFrame, part: pl.Series) -> None:
    for (number,), some in rows.with_columns(part.alias(_PART)).partition_by(_PART, as_dict=True).items():
        place = folder / str(number)
        place.mkdir(parents=True, exist_ok=True)
        some.drop(_PART).write_ipc(place / f"{chunk:06}.arrow", compression="lz4")
