from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from benchmarks.motive.synthetic import TRUTH, competing
from hypothesis import given, settings
from hypothesis import strategies as st

from byname.consequences.analyses import after
from byname.consequences.paths import durations
from byname.errors import CannotEstimate
from byname.statistics.incidence import Durations, cumulative_incidence, interval_censored

ENDS = ("executed", "release")


def known_share(end: str, day: float) -> float:
    total = sum(TRUTH.hazards.values())
    return float(TRUTH.hazards[end] / total * (1 - np.exp(-total * day)))


def test_partial_dates_become_intervals_not_midpoints() -> None:
    frame = competing(300, 1, rough=1.0)
    found, _ = durations(frame, "arrest", ENDS)
    assert not found.exact
    assert (found.high - found.low >= 27).all()  # two months at the least, less the overlap
    exact, _ = durations(competing(300, 1), "arrest", ENDS)
    assert exact.exact


def test_the_truth_lies_in_the_interval_of_exact_and_of_partial_dates() -> None:
    for rough in (0.0, 0.6):
        found, _ = durations(competing(1500, 2, rough=rough), "arrest", ENDS, until=1500)
        for one, end in zip(cumulative_incidence(found, 2), ENDS, strict=True):
            value, low, high = one.at(730)
            assert low <= known_share(end, 730) <= high
            assert low < value < high


def test_partial_dates_widen_the_interval() -> None:
    widths = []
    for rough in (0.0, 1.0):
        found, _ = durations(competing(300, 3, rough=rough), "arrest", ENDS, until=1500)
        one = interval_censored(found, 2)[0]
        widths.append(one.at(200)[2] - one.at(200)[1])
    assert widths[1] > widths[0]


def test_who_has_no_dated_end_stays_at_risk_until_the_day_given() -> None:
    frame = competing(200, 4).with_columns(
        pl.when(pl.int_range(200) < 50).then(None).otherwise(pl.col(name)).alias(name)
        for name in ("death_low", "death_high", "release_low", "release_high")
    )
    found, _ = durations(frame, "arrest", ENDS, until=3000)
    assert int((found.cause == 0).sum()) >= 50
    shares = sum(one.share[-1] for one in cumulative_incidence(found, 2))
    assert shares == pytest.approx(0.75, abs=0.05)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60), st.integers(0, 2)), min_size=8, max_size=40))
def test_shares_never_fall_and_never_pass_one(people: list[tuple[int, int, int]]) -> None:
    low = np.array([float(p[0]) for p in people])
    cause = np.array([p[2] for p in people])
    cause[0] = 1
    high = np.where(cause > 0, low + np.array([float(p[1]) for p in people]), np.inf)
    found = interval_censored(Durations(low, high, cause), 2)
    assert sum(one.share[-1] for one in found) <= 1 + 1e-6
    for one in found:
        assert (np.diff(one.share) >= -1e-9).all()
        assert ((one.low <= one.share + 1e-9) & (one.share <= one.high + 1e-9)).all()


def test_no_end_is_refused() -> None:
    nobody = Durations(np.array([5.0]), np.array([np.inf]), np.array([0]))
    with pytest.raises(CannotEstimate, match="no end is dated"):
        cumulative_incidence(nobody, 1)
    with pytest.raises(CannotEstimate, match="no deportation"):
        durations(competing(20, 1), "deportation", ENDS)


def test_what_followed_an_arrest_by_year() -> None:
    found = after(competing(1200, 5), "arrest")
    rows = found.table.filter((pl.col("group") == "all") & (pl.col("end") == "executed")).to_dicts()
    assert rows[0]["within_1_low"] <= known_share("executed", 365) <= rows[0]["within_1_high"]
    assert {"1937", "1938"} <= set(found.table["group"])
    assert "not answered" not in found.refused
    refused = after(competing(10, 5), "arrest")
    assert "Only 10 people" in refused.refused
