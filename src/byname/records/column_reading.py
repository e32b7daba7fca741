"""Records stage: reads the entries of a table column by column, each different text once.

Takes entries; gives the three tables of those that can be read so, and the entries that need to be read one by one:
they hold more than plain cells, or a cell of theirs cannot be read or takes too long. The tables are those that
`cells` and `wide` make entry by entry, to the byte: what a cell says does not depend on the cells beside it, and what
follows from several is worked out once for each combination of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from itertools import chain
from operator import itemgetter

import numpy as np
import polars as pl

from byname.records.batches import RECORDS_OF_BATCH, RecordBatch, as_columns, json_item
from byname.records.cells import INCIDENT, NAMING, CellReader, constants_of, habits_of, kind_of_read
from byname.records.remembered import LONGEST
from byname.records.schema import ENTRIES, STATEMENTS
from byname.records.statement import Statement
from byname.records.table_columns import Numbered, Numbers, Repeated, TableColumns, in_columns
from byname.records.wide import FIRST_VALUES, PARTS, Said
from byname.records.writable import holds_controls
from byname.sources.entry import Cell
from byname.sources.mapping import FieldSource, SourceMapping
from byname.sources.time_limit import EntryTimer, OutOfTime

_CHANGE_OTHERS = {"language", "relation"}  # fields by which what other cells of an entry say is taken in another way
_MOST_COMBINATIONS = 2**62
MOST_TEXTS = 65_536  # that are remembered, of all columns together

Reading = tuple[Statement, ...]


def can_be_read_by_column(mapping: SourceMapping) -> bool:
    """Whether the cells of a source say the same whatever stands beside them, and none holds a text for a grammar."""
    stated = {*mapping.fields, *mapping.constants}
    has_grammar = any(where.grammar for where in mapping.fields.values())
    return bool(mapping.fields) and not has_grammar and stated.isdisjoint(_CHANGE_OTHERS)


class ColumnReader:
    """Reads the entries of one source together, as far as they are plain rows of a table.

    `within` is the folded place that all residences lie in, or empty; `seconds` of computing are given to each text.
    """

    def __init__(self, mapping: SourceMapping, within: str, seconds: float) -> None:
        self._mapping = mapping
        self._within = within
        self._timer = EntryTimer(seconds)
        self._readers = [
            _TextReader(column, where, CellReader(name, mapping, where), self._timer)
            for name, where in mapping.fields.items()
            for column in where.columns
        ]

    def read(self, entries: Sequence[Numbered]) -> tuple[RecordBatch | None, Sequence[Numbered]]:
        """The tables of the entries that can be read together, None where there are none; and the other entries."""
        table, others = in_columns(entries)
        try:
            with self._timer:
                readings, unfit = self._readings(table)
                if unfit.any():
                    others += [table.entries[row] for row in np.flatnonzero(unfit).tolist()]
                    others.sort(key=itemgetter(0))
                    fit = np.flatnonzero(~unfit)
                    table, readings = table.of_rows(fit), [reading.of_rows(fit) for reading in readings]
                if not table.entries:
                    return None, others
                self._timer.begin()
                return self._tables(table, readings), others
        except Exception:  # whatever it is: the entry at fault is found and named where they are read one by one
            return None, entries

    @property
    def remembered(self) -> int:
        """How many texts are remembered."""
        return sum(len(reader.known) for reader in self._readers)

    def _readings(self, table: TableColumns) -> tuple[list[_ColumnReading], Numbers]:
        """What each column says of each of its fields; and which rows hold a text that cannot be read so."""
        unfit = np.zeros(len(table.entries), dtype=bool)
        for texts in table.texts.values():
            unfit |= np.array([holds_controls(text) for text in texts.values])[texts.places]
        if self.remembered > MOST_TEXTS:
            for reader in self._readers:
                reader.known.clear()
        found = []
        for reader in self._readers:
            if reader.column in table.texts:
                texts = table.texts[reader.column]
                readings = reader.read(texts.values)
                unfit |= np.array([reading is None for reading in readings])[texts.places]
                plain = Repeated([reading or () for reading in readings], texts.places)
                found.append(_ColumnReading(reader.column, plain))
        return found, unfit

    def _tables(self, table: TableColumns, readings: list[_ColumnReading]) -> RecordBatch:
        constants = Repeated([tuple(constants_of(self._mapping))], np.zeros(len(table.entries), dtype=np.int64))
        everything = [*readings, _ColumnReading(None, constants)]
        if gender := self._mapping.fields.get("gender"):
            everything = _without_guesses(everything, gender)
        ids = [entry.record_id for _, entry in table.entries]
        return RecordBatch(
            _entries(table, ids), self._records(table, ids, everything), _statements(table, ids, everything)
        )

    def _records(self, table: TableColumns, ids: list[str], readings: list[_ColumnReading]) -> pl.DataFrame:
        found = {
            "record_id": pl.Series(ids),
            "source": pl.Series([entry.source for _, entry in table.entries]),
            "file": pl.Series([entry.file for _, entry in table.entries]),
            "item": pl.Series([entry.item for _, entry in table.entries]),
            "position": pl.Series([position for position, _ in table.entries], dtype=pl.Int32()),
            "kind": _kinds(readings),
        } | self._normal_forms(readings)
        found["standing"] = pl.Series([self._mapping.standing]).new_from_index(0, len(ids))
        missing = [
            pl.lit(None, dtype=dtype).alias(name) for name, dtype in RECORDS_OF_BATCH.items() if name not in found
        ]
        return pl.DataFrame(found).with_columns(missing).select(list(RECORDS_OF_BATCH))

    def _normal_forms(self, readings: list[_ColumnReading]) -> dict[str, pl.Series]:
        """The columns of the records that follow from statements; those of which nothing is stated are left out."""
        found: dict[str, pl.Series] = {}
        habits = habits_of(self._mapping)
        stated = frozenset[str]().union(*(reading.fields for reading in readings))
        for first, name in FIRST_VALUES.items():
            if first in stated:
                firsts = [reading.first_values(first) for reading in readings if first in reading.fields]
                found[name] = reduce(_filled, firsts)
        for part in PARTS:
            if part.counts_for(stated):
                said = _combined(readings, part.fields)
                rows = [part.work(Said(statements, habits, self._within)) for statements in said.values]
                for name in part.columns:
                    series = said.as_series(RECORDS_OF_BATCH[name], [row.get(name) for row in rows])
                    found[name] = _filled(series, found[name]) if name in found else series
        return found


@dataclass(frozen=True, slots=True)
class _TextReader:
    """Reads the texts of a column for one field; holds what was made of the short ones."""

    column: str
    where: FieldSource
    cells: CellReader
    timer: EntryTimer
    known: dict[str, Reading] = field(default_factory=dict)

    def read(self, texts: Sequence[str]) -> list[Reading | None]:
        """The statements of each text; None where it cannot be read or takes too long."""
        known = self.known
        return [known[text] if text in known else self._read(text) for text in texts]

    def _read(self, text: str) -> Reading | None:
        try:
            self.timer.begin()
            parts = self.where.parts(Cell(text, self.column))
            found = tuple(chain.from_iterable(map(self.cells.read_anew, parts)))
            self.timer.end()
        except OutOfTime:
            return None
        except Exception:
            self.timer.end()
            return None
        if len(text) <= LONGEST:
            self.known[text] = found
        return found


@dataclass(frozen=True)
class _ColumnReading:
    """What the texts of a column say of one field, or (with no column) what the mapping states of every entry."""

    column: str | None
    readings: Repeated[Reading]

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of which there are statements."""
        return frozenset([statement.field for reading in self.readings.values for statement in reading])

    def of_rows(self, rows: Numbers) -> _ColumnReading:
        """What the column says in some rows alone."""
        return _ColumnReading(self.column, self.readings.of_rows(rows))

    def first_values(self, field: str) -> pl.Series:
        """The first value of a field, row by row."""
        values = (
            next((s.value for s in reading if s.field == field and s.value is not None), None)
            for reading in self.readings.values
        )
        return self.readings.as_series(pl.String(), values)


