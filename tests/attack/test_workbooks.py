"""Workbooks made to fill the memory are refused before a reader opens them."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.workbook_files import written_ods

from byname.errors import BadSource
from byname.sources.limits import Limits
from byname.sources.reading import open_source

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(folder: Path, xml: bytes, part: str = SHEET) -> Path:
    """An XLSX whose sheet is the given XML."""
    plain, path = io.BytesIO(), folder / "list.xlsx"
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = xml if name == SHEET else old.read(name)
            if name.endswith("workbook.xml.rels"):
                content = content.replace(b"/xl/worksheets/sheet1.xml", b"/" + part.encode())
            new.writestr(part if name == SHEET else name, content)
    return path


def sheet_of(cells: str, head: str = "") -> bytes:
    """A sheet with a first cell and others."""
    first = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
    return f'<worksheet xmlns="{MAIN}">{head}<sheetData>{first}{cells}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    "cells",
    [
        '<row><c r="ABC900000"><v>1</v></c></row>',
        '<row><c r = "ABC900000"><v>1</v></c></row>',
        "<row><c r='ABC900000'><v>1</v></c></row>",
        '<row><c\nr="ABC900000"><v>1</v></c></row>',
        '<row><c s="0" t="n" r="abc900000"><v>1</v></c></row>',
        '<row><c r="&#65;BC900000"><v>1</v></c></row>',
        '<row r="900000"><c r="A900000"><v>1</v></c>' + "<c><v>1</v></c>" * 100 + "</row>",
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/odd/PICTURE.png"])
def test_a_cell_far_away_is_found_however_it_is_written(tmp_path: Path, cells: str, part: str) -> None:
    path = with_sheet(tmp_path, sheet_of(cells), part)
    with pytest.raises(BadSource, match="the sheet spans 900,000 rows by"):
        open_source(path, None, limits=Limits(workbook_cells=50_000_000))


def test_cells_written_in_other_ways_are_read(tmp_path: Path) -> None:
    cells = "<row r='2'><c t='n' r='A2'><v>1893</v></c></row><row><c><v>1888</v></c></row>"
    path = with_sheet(tmp_path, sheet_of(cells, '<dimension ref="A1:XFD1048576"/>'))
    with open_source(path, None) as reader:
        assert [entry.cells["name"].text for entry in reader] == ["1893", "1888"]


@pytest.mark.parametrize("written", ['uniqueCount="{}"', "uniqueCount = '{}'", 'a:uniqueCount="{}"'])
@pytest.mark.parametrize("blanks", [0, 2**20 - 20])
def test_a_part_that_says_it_holds_texts_without_end_is_refused(tmp_path: Path, written: str, blanks: int) -> None:
    """Its reader would make room for all of them at once, and a failed allocation ends the process."""
    xml = f'<sst xmlns="{MAIN}" {" " * blanks} {written.format(2**32 - 1)}/>'.encode()
    path = with_sheet(tmp_path, sheet_of(""))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/other.xml", xml)
    with pytest.raises(BadSource, match=r"other\.xml: the part says that it holds 4,294,967,295 texts"):
        open_source(path, None)


def test_a_sheet_with_entities_is_refused(tmp_path: Path) -> None:
    xml = b'<!DOCTYPE a [<!ENTITY b "cc">]>' + sheet_of("<row><c r='A2'><v>&b;</v></c></row>")
    with pytest.raises(BadSource, match="defines a document type"):
        open_source(with_sheet(tmp_path, xml), None)


def test_a_part_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_of("<row><c r='A2'><v>1</v></c></row>" + " " * 3_000_000))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(SHEET).file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", size), struct.pack("<L", 1000)))
    with pytest.raises(BadSource, match="unpacks to more than the 1,000 bytes it says"):
        open_source(path, None)


DIRECTORY, HEADER, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
ZIP_DAMAGES: dict[str, list[tuple[bytes, bytes]]] = {
    "a version not yet made": [(DIRECTORY + b"\x14\x03\x14", DIRECTORY + b"\x14\x03\xff")],
    "a name that is not UTF-8": [(HEADER + b"\x14\0\0\0", HEADER + b"\x14\0\0\x08"), (b"list", b"\xffist")],
    "a place before the beginning": [(END + b"\0\0\0\0\1\0\1\0\x32\0\0\0", END + b"\0\0\0\0\1\0\1\0\x32\0\0\1")],
}


@pytest.mark.parametrize("damage", sorted(ZIP_DAMAGES))
def test_a_damaged_zip_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("list", "name;born\nRykov;1881\n")
    content = path.read_bytes()
    for old, new in ZIP_DAMAGES[damage]:
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content)
    with pytest.raises(BadSource, match="the zip "):
        open_source(path, None)


def test_a_zip_whose_file_has_no_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "list.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("list", "name;born\nRykov;1881\n")
    path.write_bytes(path.read_bytes().replace(b"list", b"\0ist"))
    with open_source(path, None) as reader:
        assert [entry.cells["name"].text for entry in reader] == ["Rykov"]


def test_a_workbook_whose_part_has_a_name_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = with_sheet(tmp_path, sheet_of("<row><c r='A2'><v>1</v></c></row>"))
    content = path.read_bytes()
    at = content.index(HEADER, 4)  # of the second part: its name in UTF-8, which it is not
    start = at + 30
    path.write_bytes(content[: at + 6] + b"\0\x08" + content[at + 8 : start] + b"\xff" + content[start + 1 :])
    with pytest.raises(BadSource, match="the workbook is damaged"):
        open_source(path, None)


def test_cells_and_rows_that_repeat_without_end_are_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"{}><text:p>a</text:p></table:table-cell>'
    wide = cell.format(' table:number-columns-repeated="16384"')
    full = f'<table:table-row table:number-rows-repeated="4500">{wide}</table:table-row>'
    with pytest.raises(BadSource, match="takes more than 536,870,912 bytes"):
        open_source(written_ods(tmp_path, full), None, limits=Limits(workbook_memory=2**29))
    rows = f'<table:table-row table:number-rows-repeated="30000">{cell.format("") * 20}</table:table-row>'
    with pytest.raises(BadSource, match="the sheet spans 29,999 rows"):
        open_source(written_ods(tmp_path, rows), None, limits=Limits(workbook_cells=500_000))


def test_an_ods_is_read(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{cell.format(text)}</table:table-row>" for text in ("name", "Bukharin"))
    with open_source(written_ods(tmp_path, rows), None) as reader:
        assert [entry.cells["name"].text for entry in reader] == ["Bukharin"]
