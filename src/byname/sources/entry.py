"""What every source adapter gives: raw entries, each with its place in the original."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """One field of an entry as the adapter found it.

    `text` is exactly what stands in the original from `start` on, counted in characters of the cell (tables, JSON,
    template fields) named by `column`.
    """

    text: str
    column: str
    start: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class WholeCells(Mapping[str, Cell]):
    """The cells of a row, each the whole text of its column: kept as texts, for a table has a great many of them.

    >>> WholeCells(("name", "born"), ("Bukharin", "1888"))["born"]
    Cell(text='1888', column='born', start=0)
    """

    columns: tuple[str, ...]
    texts: Sequence[str]

    def __getitem__(self, column: str) -> Cell:
        if column not in self.columns:
            raise KeyError(column)
        return Cell(self.texts[self.columns.index(column)], column)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)


@dataclass(frozen=True, slots=True)
class Entry:
    """One raw entry about one person (or about nobody: a heading, a note) of one source.

    `item` is the line of the original text or the row of the table, from 0, with the mapping's prefix for the file
    (`r6-2-13`). A text book gives the whole entry in `text` and no cells; a table gives one cell a mapped column, keyed
    by the column's name, and no text. `problems` holds what was wrong with the row (too many cells) in plain words.
    """

    source: str
    item: str
    file: str
    text: str = ""
    cells: Mapping[str, Cell] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., Entry], tuple[object, ...]]:
        """How an entry goes to another process: as plain texts, which takes a third of the time of its objects."""
        cells = self.cells
        if not isinstance(cells, WholeCells) and all(c.column == name and not c.start for name, c in cells.items()):
            cells = WholeCells(tuple(cells), [cell.text for cell in cells.values()])
        if isinstance(cells, WholeCells):
            whole = (cells.columns, cells.texts)
            return _with_whole_cells, (self.source, self.item, self.file, self.text, *whole, self.problems)
        return Entry, (self.source, self.item, self.file, self.text, cells, self.problems)

    @property
    def record_id(self) -> str:
        """The id of the entry's record: `SOURCE:LINE_OR_ROW`."""
        return f"{self.source}:{self.item}"


def _with_whole_cells(
    source: str,
    item: str,
    file: str,
    text: str,
    columns: tuple[str, ...],
    texts: Sequence[str],
    problems: tuple[str, ...],
) -> Entry:
    """An entry whose cells are each the whole text of their column."""
    return Entry(source, item, file, text, WholeCells(columns, texts), problems)
