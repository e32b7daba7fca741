"""Finds the days before 1900 in a sheet of an XLSX workbook, which its reader takes for times of day.

LibreOffice and Google Sheets write such a day as a negative number of days since 30 December 1899; births of lists are
full of them. Takes the path and the name of the sheet; gives the days by row and column, from 0.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath

from defusedxml import ElementTree

from byname.sources.unpacking import ZIP_DAMAGE

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"(?![^>]*\bt="(?!n"))[^>]*>(?:<f[^<]*(?:</f>|/>))?<v>(-\d{1,7}(?:\.\d+)?)</v>'
)
_PIECE, _LONGEST_CELL = 1 << 20, 4096
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FIRST = dt.date(1899, 12, 30)
_FIRST_OF_MACINTOSH = dt.date(1904, 1, 1)
Days = dict[tuple[int, int], dt.date]


def early_days(path: Path, sheet: str) -> Days:
    """The days of cells that hold a negative number; none where the workbook is no XLSX."""
    try:
        with zipfile.ZipFile(path) as archive:
            part, first = _part_of(archive, sheet)
            return dict(_days(archive, part, first)) if part else {}
    except (*ZIP_DAMAGE, ElementTree.ParseError, KeyError):
        return {}  # another kind of workbook; what is damaged its reader has told


def _part_of(archive: zipfile.ZipFile, sheet: str) -> tuple[str, dt.date]:
    """The part that holds a sheet, and the day that the workbook counts from."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    related = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in related}
    first = _FIRST
    found = ""
    for one in book.iter():
        kind = str(one.tag).rpartition("}")[2]
        if kind == "workbookPr" and one.get("date1904") in ("1", "true"):
            first = _FIRST_OF_MACINTOSH
        if kind == "sheet" and one.get("name") == sheet:
            found = targets.get(one.get(_RELATION), "")
    return normpath(join("xl", found)).lstrip("/") if found else "", first


def _days(archive: zipfile.ZipFile, part: str, first: dt.date) -> Iterator[tuple[tuple[int, int], dt.date]]:
    held = b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            whole = held + piece
            end = 0
            for match in _CELL.finditer(whole):
                end = match.end()
                letters, row, number = match.groups()
                days = float(number) // 1
                if -first.toordinal() < days <= -1:
                    yield (int(row) - 1, _column(letters)), first + dt.timedelta(days=days)
            held = whole[max(end, len(whole) - _LONGEST_CELL) :]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
