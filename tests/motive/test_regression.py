from __future__ import annotations

import polars as pl
from benchmarks.motive.coverage import rows as coverage_rows
from benchmarks.motive.synthetic import TRUTH

from byname.motive.regression import adjusted_severity, regression


def test_regression_holds_attributes_equal(people: pl.DataFrame) -> None:
    fit, against = adjusted_severity(people, ["nationality", "gender"])
    assert against["nationality"] == "north"
    assert fit.odds_ratios["nationality: south"].low > 1
    assert fit.odds_ratios["gender: female"].low < 1 < fit.odds_ratios["gender: female"].high
    assert fit.clusters == 24
    assert len(regression(people).table) >= 3


def test_intervals_cover_in_a_small_run() -> None:
    """The full run of benchmarks/motive/coverage.py has 300 archives; this one only sees that nothing broke."""
    first = next(iter(coverage_rows(30, 600)))
    assert first[2] >= 0.9
    assert TRUTH.odds["south"] == 2.0
