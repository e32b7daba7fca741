from __future__ import annotations

from pathlib import Path

import pytest

from byname.errors import BadFigureTable
from byname.pipeline.fact_tables import check_table, use_of
from byname.sources.bundled import demo_collection


def test_every_bundled_table_has_a_use_and_passes_its_check() -> None:
    tables = demo_collection().facts
    assert len(tables) > 8
    for name, path in tables.items():
        assert len(check_table(path, name).rows) > 0
        assert "no other analysis" not in use_of(name).words, name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("camps", "prisoners by year"), ("order_12_limits", "limits of an order"),
        ("figures-own", "figures as evidence"),
        ("weather", "no other analysis"),
    ],
)  # fmt: skip
def test_a_name_says_what_a_table_is_used_for(name: str, words: str) -> None:
    assert words in use_of(name).words


def test_a_table_that_lacks_a_column_is_refused_with_the_columns_of_its_name(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("id,date,source_title,source_address\ne1,1937,A book,p. 1\n", encoding="utf-8")
    with pytest.raises(BadFigureTable, match="there is no column 'title'"):
        check_table(path, "events")
    path.write_text("id,source_title,source_address\n", encoding="utf-8")
    with pytest.raises(BadFigureTable, match="has no rows"):
        check_table(path, "weather")
