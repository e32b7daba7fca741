"""Records stage: the three tables of some entries, and the rows that they are made of, entry by entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Any, NamedTuple

import polars as pl

from byname.records.schema import ENTRIES, RECORDS, STATEMENTS
from byname.records.statement import Statement
from byname.sources.entry import Cell

RECORDS_OF_BATCH: dict[str, pl.DataType] = {**RECORDS, "is_head": pl.Boolean(), "file": pl.String()}
STATEMENTS_OF_BATCH: dict[str, pl.DataType] = {**STATEMENTS, "position": pl.Int32()}


@dataclass(frozen=True, slots=True)
class RecordBatch:
    """The three tables of some entries, in order (columns of `schema`); records have `is_head` and `file` beside."""

    entries: pl.DataFrame
    records: pl.DataFrame
    statements: pl.DataFrame


class Row(NamedTuple):
    """What the tables get from one reading of an entry."""

    entry: tuple[str | int | None, ...]  # by column of `schema.ENTRIES`
    record: dict[str, Any]  # by column of `RECORDS_OF_BATCH`
    statements: list[Statement]


class Rows:
    """Rows under construction."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def extend(self, rows: list[Row]) -> None:
        """Add the rows of one entry."""
        self._rows += rows

    def tables(self) -> RecordBatch:
        """The three tables; the statements have their `position` beside."""
        entries = pl.DataFrame(as_columns([row.entry for row in self._rows], list(ENTRIES)), schema=ENTRIES)
        records = pl.DataFrame([row.record for row in self._rows], schema=RECORDS_OF_BATCH, infer_schema_length=None)
        said = as_columns([statement for row in self._rows for statement in row.statements], Statement._fields)
        ids = [row.record["record_id"] for row in self._rows for _ in row.statements]
        positions = [row.record["position"] for row in self._rows for _ in row.statements]
        columns = {"record_id": ids, **said, "position": positions}
        return RecordBatch(entries, records, pl.DataFrame(columns, schema=STATEMENTS_OF_BATCH))


def joined_in_order(batches: Sequence[RecordBatch]) -> RecordBatch:
    """Batches whose statements have their `position` beside as one without it, in the order of the entries."""
    entries, records, statements = (
        pl.concat(frames) for frames in zip(*((b.entries, b.records, b.statements) for b in batches), strict=True)
    )
    if len(batches) > 1:
        entries, records, statements = (
            frame.sort("position", maintain_order=True) for frame in (entries, records, statements)
        )
    return RecordBatch(entries, records, statements.drop("position"))


def as_columns(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Rows turned into columns."""
    return dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))


def as_json(cells: Mapping[str, Cell]) -> str:
    """The filled cells as an object of JSON, as `json.dumps` writes it in four times the time.

    >>> as_json({"name": Cell("Bukharin", "name"), "note": Cell("", "note")})
    '{"name": "Bukharin"}'
    """
    filled = [json_item(name, cell.text) for name, cell in cells.items() if cell.text]
    return f"{{{', '.join(filled)}}}"


def json_item(name: str, text: str) -> str:
    """A cell as an item of an object of JSON."""
    return f"{encode_basestring(name)}: {encode_basestring(text)}"
