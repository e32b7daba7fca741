"""People stage: cuts the records of all lists into parts by their ids, so that no task holds more than one part.

Goes in: the files of the records table, a list each. Comes out: a file for each part, its records ready to link and
sorted, each with the name of its head of household. Where to cut is learnt from a sample of the ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import polars as pl

from byname.people.comparison.households import HEAD_NAME, with_families
from byname.people.parts.job import run_each
from byname.people.ready_records import NOT_COMPARED, check_ids, ready
from byname.records.schema import RECORDS

ROWS_OF_A_PART: Final = 125_000
MOST_PARTS: Final = 256  # of the largest archives; what tasks send each other lies in as many pieces, squared
_SAMPLE: Final = 1_000  # ids of a chunk
_KEPT: Final = [name for name in (*RECORDS, HEAD_NAME) if name not in NOT_COMPARED]
_OF_HEADS: Final = ("record_id", "surname", "given", "alias_surnames", "gender")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file: its number among the chunks, the first of its row groups, how many they are, and the
    rows."""

    number: int
    path: Path
    first: int
    groups: int
    rows: int


@dataclass(frozen=True, slots=True)
class Cut:
    """How the records are read: the columns that say anything, and the ids of those that are left out."""

    columns: tuple[str, ...]
    apart: frozenset[str]

    def read(self, chunk: Chunk) -> pl.DataFrame:
        """The records of a chunk that are about a person, ready to link, with the names of their heads."""
        people = ready(self._without(rows_of(chunk, self.columns)))
        return with_families(people, self._heads(people, chunk.path)).select(_KEPT)

    def _without(self, records: pl.DataFrame) -> pl.DataFrame:
        return records.filter(~pl.col("record_id").is_in(sorted(self.apart))) if self.apart else records

    def _heads(self, people: pl.DataFrame, path: Path) -> pl.DataFrame:
        """The heads of households of some records; nearly all of them stand in the same chunk."""
        own = people.select(_OF_HEADS)
        wanted = people.filter(~pl.col("head").is_in(own["record_id"].implode()))["head"].drop_nulls().unique()
        wanted = wanted.filter(~wanted.is_in(sorted(self.apart)))
        if wanted.is_empty():
            return own
        named = pl.col("record_id").is_in(wanted.implode()) & (pl.col("kind") == "person")
        return pl.concat([own, pl.scan_parquet(path).filter(named).select(_OF_HEADS).collect()])


def rows_of(chunk: Chunk, columns: Sequence[str]) -> pl.DataFrame:
    """Some columns of a chunk."""
    import pyarrow.parquet as pq  # slow to import

    with pq.ParquetFile(chunk.path) as file:
        groups = list(range(chunk.first, chunk.first + chunk.groups))
        return pl.DataFrame(file.read_row_groups(groups, columns=list(columns)))


def chunks_of(files: Sequence[Path], most: int) -> list[Chunk]:
    """The rows of all files in chunks of about `most`; of more where the chunks would be very many."""
    import pyarrow.parquet as pq  # slow to import

    whole = sum(pq.read_metadata(path).num_rows for path in files)
    pieces = _pieces(files, max(most, -(-whole // MOST_PARTS)))
    return [Chunk(number, *some) for number, some in enumerate(pieces)]


def _pieces(files: Sequence[Path], most: int) -> Iterator[tuple[Path, int, int, int]]:
    import pyarrow.parquet as pq  # slow to import

    for path in files:
        with pq.ParquetFile(path) as file:
            first, rows = 0, 0
            for group in range(file.num_row_groups):
                rows += file.metadata.row_group(group).num_rows
                if rows >= most or group == file.num_row_groups - 1:
                    yield path, first, group + 1 - first, rows
                    first, rows = group + 1, 0


def cut_into_parts(
    files: Sequence[Path],
    columns: Sequence[str],
    apart: Sequence[str],
    folder: Path,
    pool: Executor | None,
    most: int,
) -> int:
    """Write a file for each part into `folder/cut`, and give their number; 0 where no record is about a person.

    `columns`: those of the records table that say anything; `apart`: the ids of records that are left out; `most`:
    about how many records a part has.
    """
    wanted = tuple(name for name in columns if name not in NOT_COMPARED)
    cut, chunks = Cut(wanted, frozenset(apart)), chunks_of(files, most)
    samples = run_each(pool, partial(_sampled, cut.apart), chunks)
    if not any(number for number, _ in samples):
        return 0
    edges = _edges(samples, most)
    (folder / "cut").mkdir()
    run_each(pool, partial(_spread, cut, edges, folder / "cut"), chunks)
    return len(edges) + 1


def _sampled(apart: frozenset[str], chunk: Chunk) -> tuple[int, list[str]]:
    """How many records of a chunk are about a person, and some of their ids that lie evenly among them."""
    table = rows_of(chunk, ("record_id", "kind"))
    ids = table.filter((pl.col("kind") == "person") & ~pl.col("record_id").is_in(sorted(apart)))["record_id"].sort()
    return len(ids), ids.gather_every(max(1, len(ids) // _SAMPLE)).to_list()


def _edges(samples: Sequence[tuple[int, list[str]]], most: int) -> list[str]:
    """The first id of each part but the first."""
    records = sum(number for number, _ in samples)
    parts = min(-(-records // most), MOST_PARTS)
    if parts < 2:
        return []
    stands_for = [(id, number / len(ids)) for number, ids in samples for id in ids]
    table = pl.DataFrame(stands_for, schema={"id": pl.String, "weight": pl.Float64}, orient="row").sort("id")
    place = (table["weight"].cum_sum() - table["weight"]) * parts / records
    firsts = [place.search_sorted(part) for part in range(1, parts)]
    return table["id"].gather([min(int(first), len(table) - 1) for first in firsts]).unique().sort().to_list()


def _spread(cut: Cut, edges: list[str], folder: Path, chunk: Chunk) -> None:
    people = cut.read(chunk)
    part = pl.Series(edges, dtype=pl.String).search_sorted(people["record_id"], side="right")
    for (number,), some in people.with_columns(_part=part).partition_by("_part", as_dict=True).items():
        place = folder / str(number)
        place.mkdir(exist_ok=True)
        some.drop("_part").write_ipc(place / f"{chunk.number:06}.arrow")


def read_whole(path: Path) -> pl.DataFrame:
    """A table of a file, in memory."""
    with path.open("rb") as file:
        return pl.read_ipc(file)


def records_of_part(folder: Path, part: int) -> pl.DataFrame:
    """The records of a part, sorted by id; raises BadRecord where one occurs twice."""
    paths = sorted((folder / "cut" / str(part)).glob("*.arrow"))
    people = pl.concat([read_whole(path) for path in paths]).sort("record_id")
    check_ids(people)
    return people
