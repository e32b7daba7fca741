"""Casualties stage: profile likelihood intervals of the people on no list, for one log-linear model or an average of
several.

Goes in: a table, the support of each model, and where its maximum lies. Comes out: the numbers whose likelihood is
not too far below the best (Cormack 1992), or whose tail areas averaged over models are not too small (Turek &
Fletcher 2012).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from byname.casualties.fitting.existence import Support
from byname.casualties.fitting.poisson_fit import Floats, profile_value
from byname.statistics.normal import normal_quantile

FARTHEST = 1e4  # a hundred times this many times the people observed is no upper bound


class Profile:
    """The profile likelihood of one model, as a function of the people on no list.

    `best` is where it is highest, `root(unseen)` the signed root of the likelihood ratio there: a normal deviate.
    """

    __slots__ = ("_beta", "_cells", "_support", "_warm", "best", "top")

    def __init__(self, cells: Floats, found: Support, start: float) -> None:
        self._cells, self._support = cells, found
        self._beta, self._warm = np.zeros(len(found.terms)), False
        around = math.log(max(start, 0.5))
        peak = minimize_scalar(
            lambda x: -self.value(math.exp(x)), bounds=(around - 1.5, around + 0.5), method="bounded"
        )
        self.best, self.top = math.exp(peak.x), -float(peak.fun)
        if self.value(0.0) > self.top:
            self.best, self.top = 0.0, self.value(0.0)

    def value(self, unseen: float) -> float:
        """The log likelihood at this number of people on no list."""
        found = self._support
        at = max(unseen, 1e-9)
        value = float(profile_value(self._cells, found.face, found.terms, at, self._beta, self._warm))
        if not math.isfinite(value) and self._warm:
            value = float(profile_value(self._cells, found.face, found.terms, at, self._beta, False))
        self._warm = math.isfinite(value)
        return value

    def root(self, unseen: float) -> float:
        """The signed root of twice the fall of the log likelihood from its maximum."""
        fall = math.sqrt(max(0.0, 2 * (self.top - self.value(unseen))))
        return fall if unseen > self.best else -fall


def profile_interval(cells: Floats, found: Support, start: float, level: float) -> tuple[float, float]:
    """The interval of people on no list for one model; its upper end is infinite where the likelihood never falls."""
    profile = Profile(cells, found, start)
    reach = normal_quantile(level)
    farthest = 100 * FARTHEST * float(cells.sum())
    low = crossing(lambda x: profile.root(x) + reach, profile.best, 0.0)
    high = crossing(lambda x: profile.root(x) - reach, profile.best, farthest)
    return min(low, start), max(high, start)


def crossing(function: Callable[[float], float], start: float, end: float) -> float:
    """Where the function changes sign going from `start` towards `end`; `end` (or infinity) where it does not."""
    here, at_start = start, function(start)
    up = end > start
    while True:
        there = min(here * 1.5 + 2.0, end) if up else max(here / 1.5 - 0.5, end)
        value = function(there)
        if (value > 0) != (at_start > 0):
            return float(brentq(function, min(here, there), max(here, there), xtol=1e-3, rtol=1e-6))
        if there == end:
            return math.inf if up else end
        here = there
