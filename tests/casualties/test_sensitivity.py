from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.histories import CaptureHistories
from byname.casualties.sensitivity import sensitivity_bounds, sensitivity_curve, tipping_point
from byname.errors import CannotEstimate

TABLE = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 400, 300, 90, 350, 100, 80, 30]))


def test_twice_the_odds_ratio_is_twice_as_many_on_no_list() -> None:
    one, two = sensitivity_curve(TABLE, departures=(1.0, 2.0))
    assert two.estimate - TABLE.observed == pytest.approx(2 * (one.estimate - TABLE.observed))


def test_bounds_hold_every_departure_between() -> None:
    low, high = sensitivity_bounds(TABLE, 0.5, 2.0)
    curve = sensitivity_curve(TABLE, departures=(0.5, 0.8, 1.0, 1.7, 2.0))
    assert all(low <= d.low <= d.high <= high for d in curve)


def test_the_tipping_point_gives_back_the_claim() -> None:
    from byname.casualties.estimators.averaging import averaged

    base = averaged(TABLE)
    ratio = tipping_point(base, TABLE.observed, 9000)
    assert sensitivity_curve(TABLE, base, (ratio,))[0].estimate == pytest.approx(9000)


def test_an_odds_ratio_of_nought_is_refused() -> None:
    with pytest.raises(CannotEstimate, match="positive"):
        sensitivity_curve(TABLE, departures=(0.0,))
