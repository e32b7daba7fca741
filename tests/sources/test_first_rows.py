"""First looks at tables."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from byname.errors import BadSource
from byname.sources.first_rows import ROWS, look_at
from byname.sources.formats import format_of
from byname.sources.limits import DEFAULT_LIMITS


def test_rows_of_a_text_stand_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes('Título;\nNombre;Año\n"Núñez; Ana";1950\n'.encode("cp1252"))
    found = look_at(path, format_of(path, None, DEFAULT_LIMITS), DEFAULT_LIMITS)
    assert (found.delimiter, found.encoding and found.encoding.name) == (";", "cp1252")
    assert found.sheets[0].rows == (("Título", ""), ("Nombre", "Año"), ("Núñez; Ana", "1950"))


def test_every_sheet_with_cells_is_looked_at(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Filled").append(["a", "b"])
    many = book.create_sheet("Long")
    for number in range(ROWS + 5):
        many.append([number])
    book.save(tmp_path / "list.xlsx")
    path = tmp_path / "list.xlsx"
    found = look_at(path, format_of(path, None, DEFAULT_LIMITS), DEFAULT_LIMITS)
    assert [(sheet.sheet, len(sheet.rows)) for sheet in found.sheets] == [("Filled", 1), ("Long", ROWS)]


def test_workbook_without_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(BadSource, match="holds no cells"):
        look_at(path, format_of(path, None, DEFAULT_LIMITS), DEFAULT_LIMITS)
