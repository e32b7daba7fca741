from __future__ import annotations

import numpy as np
import polars as pl

from byname.records.table_columns import in_columns, repeated
from byname.sources.entry import Cell, Entry, WholeCells


def test_a_text_stands_once_in_its_column() -> None:
    column = repeated(["Moscow", "", "Kiev", "Moscow"])
    assert column.values == ["Moscow", "", "Kiev"]
    assert column.as_series(pl.Int8(), map(len, column.values)).to_list() == [6, 0, 4, 6]
    assert column.of_rows(np.array([3, 2])).as_series(pl.String(), column.values).to_list() == ["Moscow", "Kiev"]


def test_entries_of_the_columns_of_the_first_are_taken_whatever_holds_their_cells() -> None:
    entries = [
        Entry("S", "0", "f", "a text of nobody"),
        Entry("S", "4", "f", cells={}),
        Entry("S", "1", "f", cells=WholeCells(("name", "born"), ("Bukharin", "1888"))),
        Entry("S", "2", "f", cells={"name": Cell("Rykov", "name"), "born": Cell("", "born")}),
        Entry("S", "3", "f", cells=WholeCells(("name",), ("Tomsky",))),
    ]
    table, others = in_columns(list(enumerate(entries)))
    assert [position for position, _ in table.entries] == [2, 3]
    assert [position for position, _ in others] == [0, 1, 4]
    assert table.texts["name"].values == ["Bukharin", "Rykov"]
    assert list(table.of_rows(np.array([1])).texts) == ["name", "born"]


def test_there_are_no_columns_where_no_entry_has_cells() -> None:
    table, others = in_columns([(0, Entry("S", "0", "f", "a text"))])
    assert (table.entries, table.texts, len(others)) == ([], {}, 1)


def test_an_entry_without_cells_says_nothing_of_the_columns_of_others() -> None:
    entries = [Entry("S", "0", "f"), Entry("S", "1", "f", cells={"name": Cell("Rykov", "name")})]
    table, others = in_columns(list(enumerate(entries)))
    assert [position for position, _ in table.entries] == [1]
    assert [position for position, _ in others] == [0]
