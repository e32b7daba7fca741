"""Turns the rows of a table, JSON array or template into entries by the mapping, and keeps what does not fit.

Takes the names of the columns and rows of texts; gives one entry a row, in order, each with its item. A row with too
many or too few cells stays an entry whose problem says so in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from byname.errors import BadSource
from byname.sources.entry import Cell, Entry, WholeCells
from byname.sources.json_bytes import LOST, LOST_PROBLEM, SHOWN
from byname.sources.limits import Limits
from byname.sources.mapping import SourceMapping
from byname.sources.yaml_marks import nearest

_NO_CELLS = WholeCells((), ())
_REPEATED = "the row says the names of the columns again"


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """Give each column a name of its own: blank ones `column N` (from 1), repeated ones with a number after them.

    >>> column_names(["name", "", "name"])
    ('name', 'column 2', 'name (2)')
    """
    names: list[str] = []
    taken: set[str] = set()
    for position, text in enumerate(header, 1):
        plain = text.strip() or f"column {position}"
        name, count = plain, 1
        while name in taken:
            count += 1
            name = f"{plain} ({count})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def joined_header(rows: Sequence[Sequence[str]]) -> list[str]:
    """Join the rows of a header column by column; a blank cell beside a group (a cell over others) belongs to it.

    >>> joined_header([["No", "Birth", "", "Note"], ["", "date", "place", ""]])
    ['No', 'Birth date', 'Birth place', 'Note']
    """
    width = max(map(len, rows), default=0)
    even = [[*(" ".join(text.split()) for text in row), *[""] * (width - len(row))] for row in rows]
    for above, below in pairwise(even):
        for column in range(1, width):
            if not above[column] and below[column] and below[column - 1]:
                above[column] = above[column - 1]
    columns = zip(*even, strict=True)
    return [" ".join(dict.fromkeys(text for text in column if text)) for column in columns]


class EntryMaker:
    """Makes the entries of one file: knows the source, the prefix of its items and the columns the mapping wants."""

    def __init__(self, mapping: SourceMapping, file_name: str, limits: Limits) -> None:
        self.mapping, self.file_name, self.limits = mapping, file_name, limits
        self.prefix = mapping.prefix_of(file_name)
        self._named: set[str] = set()

    def check_columns(self, columns: Iterable[str], also: Iterable[str] = ()) -> None:
        """Raise BadSource naming every column that the mapping asks for and the file does not have."""
        there = [*columns, *also]
        missing = [column for column in self.mapping.columns if column not in there]
        if missing:
            told = ", ".join(f"`{column}`{nearest(column, there)}" for column in missing)
            raise BadSource(
                f"the mapping names {len(missing)} column(s) that the file does not have: {told}",
                where=self.file_name,
                fix=f"the columns there are: {', '.join(there[:60])}",
            )

    def check_width(self, columns: Sequence[str]) -> None:
        """Raise BadSource where a table has more columns than the limits allow."""
        if len(columns) > self.limits.columns:
            raise BadSource(
                f"the table has {len(columns):,} columns; {self.limits.columns:,} are allowed",
                where=self.file_name,
                fix="check the delimiter, or raise `columns` of the limits",
            )

    def from_rows(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[Entry]:
        """Give the entries of rows that hold one text for each column.

        Blank rows are none; a row that says the names of the columns again is kept as text about nobody.
        """
        self.check_columns(columns)
        named = set(self.mapping.columns) or set(columns)
        wanted = [(name, place) for place, name in enumerate(columns) if name in named]
        names, places = tuple(name for name, _ in wanted), [place for _, place in wanted]
        width, source, prefix, file = len(columns), self.mapping.source, self.prefix, self.file_name
        for number, row in enumerate(rows):
            text = ""
            if not row:
                continue
            if len(row) == width:
                if not row[0].strip() and not "".join(row).strip():
                    continue  # a spreadsheet's blank row is no entry; the others keep their numbers
                cells = WholeCells(names, [row[place] for place in places])
                problems: tuple[str, ...] = ()
                if _repeats_header(cells):
                    text, cells, problems = " | ".join(row), _NO_CELLS, (_REPEATED,)
            else:
                there = [(name, row[place]) for name, place in wanted if place < len(row)]
                cells = WholeCells(tuple(name for name, _ in there), [cell for _, cell in there])
                problems = (_width_problem(row, width),)
            entry = Entry(source, f"{prefix}{number}", file, text, cells, problems)
            yield entry if self.mapping.item_column is None else self._named_entry(entry)

    def from_objects(self, objects: Iterable[Mapping[str, str]], columns: Iterable[str] = ()) -> Iterator[Entry]:
        """Give the entries of objects whose keys differ, numbered from 0; `columns` are those known to be there."""
        return self.from_cells(((str(number), *_of_object(values)) for number, values in enumerate(objects)), columns)

    def from_cells(
        self, items: Iterable[tuple[str, Mapping[str, Cell], tuple[str, ...]]], columns: Iterable[str] = ()
    ) -> Iterator[Entry]:
        """Give the entries of items with their cells by column and their problems.

        A mapped column that no entry has is an error, told at the end.
        """
        asked = set(self.mapping.columns)
        seen = dict.fromkeys(columns)
        source, prefix, file = self.mapping.source, self.prefix, self.file_name
        for item, found, told in items:
            if not found.keys() <= seen.keys() and len(seen) < self.limits.columns:
                seen.update(dict.fromkeys(found))
            cells = {name: cell for name, cell in found.items() if name in asked} if asked else found
            problems = told if found else (*told, "the entry is empty")
            entry = Entry(source, prefix + item, file, "", cells, problems)
            yield entry if self.mapping.item_column is None else self._named_entry(entry)
        self.check_columns(seen)

    def _named_entry(self, entry: Entry) -> Entry:
        """The entry under the name that stands in the item column instead of its number."""
        cell = entry.cells.get(self.mapping.item_column or "")
        name = cell.text.strip() if cell else ""
        problems = entry.problems
        if not name:
            name = f"row-{entry.item}"
            problems = (*problems, f"the column `{self.mapping.item_column}` that names the entries is empty")
        if name in self._named:
            raise BadSource(
                f"row {entry.item}: `{name}` names an earlier entry too, but names of entries must differ",
                where=self.file_name,
                fix="name another column under `item` in the mapping, or take `item` out to number the rows",
            )
        self._named.add(name)
        return Entry(entry.source, self.prefix + name, entry.file, entry.text, entry.cells, problems)


def _of_object(values: Mapping[str, str]) -> tuple[dict[str, Cell], tuple[str, ...]]:
    """The cells of an object, and the problem that halves of characters are lost in it."""
    if LOST not in "".join(values.values()) and LOST not in "".join(values):
        return {name: Cell(text, name) for name, text in values.items()}, ()
    shown = {name.replace(LOST, SHOWN): text.replace(LOST, SHOWN) for name, text in values.items()}
    return {name: Cell(text, name) for name, text in shown.items()}, (LOST_PROBLEM,)


def _repeats_header(cells: WholeCells) -> bool:
    """Whether the filled cells, two at least, say the names of their columns again, as pages of a printed list do."""
    filled = 0
    for name, text in zip(cells.columns, cells.texts, strict=True):
        if text:
            filled += 1
            if name.strip() != text.strip():
                return False
    return filled > 1


def _width_problem(row: Sequence[str], width: int) -> str:
    if len(row) < width:
        return f"{len(row)} cells where the table has {width} columns: cells are missing, or a delimiter is"
    surplus = " | ".join(repr(text) for text in row[width:])
    return f"{len(row)} cells where the table has {width} columns; beyond them stands {surplus}"
