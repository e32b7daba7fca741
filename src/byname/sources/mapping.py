"""The mapping: how the columns or entries of one source become fields of the vocabulary, and what the source claims.

A mapping is written in YAML by whoever imports a list; `mapping_reading.py` checks the file and gives these values.
The adapters take a mapping to know what to read; the records stage takes it to know which field each cell holds.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from byname.errors import BadSource
from byname.sources.entry import Cell, Entry
from byname.sources.source_ids import is_source_id, proposed_id
from byname.sources.time_limit import OutOfTime

FORMATS = ("table", "json", "jsonl", "parquet", "text", "mediawiki", "gedcom", "gramps", "ftm")
ORDERS = ("surname-first", "given-first", "detect")
UNITS = ("line", "paragraph", "separator")
CALENDARS = ("gregorian", "julian", "hijri", "solar-hijri", "french-republican")
DATE_ORDERS = ("dmy", "mdy", "ymd", "serial", "seconds")
STANDINGS = ("dead", "disappeared", "persecuted", "official", "unknown")
MERGED_CELLS = ("leave", "fill")
MOST_HEADER_ROWS = 9
PAGE_TITLE = "page title"


@dataclass(frozen=True, slots=True)
class FieldSource:
    """Where one field of the vocabulary stands: its columns, and how the text in them is to be taken.

    `values` gives the code or text that a cell stands for (`1` for `male`), by the cell in small letters; `split_at` is
    the sign between several values of one cell.
    """

    columns: tuple[str, ...]
    order: str | None = None
    grammar: str | None = None
    pattern: re.Pattern[str] | None = None
    date_order: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    split_at: str | None = None  # a sign between several values of one cell

    def cells(self, entry: Entry) -> list[Cell]:
        """Give the parts of the entry that hold the field, each with its offset; blank ones are left out.

        With a pattern each match gives its group `value`.

        >>> born = FieldSource(("text",), pattern=re.compile(r"born (?P<value>\\d+)"))
        >>> born.cells(Entry("S", "0", "f", cells={"text": Cell("T., born 1893", "text")}))
        [Cell(text='1893', column='text', start=9)]
        """
        found: list[Cell] = []
        for column in self.columns:
            cell = entry.cells.get(column)
            if cell is not None:
                found += self.parts(cell)
        return found

    def parts(self, cell: Cell) -> Sequence[Cell]:
        """The parts of a cell of one of its columns that hold the field; a blank cell has none."""
        if not cell.text or cell.text.isspace():
            return ()
        if self.pattern is None:
            return (cell,) if self.split_at is None or self.split_at not in cell.text else self._between(cell)
        try:
            found = [(match["value"], match.start("value")) for match in self.pattern.finditer(cell.text)]
        except OutOfTime as error:
            error.pattern = f"`pattern` {self.pattern.pattern}"
            raise
        return [Cell(text, cell.column, cell.start + start) for text, start in found if text]

    def _between(self, cell: Cell) -> Sequence[Cell]:
        """The values of a cell, without the blanks around them."""
        assert self.split_at is not None
        found, start = [], cell.start
        for text in cell.text.split(self.split_at):
            if text.strip():
                found.append(Cell(text.strip(), cell.column, start + len(text) - len(text.lstrip())))
            start += len(text) + len(self.split_at)
        return found


@dataclass(frozen=True, slots=True)
class FilePattern:
    """The files that a pattern of names covers, and the prefix of their items."""

    name: str
    prefix: str = ""

    def covers(self, file_name: str) -> bool:
        """Whether the pattern covers the name, with or without the ending of a packed file."""
        plain = re.sub(r"\.(gz|bz2|xz|zip)$", "", file_name)
        return fnmatch.fnmatchcase(file_name, self.name) or fnmatch.fnmatchcase(plain, self.name)


@dataclass(frozen=True, slots=True)
class EntryUnits:
    """How a text book is cut into entries; `skip` holds patterns of pieces that are about nobody."""

    unit: str = "line"
    separator: str = "---"
    grammar: str | None = None
    skip: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a file is laid out, where it was stated; None where it is to be detected."""

    format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    header_row: int | None = 0  # None: the table has no header
    header_rows: int = 1  # rows of the header, from `header_row` on; their cells are joined
    merged_cells: str = "leave"  # or `fill`: each row of merged cells gets their text
    rows: str | None = None
    templates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceMapping:
    """One source: what it is, what it covers, how it is laid out and which field stands where."""

    source: str
    title: Mapping[str, str]  # by language; "und" where the mapping gives a plain string
    citation: str
    licence: str
    language: str
    universe: str
    person_twice: bool
    script: str | None = None
    coverage: str | None = None
    address: str | None = None
    read_on: str | None = None
    files: tuple[FilePattern, ...] = ()
    century: int | None = None
    calendar: str = "gregorian"
    within: str | None = None  # the place that all addresses of the source lie in
    standing: str = "unknown"  # what it means to stand in the list (STANDINGS)
    country: str | None = None  # ISO 3166, by which words for offices and places are understood
    date_order: str | None = (
        None  # what stands first in a date of figures (DATE_ORDERS); None where it is to be detected
    )
    restricted: bool = False  # its files are kept encrypted
    unstated: tuple[str, ...] = ()  # which of citation, universe and person_twice the mapping calls `unknown`
    missing: tuple[str, ...] = ()  # what cells without a value hold, beside the usual (`NA`, `s/d`, `---`)
    layout: TableLayout = TableLayout()
    entries: EntryUnits | None = None
    item_column: str | None = None
    fields: Mapping[str, FieldSource] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the mapping names, each once, in the order they are named."""
        named = [column for where in self.fields.values() for column in where.columns]
        return tuple(dict.fromkeys([*named, *([self.item_column] if self.item_column else [])]))

    def prefix_of(self, file_name: str) -> str:
        """Give the prefix of the items of a file; BadSource where the mapping lists files and this is none of them."""
        if not self.files:
            return ""
        for pattern in self.files:
            if pattern.covers(file_name):
                return pattern.prefix
        raise BadSource(
            f"the mapping of {self.source} covers {', '.join(p.name for p in self.files)}, not this file",
            where=file_name,
            fix="add a line for it under `files` in the mapping",
        )

    def title_in(self, *languages: str) -> str:
        """Give the title in the first of the languages that it has, else any.

        >>> SourceMapping("S", {"et": "Raamat"}, "c", "MIT", "et", "u", False).title_in("en")
        'Raamat'
        """
        return next((self.title[code] for code in languages if code in self.title), next(iter(self.title.values())))


def mapping_of_all_columns(path: Path) -> SourceMapping:
    """Give the mapping used where there is none: every column is read and none has a meaning yet."""
    latin = re.sub(r"[^A-Za-z0-9_-]+", "-", path.name.split(".")[0]).strip("-") or "source"
    source = latin if is_source_id(latin) else proposed_id(latin)
    return SourceMapping(source, {"und": path.name}, "unknown", "unknown", "und", "unknown", person_twice=True)
