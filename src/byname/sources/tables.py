"""Reads tables in text form (CSV, TSV and the like): any encoding and delimiter, quoted newlines, packed or plain.

Takes an open text and its delimiter; gives the header, what stands above it, and the rows one by one, so that memory
does not grow with the table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from byname.errors import BadSource
from byname.sources.encoding import Encoding, undecodable
from byname.sources.limits import Limits
from byname.sources.rows import column_names, joined_header


class LineFeed:
    """The lines of a text one by one, with bounds on their length and on that of a row of several lines.

    `number` is the line read last, from 0; `taken()` tells that a row is complete.
    """

    def __init__(self, text: io.TextIOWrapper, encoding: Encoding, where: str, limits: Limits) -> None:
        self._text, self._encoding, self._where, self._limits = text, encoding, where, limits
        self.number = -1
        self._row_start, self._row_size = 0, 0

    def __iter__(self) -> Iterator[str]:
        readline, limit = self._text.readline, self._limits.entry_characters
        try:
            while line := readline(limit + 1):
                self.number += 1
                self._row_size += len(line)
                if self._row_size > limit or "\0" in line:
                    self._refuse(line)
                yield line
        except UnicodeDecodeError as error:
            raise undecodable(error, self._where, self._encoding, self.number + 1) from error
        except UnicodeError as error:
            raise BadSource(f"the text cannot be decoded: {error}", where=self._where, fix="obtain it again") from error

    def taken(self) -> None:
        """Begin a new row after the line read last."""
        self._row_start, self._row_size = self.number + 1, 0

    def _refuse(self, line: str) -> None:
        if "\0" in line:
            raise BadSource(
                f"line {self.number} holds a NUL character, which no text has",
                where=self._where,
                fix="the file is damaged or not a text: obtain it again",
            )
        quoted = " (a quote opened there is perhaps never closed)" if self.number > self._row_start else ""
        raise BadSource(
            f"the entry that begins in line {self._row_start} is longer than "
            f"{self._limits.entry_characters:,} characters{quoted}",
            where=self._where,
            fix="mend the line, or raise `entry_characters` of the limits",
        )


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a table stands: its first row from 0 (None: there is none), and how many rows it has."""

    row: int | None = 0
    rows: int = 1

    @property
    def last(self) -> int:
        """The row of its last line."""
        return (self.row or 0) + self.rows - 1


@dataclass(slots=True)
class Table:
    """An open table: the names of its columns, what stands above the header, and the rows still to be read."""

    columns: tuple[str, ...]
    preamble: tuple[tuple[str, ...], ...]
    rows: Iterator[list[str]]


def open_table(feed: LineFeed, delimiter: str, header: Header, where: str, limits: Limits) -> Table:
    """Read up to the header; rows are numbered after it. With no header the columns are called `column N` (from 1)."""
    rows = _rows(feed, delimiter, where, limits)
    if header.row is None:
        first = next(rows, None)
        if first is None:
            raise BadSource("the table has no row", where=where, fix="check that it was copied whole")
        return Table(column_names([""] * len(first)), (), _again(first, rows))
    return with_header(rows, header, where)


def with_header(rows: Iterator[list[str]], header: Header, where: str) -> Table:
    """Take the header off the rows; what stands above it is the preamble. BadSource where there are too few rows."""
    assert header.row is not None
    above = [tuple(row) for row in islice(rows, header.row + header.rows)]
    if len(above) < header.row + header.rows:
        raise BadSource(
            f"the header is said to be row {header.last}, but the table has {len(above)} rows",
            where=where,
            fix="correct `header_row` in the mapping (rows are counted from 0)",
        )
    named = above[header.row] if header.rows == 1 else joined_header(above[header.row :])
    return Table(column_names(named), tuple(above[: header.row]), rows)


def _again(first: list[str], rest: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rest


def _rows(feed: LineFeed, delimiter: str, where: str, limits: Limits) -> Iterator[list[str]]:
    # The bound of the csv module is one for the whole process: it is only ever raised, ours is kept by the feed.
    csv.field_size_limit(max(csv.field_size_limit(), limits.entry_characters))
    try:
        for row in csv.reader(feed, delimiter=delimiter):
            feed.taken()
            yield row
    except csv.Error as error:
        raise BadSource(
            f"line {feed.number} is no row of a table ({error})",
            where=where,
            fix="check the delimiter and the quotes around there",
        ) from error
