from __future__ import annotations

import dataclasses
import pickle
from pathlib import Path

import pytest

from byname.sources.entry import Cell, Entry, WholeCells
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source

HEAD = (
    "source: R6\ntitle: t\ncitation: c\nlicence: MIT\nlanguage: et\nuniverse: u\nperson_twice: false\n"
    "files: [{name: book.txt, prefix: r6-2-}]\n"
)


def test_the_record_of_an_entry_is_its_source_and_its_item() -> None:
    assert Entry("R6", "r6-2-13", "book.txt").record_id == "R6:r6-2-13"


def test_an_entry_of_a_book_has_text_and_no_cells_and_one_of_a_table_the_reverse(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text("name;born\nAAVIK;1880\n", encoding="utf-8")
    book = parse_mapping(f"{HEAD}format: text\nentries: {{unit: line}}\n", "m.yaml")
    table = parse_mapping(f"{HEAD}format: table\nfields: {{name: name}}\n", "m.yaml")
    with open_source(path, book) as reader:
        assert list(reader)[1] == Entry("R6", "r6-2-1", "book.txt", text="AAVIK;1880")
    with open_source(path, table) as reader:
        assert list(reader) == [Entry("R6", "r6-2-0", "book.txt", cells={"name": Cell("AAVIK", "name", 0)})]


def test_an_entry_cannot_be_changed() -> None:
    entry = Entry("R6", "0", "book.txt")
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.text = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    "cells",
    [{}, {"name": Cell("Bukharin", "name"), "born": Cell("1888", "born")}, {"name": Cell("Bukharin", "infobox", 4)}],
)
def test_an_entry_comes_out_of_another_process_as_it_was(cells: dict[str, Cell]) -> None:
    entry = Entry("T", "7", "list.csv", "" if cells else "Bukharin", cells, ("2 cells where the table has 3 columns",))
    again = pickle.loads(pickle.dumps(entry))
    assert again == entry
    assert [type(cell) for cell in again.cells.values()] == [Cell] * len(cells)


def test_whole_cells_are_the_cells_of_a_mapping_and_go_to_another_process_as_texts() -> None:
    cells = WholeCells(("name", "born"), ("Bukharin", "1888"))
    assert cells == {"name": Cell("Bukharin", "name"), "born": Cell("1888", "born")}
    assert cells.get("died") is None
    assert "died" not in cells
    sent = pickle.loads(pickle.dumps(Entry("S", "0", "f", cells=cells)))
    assert type(sent.cells) is WholeCells
    assert sent == Entry("S", "0", "f", cells=cells)
