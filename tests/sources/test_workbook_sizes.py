from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from byname.errors import BadSource
from byname.sources.limits import Limits
from byname.sources.reading import open_source


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["name", "birth"])
    book.active.append(["Тухачевский", 1893])
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def repacked(workbook: Path, change: Callable[[str, bytes], bytes]) -> Path:
    path = workbook.with_name("changed.xlsx")
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
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
