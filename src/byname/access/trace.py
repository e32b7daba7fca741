"""From any printed number back to the rows of the originals and the version of the code.

Takes a number's id; gives what it counts, how it was computed, and its rows: record ids with the entry's text as it
stands in the original, the file, its SHA-256, and the citation of the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from rapidfuzz import process

from byname.access.protection import WITHHELD, Protection
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.tables import DerivedTables, record_ids
from byname.errors import NotInSources
from byname.values.printed import FACTS, PrintedNumber


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

    @property
    def shown_rows(self) -> tuple[TracedRow, ...]:
        """The rows without those of people who may be living, of whom not even the id is shown to the public."""
        return tuple(row for row in self.rows if row.text != WITHHELD)


def trace(archive: Archive, number_id: str, *, limit: int | None = 20, protected: bool = True) -> Trace:
    """Trace a number; `limit` None gives every row. Raises NotInSources where no number has the id.

    Texts that may speak of living people are withheld unless `protected` is False.
    """
    numbers = numbers_of(archive)
    if number_id not in numbers:
        near = process.extractOne(number_id, list(numbers), score_cutoff=60)
        fix = f"did you mean {near[0]}?" if near else "ids stand beside the numbers of the report"
        raise NotInSources(f"no printed number has the id {number_id!r}", where=str(archive.folder), fix=fix)
    number = numbers[number_id]
    records = record_ids(DerivedTables.built(archive, "numbers"), number)
    chosen = records if limit is None else records.head(limit)
    return Trace(number, len(records), _rows(archive, chosen, protected=protected), code_version())


def traces_together(archive: Archive, number_ids: Iterable[str], *, limit: int = 20) -> dict[str, Trace]:
    """Many numbers traced in one go, each as `trace` gives it; an id that no number has is left out."""
    numbers = numbers_of(archive)
    wanted = [numbers[id] for id in number_ids if id in numbers]
    found = DerivedTables.built(archive, "numbers").first_entries(wanted, limit)
    firsts = {row["record_id"] for _, entries in found.values() for row in entries}
    rows = {row.record_id: row for row in _rows(archive, pl.Series(sorted(firsts), dtype=pl.String), protected=True)}
    version = code_version()
    return {
        id: Trace(numbers[id], total, tuple(rows[row["record_id"]] for row in entries), version)
        for id, (total, entries) in found.items()
    }


def numbers_of(archive: Archive) -> dict[str, PrintedNumber]:
    """All printed numbers of a built archive, by id."""
    return DerivedTables.built(archive, "numbers").numbers()


def _rows(archive: Archive, ids: pl.Series, *, protected: bool) -> tuple[TracedRow, ...]:
    hashes = {(f.source, f.file_name): f.sha256 for f in archive.imported()}
    facts = {f"{FACTS}{file.name}": file for file in archive.fact_files()}
    hashes |= {(name, name): file.came_sha256 or file.sha256 for name, file in facts.items()}
    names = {name: file.file_name for name, file in facts.items()}
    originals = DerivedTables.built(archive, "numbers").originals()
    entries = originals.filter(pl.col("record_id").is_in(ids.implode())).collect()
    if protected:
        entries = Protection.of(archive).with_texts_withheld(entries, "text")
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
