"""Statistics: shares, ratios of risks and odds ratios from 2 x 2 tables, with their intervals.

Goes in: counts. Comes out: an Estimate each. Cells are exposed cases, exposed people, others' cases, other people.
"""

from __future__ import annotations

import math

from scipy.stats import beta

from byname.errors import CannotEstimate
from byname.statistics.normal import normal_quantile
from byname.values.analysis import FEWEST, Estimate

SMALL = "A cell holds fewer than five people."


def share(cases: int, people: int, level: float = 0.95) -> Estimate:
    """A share with its score interval (Wilson 1927). Raises CannotEstimate where there is nobody.

    >>> round(share(487, 865).value, 3), round(share(487, 865).low, 3), round(share(487, 865).high, 3)
    (0.563, 0.53, 0.596)
    """
    if people <= 0:
        raise CannotEstimate("a share of nobody cannot be taken", where="share", fix="leave empty groups out")
    z, p = normal_quantile(level), cases / people
    middle = (p + z * z / (2 * people)) / (1 + z * z / people)
    half = z / (1 + z * z / people) * math.sqrt(p * (1 - p) / people + z * z / (4 * people * people))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Estimate(p, min(low, p), max(high, p), cases, level, _small(cases, people - cases))


def exact_share(cases: int, people: int, level: float = 0.95) -> Estimate:
    """A share with its exact interval (Clopper and Pearson 1934), which never covers too rarely.

    >>> round(exact_share(14, 14).low, 3)
    0.768
    """
    if people <= 0:
        raise CannotEstimate("a share of nobody cannot be taken", where="share", fix="leave empty groups out")
    tail = (1 - level) / 2
    low = float(beta.ppf(tail, cases, people - cases + 1)) if cases else 0.0
    high = float(beta.ppf(1 - tail, cases + 1, people - cases)) if cases < people else 1.0
    return Estimate(cases / people, low, high, cases, level, _small(cases, people - cases))


def relative_risk(a: int, exposed: int, c: int, others: int, level: float = 0.95) -> Estimate:
    """The risk of the exposed over that of the others, with the log interval (Katz et al. 1978).

    An empty cell of cases adds a half to each (Walter 1975), and a warning says so. Raises CannotEstimate where one of
    the groups is empty.
    """
    _not_empty(exposed, others)
    add = 0.5 if 0 in (a, c) else 0.0
    ratio = ((a + add) / (exposed + add)) / ((c + add) / (others + add))
    variance = 1 / (a + add) - 1 / (exposed + add) + 1 / (c + add) - 1 / (others + add)
    return _log_interval(ratio, variance, a, level, _small(a, exposed - a, c, others - c))


def odds_ratio(a: int, exposed: int, c: int, others: int, level: float = 0.95) -> Estimate:
    """The odds of the exposed over those of the others, with the log interval (Woolf 1955; Haldane 1956 for zeros)."""
    _not_empty(exposed, others)
    cells = (a, exposed - a, c, others - c)
    add = 0.5 if 0 in cells else 0.0
    p, q, r, s = (cell + add for cell in cells)
    return _log_interval(p * s / (q * r), 1 / p + 1 / q + 1 / r + 1 / s, a, level, _small(*cells))


def _not_empty(exposed: int, others: int) -> None:
    if exposed <= 0 or others <= 0:
        raise CannotEstimate("one of the two groups is empty", where="ratio", fix="compare groups that hold people")


def _log_interval(ratio: float, variance: float, count: int, level: float, warnings: tuple[str, ...]) -> Estimate:
    factor = math.exp(normal_quantile(level) * math.sqrt(max(variance, 0.0)))
    return Estimate(ratio, ratio / factor, ratio * factor, count, level, warnings)


def _small(*cells: int) -> tuple[str, ...]:
    return (SMALL,) if min(cells) < FEWEST else ()
