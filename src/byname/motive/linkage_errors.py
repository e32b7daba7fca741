"""Motive stage: what wrong links do to a comparison, and the correction for it.

Goes in: cases and people of each cell, and the share of people whose records were joined wrongly (one minus the mean
probability of the linkage). Comes out: the cases as they would stand without wrong links. A wrongly joined person has
the attributes of one and the end of another, so among them the end does not depend on the attributes: a ratio is drawn
towards one, and an interval that ignores this covers too rarely (Neter, Maynes and Ramanathan 1965; Chambers 2009).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.errors import CannotEstimate
from byname.values.analysis import Estimate

Floats = npt.NDArray[np.float64]
_MOST = 0.5


def wrong_share(subjects: pl.DataFrame) -> float:
    """The expected share of wrongly joined people: one minus the mean probability that a person's records belong
    together."""
    probability = subjects["probability"].drop_nulls()
    return float(1 - probability.mean()) if len(probability) else 0.0  # type: ignore[operator]


def corrected_cases(cases: Floats, people: Floats, wrong: float) -> Floats:
    """The cases of each cell without wrong links: (cases - wrong x people x share of all) / (1 - wrong).

    The result may leave 0 to `people` in a small cell; sums over cells stay as they are. Raises CannotEstimate where
    half of the links or more are wrong.

    >>> corrected_cases(np.array([30.0, 10.0]), np.array([50.0, 50.0]), 0.0).tolist()
    [30.0, 10.0]
    """
    if not 0 <= wrong < _MOST:
        raise CannotEstimate(f"{wrong:.0%} of the people are joined wrongly", where="linkage", fix="review the pairs")
    share = cases.sum() / people.sum()
    found: Floats = (cases - wrong * people * share) / (1 - wrong)
    return found


def widened(found: Estimate, wrong: float) -> Estimate:
    """A corrected ratio with the interval that the correction asks for: its logarithm wider by 1 / (1 - wrong)."""
    if wrong <= 0:
        return found
    factor = 1 / (1 - wrong)
    low = found.value * (found.low / found.value) ** factor
    high = found.value * (found.high / found.value) ** factor
    said = f"Corrected for wrong links: {wrong:.1%} of the people are expected to be joined wrongly."
    return Estimate(found.value, low, high, found.count, found.level, (*found.warnings, said))
