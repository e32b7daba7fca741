"""Casualties stage: how far the estimate moves when its identifying assumption fails by a stated amount.

Goes in: capture histories and odds ratios. Comes out: bounds. Every estimate of people on no list rests on one ratio
that the data cannot show: for two lists their odds ratio (Zhang & Small 2020), for more the highest interaction
(Aleshin-Guendel, Sadinle & Wakefield 2024). Multiplying it multiplies the people on no list.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from byname.casualties.estimators.averaging import averaged
from byname.casualties.estimators.chapman import chapman
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import MethodEstimate
from byname.errors import CannotEstimate

DEPARTURES = (0.25, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)


@dataclass(frozen=True, slots=True)
class Departure:
    """The estimate if the odds ratio that cannot be seen is `odds_ratio` times what the method assumes."""

    odds_ratio: float
    estimate: float
    low: float
    high: float


def sensitivity_curve(
    histories: CaptureHistories, base: MethodEstimate | None = None, departures: Sequence[float] = DEPARTURES,
    level: float = 0.95,
) -> list[Departure]:  # fmt: skip
    """The estimate under each departure; `base` is the averaged log-linear estimate, or Chapman's for two lists.

    An odds ratio of 1 is the base itself. Raises CannotEstimate for an odds ratio that is not positive.
    """
    if any(not ratio > 0 for ratio in departures):
        raise CannotEstimate(
            "an odds ratio must be positive", where=histories.where, fix="give ratios such as 0.5 and 2"
        )
    if base is None:
        base = chapman(histories, *_two(histories), level) if len(histories.lists) == 2 else averaged(histories, level)
    n = histories.observed
    return [Departure(r, *(n + r * (x - n) for x in (base.estimate, base.low, base.high))) for r in departures]


def sensitivity_bounds(
    histories: CaptureHistories, smallest: float, largest: float, level: float = 0.95
) -> tuple[float, float]:
    """The interval that holds for every departure between two odds ratios."""
    curve = sensitivity_curve(histories, departures=(smallest, largest), level=level)
    return min(d.low for d in curve), max(d.high for d in curve)


def tipping_point(base: MethodEstimate, observed: int, claimed: float) -> float:
    """The odds ratio at which a claimed number of people would be the estimate; infinite where nobody is unseen."""
    unseen = base.estimate - observed
    return (claimed - observed) / unseen if unseen > 0 else math.inf


def _two(histories: CaptureHistories) -> tuple[str, str]:
    return histories.lists[0], histories.lists[1]
