"""Statistics: one ratio over many strata (regions, periods), after Mantel and Haenszel.

Goes in: one row a stratum of counts. Comes out: the pooled ratio of risks or of odds with its interval, and the test
that there is none. Strata in which one of the groups is empty say nothing and are counted in a warning.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from byname.errors import CannotEstimate
from byname.statistics.normal import normal_quantile
from byname.values.analysis import Estimate

Counts = npt.NDArray[np.float64]


def pooled_risk_ratio(strata: Counts, level: float = 0.95) -> Estimate:
    """The pooled ratio of risks with the interval of Greenland and Robins (1985, eq. 13).

    `strata`: strata x 4: exposed cases, exposed people, others' cases, other people.
    """
    a, n1, c, n0, lost = _columns(strata)
    total = n1 + n0
    r, s = a * n0 / total, c * n1 / total
    if r.sum() <= 0 or s.sum() <= 0:
        raise CannotEstimate("one of the groups has no case in any stratum", where="strata", fix="join strata")
    spread = ((a + c) * n1 * n0 / total**2 - a * c / total).sum() / (r.sum() * s.sum())
    return _estimate(float(r.sum() / s.sum()), float(spread), int(a.sum()), level, lost)


def pooled_odds_ratio(strata: Counts, level: float = 0.95) -> Estimate:
    """The pooled odds ratio with the interval of Robins, Breslow and Greenland (1986, eq. 10)."""
    a, n1, c, n0, lost = _columns(strata)
    b, d, total = n1 - a, n0 - c, n1 + n0
    r, s = a * d / total, b * c / total
    if r.sum() <= 0 or s.sum() <= 0:
        raise CannotEstimate("the odds are nought or infinite in every stratum", where="strata", fix="join strata")
    p, q = (a + d) / total, (b + c) / total
    spread = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    return _estimate(float(r.sum() / s.sum()), float(spread), int(a.sum()), level, lost)


def no_difference(strata: Counts) -> float:
    """The p-value of Mantel and Haenszel (1959) that the groups do not differ within strata, without correction."""
    a, n1, c, n0, _ = _columns(strata)
    total, cases = n1 + n0, a + c
    enough = total > 1
    a, n1, n0, total, cases = (x[enough] for x in (a, n1, n0, total, cases))
    variance = (n1 * n0 * cases * (total - cases) / (total**2 * (total - 1))).sum()
    if variance <= 0:
        return 1.0
    return float(chi2.sf((a - n1 * cases / total).sum() ** 2 / variance, 1))


def _columns(strata: Counts) -> tuple[Counts, Counts, Counts, Counts, int]:
    table = np.asarray(strata, dtype=np.float64).reshape(-1, 4)
    said = (table[:, 1] > 0) & (table[:, 3] > 0)
    if not said.any():
        raise CannotEstimate(
            "no stratum holds people of both groups", where="strata", fix="choose wider regions or periods"
        )
    a, n1, c, n0 = table[said].T
    return a, n1, c, n0, int((~said).sum())


def _estimate(ratio: float, variance: float, count: int, level: float, lost: int) -> Estimate:
    factor = math.exp(normal_quantile(level) * math.sqrt(max(variance, 0.0)))
    warnings = (f"{lost} strata hold only one of the groups and say nothing.",) if lost else ()
    return Estimate(ratio, ratio / factor, ratio * factor, count, level, warnings)
