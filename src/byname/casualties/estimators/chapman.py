"""Casualties stage: two lists set against each other (Chapman 1951; Lincoln 1930, Petersen 1896).

Goes in: capture histories. Comes out: for a pair of lists an estimate of the whole population with a log-normal
interval. It holds only where the two lists are independent and every person is equally likely to stand on each.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from byname.casualties.histories import CaptureHistories
from byname.casualties.result import MethodEstimate
from byname.statistics.normal import log_normal_interval, normal_quantile


@dataclass(frozen=True, slots=True)
class PairEstimate:
    """Two lists: how many each names, how many both name, and the population that follows.

    `chapman` is nearly unbiased (Chapman 1951, eq. 2); `lincoln_petersen` is None where the lists share nobody;
    `standard_error` is Seber's (1970).
    """

    first: str
    second: str
    on_first: int
    on_second: int
    on_both: int
    chapman: float
    standard_error: float
    lincoln_petersen: float | None


def pair_estimate(histories: CaptureHistories, first: str, second: str) -> PairEstimate:
    """Estimate from one pair of lists."""
    a = histories.patterns[:, histories.lists.index(first)] == 1
    b = histories.patterns[:, histories.lists.index(second)] == 1
    n1, n2, m = (int(histories.counts[chosen].sum()) for chosen in (a, b, a & b))
    chapman = (n1 + 1) * (n2 + 1) / (m + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m) / ((m + 1) ** 2 * (m + 2))
    return PairEstimate(first, second, n1, n2, m, chapman, math.sqrt(variance), n1 * n2 / m if m else None)


def _highest_of_nested(pair: PairEstimate, union: int, level: float) -> float:
    """The upper bound where nobody stands on one of the lists alone, which Seber's error takes for certain: that of the
    log of the people on neither, with a half added to each count (Haldane 1956)."""
    cells = [union - pair.on_second + 0.5, union - pair.on_first + 0.5, pair.on_both + 0.5]
    error = math.sqrt(sum(1 / cell for cell in cells))
    return union + cells[0] * cells[1] / cells[2] * math.exp(normal_quantile(level) * error)


def chapman(histories: CaptureHistories, first: str, second: str, level: float = 0.95) -> MethodEstimate:
    """Estimate from one pair of lists, with a log-normal interval above those observed (Chao 1987)."""
    pair = pair_estimate(histories, first, second)
    union = pair.on_first + pair.on_second - pair.on_both
    low, high = log_normal_interval(union, pair.chapman - union, pair.standard_error, level)
    if union in (pair.on_first, pair.on_second):
        high = max(high, _highest_of_nested(pair, union, level))
    diagnostics = {"on both": pair.on_both, "standard error": pair.standard_error}
    warnings = ("The two lists share fewer than seven people.",) if pair.on_both < 7 else ()
    return MethodEstimate(f"Chapman, {first} and {second}", pair.chapman, low, high, 0.0, diagnostics, warnings)
