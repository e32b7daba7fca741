from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from byname.motive.waves import drawn_data, turns
from byname.site.charts.waves import drawn_wave, intervals
from byname.statistics.series import Series

FIRST = dt.date(1937, 1, 1)


def planted(rise: int = 120, fall: int = 260, days: int = 365, seed: int = 5) -> Series:
    random = np.random.default_rng(seed)
    rate = np.where((np.arange(days) >= rise) & (np.arange(days) < fall), 9.0, 1.0)
    counts = random.poisson(rate * random.gamma(3, 1 / 3, days))
    return Series("day", tuple(FIRST + dt.timedelta(days=d) for d in range(days)), counts, 0)


def test_pictures_hold_their_data() -> None:
    series = planted()
    chart = drawn_wave(drawn_data(series, turns(series), [(FIRST, "an order")])).to_dict()
    assert len(chart["layer"]) == 5  # bands, bars, turns, directives and their titles
    assert "an order" in str(chart)
    table = pl.DataFrame({"group": ["a"], "odds_ratio": [2.0], "odds_ratio_low": [1.0], "odds_ratio_high": [4.0]})
    assert len(intervals(table, "group", "odds_ratio", logarithmic=True).to_dict()["layer"]) == 3
