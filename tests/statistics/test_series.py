from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from byname.errors import CannotEstimate
from byname.statistics.series import best_unit, series_of


def test_rough_dates_are_left_out_and_counted() -> None:
    low, high = pl.Series([100, 131, 120]), pl.Series([100, 160, 484])
    series = series_of(low, high, "day", dt.date(1970, 4, 1), dt.date(1970, 6, 1))
    assert (series.counts.sum(), series.left_out) == (1, 2)
    with pytest.raises(CannotEstimate, match="no event"):
        series_of(pl.Series([0]), pl.Series([364]), "day")


def test_the_step_follows_the_dates() -> None:
    assert best_unit(pl.Series([0, 90]), pl.Series([30, 120])) == "month"
    assert best_unit(pl.Series([0, 5000]), pl.Series([0, 5000])) == "week"
