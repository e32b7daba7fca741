from __future__ import annotations

import math

import pytest

from byname.site.charts.estimates import axis_is_logarithmic, estimates_chart
from byname.site.charts.style import ACCENT
from byname.values.printed import PrintedNumber


def number(value: float, low: float | None = None, high: float | None = None) -> PrintedNumber:
    return PrintedNumber("n", "people", value, "Chao (1987)", "people", low=low, high=high, level=0.95)


def test_interval_stands_beside_each_estimate() -> None:
    chart = estimates_chart("e", [("Chapman", number(120, 100, 180))], number(90), sure=True)
    assert "Chapman: 120 (100 to 180)" in chart.wide
    assert "Chapman: 120, 95% interval 100 to 180" in chart.narrow


@pytest.mark.parametrize("high", [None, math.inf, 1e12])
def test_interval_that_reaches_far_ends_in_an_arrow(high: float | None) -> None:
    closed = estimates_chart("e", [("Chao", number(120, 100, 180))], number(90), sure=True)
    opened = estimates_chart("e", [("Chao", number(120, 100, high))], number(90), sure=True)
    assert opened.wide.count(f'fill="{ACCENT}"') == closed.wide.count(f'fill="{ACCENT}"') + 1
    assert "1e+12" not in opened.wide


def test_an_estimate_with_a_doubt_is_drawn_without_the_accent() -> None:
    assert ACCENT not in estimates_chart("e", [("Chao", number(120, 100))], number(90), sure=False).wide


def test_estimates_far_apart_get_a_logarithmic_axis() -> None:
    assert not axis_is_logarithmic([("a", number(120)), ("b", number(500))], number(90))
    assert axis_is_logarithmic([("a", number(120)), ("b", number(90_000))], number(90))
    estimates_chart("e", [("a", number(120, 90, 200)), ("b", number(90_000, 100))], number(90), sure=False)


def test_the_range_is_drawn_behind_the_first_and_said() -> None:
    methods = [("Averaged", number(120, 100, 180)), ("Chao", number(110, 95, 130))]
    chart = estimates_chart("e", methods, number(90), sure=True, spread=number(95, 95, 400))
    assert chart.wide.count('stroke-width="12"') == 1
    assert "the range behind the first: 95% interval 95 to 400" in chart.wide
