"""Records stage, the way in: a stream of raw entries with its mapping gives batches of records and statements.

Batches are made in the order of the entries whatever the number of processes, so the tables come out the same each
time. Memory is bounded by the batches under way, not by the size of the source.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from byname.records.cells import habits_of, read_cells
from byname.records.column_habits import with_column_habits
from byname.records.entry_reading import EntryReading, read_entry
from byname.records.grammar import Grammar, find_grammar
from byname.records.places import read_place
from byname.records.relation_gender import with_disagreement_flagged
from byname.records.schema import ENTRIES, RECORDS, STATEMENTS
from byname.records.statement import Statement
from byname.records.wide import wide_row
from byname.records.writable import control_problem, with_controls_shown
from byname.sources.entry import Entry
from byname.sources.limits import DEFAULT_LIMITS
from byname.sources.mapping import SourceMapping
from byname.sources.time_limit import EntryTimer, OutOfTime

BATCH = 4000
_PARALLEL_FROM = 3


def record_ids(entry: Entry, readings: int) -> list[str]:
    """The ids of the records of an entry that holds so many people; the first has the id of the entry."""
    return [entry.record_id if not number else f"{entry.record_id}#{number + 1}" for number in range(readings)]


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """The three tables of some entries, in order (columns of `schema`)."""

    entries: pl.DataFrame
    records: pl.DataFrame
    statements: pl.DataFrame


class RecordReader:
    """Reads the entries of one source; holds its mapping and its grammars, found once.

    `seconds` of computing are given to each entry.

    Raises BadMapping where a grammar that the mapping names is missing or wrong.
    """

    def __init__(
        self, mapping: SourceMapping, folder: Path | None = None, seconds: float = DEFAULT_LIMITS.entry_seconds
    ) -> None:
        self.mapping = mapping
        named = {where.grammar for where in mapping.fields.values() if where.grammar}
        self.grammars: dict[str, Grammar] = {name: find_grammar(name, folder) for name in sorted(named)}
        units = mapping.entries
        self.grammar = find_grammar(units.grammar, folder) if units and units.grammar else None
        self.within = read_place(mapping.within, mapping.language).normal if mapping.within else ""
        self.timer = EntryTimer(seconds)

    def read(self, entry: Entry) -> list[EntryReading]:
        """Read one entry; a line that holds several people gives several readings."""
        if not entry.text:
            return [read_cells(entry, self.mapping, self.grammars)]
        if entry.problems or self.grammar is None:
            return [EntryReading("note" if entry.problems else "unread", [], None, 0, len(entry.text))]
        return read_entry(entry.text, self.grammar)

    def batch(self, entries: list[Entry], position: int) -> RecordBatch:
        """Read some entries, the first of which is number `position` of its source.

        An entry whose reading fails or takes too long is kept as unread, and its problems say why.
        """
        tables = _Rows(self.within)
        with self.timer:
            for number, entry in enumerate(entries, position):
                tables.extend(self._rows_of(entry, number))
        return tables.frames()

    def problem_of(self, entry: Entry) -> str | None:
        """Try to read one entry, inside `with reader.timer`; gives why it could not be read, if it could not."""
        return self._attempt(entry, 0)[1]

    def _rows_of(self, entry: Entry, position: int) -> list[_Row]:
        rows, problem = self._attempt(entry, position)
        return self._unread(entry, problem, position) if problem else rows

    def _attempt(self, entry: Entry, position: int) -> tuple[list[_Row], str | None]:
        try:
            self.timer.begin()
            rows = self._read_rows(entry, position)
            self.timer.end()
        except OutOfTime as error:
            return [], str(error)
        except Exception as error:
            self.timer.end()
            return [], f"could not be read: {type(error).__name__}"
        return rows, None

    def _read_rows(self, entry: Entry, position: int) -> list[_Row]:
        problem = control_problem(entry)
        if problem is None:
            return self._made(entry, self.read(entry), position)
        shown = with_controls_shown(entry)
        kept = replace(shown, problems=(*shown.problems, problem))
        return self._made(kept, self.read(shown if shown.text else kept), position)

    def _made(self, entry: Entry, readings: list[EntryReading], position: int) -> list[_Row]:
        ids = record_ids(entry, len(readings))
        return [_row(id, entry, reading, position, self.mapping) for id, reading in zip(ids, readings, strict=True)]

    def _unread(self, entry: Entry, problem: str, position: int) -> list[_Row]:
        shown = with_controls_shown(entry)
        kept = replace(shown, problems=(*shown.problems, problem))
        notes = [Statement("note", problem, problem, 0, 0, None, problem)]
        return self._made(kept, [EntryReading("unread", notes, None, 0, len(entry.text))], position)


@dataclass(frozen=True, slots=True)
class _Row:
    """What the tables get from one reading of an entry."""

    entry: tuple[Any, ...]
    record: dict[str, Any]
    statements: list[tuple[Any, ...]]


def _row(record_id: str, entry: Entry, reading: EntryReading, position: int, mapping: SourceMapping) -> _Row:
    text = entry.text or json.dumps(
        {name: cell.text for name, cell in entry.cells.items() if cell.text}, ensure_ascii=False
    )
    item = record_id.split(":", 1)[1]
    record: dict[str, Any] = {
        "record_id": record_id, "source": entry.source, "file": entry.file, "item": item, "position": position,
        "kind": reading.kind, "is_head": reading.is_head,
    }  # fmt: skip
    stated = next((s.value for s in reading.statements if s.field == "language" and s.value), mapping.language)
    habits = habits_of(mapping)._replace(language=stated)
    statements = with_disagreement_flagged(reading.statements, stated)
    return _Row(
        (record_id, entry.source, entry.file, item, position, text, "; ".join(entry.problems) or None),
        record | {"standing": mapping.standing} | wide_row(statements, habits),
        [(record_id, *statement) for statement in statements],
    )


class _Rows:
    """Rows under construction; `within` is the folded place that all addresses lie in, or empty."""

    def __init__(self, within: str) -> None:
        self.within = within
        self.entries: list[tuple[Any, ...]] = []
        self.records: list[dict[str, Any]] = []
        self.statements: list[tuple[Any, ...]] = []

    def extend(self, rows: list[_Row]) -> None:
        """Add the rows of one entry."""
        for row in rows:
            self.entries.append(row.entry)
            self._place(row.record)
            self.records.append(row.record)
            self.statements += row.statements

    def _place(self, record: dict[str, Any]) -> None:
        """Put the place that all addresses lie in before a residence, where the source writes no more than streets."""
        residence = record["residence"]
        if residence and self.within and not residence.startswith(self.within):
            record["residence"] = f"{self.within} {residence}"
            if record["region"] == residence.split(" ", 1)[0]:
                record["region"] = self.within.split(" ", 1)[0]

    def frames(self) -> RecordBatch:
        statements = pl.DataFrame(
            self.statements,
            schema={"record_id": pl.String, "field": pl.String, "as_written": pl.String, "value": pl.String,
                    "start": pl.Int32, "end": pl.Int32, "column": pl.String, "flag": pl.String},
            orient="row",
        ).select(list(STATEMENTS))  # fmt: skip
        records = pl.DataFrame(
            self.records, schema={**RECORDS, "is_head": pl.Boolean(), "file": pl.String()}, infer_schema_length=None
        )
        return RecordBatch(pl.DataFrame(self.entries, schema=ENTRIES, orient="row"), records, statements)


def read_records(
    entries: Iterable[Entry],
    mapping: SourceMapping,
    *,
    folder: Path | None = None,
    pool: Executor | None = None,
    ahead: int = 4,
) -> Iterator[RecordBatch]:
    """Read entries into batches of records and statements, in order.

    What the mapping does not state of the columns' habits is told from the first entries (`column_habits`). `folder` is
    where a grammar named by the mapping may lie. With a pool, batches are read side by side, at most
    `ahead` of them at a time, once a source is long enough to be worth it.
    """
    stream = iter(entries)
    first = [chunk for chunk in (list(islice(stream, BATCH)) for _ in range(_PARALLEL_FROM)) if chunk]
    mapping = with_column_habits(mapping, [entry for chunk in first for entry in chunk])
    numbered = _numbered(first, stream)
    if pool is None or len(first) < _PARALLEL_FROM:
        reader = RecordReader(mapping, folder)
        yield from (reader.batch(chunk, position) for chunk, position in numbered)
        return
    waiting: deque[Future[RecordBatch]] = deque()
    try:
        for chunk, position in numbered:
            waiting.append(pool.submit(_work, mapping, folder, chunk, position))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _numbered(first: list[list[Entry]], stream: Iterator[Entry]) -> Iterator[tuple[list[Entry], int]]:
    """Chunks of entries, each with the number of its first entry."""
    position = 0
    for chunk in first:
        yield chunk, position
        position += len(chunk)
    while chunk := list(islice(stream, BATCH)):
        yield chunk, position
        position += len(chunk)


_reader: RecordReader | None = None  # of a worker process: the reader of the mapping it last worked for


def _work(mapping: SourceMapping, folder: Path | None, entries: list[Entry], position: int) -> RecordBatch:
    global _reader
    if _reader is None or _reader.mapping != mapping:
        _reader = RecordReader(mapping, folder)
    return _reader.batch(entries, position)


def with_households(records: pl.DataFrame, last_heads: dict[str, str]) -> pl.DataFrame:
    """Fill `head`: entries below a head of household point to it; columns `is_head` and `file` are taken off.

    Batches must come in the order of their source. `last_heads` carries the last head of each file from batch to batch.
    """
    own = pl.when(pl.col("is_head")).then(pl.col("record_id"))
    carried = pl.col("file").replace_strict(last_heads, default=None, return_dtype=pl.String())
    filled = records.with_columns(_head=own.forward_fill().over("file").fill_null(carried))
    lasts = filled.group_by("file", maintain_order=True).agg(pl.col("_head").last()).drop_nulls()
    last_heads |= dict(lasts.iter_rows())
    member = pl.col("is_head").fill_null(value=True).not_() & (pl.col("kind") == "person")
    return filled.with_columns(head=pl.when(member).then(pl.col("_head"))).select(list(RECORDS))
