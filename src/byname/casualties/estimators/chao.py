"""Casualties stage: Chao's lower bounds, which hold however much people differ in how visible they were.

Goes in: capture histories. Comes out: a number that the population very likely exceeds. Three forms: from how many
lists name each person, with lists of equal size (Chao 1987, bias corrected) or of any size (Chao 1989; by Poisson
regression, Rivest & Baillargeon 2007), and for lists made one after the other, from who was named first where
(behaviour).
"""

from __future__ import annotations

import math

import numpy as np

from byname.casualties.fitting.poisson_fit import FITTED, fit_terms
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import MethodEstimate
from byname.errors import CannotEstimate
from byname.statistics.normal import log_normal_interval


def frequencies(histories: CaptureHistories) -> list[int]:
    """How many people stand on exactly 1, 2, ... lists; entry 0 is 0."""
    on = histories.patterns.sum(axis=1, dtype=np.int64)
    return [int(f) for f in np.bincount(on, weights=histories.counts, minlength=len(histories.lists) + 1)]


def chao_bound(histories: CaptureHistories, level: float = 0.95) -> MethodEstimate:
    """Chao's (1987) bias-corrected lower bound from f1 and f2, the people on one and on two lists."""
    f = frequencies(histories)
    lists, n = len(histories.lists), histories.observed
    share = (lists - 1) / lists
    f1, f2 = f[1], f[2] if lists > 1 else 0
    unseen = share * f1 * (f1 - 1) / (2 * (f2 + 1))
    if f2 > 0:
        ratio = f1 / f2
        variance = f2 * (share * ratio**2 / 2 + (share * ratio) ** 2 * ratio + share**2 * ratio**4 / 4)
    else:
        whole = n + unseen
        variance = share * f1 * (f1 - 1) / 2 + share**2 * f1 * (2 * f1 - 1) ** 2 / 4 - share**2 * f1**4 / (4 * whole)
    low, high = log_normal_interval(n, unseen, math.sqrt(max(variance, 0.0)), level)
    return MethodEstimate("Chao's lower bound", n + unseen, low, high, 0.0, {"f1": f1, "f2": f2})


def chao_bound_by_list(histories: CaptureHistories, level: float = 0.95) -> MethodEstimate:
    """Chao's lower bound for lists of unequal size (Mt): independence fitted to the people on one or two lists only.

    Raises CannotEstimate where fewer than three lists overlap in a way that fixes the number.
    """
    cells = histories.by_mask()
    on = np.array([int(c).bit_count() for c in range(len(cells))])
    inside = (on == 1) | (on == 2)
    terms = np.array([0, *(1 << j for j in range(len(histories.lists)))], dtype=np.int64)
    beta = np.zeros(len(terms))
    status, _, smallest = fit_terms(cells, inside, terms, beta, False)
    if status != FITTED or smallest < 1e-5:
        raise CannotEstimate(
            "the people on one and two lists set no lower bound", where=histories.where, fix="use chao_bound"
        )
    unseen = math.exp(beta[0])
    design = np.array([[(int(c) & int(t)) == int(t) for t in terms] for c in np.flatnonzero(inside)], dtype=float)
    information = design.T @ (np.exp(design @ beta)[:, None] * design)
    error = unseen * math.sqrt(np.linalg.inv(information)[0, 0])
    variance = error**2 + unseen
    low, high = log_normal_interval(histories.observed, unseen, math.sqrt(variance), level)
    return MethodEstimate(
        "Chao's lower bound by list",
        histories.observed + unseen,
        low,
        high,
        0.0,
        {"standard error": math.sqrt(variance)},
    )


def chao_bound_by_order(histories: CaptureHistories, level: float = 0.95) -> MethodEstimate:
    """A lower bound for lists made in the order given, where being named once changes the chance of being named again
    (Mb).

    Uses only who is new on the last two lists, u and v: the unseen are at least v^2 / (u - v), since the shares of
    people still unseen are moments of a distribution on [0, 1] (Chao 1989's argument for removal). Raises
    CannotEstimate where the last list has no fewer newcomers than the one before.
    """
    masks = histories.patterns.astype(bool)
    first = np.where(masks.any(axis=1), masks.argmax(axis=1), -1)
    new = [int(histories.counts[first == j].sum()) for j in range(len(histories.lists))]
    u, v = new[-2], new[-1]
    if u <= v:
        raise CannotEstimate(
            "the last list has no fewer newcomers than the one before",
            where=histories.where,
            fix="use another form of Chao's bound",
        )
    unseen = v * v / (u - v)
    by_u, by_v = -v * v / (u - v) ** 2, v * (2 * u - v) / (u - v) ** 2
    error = math.sqrt(by_u**2 * u + by_v**2 * v)
    low, high = log_normal_interval(histories.observed, unseen, error, level)
    return MethodEstimate("Chao's lower bound by order", histories.observed + unseen, low, high, 0.0, {"new": v})
