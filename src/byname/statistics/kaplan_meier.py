"""Statistics: survival where one end counts and every date is a day.

Goes in: days and whether the end came. Comes out: the share to whom it has not come, with Greenwood's errors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from byname.errors import CannotEstimate
from byname.statistics.ratios import quantile

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Survival:
    """The share to whom the end has not come after each of `times`, with intervals, and how many were at risk."""

    times: Floats
    share: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    level: float

    @property
    def median(self) -> float | None:
        """The day by which the end has come to half; None where it has not."""
        reached = np.flatnonzero(self.share <= 0.5)
        return float(self.times[reached[0]]) if len(reached) else None


def kaplan_meier(days: Floats, ended: npt.NDArray[np.bool_], level: float = 0.95) -> Survival:
    """The product-limit estimate (Kaplan and Meier 1958), errors of Greenwood (1926), log-minus-log intervals.

    Raises CannotEstimate where no end is known.
    """
    if not ended.any():
        raise CannotEstimate("no end is dated", where="survival", fix="add sources that date it")
    times, deaths = np.unique(days[ended], return_counts=True)
    at_risk = (len(days) - np.searchsorted(np.sort(days), times, side="left")).astype(float)
    share = np.cumprod(1 - deaths / at_risk)
    rest = at_risk - deaths
    spread = np.cumsum(deaths / (at_risk * np.where(rest > 0, rest, np.inf)))
    inner = np.clip(share, 1e-12, 1 - 1e-12)
    width = quantile(level) * np.sqrt(spread) / np.abs(np.log(inner))
    low, high = inner ** np.exp(width), inner ** np.exp(-width)
    low, high = np.where(share <= 0, 0.0, low), np.where(share <= 0, 0.0, high)
    return Survival(times, share, low, np.maximum(high, share), at_risk, level)
