"""What every source adapter gives: raw entries, each with its place in the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
        if all(cell.column == name and not cell.start for name, cell in self.cells.items()):
            texts = {name: cell.text for name, cell in self.cells.items()}
            return _with_whole_cells, (self.source, self.item, self.file, self.text, texts, self.problems)
        return Entry, (self.source, self.item, self.file, self.text, self.cells, self.problems)

    @property
    def record_id(self) -> str:
        """The id of the entry's record: `SOURCE:LINE_OR_ROW`."""
        return f"{self.source}:{self.item}"


def _with_whole_cells(
    source: str, item: str, file: str, text: str, texts: Mapping[str, str], problems: tuple[str, ...]
) -> Entry:
    """An entry whose cells are each the whole text of the column by whose name they go."""
    cells = {name: Cell(cell, name) for name, cell in texts.items()}
    return Entry(source, item, file, text, cells, problems)
