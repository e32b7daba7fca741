from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl

from byname.motive.waves import answer_to, by_place, rate_ratio, second_opinion, turns, waves
from byname.statistics.series import Series

FIRST = dt.date(1937, 1, 1)


def planted(rise: int = 120, fall: int = 260, days: int = 365, seed: int = 5) -> Series:
    random = np.random.default_rng(seed)
    rate = np.where((np.arange(days) >= rise) & (np.arange(days) < fall), 9.0, 1.0)
    counts = random.poisson(rate * random.gamma(3, 1 / 3, days))
    return Series("day", tuple(FIRST + dt.timedelta(days=d) for d in range(days)), counts, 0)


def test_planted_changes_are_found_with_the_truth_in_the_interval() -> None:
    found = turns(planted())
    assert [turn.rises for turn in found] == [True, False]
    for turn, day in zip(found, (120, 260), strict=True):
        assert turn.low <= FIRST + dt.timedelta(days=day) <= turn.high
        assert turn.probability > 0.9


def test_a_wave_is_what_lies_above_the_mean() -> None:
    series = planted()
    found = waves(series, turns(series))
    assert len(found) == 1
    assert found[0].events == series.counts[(found[0].begins.day - FIRST).days : (found[0].ends.day - FIRST).days].sum()  # type: ignore[union-attr]


def test_the_delay_after_a_directive_has_bounds() -> None:
    series = planted()
    answer = answer_to(series, turns(series), FIRST + dt.timedelta(days=113), rises=True)
    assert answer.delay is not None
    assert answer.delay.low <= 7 <= answer.delay.high
    assert answer.ratio is not None
    assert answer.ratio.low > 1
    assert answer_to(series, turns(series), FIRST + dt.timedelta(days=113), rises=False).turn is None


def test_the_rate_before_an_order_that_stands_at_the_edge_is_not_made_up() -> None:
    assert rate_ratio(planted(), FIRST + dt.timedelta(days=3)) is None


def test_a_second_method_agrees() -> None:
    days = [(day - FIRST).days for day in second_opinion(planted())]
    assert min(abs(day - 120) for day in days) <= 7
    assert min(abs(day - 260) for day in days) <= 7


def test_places_answer_on_their_own(people: pl.DataFrame) -> None:
    two = people.with_columns(
        pl.when(pl.col("gender") == "male").then(pl.lit("A")).otherwise(pl.lit("B")).alias("region")
    )
    day = dt.date(1937, 8, 4)
    found = {place: answers[0] for place, _, answers in by_place(two, "arrest", [day], fewest=50)}
    assert set(found) == {"A", "B"}
    delay = found["A"].delay
    assert delay is not None
    assert delay.low <= 0 <= delay.high
