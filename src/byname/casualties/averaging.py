"""Casualties stage: log-linear models averaged by their BIC weights, with or without a common dependence of all lists.

Goes in: capture histories. Comes out: one estimate with an interval whose tail areas are averaged over the models
(Buckland, Burnham & Augustin 1997; Turek & Fletcher 2012), so that not knowing the model widens it. Allowing for a
common dependence adds the chance that people differ in visibility by less than the table can show.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy.special import ndtr

from byname.casualties.existence import support
from byname.casualties.heterogeneity import CommonDependence, common_dependence
from byname.casualties.hierarchical import notation
from byname.casualties.histories import CaptureHistories
from byname.casualties.loglinear import MANY_LISTS, FittedModel, ranked_models
from byname.casualties.poisson_fit import Floats
from byname.casualties.profile import FARTHEST, Profile, crossing
from byname.casualties.result import Diagnostic, MethodEstimate

MOST_AVERAGED = 30
_SMALLEST_SHARE = 0.005  # of the best model's weight
# Chosen on the simulated populations (benchmarks/casualties/coverage.py): with these the interval of independent lists
# is less than 1.5 times as wide as the right model's.
PRIOR_ODDS = 0.38
PRIOR_STRENGTH = 0.5  # standard deviation of the log odds ratio that all lists share, where they share one


@dataclass(frozen=True, slots=True)
class WeightedModels:
    """The models that carry the weight, best first, and their weights, which add up to 1."""

    models: tuple[FittedModel, ...]
    weights: Floats


@dataclass(frozen=True, slots=True)
class HiddenDependence:
    """What a common dependence that the table may not show would do: its posterior weight, and the log of the people
    on no
    list at each strength with the probability of that strength."""

    weight: float
    probabilities: Floats
    log_unseen: Floats
    spread: float

    def below(self, unseen: float) -> float:
        """The posterior probability of fewer people on no list than this."""
        deviates = (math.log(max(unseen, 1e-9)) - self.log_unseen) / self.spread
        return float(self.probabilities @ ndtr(deviates))


def weighted_models(histories: CaptureHistories, most_order: int | None = None) -> WeightedModels:
    """The hierarchical models whose BIC weight counts (Raftery 1995: exp(-BIC / 2))."""
    n = histories.observed
    most = MOST_AVERAGED if len(histories.lists) <= MANY_LISTS else MOST_AVERAGED // 5
    models = ranked_models(histories, criterion="bic", most_order=most_order)[:most]
    raw = np.exp([(models[0].criterion("bic", n) - m.criterion("bic", n)) / 2 for m in models])
    keep = raw >= _SMALLEST_SHARE
    kept = tuple(m for m, k in zip(models, keep, strict=True) if k)
    return WeightedModels(kept, raw[keep] / raw[keep].sum())


def hidden_dependence(found: CommonDependence) -> HiddenDependence:
    """Weigh a common dependence by its Bayes factor against none; the prior is half normal, for people differ or do
    not.
    """
    strengths = np.linspace(0, 4 * PRIOR_STRENGTH, 201)
    prior = np.exp(-0.5 * (strengths / PRIOR_STRENGTH) ** 2)
    fall = -0.5 * (((strengths - found.strength) / found.standard_error) ** 2 - found.z**2)
    joint = np.exp(np.minimum(fall, 500.0)) * prior / prior.sum()
    factor = float(joint.sum())
    log_unseen = found.log_unseen + found.slope * (strengths - found.strength)
    return HiddenDependence(
        PRIOR_ODDS * factor / (1 + PRIOR_ODDS * factor), joint / factor, log_unseen, max(found.spread, 1e-6)
    )


def averaged(
    histories: CaptureHistories, level: float = 0.95, *, models: WeightedModels | None = None, allow_hidden: bool = True
) -> MethodEstimate:
    """Estimate from all models together. The estimate is the weighted geometric mean of the people on no list.

    `models`: as `weighted_models` gives them; `allow_hidden`: whether a common dependence is averaged over too.
    """
    start = perf_counter()
    found, cells, n = models or weighted_models(histories), histories.by_mask(), histories.observed
    dependence = common_dependence(histories, found.models[0].terms) if allow_hidden else None
    hidden = hidden_dependence(dependence) if dependence else None
    low, high = _interval(
        [Profile(cells, support(cells, m.terms), m.unseen) for m in found.models], found.weights, hidden, level, n
    )
    unseen = math.exp(float(np.dot(found.weights, [math.log(max(m.unseen, 1e-3)) for m in found.models])))
    diagnostics: dict[str, Diagnostic] = {
        "best model": notation(found.models[0].terms),
        "weight of the best model": float(found.weights[0]),
        "models averaged": len(found.models),
        "weight of a common dependence": hidden.weight if hidden else None,
    }
    bounds = (n + min(low, unseen), n + max(high, unseen))
    return MethodEstimate("Log-linear, averaged", n + unseen, *bounds, perf_counter() - start, diagnostics)


def _interval(
    profiles: list[Profile], weights: Floats, hidden: HiddenDependence | None, level: float, observed: int
) -> tuple[float, float]:
    """The people on no list whose tail areas, averaged over models, are each (1 - level) / 2."""
    tail = (1 - level) / 2

    def below(unseen: float) -> float:
        roots = ndtr(np.array([p.root(unseen) for p in profiles]))
        value = float(weights @ roots)
        return value if hidden is None else (1 - hidden.weight) * value + hidden.weight * hidden.below(unseen)

    centre = float(np.dot(weights, [p.best for p in profiles]))
    farthest = 100 * FARTHEST * observed
    return crossing(lambda x: below(x) - tail, centre, 0.0), crossing(lambda x: below(x) - 1 + tail, centre, farthest)
