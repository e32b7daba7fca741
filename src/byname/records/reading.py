"""Records stage, the way in: a stream of raw entries with its mapping gives batches of records and statements.

Batches are made in the order of the entries whatever the number of processes, so the tables come out the same each time.
Memory is bounded by the batches under way, not by the size of the source.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl

from byname.records.cells import read_cells
from byname.records.entry_reading import EntryReading, read_entry
from byname.records.grammar import Grammar, find_grammar
from byname.records.schema import ENTRIES, RECORDS, STATEMENTS
from byname.records.wide import wide_row
from byname.sources.entry import Entry
from byname.sources.mapping import SourceMapping

BATCH = 4000
_PARALLEL_FROM = 3


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """The three tables of some entries, in order (columns of `schema`)."""

    entries: pl.DataFrame
    records: pl.DataFrame
    statements: pl.DataFrame


class RecordReader:
    """Reads the entries of one source; holds its mapping and its grammars, found once.

    Raises BadMapping where a grammar that the mapping names is missing or wrong.
    """

    def __init__(self, mapping: SourceMapping, folder: Path | None = None) -> None:
        self.mapping = mapping
        named = {where.grammar for where in mapping.fields.values() if where.grammar}
        self.grammars: dict[str, Grammar] = {name: find_grammar(name, folder) for name in sorted(named)}
        units = mapping.entries
        self.grammar = find_grammar(units.grammar, folder) if units and units.grammar else None

    def read(self, entry: Entry) -> list[EntryReading]:
        """Read one entry; a line that holds several people gives several readings."""
        if not entry.text:
            return [read_cells(entry, self.mapping, self.grammars)]
        if entry.problems or self.grammar is None:
            return [EntryReading("note" if entry.problems else "unread", [], None, 0, len(entry.text))]
        return read_entry(entry.text, self.grammar)

    def batch(self, entries: list[Entry], position: int) -> RecordBatch:
        """Read some entries, the first of which is number `position` of its source."""
        tables = _Rows()
        for offset, entry in enumerate(entries):
            for number, reading in enumerate(self.read(entry)):
                record_id = entry.record_id if not number else f"{entry.record_id}#{number + 1}"
                tables.add(record_id, entry, reading, position + offset, self.mapping.language)
        return tables.frames()


class _Rows:
    """Rows under construction."""

    def __init__(self) -> None:
        self.entries: list[tuple[Any, ...]] = []
        self.records: list[dict[str, Any]] = []
        self.statements: list[tuple[Any, ...]] = []

    def add(self, record_id: str, entry: Entry, reading: EntryReading, position: int, language: str) -> None:
        text = entry.text or json.dumps({name: cell.text for name, cell in entry.cells.items()}, ensure_ascii=False)
        item = record_id.split(":", 1)[1]
        self.entries.append(
            (record_id, entry.source, entry.file, item, position, text, "; ".join(entry.problems) or None)
        )
        row = {"record_id": record_id, "source": entry.source, "file": entry.file, "item": item, "position": position,
               "kind": reading.kind, "is_head": reading.is_head}  # fmt: skip
        self.records.append(row | wide_row(reading.statements, language))
        self.statements += [(record_id, *statement) for statement in reading.statements]

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
    processes: int = 1,
    position: int = 0,
) -> Iterator[RecordBatch]:
    """Read entries into batches of records and statements, in order.

    `folder` is where a grammar named by the mapping may lie; `processes` above 1 reads batches side by side once a
    source is long enough to be worth it; `position` numbers the first entry.
    """
    reader = RecordReader(mapping, folder)
    stream = iter(entries)
    first = [chunk for chunk in (list(islice(stream, BATCH)) for _ in range(_PARALLEL_FROM)) if chunk]
    if processes < 2 or len(first) < _PARALLEL_FROM:
        yield from _inline(reader, first, stream, position)
        return
    yield from _side_by_side(mapping, folder, first, stream, position, processes)


def _inline(
    reader: RecordReader, first: list[list[Entry]], stream: Iterator[Entry], position: int
) -> Iterator[RecordBatch]:
    for chunk in _chunks(first, stream):
        yield reader.batch(chunk, position)
        position += len(chunk)


def _chunks(first: list[list[Entry]], stream: Iterator[Entry]) -> Iterator[list[Entry]]:
    yield from first
    while chunk := list(islice(stream, BATCH)):
        yield chunk


def _side_by_side(
    mapping: SourceMapping,
    folder: Path | None,
    first: list[list[Entry]],
    stream: Iterator[Entry],
    position: int,
    processes: int,
) -> Iterator[RecordBatch]:
    pool = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_prepare, initargs=(mapping, folder)
    )
    waiting: deque[Future[RecordBatch]] = deque()
    with pool:
        try:
            for chunk in _chunks(first, stream):
                waiting.append(pool.submit(_work, chunk, position))
                position += len(chunk)
                if len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_reader: RecordReader | None = None  # of a worker process, set once when it starts


def _prepare(mapping: SourceMapping, folder: Path | None) -> None:
    global _reader
    _reader = RecordReader(mapping, folder)


def _work(entries: list[Entry], position: int) -> RecordBatch:
    assert _reader is not None
    return _reader.batch(entries, position)


def with_households(records: pl.DataFrame) -> pl.DataFrame:
    """Fill `head`: entries below a head of household point to it; columns `is_head` and `file` are taken off.

    Records must be in the order of their source; a head is looked for in the same file only.
    """
    heads = pl.when(pl.col("is_head")).then(pl.col("record_id")).forward_fill().over("file")
    member = pl.col("is_head").fill_null(value=True).not_() & (pl.col("kind") == "person")
    return records.with_columns(head=pl.when(member).then(heads)).select(list(RECORDS))
