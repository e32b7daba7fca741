from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from byname.consequences.camps import DEATHS, by_place, by_year, camps_of, doubled, mortality, read_camps, yearly_table
from byname.errors import BadFigureTable
from byname.sources.bundled import demo_collection
from byname.sources.facts import FactTable, read_facts

HEAD = "camp_id,camp_en,camp_ru,lon,lat,year,prisoners,source_title,source_address\n"


SOURCE = ",A handbook,p. 3\n"


def facts(tmp_path: Path, *rows: str) -> FactTable:
    path = tmp_path / "camps.csv"
    path.write_text(HEAD + "".join(row + SOURCE for row in rows), encoding="utf-8")
    return read_facts(path, "camps")


FACTS = demo_collection().read_all_facts()


def test_of_doubled_figures_the_largest_counts(tmp_path: Path) -> None:
    table = camps_of(facts(tmp_path, "1,A,,37,55,1938,100", "1,A,,37,55,1938,120", "2,B,,60,60,1938,50"))
    assert by_year(table).to_dicts() == [{"year": 1938, "camps": 2, "prisoners": 170}]
    assert doubled(table)["camp_id"].to_list() == ["1"]
    assert by_place(table, 1938)["row"].to_list() == [2, 3]


def test_camps_that_share_an_english_name_are_told_apart(tmp_path: Path) -> None:
    table = camps_of(facts(tmp_path, "1,New prison,Первый,37,55,1946,5", "2,New prison,Второй,60,60,1946,6"))
    assert sorted(table["camp"]) == ["New prison (Второй)", "New prison (Первый)"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("1,A,,37,155,1938,1", "row 1: camp 1 lies off the globe"),
        ("1,A,,37,55,1938,1 200", "row 1: '1 200' is no number"),
    ],
)
def test_bad_rows_are_named(tmp_path: Path, row: str, what: str) -> None:
    with pytest.raises(BadFigureTable, match=what):
        camps_of(facts(tmp_path, row))


def test_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "camps.csv"
    path.write_text("camp_id,camp_en\n1,A\n", encoding="utf-8")
    with pytest.raises(BadFigureTable, match="no column 'lon'"):
        read_camps(path)


def test_deaths_in_the_camps_were_worst_in_1938_by_the_published_table() -> None:
    found = mortality(FACTS["gulag_inmates_deaths"])
    assert "1938: 126,585 deaths" in found.sentences[0]


def test_a_yearly_table_is_known_by_its_columns_and_not_by_its_name() -> None:
    rows = pl.DataFrame({"year": ["1900"], "inmates": ["50"], "deaths": ["5"], "source_title": ["a book"]})
    bare = FactTable("bare", rows.drop("source_title"), rows.clear())
    table = FactTable("prisons", rows, rows.clear())
    assert yearly_table({"bare": bare, "prisons": table}, *DEATHS) is table
    assert yearly_table({"bare": bare}, *DEATHS) is None
    assert mortality(table).table["rate"].to_list() == [0.1]
    assert mortality(FactTable("none", rows.clear(), rows.clear())).refused
