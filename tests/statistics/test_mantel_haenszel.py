from __future__ import annotations

import numpy as np
import pytest

from byname.errors import CannotEstimate
from byname.statistics.mantel_haenszel import no_difference, pooled_odds_ratio, pooled_risk_ratio
from byname.statistics.ratios import odds_ratio, relative_risk


def test_strata_with_one_group_only_say_nothing() -> None:
    strata = np.array([[3, 10, 0, 0], [5, 20, 4, 30]], dtype=float)
    found = pooled_odds_ratio(strata)
    assert found.value == pytest.approx((5 * 26) / (15 * 4))
    assert "1 strata" in found.warnings[0]


STRATA = np.array([[30, 100, 10, 90], [12, 40, 30, 200], [5, 60, 9, 150]], dtype=float)


def test_one_stratum_gives_the_plain_ratios() -> None:
    assert pooled_odds_ratio(STRATA[:1]).value == pytest.approx(odds_ratio(30, 100, 10, 90).value)
    assert pooled_risk_ratio(STRATA[:1]).value == pytest.approx(relative_risk(30, 100, 10, 90).value)


def test_a_pooled_ratio_lies_between_those_of_the_strata() -> None:
    alone = [odds_ratio(*(int(cell) for cell in row)).value for row in STRATA]
    found = pooled_odds_ratio(STRATA)
    assert min(alone) < found.value < max(alone)
    assert found.low < found.value < found.high
    assert no_difference(STRATA) < 0.01


def test_a_difference_between_strata_alone_is_none_within_them() -> None:
    apart = np.array([[80, 100, 8, 10], [1, 10, 10, 100]], dtype=float)
    assert pooled_odds_ratio(apart).value == pytest.approx(1)
    assert no_difference(apart) == pytest.approx(1)


def test_strata_that_say_nothing_at_all_are_refused() -> None:
    with pytest.raises(CannotEstimate, match="people of both groups"):
        pooled_odds_ratio(np.array([[3, 10, 0, 0]], dtype=float))
    with pytest.raises(CannotEstimate, match="no case"):
        pooled_risk_ratio(np.array([[0, 10, 5, 10]], dtype=float))
