"""Records stage: how a list would be read by its mapping, before anything is imported.

Takes the entries of a list with its mapping; gives its first rows as they would be read, and for each field how many
cells say that nothing is known, how many were not understood or are doubtful, and which texts those are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from byname.records.cells import CellReader
from byname.records.column_habits import with_column_habits
from byname.records.reading import BATCH, RecordReader
from byname.records.statement import Statement
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
    texts: Counter[tuple[str, str | None]] = field(default_factory=Counter)  # text and its value, of what is flagged

    def count(self, statement: Statement) -> None:
        """Add a statement."""
        self.values += 1
        if statement.value is None:
            self.not_understood += 1
        elif statement.flag:
            self.doubtful += 1
        key = (statement.as_written.strip(), statement.value)
        if (statement.value is None or statement.flag) and (key in self.texts or len(self.texts) < _MOST_TEXTS):
            self.texts[key] += 1


@dataclass(frozen=True, slots=True)
class Check:
    """How a list would be read: its first rows, its fields, entries about nobody, the habits its columns showed."""

    rows: tuple[tuple[str, tuple[Statement, ...]], ...]
    fields: dict[str, FieldCheck]
    entries: int
    unread: int
    mapping: SourceMapping


def check_entries(entries: Iterable[Entry], mapping: SourceMapping, *, folder: Path | None = None) -> Check:
    """Read entries by a mapping without keeping them.

    `folder` is where a grammar named by the mapping may lie. Raises BadMapping where it is missing.
    """
    stream = iter(entries)
    first = list(islice(stream, 3 * BATCH))
    reader = RecordReader(with_column_habits(mapping, first), folder)
    columns = [CellReader(name, reader.mapping, where) for name, where in reader.mapping.fields.items()]
    counts: dict[str, FieldCheck] = {}
    rows: list[tuple[str, tuple[Statement, ...]]] = []
    total = unread = 0
    with reader.timer:
        for entry in chain(first, stream):
            total += 1
            statements, about_somebody = _read(reader, entry)
            unread += not about_somebody
            for cells in columns:
                if missing := sum(map(cells.says_nothing, cells.where.cells(entry))):
                    counts.setdefault(cells.name, FieldCheck()).missing += missing
            for statement in statements:
                counts.setdefault(statement.field, FieldCheck()).count(statement)
            if len(rows) < ROWS:
                rows.append((entry.record_id, tuple(statements)))
    ordered = {name: counts[name] for name in fields() if name in counts}
    return Check(tuple(rows), ordered, total, unread, reader.mapping)


def _read(reader: RecordReader, entry: Entry) -> tuple[list[Statement], bool]:
    problem = reader.problem_of(entry)
    if problem:
        return [Statement("note", problem, None, 0, 0, None, problem)], False
    readings = reader.read(entry)
    return [s for reading in readings for s in reading.statements], any(r.kind == "person" for r in readings)
