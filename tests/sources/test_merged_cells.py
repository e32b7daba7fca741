"""Merged cells of sheets."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from byname.sources.mapping_reading import parse_mapping
from byname.sources.merged_cells import MergedArea, filled
from byname.sources.reading import open_source

HEAD = (
    "{source: L, title: An invented list, citation: C, licence: MIT, language: es, universe: U, person_twice: false, "
)


def sheet(path: Path) -> Path:
    """A sheet that begins in column B, with a province merged over two people and a title over all."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    cells: list[list[str | None]] = [["Lista"], ["Provincia", "Nombre"], ["Salta", "Ana Sosa"], [None, "Luis Paz"]]
    cells.append(["Jujuy", "Eva Gil"])
    for row, texts in enumerate(cells, 1):
        for column, text in enumerate(texts, 2):
            page.cell(row, column, text)
    page.merge_cells("B1:C1")
    page.merge_cells("B3:B4")
    book.save(path)
    return path


def rows(path: Path, keys: str) -> list[list[str]]:
    """The cells of each entry, read with these keys of the mapping."""
    mapping = parse_mapping(HEAD + keys + "fields: {region: Provincia, name: Nombre}}", "m.yaml")
    with open_source(path, mapping) as reader:
        return [[cell.text for cell in entry.cells.values()] for entry in reader]


def test_text_of_merged_cells_stands_in_each_row_where_the_mapping_asks_for_it(tmp_path: Path) -> None:
    path = sheet(tmp_path / "list.xlsx")
    assert rows(path, "header_row: 1, merged_cells: fill, ") == [
        ["Salta", "Ana Sosa"],
        ["Salta", "Luis Paz"],
        ["Jujuy", "Eva Gil"],
    ]
    assert rows(path, "header_row: 1, ")[1] == ["", "Luis Paz"]


def test_area_wider_than_its_sheet_adds_no_columns() -> None:
    assert list(filled([["a", "b"], []], [MergedArea(0, 0, 900_000, 16_000)])) == [["a", "a"], ["a", "a"]]


def test_area_that_begins_in_a_blank_cell_fills_nothing() -> None:
    assert list(filled([["", "b"], ["c", "d"]], [MergedArea(0, 0, 1, 0)])) == [["", "b"], ["c", "d"]]
