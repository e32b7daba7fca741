"""Reads a sheet of a workbook (XLSX, XLSB, XLS, ODS) as rows of texts; days become ISO dates, numbers plain digits.

A workbook is held in memory while it is read, so its size is checked before it is opened: the bytes it unpacks to, how
far it is packed, and how many cells its sheets span.
"""

from __future__ import annotations

import datetime as dt
import mmap
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from byname.errors import BadSource
from byname.sources.limits import Limits
from byname.sources.rows import column_names
from byname.sources.tables import Table
from byname.sources.unpacking import ZIP, open_original
from byname.sources.yaml_marks import nearest

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})(\d{1,7})"')
_FIX_SIZE = (
    "save the sheet as CSV (UTF-8), or raise `workbook_bytes`, `workbook_cells` or `packing_ratio` of the limits"
)

CellValue = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def open_workbook(path: Path, sheet: str | None, header_row: int | None, limits: Limits) -> tuple[str, Table]:
    """Open a sheet (the first one that holds cells, unless named) and give its name and its table."""
    _check_size(path, limits)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        name, opened = _sheet(workbook, sheet, str(path))
    except PasswordError as error:
        raise _protected(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise BadSource(
            f"the workbook is damaged or of an unknown kind ({error})", where=str(path), fix="save the sheet as CSV"
        ) from error
    return name, _table(opened, header_row, f"{path}, sheet {name}", limits)


def _check_size(path: Path, limits: Limits) -> None:
    with open_original(path) as file:
        if not file.read(4).startswith(ZIP):
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                if content.find(_ENCRYPTED) >= 0:
                    raise _protected(path)
                if len(content) > limits.workbook_bytes:
                    raise BadSource(f"the workbook has {len(content):,} bytes", where=str(path), fix=_FIX_SIZE)
            return
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        _check_packing(parts, path, limits)
        for part in parts:
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
                with archive.open(part) as file:
                    _check_span(file, f"{path}, {part.filename}", limits)


def _check_packing(parts: Sequence[zipfile.ZipInfo], path: Path, limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    for part in parts:
        if part.flag_bits & 1:
            raise _protected(path)
        packed = max(part.compress_size, 1)
        if part.file_size > limits.packing_ratio_from and part.file_size > limits.packing_ratio * packed:
            raise BadSource(
                f"{part.filename} unpacks from {packed:,} to {part.file_size:,} bytes: this looks like a file made to "
                "fill the memory",
                where=str(path),
                fix=_FIX_SIZE,
            )
    if unpacked > limits.workbook_bytes:
        raise BadSource(f"the workbook unpacks to {unpacked:,} bytes", where=str(path), fix=_FIX_SIZE)


def _check_span(sheet: IO[bytes], where: str, limits: Limits) -> None:
    """A sheet is held as a full rectangle: two cells at opposite corners would already fill the memory."""
    rows, columns, held = 0, 0, b""
    while piece := sheet.read(1 << 20):
        found = _CELL.findall(held + piece)
        rows = max(rows, *(int(row) for row in {row for _, row in found}), 0)
        columns = max(columns, *(_column_number(letters) for letters in {letters for letters, _ in found}), 0)
        held = piece[-64:]
    if rows * columns > limits.workbook_cells:
        raise BadSource(f"the sheet spans {rows:,} rows by {columns:,} columns", where=where, fix=_FIX_SIZE)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _protected(path: Path) -> BadSource:
    return BadSource(
        "the workbook is protected with a password", where=str(path), fix="open it, save it without one, add it again"
    )


def _sheet(workbook: CalamineWorkbook, wanted: str | None, where: str) -> tuple[str, CalamineSheet]:
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if wanted is not None:
        if wanted not in names:
            raise BadSource(
                f"there is no sheet `{wanted}`{nearest(wanted, names)}",
                where=where,
                fix=f"the sheets there are: {', '.join(names)}",
            )
        return wanted, workbook.get_sheet_by_name(wanted)
    for name in names:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.height:
            return name, sheet
    raise BadSource("the workbook holds no cells", where=where, fix="check that it was saved whole")


def _table(sheet: CalamineSheet, header_row: int | None, where: str, limits: Limits) -> Table:
    if sheet.width > limits.columns:
        raise BadSource(f"the sheet has {sheet.width:,} columns", where=where, fix="raise `columns` of the limits")
    rows = _rows(sheet, where, limits)
    if header_row is None:
        return Table(column_names([""] * sheet.width), (), rows)
    above = [next(rows, None) for _ in range(header_row + 1)]
    header = above[-1]
    if header is None:
        raise BadSource(
            f"the header is said to be row {header_row}, but the sheet has {sheet.total_height} rows",
            where=where,
            fix="correct `header_row` in the mapping (rows are counted from 0)",
        )
    return Table(column_names(header), tuple(tuple(row) for row in above[:-1] if row is not None), rows)


def _rows(sheet: CalamineSheet, where: str, limits: Limits) -> Iterator[list[str]]:
    """The rows from the top of the sheet, so that they are numbered as a spreadsheet shows them."""
    for _ in range(sheet.start[0] if sheet.start else 0):
        yield []
    for row in sheet.iter_rows():
        texts = [value if type(value) is str else cell_text(value) for value in row]
        if sum(map(len, texts)) > limits.entry_characters:
            raise BadSource(f"a row has more than {limits.entry_characters:,} characters", where=where, fix=_FIX_SIZE)
        yield texts if any(texts) else []


def cell_text(value: CellValue) -> str:
    """Write the value of a cell as text: a day as ISO date, a whole number without a point.

    >>> cell_text(1937.0), cell_text(dt.datetime(1937, 6, 12))
    ('1937', '1937-06-12')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)
