"""Casualties stage: people whom one list leads onto the next, or keeps away from it (behavioural response, Mtb).

Goes in: capture histories with the lists in the order in which they were drawn up. Comes out: by how much being on a
list changes the odds of standing on each later one, and the estimate that allows for it (Otis, Burnham, White &
Anderson 1978; Chao, Chu & Hsu 2000, with one change of log odds for all lists). People are seen for the first time at
a pace that the later lists do not explain: that is the only trace, and it is faint.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from byname.casualties.estimators.heterogeneity import FittedTerm, fit_with_term
from byname.casualties.fitting.existence import Support, support
from byname.casualties.fitting.hierarchical import main_effects
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate
from byname.errors import CannotEstimate
from byname.statistics.normal import normal_quantile

_ROUNDS = 4
_LARGEST_CHANGE = 2.0  # of the log odds, where the pace of first sightings is computed


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The response to earlier lists: the fitted term, and whether the lists were taken from last to first."""

    fitted: FittedTerm
    backwards: bool

    @property
    def z(self) -> float:
        """The change of log odds in standard errors."""
        return self.fitted.dependence.z

    def bic(self, observed: int) -> float:
        """The model's BIC, to be set beside that of a log-linear model."""
        return math.log(observed) * self.fitted.parameters - 2 * self.fitted.log_likelihood


def response_to_lists(histories: CaptureHistories, *, backwards: bool = False) -> Behaviour | None:
    """Fit one change of log odds after the first list that names a person; None where the lists do not fix it.

    `backwards`: take the lists from last to first.
    """
    cells, lists = histories.by_mask(), len(histories.lists)
    found = support(cells, main_effects(lists))
    first, later = _first_and_later(found, lists, backwards)
    rates = _rates_once_named(cells[found.face], found, later)
    change, fitted = 0.0, None
    for _ in range(_ROUNDS):
        fitted = fit_with_term(cells, found, first - later @ _mean_rates(rates, change))
        if fitted is None:
            return None
        change = fitted.dependence.strength
    return Behaviour(fitted, backwards) if fitted else None


def _first_and_later(found: Support, lists: int, backwards: bool) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """For each cell of the face: lists beyond the first, and which lists come after the first (cells x lists)."""
    masks = np.flatnonzero(found.face)
    held = (masks[:, None] >> np.arange(lists) & 1).astype(bool)
    ordered = held[:, ::-1] if backwards else held
    later = np.cumsum(ordered, axis=1) - ordered > 0
    return held.sum(axis=1) - 1.0, later[:, ::-1] if backwards else later


def _rates_once_named(counts: Floats, found: Support, later: npt.NDArray[np.bool_]) -> Floats:
    """The share of people already named who stand on each list."""
    masks = np.flatnonzero(found.face)
    held = (masks[:, None] >> np.arange(later.shape[1]) & 1).astype(bool)
    result: Floats = (counts @ (later & held) + 0.5) / (counts @ later + 1.0)
    return result


def _mean_rates(rates: Floats, change: float) -> Floats:
    """The mean of each list's chance while the log odds move from those of people already named back by `change`."""
    moved = min(max(change, -_LARGEST_CHANGE), _LARGEST_CHANGE)
    if abs(moved) < 1e-3:
        return rates
    odds = rates / (1 - rates)
    return np.asarray(np.log((1 + odds) / (1 + odds * math.exp(-moved))) / moved)


def behaviour_estimate(found: Behaviour, observed: int, level: float) -> MethodEstimate:
    """The people that a fitted response to earlier lists expects, with a log-normal interval."""
    part = found.fitted.dependence
    unseen = math.exp(min(part.log_unseen, 40.0))
    own = 1 / math.sqrt(max(unseen, 1e-3))  # the people on no list are a count, which varies about its mean
    reach = normal_quantile(level) * math.hypot(part.spread, part.slope * part.standard_error, own)
    low, high = (math.exp(min(part.log_unseen + side * reach, 40.0)) for side in (-1, 1))
    diagnostics: dict[str, Diagnostic] = {"change of log odds": part.strength, "z": part.z}
    warnings = ("The estimate holds only if the lists stand in the order in which they were drawn up.",)
    name = "Response to lists, last to first" if found.backwards else "Response to lists, first to last"
    return MethodEstimate(name, observed + unseen, observed + low, observed + high, 0.0, diagnostics, warnings)


def behaviour(histories: CaptureHistories, level: float = 0.95) -> MethodEstimate:
    """Estimate with lists of any size, in their order, and a response to earlier ones (Mtb).

    Raises CannotEstimate where the lists do not fix it, as two lists never do.
    """
    found = response_to_lists(histories)
    if found is None:
        raise CannotEstimate(
            "the lists do not show a response to earlier ones", where=histories.where, fix="add a list"
        )
    return behaviour_estimate(found, histories.observed, level)