def _filled(first: pl.Series, second: pl.Series) -> pl.Series:
    """The first series, with values of the second where it has none."""
    return first.zip_with(first.is_not_null(), second) if first.null_count() else first


def _without_guesses(readings: list[_ColumnReading], gender: FieldSource) -> list[_ColumnReading]:
    """The readings without the sex that names suggest, in the rows in which a column of the source states it."""
    stating = [reading for reading in readings if reading.column in gender.columns]
    stated = np.zeros(len(readings[0].readings.places), dtype=bool)
    for reading in stating:
        stated |= reading.first_values("gender").is_not_null().to_numpy()
    return [
        reading
        if reading.column in gender.columns or "gender" not in reading.fields
        else _ColumnReading(reading.column, _with_second(reading.readings, stated))
        for reading in readings
    ]


def _with_second(readings: Repeated[Reading], stated: Numbers) -> Repeated[Reading]:
    """Readings of which some rows get a second form, which says nothing of the sex."""
    second = [tuple(statement for statement in reading if statement.field != "gender") for reading in readings.values]
    return Repeated([*readings.values, *second], readings.places + len(second) * stated)


def _combined(readings: Sequence[_ColumnReading], fields: Iterable[str]) -> Repeated[list[Statement]]:
    """The statements of the columns that tell of some of the fields, once for each combination of their texts."""
    told = [reading.readings for reading in readings if not reading.fields.isdisjoint(fields)]
    rows = len(readings[0].readings.places)
    places, most = np.zeros(rows, dtype=np.int64), 1
    for column in told:
        if most * len(column.values) > _MOST_COMBINATIONS:
            places = np.unique(places, return_inverse=True)[1]
            most = rows
        places, most = places * len(column.values) + column.places, most * len(column.values)
    _, firsts, places = np.unique(places, return_index=True, return_inverse=True)
    columns = [[column.values[place] for place in column.places[firsts]] for column in told]
    return Repeated([list(chain(*row)) for row in zip(*columns, strict=True)] or [[]], places)


