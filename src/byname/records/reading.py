"""Records stage, the way in: a stream of raw entries with its mapping gives batches of records and statements.

Batches are made in the order of the entries whatever the number of processes, so the tables come out the same each
time. Memory is bounded by the batches under way, not by the size of the source.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl

from byname.records.batches import RecordBatch, Row, Rows, as_json, joined_in_order
from byname.records.cells import RowReader, habits_of
from byname.records.column_habits import with_column_habits
from byname.records.column_reading import ColumnReader, can_be_read_by_column
from byname.records.entry_reading import EntryReader, EntryReading
from byname.records.grammar import Grammar, find_grammar
from byname.records.places import read_place
from byname.records.relation_gender import with_disagreement_flagged
from byname.records.schema import RECORDS
from byname.records.side_by_side import in_order
from byname.records.statement import Statement
from byname.records.table_columns import Numbered
from byname.records.wide import wide_row
from byname.records.writable import control_problem, with_controls_shown
from byname.sources.entry import Entry
from byname.sources.limits import DEFAULT_LIMITS
from byname.sources.mapping import SourceMapping
from byname.sources.time_limit import EntryTimer, OutOfTime

__all__ = ["BATCH", "RecordBatch", "RecordReader", "read_records", "record_ids", "with_households"]

BATCH = 4000
_PARALLEL_FROM = 3


def record_ids(entry: Entry, readings: int) -> list[str]:
    """The ids of the records of an entry that holds so many people; the first has the id of the entry."""
    return [entry.record_id if not number else f"{entry.record_id}#{number + 1}" for number in range(readings)]


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
        self._book = EntryReader(find_grammar(units.grammar, folder)) if units and units.grammar else None
        self.within = read_place(mapping.within, mapping.language).normal if mapping.within else ""
        self.timer = EntryTimer(seconds)
        self._habits = habits_of(mapping)
        self._table = RowReader(mapping, self.grammars)
        self._columns = ColumnReader(mapping, self.within, seconds) if can_be_read_by_column(mapping) else None

    def read(self, entry: Entry) -> list[EntryReading]:
        """Read one entry; a line that holds several people gives several readings."""
        if not entry.text:
            return [self._table.read(entry)]
        if entry.problems or self._book is None:
            return [EntryReading("note" if entry.problems else "unread", [], None, 0, len(entry.text))]
        return self._book.read(entry.text)

    def batch(self, entries: list[Entry], position: int) -> RecordBatch:
        """Read some entries, the first of which is number `position` of its source.

        An entry whose reading fails or takes too long is kept as unread, and its problems say why.
        """
        numbered: Sequence[Numbered] = list(enumerate(entries, position))
        batches = []
        with self.timer, _collector_paused():
            if self._columns is not None:
                together, numbered = self._columns.read(numbered)
                batches += [together] if together is not None else []
            if numbered or not batches:
                rows = Rows()
                for number, entry in numbered:
                    rows.extend(self._rows_of(entry, number))
                batches.append(rows.tables())
            return joined_in_order(batches)

    def problem_of(self, entry: Entry) -> str | None:
        """Try to read one entry, inside `with reader.timer`; gives why it could not be read, if it could not."""
        return self._attempt(entry, 0)[1]

    def _rows_of(self, entry: Entry, position: int) -> list[Row]:
        rows, problem = self._attempt(entry, position)
        return self._unread(entry, problem, position) if problem else rows

    def _attempt(self, entry: Entry, position: int) -> tuple[list[Row], str | None]:
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

    def _read_rows(self, entry: Entry, position: int) -> list[Row]:
        problem = control_problem(entry)
        if problem is None:
            return self._made(entry, self.read(entry), position)
        shown = with_controls_shown(entry)
        kept = replace(shown, problems=(*shown.problems, problem))
        return self._made(kept, self.read(shown if shown.text else kept), position)

    def _made(self, entry: Entry, readings: list[EntryReading], position: int) -> list[Row]:
        ids = record_ids(entry, len(readings))
        return [self._row(id, entry, reading, position) for id, reading in zip(ids, readings, strict=True)]

    def _row(self, record_id: str, entry: Entry, reading: EntryReading, position: int) -> Row:
        item = record_id.split(":", 1)[1]
        statements = self._flagged(reading.statements)
        record = wide_row(statements, self._habits, self.within)
        record |= {
            "record_id": record_id, "source": entry.source, "file": entry.file, "item": item, "position": position,
            "kind": reading.kind, "is_head": reading.is_head, "standing": self.mapping.standing,
        }  # fmt: skip
        text, problems = entry.text or as_json(entry.cells), "; ".join(entry.problems) or None
        return Row((record_id, entry.source, entry.file, item, position, text, problems), record, statements)

    def _flagged(self, statements: list[Statement]) -> list[Statement]:
        """The statements with a flag where a relation and a given name are of two genders."""
        if not any(statement.field == "relation" for statement in statements):
            return statements
        stated = next((s.value for s in statements if s.field == "language" and s.value), self.mapping.language)
        return with_disagreement_flagged(statements, stated)

    def _unread(self, entry: Entry, problem: str, position: int) -> list[Row]:
        shown = with_controls_shown(entry)
        kept = replace(shown, problems=(*shown.problems, problem))
        notes = [Statement("note", problem, problem, 0, 0, None, problem)]
        return self._made(kept, [EntryReading("unread", notes, None, 0, len(entry.text))], position)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep Python from looking for circles of objects: reading makes none, and a great many objects to look through."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
    first = [chunk for chunk in (_chunk(stream) for _ in range(_PARALLEL_FROM)) if chunk]
    mapping = with_column_habits(mapping, [entry for chunk in first for entry in chunk])
    numbered = _numbered(first, stream)
    if pool is None or len(first) < _PARALLEL_FROM:
        reader = RecordReader(mapping, folder)
        yield from (reader.batch(chunk, position) for chunk, position in numbered)
        return
    tasks = ((pickle.dumps(chunk), position) for chunk, position in numbered)
    yield from in_order(partial(_work, mapping, folder), tasks, pool, ahead)


def _numbered(first: list[list[Entry]], stream: Iterator[Entry]) -> Iterator[tuple[list[Entry], int]]:
    """Chunks of entries, each with the number of its first entry."""
    position = 0
    for chunk in first:
        yield chunk, position
        position += len(chunk)
    while chunk := _chunk(stream):
        yield chunk, position
        position += len(chunk)


def _chunk(stream: Iterator[Entry]) -> list[Entry]:
    with _collector_paused():
        return list(islice(stream, BATCH))


_reader: RecordReader | None = None  # of a worker process: the reader of the mapping it last worked for


def _work(mapping: SourceMapping, folder: Path | None, task: tuple[bytes, int]) -> RecordBatch:
    global _reader
    packed, position = task
    if _reader is None or _reader.mapping != mapping:
        _reader = RecordReader(mapping, folder)
    with _collector_paused():
        entries = pickle.loads(packed)
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
