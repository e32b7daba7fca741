from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.estimators.bootstrap import Bootstrap, bootstrap, bootstrap_estimate
from byname.casualties.estimators.loglinear import log_linear
from byname.casualties.histories import CaptureHistories

TABLE = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 400, 300, 90, 350, 100, 80, 30]))


def drawn(bias: float = 0.0, acceleration: float = 0.0) -> Bootstrap:
    return Bootstrap(50.0, np.arange(1.0, 100.0), bias, acceleration, "[1]")


def test_without_corrections_the_quantiles_are_those_drawn() -> None:
    assert [drawn().quantile(share) for share in (0.05, 0.5, 0.95)] == pytest.approx([5, 50, 95])
    assert drawn().quantile(0.0001) == 1
    assert drawn().quantile(0.9999) == 99


def test_a_bias_moves_both_ends_and_acceleration_stretches_the_upper_one() -> None:
    assert drawn(bias=0.2).quantile(0.5) > 50
    assert drawn(bias=0.2).quantile(0.05) > drawn().quantile(0.05)
    assert drawn(acceleration=0.1).quantile(0.9) > drawn().quantile(0.9)
    assert drawn(acceleration=0.1).quantile(0.5) == pytest.approx(50)


def test_the_estimate_is_that_of_the_best_model_and_lies_in_its_interval() -> None:
    found = bootstrap_estimate(TABLE, draws=200)
    assert found.estimate == pytest.approx(log_linear(TABLE).estimate)
    assert TABLE.observed < found.low < found.estimate < found.high
    assert found.diagnostics["tables drawn"] == 200


def test_a_higher_level_is_wider_and_the_same_seed_the_same() -> None:
    narrow, wide, again = (bootstrap_estimate(TABLE, level, draws=200) for level in (0.8, 0.95, 0.95))
    assert wide.low < narrow.low < narrow.high < wide.high
    assert (wide.low, wide.high) == (again.low, again.high)
    assert bootstrap_estimate(TABLE, seed=1, draws=200).high != wide.high


def test_more_models_choose_among_more() -> None:
    one, many = (bootstrap(TABLE, draws=200, models=models) for models in (1, 20))
    assert one.model == many.model
    assert np.nanstd(many.drawn[np.isfinite(many.drawn)]) > np.std(one.drawn[np.isfinite(one.drawn)])
    assert math.isfinite(many.acceleration)


def test_between_finite_and_infinite_draws_lies_no_number() -> None:
    drawn = np.array([100.0, 110.0, np.inf, np.inf, np.inf])
    found = Bootstrap(105.0, drawn, 0.0, 0.0, "[1,2]")
    shares = [found.quantile(share) for share in (0.05, 0.4, 0.6, 0.975)]
    assert not np.isnan(shares).any()
    assert shares[0] == 100.0
    assert shares[1:] == [np.inf] * 3
