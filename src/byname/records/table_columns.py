"""Records stage: the entries of a table turned into columns, in which each text stands once with the rows it fills.

Takes entries; gives those that are nothing but whole cells of the same columns as `TableColumns`, and the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from byname.sources.entry import Cell, Entry, WholeCells

Value = TypeVar("Value")
Numbered = tuple[int, Entry]  # an entry with its position in its source
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Repeated(Generic[Value]):
    """A column of values that repeat: the different ones, and for each row the place of its own among them."""

    values: Sequence[Value]
    places: Numbers

    def of_rows(self, rows: Numbers) -> Repeated[Value]:
        """The column of some rows alone."""
        return Repeated(self.values, self.places[rows])

    def as_series(self, dtype: pl.DataType, found: Iterable[Any]) -> pl.Series:
        """What was found for each of the different values, row by row."""
        return pl.Series(list(found), dtype=dtype).gather(self.places)


def repeated(texts: Iterable[str]) -> Repeated[str]:
    """A column of texts with each text once.

    >>> column = repeated(["Moscow", "Kiev", "Moscow"])
    >>> column.values, column.places.tolist()
    (['Moscow', 'Kiev'], [0, 1, 0])
    """
    places: dict[str, int] = {}
    of_rows = [places.setdefault(text, len(places)) for text in texts]
    return Repeated(list(places), np.array(of_rows, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class TableColumns:
    """Entries of a table as columns: the entries themselves with their positions, and their texts by column."""

    entries: Sequence[Numbered]
    texts: Mapping[str, Repeated[str]]

    def of_rows(self, rows: Numbers) -> TableColumns:
        """The columns of some rows alone."""
        texts = {name: column.of_rows(rows) for name, column in self.texts.items()}
        return TableColumns([self.entries[row] for row in rows], texts)


def in_columns(entries: Sequence[Numbered]) -> tuple[TableColumns, list[Numbered]]:
    """The entries that are nothing but whole cells of the columns of the first such, as columns; and all others, with
    those that have no cell."""
    columns: tuple[str, ...] = ()
    rows: list[Sequence[str]] = []
    taken: list[Numbered] = []
    others: list[Numbered] = []
    for numbered in entries:
        entry = numbered[1]
        is_plain = not entry.text and not entry.problems and bool(entry.cells)
        columns = columns or (tuple(entry.cells) if is_plain else ())
        texts = _whole_texts(entry.cells, columns) if is_plain else None
        if texts is None:
            others.append(numbered)
        else:
            taken.append(numbered)
            rows.append(texts)
    texts_by_column = dict(zip(columns, map(repeated, zip(*rows, strict=True)), strict=bool(rows)))
    return TableColumns(taken, texts_by_column), others


def _whole_texts(cells: Mapping[str, Cell], columns: tuple[str, ...]) -> Sequence[str] | None:
    """The texts of cells, where they are whole cells of these columns in this order."""
    if isinstance(cells, WholeCells):
        return cells.texts if cells.columns == columns else None
    if tuple(cells) != columns or any(cell.column != name or cell.start for name, cell in cells.items()):
        return None
    return [cell.text for cell in cells.values()]
