from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from byname.errors import CannotEstimate
from byname.motive.evidence import Material
from byname.motive.observed_people import OddsOfExecution, RateBeforeAndAfter
from byname.statistics.series import day_number
from byname.values.printed import Condition

DAY = dt.date(1900, 1, 1)
OWN = (Condition("standing", "is", "leading"),)


def struck(*days: int, standing: str = "leading") -> pl.DataFrame:
    """People struck so many days after the day, the date known to the day."""
    at = [day_number(DAY) + day for day in days]
    return pl.DataFrame({"standing": [standing] * len(at), "arrest_low": at, "arrest_high": at})


def rates(subjects: pl.DataFrame, months: tuple[float, float] = (12, 12)) -> RateBeforeAndAfter:
    return RateBeforeAndAfter(OWN, "leading people", ("arrest",), DAY - dt.timedelta(365), DAY,
                              DAY + dt.timedelta(365), *months, "{before} and {after}")  # fmt: skip


def test_people_are_counted_before_a_day_and_from_it_on() -> None:
    people = pl.concat([struck(*range(-8, 0)), struck(0, 1, 365), struck(-366, 366), struck(5, standing="middle")])
    found = rates(people).observe(Material(people, {}))
    assert found.words == "8 and 3"
    assert found.ratio.value == pytest.approx(8.5 / 3.5)
    assert found.ratio.low < 1 < found.ratio.high


def test_rates_are_by_the_month() -> None:
    people = struck(*range(-6, 6))
    assert rates(people).observe(Material(people, {})).ratio.value == pytest.approx(1)
    assert rates(people, (6, 12)).observe(Material(people, {})).ratio.value == pytest.approx(2)


def test_a_date_that_reaches_over_the_day_counts_on_neither_side() -> None:
    people = pl.concat([struck(*range(-5, 5)), struck(0).with_columns(arrest_low=pl.col("arrest_low") - 30)])
    assert rates(people).observe(Material(people, {})).words == "5 and 5"


def test_fewer_than_ten_dated_people_are_refused() -> None:
    with pytest.raises(CannotEstimate, match="only 9 leading people are dated"):
        rates(struck(*range(9))).observe(Material(struck(*range(9)), {}))


def ended(standing: str | None, executed: int, others: int) -> pl.DataFrame:
    ends = [True] * executed + [False] * others
    return pl.DataFrame({"standing": [standing] * len(ends), "persecuted": True, "ending": "x", "executed": ends},
                        schema_overrides={"standing": pl.String})  # fmt: skip


def test_the_odds_of_a_group_are_held_against_another_or_all_others() -> None:
    people = pl.concat([ended("leading", 8, 2), ended("middle", 5, 5), ended("ordinary", 1, 9), ended(None, 0, 50)])
    material = Material(people, {})
    words = "{cases} of {people}, {other_cases} of {other_people}"
    pair = OddsOfExecution(OWN, words, (Condition("standing", "is", "middle"),)).observe(material)
    assert pair.words == "8 of 10, 5 of 10"
    assert pair.ratio.value == pytest.approx(4)
    rest = OddsOfExecution(OWN, words).observe(material)
    assert rest.words == "8 of 10, 6 of 20"  # of whom no standing is stated, nobody counts


def test_an_empty_group_is_refused() -> None:
    with pytest.raises(CannotEstimate, match="empty"):
        OddsOfExecution(OWN, "").observe(Material(ended("leading", 3, 3), {}))
