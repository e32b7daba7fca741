"""From any printed number back to the rows of the originals and the version of the code.

Takes a number's id; gives what it counts, how it was computed, and its rows: record ids with the entry's text as it
stands in the original, the file, its SHA-256, and the citation of the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from rapidfuzz import process

from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.errors import BadArchive
from byname.pipeline.numbers import load_numbers, select_rows, table_of
from byname.values.printed import FACTS, PrintedNumber

FACT_ROWS = ("camps",)  # derived tables whose rows are those of a table of facts


@dataclass(frozen=True, slots=True)
class TracedRow:
    """One row of an original: its record, source, file and hash, its place there, and its text."""

    record_id: str
    source: str
    file: str
    sha256: str
    item: str
    text: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A number with the rows it rests on; `total` counts them all, `rows` holds the first of them."""

    number: PrintedNumber
    total: int
    rows: tuple[TracedRow, ...]
    code_version: str


class Tables:
    """The derived tables of an archive, each read once and kept in memory while many numbers are traced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, pl.LazyFrame] = {}

    def __getitem__(self, name: str) -> pl.LazyFrame:
        if name not in self._kept:
            self._kept[name] = table_of(self._folder, name).collect().lazy()
        return self._kept[name]

    def originals(self) -> pl.LazyFrame:
        """The rows of the originals: the entries of the sources, and those of tables of facts with traced figures."""
        names = ["entries", *(name for name in FACT_ROWS if (self._folder / f"{name}.parquet").exists())]
        return pl.concat([self[name].select("record_id", "source", "file", "item", "text") for name in names])

    def first_entries(
        self, numbers: Iterable[PrintedNumber], limit: int
    ) -> dict[str, tuple[int, list[dict[str, str]]]]:
        """For each number's id, how many records it rests on and the entries of the first `limit` of them."""
        of_rows: dict[tuple[object, ...], pl.Series] = {}  # an estimate and its counts rest on the same rows
        found: dict[str, pl.Series] = {}
        for number in numbers:
            key = (number.table, number.where)
            if key not in of_rows:
                of_rows[key] = record_ids(self, number)
            found[number.id] = of_rows[key]
        firsts = (
            pl.concat([ids.head(limit) for ids in found.values()]).unique() if found else pl.Series([], dtype=pl.String)
        )
        wanted = self.originals().filter(pl.col("record_id").is_in(firsts.implode()))
        entries = {
            row["record_id"]: row for row in wanted.select("record_id", "source", "file", "text").collect().to_dicts()
        }
        return {id: (len(ids), [entries[record] for record in ids.head(limit)]) for id, ids in found.items()}


def trace(archive: Archive, number_id: str, *, limit: int | None = 20) -> Trace:
    """Trace a number; `limit` None gives every row. Raises BadArchive where no number has the id."""
    numbers = numbers_of(archive)
    if number_id not in numbers:
        near = process.extractOne(number_id, list(numbers), score_cutoff=60)
        fix = f"did you mean {near[0]}?" if near else "ids stand beside the numbers of the report"
        raise BadArchive(f"no printed number has the id {number_id!r}", where=str(archive.folder), fix=fix)
    number = numbers[number_id]
    records = record_ids(Tables(archive.tables), number)
    chosen = records if limit is None else records.head(limit)
    return Trace(number, len(records), _rows(archive, chosen), code_version())


def numbers_of(archive: Archive) -> dict[str, PrintedNumber]:
    """All printed numbers of a built archive, by id."""
    path = archive.tables / "numbers.json"
    if not path.exists():
        raise BadArchive("the archive is not built", where=str(archive.folder), fix="run `byname build`")
    return load_numbers(path)


def record_ids(tables: Tables, number: PrintedNumber) -> pl.Series:
    """The ids of the records a number rests on, sorted; people stand for all their records."""
    frame = select_rows(tables[number.table], number.where)
    columns = frame.collect_schema().names()
    if "record_ids" in columns:
        found = frame.select(pl.col("record_ids").explode().alias("record_id"))
    elif "record_id" in columns:
        found = frame.select("record_id")
    else:
        assigned = tables["assignments"].select("record_id", "person_id")
        found = frame.select("person_id").unique().join(assigned, on="person_id").select("record_id")
    return found.unique().sort("record_id").collect()["record_id"]


def _rows(archive: Archive, ids: pl.Series) -> tuple[TracedRow, ...]:
    hashes = {(f.source, f.file_name): f.sha256 for f in archive.imported()}
    facts = {f"{FACTS}{file.name}": file for file in archive.fact_files()}
    hashes |= {(name, name): file.came_sha256 or file.sha256 for name, file in facts.items()}
    names = {name: file.file_name for name, file in facts.items()}
    entries = Tables(archive.tables).originals().filter(pl.col("record_id").is_in(ids.implode())).collect()
    return tuple(
        TracedRow(
            row["record_id"],
            row["source"],
            names.get(row["file"], row["file"]),
            hashes.get((row["source"], row["file"]), ""),
            row["item"],
            row["text"],
        )
        for row in entries.sort("record_id").iter_rows(named=True)
    )
