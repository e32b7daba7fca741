from __future__ import annotations

import numpy as np
import pytest

from byname.errors import CannotEstimate
from byname.statistics.ratios import exact_share, odds_ratio, relative_risk, share


def test_ratios_of_empty_groups_are_refused_and_zeros_are_not() -> None:
    with pytest.raises(CannotEstimate, match="empty"):
        relative_risk(1, 2, 0, 0)
    found = odds_ratio(0, 10, 5, 10)
    assert 0 < found.low < found.value < found.high < np.inf
    assert found.warnings
    with pytest.raises(CannotEstimate, match="nobody"):
        share(0, 0)


@pytest.mark.published
def test_a_share_has_the_intervals_that_newcombe_prints() -> None:
    """Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20 and 1 of 29 by the score and the exact method."""
    for cases, people, score, exact in (
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ):
        for found, given in ((share(cases, people), score), (exact_share(cases, people), exact)):
            assert (found.low, found.high) == pytest.approx(given, abs=5e-5)


def test_ratios_turn_over_where_the_groups_are_exchanged() -> None:
    for ratio in (relative_risk, odds_ratio):
        one, other = ratio(30, 100, 10, 90), ratio(10, 90, 30, 100)
        assert one.value * other.value == pytest.approx(1)
        assert one.low * other.high == pytest.approx(1)


def test_the_log_interval_is_that_of_woolf_and_of_katz() -> None:
    odds = odds_ratio(30, 100, 10, 90)
    assert odds.value == pytest.approx(30 * 80 / (70 * 10))
    assert np.log(odds.high / odds.value) == pytest.approx(1.959964 * np.sqrt(1 / 30 + 1 / 70 + 1 / 10 + 1 / 80))
    risk = relative_risk(30, 100, 10, 90)
    assert risk.value == pytest.approx(2.7)
    assert np.log(risk.high / risk.value) == pytest.approx(1.959964 * np.sqrt(1 / 30 - 1 / 100 + 1 / 10 - 1 / 90))


@pytest.mark.parametrize(("cases", "warned"), [(4, True), (5, False)])
def test_cells_of_fewer_than_five_are_marked(cases: int, warned: bool) -> None:
    assert bool(share(cases, 50).warnings) == warned
    assert bool(odds_ratio(cases, 50, 20, 50).warnings) == warned
