"""Looks at the first rows of a table before anything is known of it: every sheet of a workbook, or a text of rows.

Takes the path of a file of which only the format is known; gives its sheets with their first rows as they stand, titles
and headers among them. A table in text form is one sheet without a name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from byname.errors import BadSource
from byname.sources.delimiter import find_delimiter
from byname.sources.encoding import Encoding, detect_encoding, lines_of, sample_of
from byname.sources.formats import FileFormat
from byname.sources.limits import Limits
from byname.sources.merged_cells import MergedArea
from byname.sources.unpacking import open_unpacked
from byname.sources.workbooks import first_rows_of_sheets

ROWS = 300


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The first rows of one sheet. `height`: all its rows, where it is known; `merged`: its areas of merged cells."""

    sheet: str | None
    rows: tuple[tuple[str, ...], ...]
    height: int | None = None
    merged: tuple[MergedArea, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What was found of a file at first: its sheets, and for tables in text form the encoding and the delimiter."""

    sheets: tuple[FirstRows, ...]
    encoding: Encoding | None = None
    delimiter: str | None = None


def look_at(path: Path, found: FileFormat, limits: Limits) -> FirstLook:
    """Look at a table in text form or a workbook; BadSource where it cannot be read or holds no cells."""
    if found.name == "workbook":
        sheets = tuple(
            FirstRows(name, rows, height, merged)
            for name, rows, height, merged in first_rows_of_sheets(path, ROWS, limits)
        )
        if not sheets:
            raise BadSource("the workbook holds no cells", where=str(path), fix="check that it was saved whole")
        return FirstLook(sheets)
    with open_unpacked(path, limits, found.packing) as binary:
        sample = sample_of(binary, limits)
    encoding = detect_encoding(sample, str(path))
    lines = lines_of(sample.decode(encoding.name, errors="ignore").lstrip("\ufeff"))
    sign = _delimiter(lines)
    return FirstLook((FirstRows(None, _rows(lines, sign)),), encoding, sign)


def _delimiter(lines: list[str]) -> str:
    found = find_delimiter("".join(lines))
    return found.sign if found else ","


def _rows(lines: list[str], sign: str) -> tuple[tuple[str, ...], ...]:
    """The first rows; what stands behind a row that is none is left out."""
    rows: list[tuple[str, ...]] = []
    try:
        rows.extend(tuple(row) for row in islice(csv.reader(lines, delimiter=sign), ROWS))
    except csv.Error:
        return tuple(rows)
    return tuple(rows)
