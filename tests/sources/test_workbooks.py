"""Sheets of workbooks."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
from tests.workbook_files import repacked

from byname.errors import BadSource
from byname.sources.mapping import SourceMapping
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Расстрелянные"
    sheet.append(["name", "birth", "death", "party"])
    sheet.append(["Тухачевский", 1893, dt.date(1937, 6, 12), True])
    sheet.append([None, None, None, None])
    sheet.append(["Бухарин", "1888?", dt.datetime(1938, 3, 15, 4, 30), None])
    book.create_sheet("Notes").append(["nothing"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def test_cells_are_texts_and_days_are_iso(workbook: Path) -> None:
    with open_source(workbook, None) as reader:
        entries = list(reader)
        assert (reader.description.format, reader.description.sheet) == ("workbook", "Расстрелянные")
        assert reader.description.columns == ("name", "birth", "death", "party")
    texts = [[cell.text for cell in entry.cells.values()] for entry in entries]
    assert texts == [
        ["Тухачевский", "1893", "1937-06-12", "true"],
        ["Бухарин", "1888?", "1938-03-15 04:30:00", ""],
    ]
    assert [entry.item for entry in entries] == ["0", "2"]


def test_sheet_is_chosen_by_name(workbook: Path, mapped: Mapped) -> None:
    with open_source(workbook, mapped("sheet: Notes\nheader_row: none\nfields: {name: column 1}\n")) as reader:
        assert [entry.cells["column 1"].text for entry in reader] == ["nothing"]
    with pytest.raises(BadSource, match=r"there is no sheet `Note` \(did you mean `Notes`\?\).*Расстрелянные, Notes"):
        open_source(workbook, mapped("sheet: Note\nfields: {name: name}\n"))


def test_workbook_under_another_name_is_known_by_its_content(workbook: Path) -> None:
    renamed = workbook.rename(workbook.with_suffix(".csv"))
    with open_source(renamed, None) as reader:
        assert reader.description.format == "workbook"
        assert len(list(reader)) == 2


def test_workbook_with_a_password_is_refused(workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    with workbook.open("rb") as plain, path.open("wb") as out:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("1937", out)
    with pytest.raises(BadSource, match=r"protected with a password; open it, save it without one"):
        open_source(path, None)


def test_damaged_workbook_is_refused(workbook: Path) -> None:
    def damage(name: str, data: bytes) -> bytes:
        return b"<broken" if name == "xl/workbook.xml" else data

    with pytest.raises(BadSource, match="damaged or of an unknown kind"):
        open_source(repacked(workbook, damage), None)
    cut = workbook.with_name("cut.xlsx")
    cut.write_bytes(workbook.read_bytes()[:2000])
    with pytest.raises(BadSource, match="the zip is damaged"):
        open_source(cut, None)
    old = workbook.with_name("old.xls")
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000)
    with pytest.raises(BadSource, match="damaged or of an unknown kind"):
        open_source(old, None)


def test_empty_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(BadSource, match="holds no cells"):
        open_source(path, None)


def test_opendocument_sheet_is_read(tmp_path: Path) -> None:
    header, row = (
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in letters
        )
        for letters in ("ab", "cd")
    )
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S"><table:table-row>{header}</table:table-row>'
        f"<table:table-row>{row}</table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    path, held = tmp_path / "list.ods", io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    path.write_bytes(held.getvalue())
    with open_source(path, None) as reader:
        assert [list(entry.cells) for entry in reader] == [["a", "b"]]
        assert reader.description.sheet == "S"
