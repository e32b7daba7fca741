from __future__ import annotations

from pathlib import Path

import polars as pl

from byname.consequences.camps import camps_of, nameless
from byname.consequences.prisoners import prisoners, telling_years
from byname.sources.bundled import demo_collection
from byname.sources.facts import FactTable, read_facts

HEAD = "camp_id,camp_en,camp_ru,lon,lat,year,prisoners,source_title,source_address\n"


SOURCE = ",A handbook,p. 3\n"


def facts(tmp_path: Path, *rows: str) -> FactTable:
    path = tmp_path / "camps.csv"
    path.write_text(HEAD + "".join(row + SOURCE for row in rows), encoding="utf-8")
    return read_facts(path, "camps")


def test_figures_of_no_camp_count_nowhere_and_are_told(tmp_path: Path) -> None:
    table = facts(tmp_path, "1,A,,37,55,1938,100", "9,,,90,62,1938,456789", "3,,Озерный лагерь,98,56,1938,7")
    assert nameless(camps_of(table))["row"].to_list() == [2]
    years, places = prisoners({"camps": table})
    assert years.table["prisoners"].to_list() == [107]
    assert any("1 rows name no camp" in warning and "row 2" in warning for warning in years.warnings)
    assert "Озерный лагерь" in places.table["camp"].to_list()


def test_without_a_table_both_analyses_refuse_and_say_what_to_do() -> None:
    found = list(prisoners({}))
    assert [one.id for one in found] == ["camps-by-year", "camps-by-place"]
    assert all("byname facts add" in one.refused for one in found)


def test_every_figure_leads_to_its_rows_and_coverage_is_said(tmp_path: Path) -> None:
    table = facts(tmp_path, "1,A,,37,55,1937,10", "1,A,,37,55,1938,100", "2,B,,60,60,1938,50")
    totals = demo_collection().read_all_facts()["gulag_inmates_deaths"]
    years, places = prisoners({"camps": table, "gulag_inmates_deaths": totals})
    assert years.table.row(1, named=True)["published_total"] == 537_523
    numbers = {number.id: number for one in (years, places) for number in one.numbers}
    own = camps_of(table)
    for row in (*years.table.to_dicts(), *places.table.to_dicts()):
        number = numbers[row["prisoners_id"]]
        chosen = own.filter([pl.col(one.column) == one.value for one in number.where])
        assert chosen["prisoners"].sum() == number.value == row["prisoners"]
    assert any("does not cover all camps" in warning for warning in years.warnings)
    assert "From: A handbook (p. 3)." in years.warnings


def test_telling_years_are_the_first_the_last_the_largest_and_the_fullest(tmp_path: Path) -> None:
    rows = [f"{camp},C{camp},,50,60,{year},{n}" for year, camps, n in ((1931, 20, 1), (1941, 21, 9), (1953, 25, 2),
            (1960, 20, 1), (1961, 2, 1)) for camp in range(camps)]  # fmt: skip
    assert telling_years(camps_of(facts(tmp_path, *rows))) == [1931, 1941, 1953, 1960]
