from __future__ import annotations

import pytest

from byname.statistics.normal import log_normal_interval, normal_quantile


@pytest.mark.parametrize(("level", "reach"), [(0.95, 1.959964), (0.9, 1.644854), (0.99, 2.575829)])
def test_an_interval_reaches_as_far_as_tables_of_the_normal_distribution_say(level: float, reach: float) -> None:
    assert normal_quantile(level) == pytest.approx(reach, abs=1e-6)


def test_a_log_normal_interval_lies_around_the_unseen_by_one_factor() -> None:
    low, high = log_normal_interval(100, 50, 20, 0.95)
    assert (low - 100) * (high - 100) == pytest.approx(50**2)
    assert low == pytest.approx(123.4986, abs=1e-4)  # 50 / exp(1.96 sqrt(log(1 + 0.4^2)))


def test_a_log_normal_interval_never_falls_below_those_observed() -> None:
    assert log_normal_interval(100, 0.001, 50, 0.95)[0] >= 100
    low, high = log_normal_interval(100, 0, 10, 0.95)
    assert low == 100
    assert high == pytest.approx(119.6, abs=0.01)
