"""People stage: probabilities brought in line with what people judged.

Goes in: the weights (log2 odds) of judged pairs and their verdicts. Comes out: a line from weight to weight; without
enough judgements the weight stays as it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

_FEWEST: Final = 20  # judgements, of which each verdict needs a tenth
_SPREAD_SHIFT, _SPREAD_SLOPE = 1.0, 0.05  # how far shift (bits) and slope may go before the judgements must insist


@dataclass(frozen=True, slots=True)
class Calibration:
    """`shift + slope * weight` is the log2 odds that the judgements bear out."""

    shift: float = 0.0
    slope: float = 1.0

    def change(self, weight: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """What is added to each weight."""
        return (self.shift + (self.slope - 1.0) * weight).astype(np.float32)


def calibrate(weight: npt.NDArray[np.float32], same: npt.NDArray[np.bool_]) -> Calibration:
    """Fit the line to judged pairs by penalised likelihood (Platt 1999), drawn towards leaving the weight as it is.

    >>> calibrate(np.zeros(3, np.float32), np.array([True, False, True]))
    Calibration(shift=0.0, slope=1.0)
    """
    if len(weight) < _FEWEST or min(same.sum(), (~same).sum()) < len(weight) / 10:
        return Calibration()
    bits = np.clip(weight.astype(np.float64), -40, 40)
    sign = np.where(same, -1.0, 1.0)

    def loss(line: npt.NDArray[np.float64]) -> float:
        odds = (line[0] + line[1] * bits) * math.log(2)
        fit = np.logaddexp(0.0, sign * odds).sum()
        return float(fit + (line[0] / _SPREAD_SHIFT) ** 2 / 2 + ((line[1] - 1) / _SPREAD_SLOPE) ** 2 / 2)

    found = minimize(loss, np.array([0.0, 1.0]), method="L-BFGS-B", bounds=[(-20, 20), (0.1, 3)])
    return Calibration(float(found.x[0]), float(found.x[1]))
