"""Claims stage: how far a number that is told may lie from the number it rounds."""

from __future__ import annotations

import math

from byname.claims.thresholds import thresholds


def slack(value: float, grain: float, *, hedged: bool = False) -> float:
    """Half of the last digit said, but at most a share of the value; with "about" that share.

    >>> slack(681692, 1), slack(2000, 1000), slack(2000, 1000, hedged=True)
    (0.5, 100.0, 200.0)
    """
    if math.isinf(value):
        return 0.0
    limits = thresholds().rounding
    return abs(value) * limits.hedged if hedged else min(grain / 2, abs(value) * limits.rounded)


def grain_of(value: float) -> float:
    """The size of the last digit of a whole number that is not a zero; 0 for other numbers.

    >>> grain_of(12500)
    100.0
    """
    if math.isinf(value) or value == 0 or not float(value).is_integer():
        return 0.0
    step = 1.0
    while value % (step * 10) == 0:
        step *= 10
    return step


def widened(low: float, high: float, *, percent: bool) -> tuple[float, float]:
    """A published interval with the rounding of its ends."""
    if percent:
        points = thresholds().rounding.percent
        return low - points, high + points
    return low - slack(low, grain_of(low)), high + slack(high, grain_of(high))
