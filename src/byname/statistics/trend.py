"""Statistics: does a share rise or fall over ordered groups (ranks, cohorts)?

Goes in: cases and people by group, in order. Comes out: two tests that the share does not move with the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import norm

from byname.errors import CannotEstimate

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend test: its statistic (standard normal where there is no trend) and two-sided p-value.

    `falls` says how many of the steps from one group to the next go down, of `steps`.
    """

    name: str
    z: float
    p: float
    falls: int
    steps: int


def cochran_armitage(cases: Sequence[int], people: Sequence[int], scores: Sequence[float] | None = None) -> Trend:
    """The test for a linear trend in shares (Cochran 1954; Armitage 1955), scores 0, 1, 2, ... unless given.

    >>> cochran_armitage([14, 71, 487], [14, 74, 865]).z < 0
    True
    """
    x, n = np.asarray(cases, float), np.asarray(people, float)
    if len(x) < 2 or n.sum() <= 0 or x.sum() in (0, n.sum()):
        raise CannotEstimate(
            "no trend can be seen in fewer than two groups, or where the shares are all nought or one",
            where="trend",
            fix="give at least two groups that differ",
        )
    s = np.arange(len(x), dtype=float) if scores is None else np.asarray(scores, float)
    share = x.sum() / n.sum()
    top = (s * (x - n * share)).sum()
    variance = share * (1 - share) * ((n * s**2).sum() - (n * s).sum() ** 2 / n.sum())
    return _trend("Cochran-Armitage", top / np.sqrt(variance), x / np.maximum(n, 1))


def jonckheere(cases: Sequence[int], people: Sequence[int]) -> Trend:
    """The test for a monotone trend (Jonckheere 1954; Terpstra 1952) of a yes-or-no answer, with ties (Hollander,
    Wolfe and Chicken 2014, eq. 6.19).

    Needs no scores: it asks only whether later groups have the higher or lower shares.
    """
    x, n = np.asarray(cases, float), np.asarray(people, float)
    no = n - x
    later_yes = x.sum() - np.cumsum(x)
    later_no = no.sum() - np.cumsum(no)
    statistic = (no * later_yes).sum() + 0.5 * (no * later_no + x * later_yes).sum()
    total, ties = n.sum(), np.array([x.sum(), no.sum()])
    mean = (total**2 - (n**2).sum()) / 4
    variance = _tied_variance(total, n, ties)
    return _trend("Jonckheere-Terpstra", (statistic - mean) / np.sqrt(variance), x / np.maximum(n, 1))


def _tied_variance(total: float, groups: Floats, ties: Floats) -> float:
    def cubic(v: Floats | float) -> float:
        return float(np.sum(np.multiply(v, np.multiply(np.subtract(v, 1), np.add(np.multiply(2, v), 5)))))

    def pairs(v: Floats) -> float:
        return float(np.sum(v * (v - 1)))

    def triples(v: Floats) -> float:
        return float(np.sum(v * (v - 1) * (v - 2)))

    first = (cubic(total) - cubic(groups) - cubic(ties)) / 72
    second = triples(groups) * triples(ties) / (36 * total * (total - 1) * (total - 2))
    return first + second + pairs(groups) * pairs(ties) / (8 * total * (total - 1))


def _trend(name: str, z: float, shares: Floats) -> Trend:
    falls = int((np.diff(shares) < 0).sum())
    return Trend(name, float(z), float(2 * norm.sf(abs(z))), falls, len(shares) - 1)
