"""Records stage: how a list would be read by its mapping, before anything is imported.

Takes the entries of a list with its mapping; gives its first rows as they would be read, and for each field how many
cells say that nothing is known, how many were not understood or are doubtful, and which texts those are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Protocol

from byname.records.cells import CellReader
from byname.records.column_habits import with_column_habits
from byname.records.reading import BATCH, RecordBatch, RecordReader, record_ids
from byname.records.statement import Statement
from byname.records.unnamed import SEVERAL
from byname.sources.entry import Entry
from byname.sources.mapping import SourceMapping
from byname.values.fields import fields

ROWS = 10
_MOST_TEXTS = 10_000  # different texts of a field that are counted


@dataclass(slots=True)
class FieldCheck:
    """How the cells of one field are read: counts, and the texts that were not understood or are doubtful."""

    values: int = 0  # statements
    missing: int = 0  # cells that say that nothing is known
    not_understood: int = 0
    doubtful: int = 0  # read, with a flag
    several: int = 0  # cells that name several people
    texts: Counter[tuple[str, str | None]] = field(default_factory=Counter)  # text and its value, of what is flagged

    def count(self, statement: Statement, *, shown: bool = True) -> None:
        """Add a statement, and its text where that may be shown."""
        self.values += 1
        if statement.value is None:
            self.not_understood += 1
        elif statement.flag:
            self.doubtful += 1
        self.several += (statement.flag or "").startswith(SEVERAL)
        key = (statement.as_written.strip(), statement.value)
        if (
            shown
            and (statement.value is None or statement.flag)
            and (key in self.texts or len(self.texts) < _MOST_TEXTS)
        ):
            self.texts[key] += 1


@dataclass(frozen=True, slots=True)
class Check:
    """How a list would be read: its first rows, its fields, entries about nobody, the habits its columns showed."""

    rows: tuple[tuple[str, tuple[Statement, ...]], ...]
    fields: dict[str, FieldCheck]
    entries: int
    unread: int
    mapping: SourceMapping


class Hiding(Protocol):
    """Says which values of some records are not to be shown."""

    def words(self, record_id: str, field: str) -> str | None:
        """The words that stand for a record's value of a field; None where it is shown."""
        ...


def check_entries(
    entries: Iterable[Entry],
    mapping: SourceMapping,
    *,
    folder: Path | None = None,
    hiding: Callable[[RecordBatch], Hiding] | None = None,
) -> Check:
    """Read entries by a mapping without keeping them.

    `folder` is where a grammar named by the mapping may lie; `hiding` says what of an entry's records is not shown.
    Raises BadMapping where the grammar is missing.
    """
    stream = iter(entries)
    first = list(islice(stream, 3 * BATCH))
    reader = RecordReader(with_column_habits(mapping, first), folder)
    counted = _Counted(reader)
    every = chain(first, stream)
    while batch := list(islice(every, BATCH)):
        counted.add(batch, hiding)
    ordered = {name: counted.fields[name] for name in fields() if name in counted.fields}
    return Check(tuple(counted.rows), ordered, counted.total, counted.unread, reader.mapping)


class _Counted:
    """What was counted so far of a list, and its first rows."""

    def __init__(self, reader: RecordReader) -> None:
        self.reader = reader
        self.fields: dict[str, FieldCheck] = {}
        self.rows: list[tuple[str, tuple[Statement, ...]]] = []
        self.total = self.unread = 0
        self._columns = [CellReader(name, reader.mapping, where) for name, where in reader.mapping.fields.items()]

    def add(self, batch: list[Entry], hiding: Callable[[RecordBatch], Hiding] | None) -> None:
        """Count some entries."""
        with self.reader.timer:
            read = [_read(self.reader, entry) for entry in batch]
        hidden = self._hidden(batch, read, hiding) if hiding else None
        for entry, found in zip(batch, read, strict=True):
            self.total += 1
            self.unread += not found.about_somebody
            if not found.failed:
                self._count_missing(entry)
            shown = [_shown(id, statement, hidden) for id, statement in found.statements]
            for statement, (_, as_read) in zip(shown, found.statements, strict=True):
                self._of(statement.field).count(as_read, shown=statement is as_read)
            if len(self.rows) < ROWS:
                self.rows.append((entry.record_id, tuple(shown)))

    def _of(self, field: str) -> FieldCheck:
        return self.fields.setdefault(field, FieldCheck())

    def _count_missing(self, entry: Entry) -> None:
        for cells in self._columns:
            if missing := sum(map(cells.says_nothing, cells.where.cells(entry))):
                self._of(cells.name).missing += missing

    def _hidden(self, batch: list[Entry], read: list[_Read], hiding: Callable[[RecordBatch], Hiding]) -> Hiding | None:
        """What is hidden of the entries of which anything could be shown: the first rows, and what is not clear."""
        wanted = [
            entry
            for place, (entry, found) in enumerate(zip(batch, read, strict=True))
            if len(self.rows) + place < ROWS or any(s.value is None or s.flag for _, s in found.statements)
        ]
        return hiding(self.reader.batch(wanted, 0)) if wanted else None


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of an entry: its statements, each with the id of its record, and whether it is about somebody.

    `failed`: it could not be read, or not in time.
    """

    statements: tuple[tuple[str, Statement], ...]
    about_somebody: bool
    failed: bool = False


def _read(reader: RecordReader, entry: Entry) -> _Read:
    problem = reader.problem_of(entry)
    if problem:
        return _Read((("", Statement("note", problem, None, 0, 0, None, problem)),), about_somebody=False, failed=True)
    readings = reader.read(entry)
    ids = record_ids(entry, len(readings))
    statements = tuple((id, s) for id, reading in zip(ids, readings, strict=True) for s in reading.statements)
    return _Read(statements, any(reading.kind == "person" for reading in readings))


def _shown(record_id: str, statement: Statement, hidden: Hiding | None) -> Statement:
    words = hidden.words(record_id, statement.field) if hidden else None
    return statement if words is None else Statement(statement.field, words, None, 0, 0, statement.column, words)