def _kinds(readings: list[_ColumnReading]) -> pl.Series:
    """What each entry is about: nothing, where no cell says anything; else a person or an incident."""
    is_read = np.zeros(len(readings[0].readings.places), dtype=bool)
    for reading in readings:
        if reading.column is not None:
            is_read |= np.array([bool(said) for said in reading.readings.values])[reading.readings.places]
    has_incidents = any(INCIDENT in reading.fields for reading in readings)
    said = _combined(readings, [INCIDENT, *NAMING] if has_incidents else [])
    kinds = said.as_series(pl.String(), map(kind_of_read, said.values))
    return kinds.zip_with(pl.Series(is_read), pl.Series(["unread"]))


def _entries(table: TableColumns, ids: list[str]) -> pl.DataFrame:
    plain = [(entry.source, entry.file, entry.item, position) for position, entry in table.entries]
    cells = [
        texts.as_series(pl.String(), (json_item(name, text) if text else None for text in texts.values))
        for name, texts in table.texts.items()
    ]
    filled = pl.concat_str(cells, separator=", ", ignore_nulls=True)
    text = pl.select(pl.concat_str(pl.lit("{"), filled, pl.lit("}"))).to_series()
    columns = as_columns(plain, ["source", "file", "item", "position"])
    return pl.DataFrame({**columns, "record_id": ids, "text": text, "problems": None}, schema_overrides=ENTRIES).select(
        list(ENTRIES)
    )


def _statements(table: TableColumns, ids: list[str], readings: Sequence[_ColumnReading]) -> pl.DataFrame:
    """The statements of each row in the order of the readings."""
    every = list(chain.from_iterable(reading.readings.values for reading in readings))  # the readings of all columns
    sizes = np.array([len(reading) for reading in every], dtype=np.int64)
    begins = np.cumsum(sizes) - sizes
    offsets = np.cumsum([0, *(len(reading.readings.values) for reading in readings[:-1])])
    places = np.stack([reading.readings.places for reading in readings], axis=1) + offsets  # rows x columns
    counts = sizes[places]
    written = np.cumsum(counts.ravel()) - counts.ravel()  # statements before each cell, row by row
    at = np.repeat(begins[places].ravel() - written, counts.ravel()) + np.arange(counts.sum())
    said = pl.DataFrame(
        as_columns(list(chain.from_iterable(every)), Statement._fields),
        schema={name: dtype for name, dtype in STATEMENTS.items() if name != "record_id"},
    )
    rows = np.repeat(np.arange(len(ids)), counts.sum(axis=1))
    positions = pl.Series("position", [position for position, _ in table.entries], dtype=pl.Int32())
    return said[at].insert_column(0, pl.Series("record_id", ids).gather(rows)).with_columns(positions.gather(rows))
