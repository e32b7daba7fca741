from __future__ import annotations

import math

import pytest

from byname.claims.numbers.rounding import grain_of, slack, widened


@pytest.mark.parametrize(
    ("value", "grain", "hedged", "expected"),
    [
        (681_692, 1, False, 0.5),
        (2_000, 1_000, False, 100),  # five percent, less than half a thousand
        (2_000, 100, False, 50),
        (2_000, 1, True, 200),
        (-2_000, 1_000, False, 100),
        (0, 1, False, 0),
        (math.inf, 1, False, 0),
        (-math.inf, 1, True, 0),
    ],
)
def test_slack_is_half_of_the_last_digit_and_bounded(value: float, grain: float, hedged: bool, expected: float) -> None:
    assert slack(value, grain, hedged=hedged) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "grain"),
    [(12_500, 100), (1, 1), (10, 10), (681_692, 1), (1_000_000, 1_000_000), (0, 0), (1.5, 0), (math.inf, 0)],
)
def test_the_grain_is_the_last_digit_that_is_not_a_zero(value: float, grain: float) -> None:
    assert grain_of(value) == grain


def test_a_published_interval_is_widened_by_the_rounding_of_each_end() -> None:
    assert widened(1_000, 12_500, percent=False) == pytest.approx((950, 12_550))
    assert widened(3.7, 7.7, percent=True) == pytest.approx((3.65, 7.75))
    assert widened(100, math.inf, percent=False) == pytest.approx((95, math.inf))
    assert widened(0.5, 0.5, percent=False) == pytest.approx((0.5, 0.5))
