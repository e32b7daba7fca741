from __future__ import annotations

from pathlib import Path

import pytest

from byname.errors import BadFigureTable
from byname.sources.bundled import demo_collection
from byname.sources.facts import check_sums, read_facts


def test_every_row_of_the_bundled_facts_names_its_source() -> None:
    tables = demo_collection().read_all_facts()
    assert {name: len(table.rows) for name, table in tables.items()}["events"] == 40
    assert len(tables["figures"].rows) == 66
    assert len(tables["figures"].unverified) == 4


def test_row_without_a_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text(
        "year,deaths,source_title,source_address\n1937,1,A book,https://example.org\n1938,2,,\n", encoding="utf-8"
    )
    with pytest.raises(BadFigureTable, match=r"1 rows name no source \(rows 2\)"):
        read_facts(path)


def test_table_without_columns_for_the_source_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    path.write_text("year,deaths\n1937,1\n", encoding="utf-8")
    with pytest.raises(BadFigureTable, match="no columns for the source"):
        read_facts(path)


@pytest.mark.published
def test_printed_tables_have_the_sums_and_the_misprints_that_are_known() -> None:
    # Order 00447: initial limits; convictions by year: both counts; Cherushev's table of officers.
    tables = demo_collection().read_all_facts()
    sums = {(c.table, c.column): c for table in tables.values() for c in check_sums(table)}
    assert sums["order_00447_limits", "first_category_shoot"].summed == 75_950
    assert sums["order_00447_limits", "second_category_camps"].summed == 193_000
    assert sums["convictions_by_year", "mvd_1spets_death"].difference == 10
    assert sums["convictions_by_year", "kgb_convicted"].difference == 486
    assert sums["convictions_by_year", "kgb_death"].difference == 10
    assert sums["army_by_rank", "dismissed_1938"].difference == -3
    years = tables["convictions_by_year"].rows
    both = years.filter(years["year"].is_in(["1937", "1938"]))
    assert both["mvd_1spets_convicted"].cast(int).sum() == 1_344_923
    assert both["mvd_1spets_death"].cast(int).sum() == 681_692
