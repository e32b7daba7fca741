"""Reads a sheet of a workbook (XLSX, XLSB, XLS, ODS) as rows of texts; days become ISO dates, numbers plain digits.

A workbook is held in memory while it is read, so its size is checked before it is opened: the bytes it unpacks to, how
far it is packed, and how many cells its sheets span.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from byname.errors import BadSource
from byname.sources.early_days import Days, early_days
from byname.sources.limits import Limits
from byname.sources.merged_cells import MergedArea, filled, merged_areas
from byname.sources.rows import column_names
from byname.sources.tables import Header, Table, with_header
from byname.sources.workbook_sizes import FIX_SIZE, check_workbook, protected
from byname.sources.yaml_marks import nearest

CellValue = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def open_workbook(
    path: Path, sheet: str | None, header: Header, limits: Limits, *, fill: bool = False
) -> tuple[str, Table]:
    """Open a sheet (the first one that holds cells, unless named) and give its name and its table.

    `fill`: each of merged cells gets the text of all of them.
    """
    check_workbook(path, sheet, limits)
    with _told(path):
        name, opened = _sheet(CalamineWorkbook.from_path(str(path)), sheet, str(path))
    return name, _table(opened, header, path, limits, fill=fill)


def first_rows_of_sheets(
    path: Path, count: int, limits: Limits
) -> Iterator[tuple[str, tuple[tuple[str, ...], ...], int, tuple[MergedArea, ...]]]:
    """Give each sheet that holds cells: its name, its first rows, how many it has, and its areas of merged cells."""
    check_workbook(path, None, limits)
    with _told(path):
        workbook = CalamineWorkbook.from_path(str(path))
        names = [sheet.name for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    for name in names:
        with _told(path):
            sheet = workbook.get_sheet_by_name(name)
        if sheet.height and sheet.width <= limits.columns:
            rows = islice(_rows(sheet, path, limits), count)
            yield name, tuple(tuple(row) for row in rows), sheet.total_height, merged_areas(sheet)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the reader of workbooks raises into a BadSource."""
    try:
        yield
    except PasswordError as error:
        raise protected(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _damaged(path, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the reader's own, which is no Exception
            raise
        raise _damaged(path, error) from error


def _damaged(path: Path, error: BaseException) -> BadSource:
    return BadSource(
        f"the workbook is damaged or of an unknown kind ({error})", where=str(path), fix="save the sheet as CSV"
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


def _table(sheet: CalamineSheet, header: Header, path: Path, limits: Limits, *, fill: bool) -> Table:
    where = f"{path}, sheet {sheet.name}"
    if sheet.width > limits.columns:
        raise BadSource(f"the sheet has {sheet.width:,} columns", where=where, fix="raise `columns` of the limits")
    if sheet.width * sheet.total_height > limits.workbook_cells:
        raise BadSource(f"the sheet spans {sheet.total_height:,} rows", where=where, fix=FIX_SIZE)
    rows = _rows(sheet, path, limits)
    if fill:
        rows = filled(rows, merged_areas(sheet))
    if header.row is None:
        return Table(column_names([""] * sheet.width), (), rows)
    return with_header(rows, header, where)


def _rows(sheet: CalamineSheet, path: Path, limits: Limits) -> Iterator[list[str]]:
    """The rows from the top of the sheet, so that they are numbered as a spreadsheet shows them."""
    where = f"{path}, sheet {sheet.name}"
    top, left = sheet.start or (0, 0)
    early: Days | None = None  # days before 1900, which the reader takes for times; looked for where there is one
    for _ in range(top):
        yield []
    for number, row in enumerate(sheet.iter_rows(), top):
        texts = [value if type(value) is str else cell_text(value) for value in row]
        for column, value in enumerate(row):
            if type(value) is dt.time:
                early = early_days(path, sheet.name) if early is None else early
                if day := early.get((number, left + column)):
                    texts[column] = day.isoformat()
        if sum(map(len, texts)) > limits.entry_characters:
            raise BadSource(f"a row has more than {limits.entry_characters:,} characters", where=where, fix=FIX_SIZE)
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
