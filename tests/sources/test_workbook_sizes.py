from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.workbook_files import repacked

from byname.errors import BadSource
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.reading import open_source
from byname.sources.workbook_sizes import check_workbook


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["name", "birth"])
    book.active.append(["Тухачевский", 1893])
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def test_workbook_made_to_fill_the_memory_is_refused(workbook: Path) -> None:
    def fill(name: str, data: bytes) -> bytes:
        return data + b" " * 20_000_000 if name.endswith("sheet1.xml") else data

    with pytest.raises(BadSource, match="made to fill the memory"):
        open_source(repacked(workbook, fill), None)
    with pytest.raises(BadSource, match="the workbook unpacks to"):
        open_source(workbook, None, limits=Limits(workbook_bytes=1000))


def test_sheet_with_a_cell_in_its_farthest_corner_is_refused(workbook: Path) -> None:
    def spread(name: str, data: bytes) -> bytes:
        return data.replace(b'r="B2"', b'r="XFD1048576"') if name.endswith("sheet1.xml") else data

    with pytest.raises(BadSource, match="spans 1,048,576 rows by 16,384 columns"):
        open_source(repacked(workbook, spread), None)


def test_a_sheet_may_span_as_many_cells_as_allowed(workbook: Path) -> None:
    def spread(name: str, data: bytes) -> bytes:
        return data.replace(b'r="B2"', b'r="AB100"') if name.endswith("sheet1.xml") else data

    path = repacked(workbook, spread)
    check_workbook(path, None, Limits(workbook_cells=2_800))
    with pytest.raises(BadSource, match="spans 100 rows by 28 columns") as caught:
        check_workbook(path, None, Limits(workbook_cells=2_799))
    assert caught.value.where == f"{path}, xl/worksheets/sheet1.xml"


def test_a_part_under_a_password_is_told(workbook: Path) -> None:
    content = bytearray(workbook.read_bytes())
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1  # the flag of an encrypted part, in the directory
        place += 4
    path = workbook.with_name("secret.xlsx")
    path.write_bytes(content)
    with pytest.raises(BadSource, match="protected with a password"):
        check_workbook(path, None, DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (b"<worksheet><sheetData><row><c r='B2'/></row>", "the sheet is no XML"),
        (b"<worksheet><sheetData><row><c r='2B'/></row></sheetData></worksheet>", "`2B` is no address of a cell"),
        (b"<worksheet><sheetData><row><c r='A\xd9\xa2'/></row></sheetData></worksheet>", "is no address of a cell"),
        (b"<worksheet><sheetData><c " + b"x" * 9_000_000, "a tag without end"),
    ],
)
def test_a_sheet_whose_cells_cannot_be_placed_is_refused(workbook: Path, sheet: bytes, says: str) -> None:
    path = repacked(workbook, lambda name, data: sheet if name.endswith("sheet1.xml") else data)
    with pytest.raises(BadSource, match=says):
        check_workbook(path, None, Limits(packing_ratio=10_000))


def test_an_old_workbook_larger_than_allowed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 1_000)
    check_workbook(path, None, Limits(workbook_bytes=1_008))
    with pytest.raises(BadSource, match="the workbook has 1,008 bytes"):
        check_workbook(path, None, Limits(workbook_bytes=1_007))
