"""Casualties stage: log-linear models averaged by their BIC weights.

Goes in: capture histories. Comes out: one estimate with an interval whose tail areas are averaged over the models
(Buckland, Burnham & Augustin 1997; Turek & Fletcher 2012), so that not knowing the model widens it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from byname.casualties.existence import support
from byname.casualties.hierarchical import notation
from byname.casualties.histories import CaptureHistories
from byname.casualties.loglinear import FittedModel, ranked_models
from byname.casualties.poisson_fit import Floats
from byname.casualties.profile import FARTHEST, Profile, averaged_interval
from byname.casualties.result import Diagnostic, MethodEstimate

MOST_AVERAGED = 30
_SMALLEST_SHARE = 0.005  # of the best model's weight


@dataclass(frozen=True, slots=True)
class WeightedModels:
    """The models that carry the weight, best first, and their weights, which add up to 1."""

    models: tuple[FittedModel, ...]
    weights: Floats


def weighted_models(histories: CaptureHistories, most_order: int | None = None) -> WeightedModels:
    """The hierarchical models whose BIC weight counts (Raftery 1995: exp(-BIC / 2))."""
    n = histories.observed
    models = ranked_models(histories, criterion="bic", most_order=most_order)[:MOST_AVERAGED]
    raw = np.exp([(models[0].criterion("bic", n) - m.criterion("bic", n)) / 2 for m in models])
    keep = raw >= _SMALLEST_SHARE
    kept = tuple(m for m, k in zip(models, keep, strict=True) if k)
    return WeightedModels(kept, raw[keep] / raw[keep].sum())


def averaged(histories: CaptureHistories, level: float = 0.95, *, most_order: int | None = None) -> MethodEstimate:
    """Estimate from all models together. The estimate is the weighted geometric mean of the people on no list."""
    start = perf_counter()
    found, cells, n = weighted_models(histories, most_order), histories.by_mask(), histories.observed
    profiles = [Profile(cells, support(cells, m.terms), m.unseen) for m in found.models]
    low, high = averaged_interval(profiles, found.weights, level, FARTHEST * n)
    unseen = math.exp(float(np.dot(found.weights, [math.log(max(m.unseen, 1e-3)) for m in found.models])))
    diagnostics: dict[str, Diagnostic] = {
        "best model": notation(found.models[0].terms),
        "weight of the best model": float(found.weights[0]),
        "models averaged": len(found.models),
    }
    return MethodEstimate(
        "Log-linear, averaged",
        n + unseen,
        n + min(low, unseen),
        n + max(high, unseen),
        perf_counter() - start,
        diagnostics,
    )
