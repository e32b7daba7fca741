"""The way into the stage: opens one file with its mapping, says what it was found to be, and streams its entries.

Takes a path and a mapping (or none, to see all columns); gives a `SourceReader`. What was detected - format, encoding,
delimiter, sheet, columns - stands in its description, so that it can be shown and recorded beside what was read.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import TracebackType

from byname.errors import BadMapping, BadSource
from byname.sources.books import read_book
from byname.sources.delimiter import find_delimiter
from byname.sources.encoding import Encoding, check_stated, detect_encoding, line_end, open_text, sample_of
from byname.sources.entry import Entry
from byname.sources.formats import FileFormat, format_of
from byname.sources.ftm_entities import read_entities
from byname.sources.genealogies import read_gedcom
from byname.sources.gramps import read_gramps
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.lost_columns import found_elsewhere
from byname.sources.mapping import SourceMapping, mapping_of_all_columns
from byname.sources.objects import find_rows, parquet_columns, read_json, read_json_lines, read_parquet
from byname.sources.rows import EntryMaker
from byname.sources.tables import Header, LineFeed, Table, open_table
from byname.sources.unpacking import open_unpacked
from byname.sources.wikis import read_wiki
from byname.sources.workbooks import open_workbook

__all__ = ["SourceDescription", "SourceReader", "open_source"]


@dataclass(frozen=True, slots=True)
class SourceDescription:
    """What a file was found to be. `columns` is empty for books, JSON and wikis, whose entries differ in them."""

    file: str
    format: str
    packing: str = ""
    encoding: Encoding | None = None
    delimiter: str | None = None
    sheet: str | None = None
    rows: str | None = None
    columns: tuple[str, ...] = ()
    preamble: tuple[tuple[str, ...], ...] = ()


class SourceReader(AbstractContextManager["SourceReader"]):
    """The entries of one open file, once, in order; use it in a `with` block or read it to its end."""

    def __init__(self, description: SourceDescription, entries: Iterator[Entry], close: Callable[[], None]) -> None:
        self.description = description
        self._entries, self._close = entries, close

    def __iter__(self) -> Iterator[Entry]:
        try:
            yield from self._entries
        finally:
            self._close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._close()


Opened = tuple[SourceDescription, Iterator[Entry]]


@dataclass(frozen=True, slots=True)
class _Opening:
    """What each way of opening needs to know."""

    path: Path
    maker: EntryMaker
    limits: Limits
    found: FileFormat
    described: SourceDescription
    files: ExitStack

    @property
    def where(self) -> str:
        return self.described.file

    def unpacked(self) -> io.BufferedReader:
        """The bytes, unpacked; closed with the reader."""
        return self.files.enter_context(open_unpacked(self.path, self.limits, self.found.packing))


def open_source(
    path: Path, mapping: SourceMapping | None, *, limits: Limits = DEFAULT_LIMITS, file_name: str | None = None
) -> SourceReader:
    """Open a file with its mapping; with None every column is read.

    `file_name` is the name the file was obtained under, where it now has another. Raises BadSource where the file is
    not what it claims to be or lacks a column of the mapping: at once where the beginning shows it, else in reading.
    """
    name = file_name or path.name
    found = format_of(path, mapping, limits)
    maker = EntryMaker(mapping or mapping_of_all_columns(Path(name)), name, limits)
    with ExitStack() as files:
        opening = _Opening(path, maker, limits, found, SourceDescription(name, found.name, found.packing), files)
        _check_fit(opening, given=mapping is not None)
        described, entries = _OPENERS[found.name](opening)
        return SourceReader(described, entries, files.pop_all().close)


def _check_fit(opening: _Opening, *, given: bool) -> None:
    """Raise BadMapping where the mapping is of another kind than the file."""
    mapping, name = opening.maker.mapping, opening.found.name
    if not given:
        return
    if name != "text" and not mapping.fields:
        raise BadMapping(
            f"the file is {name}, but the mapping of {mapping.source} has no `fields`",
            where=opening.where,
            fix="say which column holds which field",
        )
    if name == "mediawiki" and not mapping.layout.templates:
        raise BadMapping(
            f"the file is the export of a wiki, but the mapping of {mapping.source} has no `templates`",
            where=opening.where,
            fix="name the templates whose fields are the columns",
        )


def _open_lines(opening: _Opening) -> tuple[LineFeed, Encoding, str]:
    """The lines of a text, its encoding, and its beginning."""
    with opening.unpacked() as binary:
        sample = sample_of(binary, opening.limits)
    stated = opening.maker.mapping.layout.encoding
    encoding = check_stated(stated, sample, opening.where) if stated else detect_encoding(sample, opening.where)
    begins = sample.decode(encoding.name, errors="ignore")
    text = opening.files.enter_context(open_text(opening.unpacked(), encoding.name, line_end(begins)))
    return LineFeed(text, encoding, opening.where, opening.limits), encoding, begins


def _open_delimited(opening: _Opening) -> Opened:
    feed, encoding, begins = _open_lines(opening)
    layout = opening.maker.mapping.layout
    found = find_delimiter(begins)
    sign = layout.delimiter or (found.sign if found else ",")
    header = Header(layout.header_row, layout.header_rows)
    table = open_table(feed, sign, header, opening.where, opening.limits)
    described = replace(opening.described, encoding=encoding, delimiter=sign)
    return _of_table(opening, described, table)


def _of_table(opening: _Opening, described: SourceDescription, table: Table) -> Opened:
    opening.maker.check_width(table.columns)
    try:
        opening.maker.check_columns(table.columns)
    except BadSource as error:
        error.fix = found_elsewhere(opening.path, opening.found, opening.maker.mapping, opening.limits) or error.fix
        raise
    described = replace(described, columns=table.columns, preamble=table.preamble)
    return described, opening.maker.from_rows(table.columns, table.rows)


def _open_workbook(opening: _Opening) -> Opened:
    layout = opening.maker.mapping.layout
    header, fill = Header(layout.header_row, layout.header_rows), layout.merged_cells == "fill"
    sheet, table = open_workbook(opening.path, layout.sheet, header, opening.limits, fill=fill)
    return _of_table(opening, replace(opening.described, sheet=sheet), table)


def _open_text(opening: _Opening) -> Opened:
    if opening.maker.mapping.fields:
        raise BadSource(
            "the mapping has `fields`, but the file is a text without columns",
            where=opening.where,
            fix="say under `entries` how it is cut into entries",
        )
    feed, encoding, _ = _open_lines(opening)
    return replace(opening.described, encoding=encoding), read_book(feed, opening.maker)


def _open_json(opening: _Opening) -> Opened:
    rows = opening.maker.mapping.layout.rows
    if rows is None:
        with opening.unpacked() as binary:
            rows = find_rows(binary, opening.where, opening.limits)
    objects = read_json(opening.unpacked(), rows, opening.where, opening.limits)
    described = replace(opening.described, rows=rows, encoding=Encoding("utf-8", 1.0, "JSON is UTF-8"))
    return described, opening.maker.from_objects(objects)


def _open_json_lines(opening: _Opening) -> Opened:
    feed, encoding, _ = _open_lines(opening)
    objects = read_json_lines(feed, opening.where)
    return replace(opening.described, encoding=encoding), opening.maker.from_objects(objects)


def _open_ftm(opening: _Opening) -> Opened:
    feed, encoding, _ = _open_lines(opening)
    again, _, _ = _open_lines(opening)
    people = read_entities(feed, again, opening.where)
    return replace(opening.described, encoding=encoding), opening.maker.from_objects(people)


def _open_gedcom(opening: _Opening) -> Opened:
    feed, encoding, _ = _open_lines(opening)
    return replace(opening.described, encoding=encoding), opening.maker.from_objects(read_gedcom(feed, opening.where))


def _open_gramps(opening: _Opening) -> Opened:
    people = read_gramps(opening.unpacked(), opening.unpacked(), opening.where, opening.limits)
    return opening.described, opening.maker.from_objects(people)


def _open_parquet(opening: _Opening) -> Opened:
    columns = parquet_columns(opening.path)
    opening.maker.check_width(columns)
    opening.maker.check_columns(columns)
    objects = read_parquet(opening.path, opening.maker.mapping.columns, opening.limits)
    return replace(opening.described, columns=columns), opening.maker.from_objects(objects, columns)


def _open_wiki(opening: _Opening) -> Opened:
    templates = opening.maker.mapping.layout.templates
    cells = read_wiki(opening.unpacked(), templates, opening.where, opening.limits)
    return opening.described, opening.maker.from_cells(cells)


_OPENERS: dict[str, Callable[[_Opening], Opened]] = {
    "table": _open_delimited,
    "workbook": _open_workbook,
    "text": _open_text,
    "json": _open_json,
    "jsonl": _open_json_lines,
    "parquet": _open_parquet,
    "mediawiki": _open_wiki,
    "gedcom": _open_gedcom,
    "gramps": _open_gramps,
    "ftm": _open_ftm,
}


def first_entries(path: Path, mapping: SourceMapping | None, count: int) -> list[Entry]:
    """Give the first entries of a file, for a look at it."""
    with open_source(path, mapping) as reader:
        return list(islice(reader, count))
