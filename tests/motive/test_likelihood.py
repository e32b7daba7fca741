from __future__ import annotations

import pytest

from byname.motive.evidence import ObservedEffect
from byname.motive.likelihood import MOST, likelihood_ratio
from byname.values.analysis import Estimate


def test_likelihood_ratio_points_where_the_effect_points() -> None:
    effect = ObservedEffect("", Estimate(2.0, 1.4, 2.9), 0.69, 0.18, ())
    with_it, against = likelihood_ratio(effect, "positive"), likelihood_ratio(effect, "negative")
    assert with_it is not None
    assert against is not None
    assert with_it.low <= with_it.value <= with_it.high
    assert with_it.value > 3
    assert against.value < 1 / 3


def test_likelihood_ratio_is_cut_and_totals_have_none() -> None:
    huge = likelihood_ratio(ObservedEffect("", Estimate(5.0, 4.9, 5.1), 1.6, 0.01, ()), "positive")
    assert huge is not None
    assert huge.value == pytest.approx(MOST)
    assert likelihood_ratio(ObservedEffect("", Estimate(5.0, 5.0, 5.0), 1.6, 0.0, ()), "positive") is None


def test_no_effect_gives_a_ratio_below_one() -> None:
    none = likelihood_ratio(ObservedEffect("", Estimate(1.0, 0.9, 1.11), 0.0, 0.05, ()), "positive")
    assert none is not None
    assert none.value < 1
