"""Casualties stage: how far the estimate moves when what no table shows is otherwise than assumed.

Goes in: capture histories and by how much an assumption may fail. Comes out: bounds. Every estimate of people on no
list rests on one ratio that the data cannot show: for two lists their odds ratio (Zhang & Small 2020), for more the
highest interaction (Aleshin-Guendel, Sadinle & Wakefield 2024). Multiplying it multiplies the people on no list. Nor
does a table show people who could come onto no list, or entries joined wrongly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from byname.casualties.estimators.averaging import averaged
from byname.casualties.estimators.chapman import chapman
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import DependenceRange, MethodEstimate
from byname.errors import CannotEstimate

DEPARTURES = (0.25, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
# By how much the people on no list were more or fewer than estimated, where their number is known: in published tables
# each list's people whom no other list names (benchmarks/casualties/dependence.py, random effects, 95 in 100 of lists):
# 0.85 to 3.1 times for four and more lists; for two lists within a third, among people, odds ratios of 0.52 to 6.9.
BOUNDS = (0.5, 3.0)
BOUNDS_OF_TWO = (0.5, 7.0)
UNREACHABLE = (0.1, 0.2, 0.4)  # shares of all people who could come onto no list
MISLINKED = (0.02, 0.05, 0.1)  # shares of entries


@dataclass(frozen=True, slots=True)
class Departure:
    """The estimate if the odds ratio that cannot be seen is `odds_ratio` times what the method assumes."""

    odds_ratio: float
    estimate: float
    low: float
    high: float


def default_bounds(lists: int) -> tuple[float, float]:
    """The bounds of the dependence that no table shows, taken from published tables, for so many lists."""
    return BOUNDS_OF_TWO if lists == 2 else BOUNDS


def sensitivity_curve(
    histories: CaptureHistories, base: MethodEstimate | None = None, departures: Sequence[float] = DEPARTURES,
    level: float = 0.95,
) -> list[Departure]:  # fmt: skip
    """The estimate under each departure; `base` is the average over models, or Chapman's for two lists.

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


def dependence_range(base: MethodEstimate, observed: int, bounds: tuple[float, float]) -> DependenceRange:
    """The range where the odds ratio that no table shows lies between two bounds, as factors of what `base` assumes.

    Raises CannotEstimate for bounds that are none.
    """
    check_bounds(bounds)
    smallest, largest = bounds
    low, high = observed + smallest * (base.low - observed), observed + largest * (base.high - observed)
    return DependenceRange(low, high, smallest, largest)


def check_bounds(bounds: tuple[float, float]) -> None:
    """Raise CannotEstimate where bounds of dependence are not positive, not finite, or the wrong way round."""
    smallest, largest = bounds
    if not (0 < smallest <= largest < math.inf):
        what = f"{smallest:g} to {largest:g} are no bounds of dependence"
        raise CannotEstimate(what, where="bounds", fix="give the smaller factor first, both above 0, such as 0.5,3")


def tipping_point(base: MethodEstimate, observed: int, claimed: float) -> float:
    """The odds ratio at which a claimed number of people would be the estimate; infinite where nobody is unseen."""
    unseen = base.estimate - observed
    return (claimed - observed) / unseen if unseen > 0 else math.inf


def with_unreachable(people: float, share: float) -> float:
    """All people, if `share` of them could come onto no list and `people` is how many could."""
    return people / (1 - share)


def without_false_links(histories: CaptureHistories, share: float) -> CaptureHistories:
    """The table as it would be if this share of the entries joined to others had been joined wrongly and stood alone.

    Each entry of a person on several lists is taken off with this chance and counted as a person of its own list.
    """
    cells, lists = histories.by_mask(), len(histories.lists)
    moved = cells.copy()
    for mask in np.flatnonzero(cells):
        held = [j for j in range(lists) if mask >> j & 1]
        if len(held) < 2:
            continue
        for j in held:
            off = cells[mask] * share
            moved[mask] -= off
            moved[mask ^ (1 << j)] += off
            moved[1 << j] += off
    return CaptureHistories.from_masks(histories.lists, np.maximum(moved, 0.0))


def with_missed_links(histories: CaptureHistories, share: float) -> CaptureHistories:
    """The table as it would be if this share of all entries stood alone although the person stands on another list.

    They are taken from the people of one list only and joined to people seen without that list, as common as they are.
    """
    cells, lists = histories.by_mask(), len(histories.lists)
    moved = cells.copy()
    for j in range(lists):
        on = np.array([bool(mask >> j & 1) for mask in range(len(cells))])
        lost = min(share * cells[on].sum(), cells[1 << j])
        takers = np.where(on, 0.0, cells)
        if lost <= 0 or takers.sum() <= 0:
            continue
        joined = takers * min(lost / takers.sum(), 1.0)
        moved[1 << j] -= lost
        for mask in np.flatnonzero(joined):
            moved[mask] -= joined[mask]
            moved[mask | 1 << j] += joined[mask]
    return CaptureHistories.from_masks(histories.lists, np.maximum(moved, 0.0))


def _two(histories: CaptureHistories) -> tuple[str, str]:
    return histories.lists[0], histories.lists[1]
