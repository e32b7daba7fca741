"""Casualties stage: the honest default. Several estimators are set beside one another and the headline is drawn from
them.
"""

from __future__ import annotations

from dataclasses import dataclass

from byname.casualties.averaging import averaged
from byname.casualties.chao import chao_bound
from byname.casualties.chapman import chapman
from byname.casualties.histories import CaptureHistories
from byname.casualties.loglinear import independence, log_linear
from byname.casualties.result import MethodEstimate
from byname.errors import CannotEstimate

FEWEST_ON_BOTH = 7  # Chapman (1951) is nearly unbiased from seven recaptures on (Robson & Regier 1964)


@dataclass(frozen=True, slots=True)
class Headline:
    """The number to print first, with its interval, whether it is identified, warnings, and all estimators."""

    method: str
    estimate: float
    low: float
    high: float
    identified: bool
    warnings: tuple[str, ...]
    methods: tuple[MethodEstimate, ...]


def headline(histories: CaptureHistories, level: float, seed: int) -> Headline:
    """Estimate with every estimator that the table allows and draw the headline from them."""
    if len(histories.lists) == 2:
        return two_lists(histories, level)
    bound = chao_bound(histories, level)
    try:
        average = averaged(histories, level)
        best = log_linear(histories, level)
        plain = independence(histories, level)
    except CannotEstimate as error:
        return Headline(bound.name, bound.estimate, bound.low, bound.high, False, (str(error),), (bound,))
    return Headline(average.name, average.estimate, average.low, average.high, True, (), (average, best, plain, bound))


def two_lists(histories: CaptureHistories, level: float) -> Headline:
    """Two lists: Chapman, never identified, since nothing in the data can test that the lists are independent."""
    found = chapman(histories, histories.lists[0], histories.lists[1], level)
    bound = chao_bound(histories, level)
    warnings = ["two lists cannot show whether they are independent; a third list would."]
    if float(found.diagnostics["on both"] or 0) < FEWEST_ON_BOTH:
        warnings.append("The two lists share fewer than seven people.")
    return Headline(found.name, found.estimate, found.low, found.high, False, tuple(warnings), (found, bound))
