from __future__ import annotations

import polars as pl

from byname.motive.raises import raised_in, raised_in_all
from byname.sources.facts import FactTable


def test_a_decision_for_one_area_within_a_larger_one_counts_once() -> None:
    rows = pl.DataFrame({"date": ["1", "1", "2"], "area": ["all", "a", "a"], "first_category": ["48", "6", ""],
                         "second_category": ["", "", ""], "both_categories": ["57", "", "30"],
                         "part_of": ["", "all", ""]})  # fmt: skip
    table = FactTable("x_raised", rows, rows.clear())
    assert (raised_in_all(table).first, raised_in_all(table).both, raised_in_all(table).unsplit) == (48, 87, 30)
    assert (raised_in(table, "a").first, raised_in(table, "a").unsplit) == (6, 30)
    assert raised_in(table, "b").decisions == 0
