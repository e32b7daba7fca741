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

from byname.casualties.estimators.heterogeneity import CommonDependence, common_dependence
from byname.casualties.estimators.loglinear import MANY_LISTS, FittedModel, ranked_models
from byname.casualties.fitting.existence import support
from byname.casualties.fitting.hierarchical import notation
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.fitting.profile import FARTHEST, Profile, crossing
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate

PLAIN_HIGH = "upper bound of the models alone"
MOST_AVERAGED = 30
_SMALLEST_SHARE = 0.005  # of the best model's weight
# Chosen on populations drawn at random (benchmarks/casualties/random_populations.py, even numbers) so that the interval
# covers people who differ by less than the table can show, as far as one 1.5 times as wide as the right model's can.
PRIOR_ODDS = 0.08
LEANING_POWER = 2.0  # the weight is multiplied by exp(this times the leaning in standard errors)
PRIOR_ERRORS = 4.0  # the prior's standard deviation, in standard errors of the log odds ratio that all lists share
WIDEST_PRIOR = 0.5  # and at the most, on the scale of that log odds ratio
EXTRAPOLATION = 2.0  # times what the common term says of people on no list: other differences reach further


@dataclass(frozen=True, slots=True)
class WeightedModels:
    """The models that carry the weight, best first, and their weights, which add up to 1."""

    models: tuple[FittedModel, ...]
    weights: Floats


@dataclass(frozen=True, slots=True)
class HiddenDependence:
    """What a common dependence that the table may not show would do: its weight, and the log of the people on no list
    at each strength with the probability of that strength.
    """

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
    """Weigh a common dependence that the table can just not show against none.

    The prior is half normal, for people differ or do not, and as wide as a few standard errors: what would be seen
    needs no prior. Where the lists lean together the weight grows beyond the Bayes factor, and the interval with it.
    """
    error, z = found.standard_error, found.z
    strengths = min(PRIOR_ERRORS * error, WIDEST_PRIOR) * np.linspace(0, 4, 201)
    prior = np.exp(-0.5 * np.linspace(0, 4, 201) ** 2)
    fall = -0.5 * (((strengths - found.strength) / error) ** 2 - z**2)
    joint = np.exp(np.minimum(fall, 500.0)) * prior / prior.sum()
    factor = float(joint.sum())
    odds = PRIOR_ODDS * math.exp(LEANING_POWER * min(max(z, -20.0), 20.0)) * factor
    log_unseen = found.log_unseen + found.slope * (EXTRAPOLATION * strengths - found.strength)
    return HiddenDependence(odds / (1 + odds), joint / factor, log_unseen, max(found.spread, 1e-6))


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
    low, high, plain_high = _interval(
        [Profile(cells, support(cells, m.terms), m.unseen) for m in found.models], found.weights, hidden, level, n
    )
    unseen = math.exp(float(np.dot(found.weights, [math.log(max(m.unseen, 1e-3)) for m in found.models])))
    diagnostics: dict[str, Diagnostic] = {
        "best model": notation(found.models[0].terms),
        "weight of the best model": float(found.weights[0]),
        "models averaged": len(found.models),
        "weight of a common dependence": hidden.weight if hidden else None,
        PLAIN_HIGH: n + max(plain_high, unseen),
    }
    bounds = (n + min(low, unseen), n + max(high, unseen))
    return MethodEstimate("Log-linear, averaged", n + unseen, *bounds, perf_counter() - start, diagnostics)


def _interval(
    profiles: list[Profile], weights: Floats, hidden: HiddenDependence | None, level: float, observed: int
) -> tuple[float, float, float]:
    """The people on no list whose tail areas, averaged over models, are each (1 - level) / 2: low, high, and high
    without a hidden dependence.

    A hidden dependence moves the upper end only: it is a reason for more people, not for fewer.
    """
    tail = (1 - level) / 2

    def plainly_below(unseen: float) -> float:
        return float(weights @ ndtr(np.array([p.root(unseen) for p in profiles])))

    def below(unseen: float) -> float:
        value = plainly_below(unseen)
        return value if hidden is None else (1 - hidden.weight) * value + hidden.weight * hidden.below(unseen)

    centre = float(np.dot(weights, [p.best for p in profiles]))
    farthest = 100 * FARTHEST * observed
    low = crossing(lambda x: plainly_below(x) - tail, centre, 0.0)
    plain_high = crossing(lambda x: plainly_below(x) - 1 + tail, centre, farthest)
    high = crossing(lambda x: below(x) - 1 + tail, centre, farthest) if hidden else plain_high
    return low, max(high, plain_high), plain_high
