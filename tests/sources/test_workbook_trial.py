from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.workbook_files import written_ods

import byname.sources.workbook_trial
from byname.sources.workbook_trial import try_workbook

PROGRAM = Path(byname.sources.workbook_trial.__file__)


def tried(path: Path, *, memory: int = 2**30, seconds: int = 60, sheet: str = "") -> int:
    """How the program ends."""
    words = [sys.executable, "-I", str(PROGRAM), str(path), str(memory), str(seconds), *([sheet] if sheet else [])]
    return subprocess.run(words, capture_output=True, check=False, timeout=120).returncode


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.create_sheet("Names").append(["Rykov"])
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def repeated(folder: Path, columns: int, rows: int) -> Path:
    """An ODS of a few hundred bytes whose one cell stands in all these columns and rows."""
    cell = (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}"><text:p>a</text:p>'
        "</table:table-cell>"
    )
    return written_ods(folder, f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>')


def test_a_workbook_that_fits_passes(workbook: Path) -> None:
    assert tried(workbook) == tried(workbook, sheet="Names") == 0


def test_what_cannot_be_opened_passes_for_opening_it_says_why(workbook: Path, tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    for path in (tmp_path / "nothing.xlsx", tmp_path / "text.xlsx"):
        assert tried(path) == try_workbook(str(path), None) == 0
    assert try_workbook(str(workbook), "No such sheet") == 0


def test_a_sheet_that_does_not_fit_into_the_memory_breaks_the_bound(tmp_path: Path) -> None:
    assert tried(repeated(tmp_path, 100, 100), memory=2**29) == 0
    assert tried(repeated(tmp_path, 16_384, 4_500), memory=2**29) != 0
