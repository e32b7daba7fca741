"""Statistics: intervals that rest on the normal distribution."""

from __future__ import annotations

import math

from scipy.special import ndtri


def normal_quantile(level: float) -> float:
    """How many standard errors an interval of this level reaches to each side.

    >>> round(normal_quantile(0.95), 2)
    1.96
    """
    return float(ndtri(0.5 + level / 2))


def log_normal_interval(observed: float, unseen: float, standard_error: float, level: float) -> tuple[float, float]:
    """An interval for the whole population whose unseen part is log-normal (Chao 1987, eq. 12); never below
    `observed`.
    """
    if unseen <= 0:
        return observed, observed + normal_quantile(level) * standard_error
    spread = math.exp(normal_quantile(level) * math.sqrt(math.log1p((standard_error / unseen) ** 2)))
    return observed + unseen / spread, observed + unseen * spread
