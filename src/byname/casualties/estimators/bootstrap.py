"""Casualties stage: bootstrap intervals that include the choice of model (Silverman, Chan & Vincent 2024).

Goes in: capture histories. Comes out: a bias-corrected and accelerated interval (Efron 1987): the people observed are
drawn again and again, the best of the leading models by BIC is chosen anew each time, and people are left out one by
one for the acceleration.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from time import perf_counter

import numpy as np
from numba import njit

from byname.casualties.estimators.loglinear import padded, ranked_models
from byname.casualties.fitting.hierarchical import notation
from byname.casualties.fitting.poisson_fit import FITTED, Floats, Masks, fit_many
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate

LEADING_MODELS = 20

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """The estimate, the sorted estimates of the tables drawn, and the two corrections of Efron (1987)."""

    estimate: float
    drawn: Floats
    bias: float
    acceleration: float
    model: str

    def quantile(self, share: float) -> float:
        """The corrected quantile; infinite where most tables drawn near it have no estimate."""
        z = self.bias + _NORMAL.inv_cdf(share)
        corrected = _NORMAL.cdf(self.bias + z / (1 - self.acceleration * z))
        place = min(max(corrected * (len(self.drawn) + 1) - 1, 0.0), len(self.drawn) - 1.0)
        below = int(place)
        above = min(below + 1, len(self.drawn) - 1)
        if place == below or not np.isfinite(self.drawn[above]):  # between finite and infinite draws lies no number
            return float(self.drawn[below if place == below else above])
        return float(self.drawn[below] + (place - below) * (self.drawn[above] - self.drawn[below]))


@njit(cache=True, nogil=True)
def _best_estimates(tables: Floats, terms: Masks, sizes: Masks) -> Floats:
    """For each table (tables x cells) the population by the model with the best BIC; infinite where none can be
    fitted.
    """
    count = len(sizes)
    values, missing, states = np.empty(count), np.empty(count), np.empty(count, dtype=np.int64)
    found = np.empty(len(tables))
    for i in range(len(tables)):
        fit_many(tables[i], terms, sizes, values, missing, states)
        people = tables[i].sum()
        best, found[i] = np.inf, np.inf
        for m in range(count):
            criterion = np.log(people) * sizes[m] - 2.0 * values[m]
            if states[m] == FITTED and criterion < best:
                best, found[i] = criterion, people + missing[m]
    return found


def bootstrap(
    histories: CaptureHistories, *, draws: int = 1000, models: int = LEADING_MODELS, most_order: int | None = None,
    seed: int = 0,
) -> Bootstrap:  # fmt: skip
    """Draw tables and choose among the leading models in each.

    `draws`: tables; `models`: how many of the best models by BIC are tried in each. Raises CannotEstimate where no
    model identifies the people on no list.
    """
    ranked = ranked_models(histories, criterion="bic", most_order=most_order)[:models]
    terms, sizes = padded([m.terms for m in ranked])
    cells, n = histories.by_mask(), histories.observed
    drawn = np.random.default_rng(seed).multinomial(n, cells / n, size=draws).astype(np.float64)
    estimates = np.sort(_best_estimates(drawn, terms, sizes))
    estimate = n + ranked[0].unseen
    filled = np.flatnonzero(cells)
    left_out = np.repeat(cells[None, :], len(filled), axis=0)
    left_out[np.arange(len(filled)), filled] -= 1
    influence = _best_estimates(left_out, terms, sizes)
    return Bootstrap(
        estimate,
        estimates,
        _bias(estimates, estimate),
        _acceleration(influence, cells[filled]),
        notation(ranked[0].terms),
    )


def _bias(estimates: Floats, estimate: float) -> float:
    """How far the estimate lies from the median of the tables drawn, as a normal deviate."""
    below = float((estimates < estimate).sum() + 0.5 * (estimates == estimate).sum())
    return _NORMAL.inv_cdf(min(max(below / len(estimates), 0.5 / len(estimates)), 1 - 0.5 / len(estimates)))


def _acceleration(left_out: Floats, people: Floats) -> float:
    """Efron's acceleration from the estimates with one person left out, each as often as there are such people."""
    finite = np.isfinite(left_out)
    if not finite.any():
        return 0.0
    value, weight = left_out[finite], people[finite]
    away = (weight @ value) / weight.sum() - value
    spread = float(weight @ away**2)
    return float(weight @ away**3) / (6 * spread**1.5) if spread > 0 else 0.0


def bootstrap_estimate(
    histories: CaptureHistories, level: float = 0.95, seed: int = 0, *, draws: int = 1000
) -> MethodEstimate:
    """The best log-linear model by BIC, with the bootstrap interval that includes its choice."""
    start = perf_counter()
    found = bootstrap(histories, draws=draws, seed=seed)
    tail = (1 - level) / 2
    failed = int(np.isinf(found.drawn).sum())
    diagnostics: dict[str, Diagnostic] = {
        "model": found.model,
        "tables drawn": draws,
        "tables without an estimate": failed,
        "bias": found.bias,
        "acceleration": found.acceleration,
    }
    low, high = min(found.quantile(tail), found.estimate), max(found.quantile(1 - tail), found.estimate)
    return MethodEstimate("Log-linear, bootstrap", found.estimate, low, high, perf_counter() - start, diagnostics)
