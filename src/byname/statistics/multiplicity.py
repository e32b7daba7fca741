"""Statistics: p-values of many comparisons, corrected for their number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def holm(p_values: Sequence[float]) -> list[float]:
    """P-values that keep the chance of any false finding below the level (Holm 1979).

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    raised = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    return _back(raised, order)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """P-values that keep the expected share of false findings below the level (Benjamini and Hochberg 1995).

    >>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / (1 + np.arange(len(p)))
    return _back(np.minimum.accumulate(scaled[::-1])[::-1], order)


def _back(values: npt.NDArray[np.float64], order: npt.NDArray[np.intp]) -> list[float]:
    found = np.empty(len(values))
    found[order] = np.minimum(values, 1.0)
    return [float(value) for value in found]
