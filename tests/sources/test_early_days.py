from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from byname.sources.early_days import early_days
from byname.sources.reading import first_entries


@pytest.mark.parametrize("macintosh", [False, True])
def test_births_before_1900_are_days_and_no_times_of_day(tmp_path: Path, macintosh: bool) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    if macintosh:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.create_sheet("People & others")
    days = [dt.datetime(1890, 5, 6), dt.datetime(1832, 2, 29), dt.datetime(1903, 12, 31), dt.datetime(1950, 1, 2)]
    for column, value in enumerate(["name", "born", "at"], 2):
        sheet.cell(1, column, value)
    for row, day in enumerate(days, 2):
        for column, cell in enumerate((f"Uno {row}", day, dt.time(10, 30)), 2):
            sheet.cell(row, column, cell)
    book.remove(book["Sheet"])
    book.save(path)
    cells = [[cell.text for cell in entry.cells.values()] for entry in first_entries(path, None, 10)][-4:]
    read = [row[-2] for row in cells]
    assert read == [day.date().isoformat() for day in days]
    assert {row[-1] for row in cells} == {"10:30:00"}


def test_other_files_have_no_such_days(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("name;born\n", encoding="utf-8")
    assert early_days(path, "Sheet1") == {}
    openpyxl.Workbook().save(path)
    assert early_days(path, "Sheet1") == {}
