from __future__ import annotations

import polars as pl

from byname.motive.severity import severity


def test_odds_find_the_groups_that_were_drawn_apart(people: pl.DataFrame) -> None:
    rows = {row["group"]: row for row in severity(people, "nationality").table.to_dicts()}
    assert rows["South"]["adjusted_low"] > 1 > rows["East"]["adjusted_high"]
    assert rows["South"]["p_holm"] < 0.05
    assert rows["South"]["p"] <= rows["South"]["p_holm"]


def test_odds_are_refused_where_everybody_met_the_same_end(people: pl.DataFrame) -> None:
    found = severity(people.filter(pl.col("executed")), "nationality")
    assert "nothing to compare" in found.refused


def test_small_cells_are_marked(people: pl.DataFrame) -> None:
    few = pl.concat([people, people.head(3).with_columns(pl.lit("west").alias("nationality"))])
    rows = {row["group"]: row for row in severity(few, "nationality").table.to_dicts()}
    assert rows["West"]["small"]
    assert not rows["South"]["small"]
