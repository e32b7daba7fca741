from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.estimators.averaging import ALIKE, averaged, averaged_posterior, weighted_models
from byname.casualties.estimators.loglinear import independence
from byname.casualties.histories import CaptureHistories


def expected(people: float, shares: list[float], chances: list[list[float]]) -> CaptureHistories:
    """The table that classes of people with such chances of each list give on average."""
    lists = len(chances[0])
    held = np.arange(1 << lists)[:, None] >> np.arange(lists) & 1
    cells = sum(s * np.where(held, q, 1 - np.array(q)).prod(axis=1) for s, q in zip(shares, chances, strict=True))
    table = np.rint(people * np.asarray(cells))
    table[0] = 0
    return CaptureHistories.from_masks(tuple("abcdef"[:lists]), table)


ALIKE_PEOPLE = expected(8000, [1.0], [[0.2, 0.25, 0.2, 0.15]])
DIFFERENT = expected(8000, [0.4, 0.6], [[0.35, 0.45, 0.3, 0.25], [0.08, 0.1, 0.06, 0.05]])


def test_alike_people_are_found_alike_and_the_interval_stays_near_the_right_models() -> None:
    found, right = averaged(ALIKE_PEOPLE), independence(ALIKE_PEOPLE)
    assert float(found.diagnostics[ALIKE] or 0) > 0.75
    assert found.estimate == pytest.approx(8000, rel=0.02)
    assert found.high - found.low < 1.4 * (right.high - right.low)


def test_people_who_differ_are_found_and_counted() -> None:
    found, plain = averaged(DIFFERENT), independence(DIFFERENT)
    assert float(found.diagnostics[ALIKE] or 0) < 0.05
    assert plain.high < found.low < 8000 < found.high


def test_the_posterior_is_a_distribution_and_its_quantiles_turn_it_round() -> None:
    _, average = averaged_posterior(DIFFERENT, weighted_models(DIFFERENT))
    total = sum(weight for weight, _ in (*average.alike, *average.differ, *average.lean))
    assert total == pytest.approx(1.0)
    points = [average.below(unseen) for unseen in (10.0, 1000.0, 3000.0, 5000.0, 1e5)]
    assert points == sorted(points)
    assert points[0] < 0.01 < 0.99 < points[-1]
    for share in (0.025, 0.5, 0.975):
        assert average.below(average.quantile(share)) == pytest.approx(share, abs=1e-3)


def test_a_higher_level_holds_a_lower_one() -> None:
    narrow, wide = averaged(ALIKE_PEOPLE, 0.8), averaged(ALIKE_PEOPLE, 0.99)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert math.isfinite(wide.high)
