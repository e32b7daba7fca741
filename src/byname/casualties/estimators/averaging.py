"""Casualties stage: one Bayesian average over log-linear models with people alike and with people who differ.

Goes in: capture histories. Comes out: one estimate with a central interval, under one assumption that can be named:
no interaction of all lists together beyond what a common law of visibility makes of them. Models weigh by BIC, the unit
information prior (Raftery 1995); that people differ has a prior probability of 1/4, and how much they differ is
integrated over (`visibility.py`); where people are alike, that every pair of lists leans a little has one of 1/10
(`leaning.py`). The posterior of a model is its signed root likelihood profile (Turek & Fletcher 2012), that of people
who differ or pairs that lean a mixture of log normals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from byname.casualties.estimators.heterogeneity import darroch_term
from byname.casualties.estimators.leaning import leaning
from byname.casualties.estimators.loglinear import (
    MANY_LISTS,
    MOST_FULL_ORDER,
    FittedModel,
    fitted_exactly,
    ranked_models,
)
from byname.casualties.estimators.visibility import Differing, differing
from byname.casualties.fitting.existence import support
from byname.casualties.fitting.hierarchical import Terms, interactions, main_effects, notation
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.fitting.profile import Profile
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Diagnostic, MethodEstimate
from byname.errors import CannotEstimate

ASSUMPTION = "all lists together have no dependence beyond what the averaged models describe"
ALIKE = "probability that people are alike"
MOST_AVERAGED = 30
# Before the table is seen. With 1/2 the interval of independent lists is 1.6 times as wide as the right model's, with
# 1/4 1.25 times, and holds the truth as often where people differ (benchmarks/RESULTS.md, "Prior of differences").
PRIOR_DIFFER = 0.25
# Of people who are alike. With 1/10 the interval of independent lists is 1.31 times as wide as the right model's on
# families of its own, without it 1.27, with 1/4 1.36 (benchmarks/RESULTS.md, "Prior of pairs that lean").
PRIOR_LEAN = 0.1
_BEST_LEANING = 4  # models, besides independence, that are tried with pairs that lean; one where lists are many
_FEWEST_LEANING = 4  # lists; three leave one cell to test with once their pairs are free
_SMALLEST_SHARE = 0.005  # of the best model's weight
_MOST_DIFFERING = 12  # models that are tried with people who differ; a third of them where lists are many
_BEST_DIFFERING = 4  # of them, the best with people alike
_NEAR = 3.0  # how far below the best a log weight may lie before a model is not tried
_FARTHEST = 1e6  # times the people observed; beyond it there is no upper bound
_LEAST = 1e-3  # people on no list below which there is no difference


@dataclass(frozen=True, slots=True)
class WeightedModels:
    """The models that carry the weight, best first, and their weights, which add up to 1."""

    models: tuple[FittedModel, ...]
    weights: Floats


def weighted_models(histories: CaptureHistories, most_order: int | None = None) -> WeightedModels:
    """The hierarchical models whose BIC weight counts (Raftery 1995: exp(-BIC / 2))."""
    n = histories.observed
    most = MOST_AVERAGED if len(histories.lists) <= MANY_LISTS else MOST_AVERAGED // 5
    models = ranked_models(histories, criterion="bic", most_order=most_order)[:most]
    raw = np.exp([(models[0].criterion("bic", n) - m.criterion("bic", n)) / 2 for m in models])
    keep = raw >= _SMALLEST_SHARE
    kept = tuple(m for m, k in zip(models, keep, strict=True) if k)
    return WeightedModels(kept, raw[keep] / raw[keep].sum())


@dataclass(frozen=True, slots=True)
class Posterior:
    """The posterior of the people on no list: models with people alike, models with people who differ, and models with
    people alike and pairs of lists that lean a little, weighed.

    The weights of all together add up to 1.
    """

    alike: tuple[tuple[float, Profile], ...]
    differ: tuple[tuple[float, Differing], ...]
    observed: int
    lean: tuple[tuple[float, Differing], ...] = ()

    @property
    def probability_alike(self) -> float:
        """The posterior probability that people are alike in visibility."""
        return sum(weight for weight, _ in self.alike) + sum(weight for weight, _ in self.lean)

    def below(self, unseen: float) -> float:
        """The posterior probability of fewer people on no list than this."""
        plain = sum(weight * float(ndtr(profile.root(unseen))) for weight, profile in self.alike)
        return plain + sum(weight * part.below(unseen) for weight, part in (*self.differ, *self.lean))

    def quantile(self, share: float) -> float:
        """The people on no list below whom this share of the probability lies; infinite where the table sets no end."""
        first, last = math.log(_LEAST), math.log(_FARTHEST * max(self.observed, 1))
        if self.below(_LEAST) >= share:
            return 0.0
        if self.below(math.exp(last)) <= share:
            return math.inf
        return math.exp(float(brentq(lambda x: self.below(math.exp(x)) - share, first, last, xtol=1e-5)))


def posterior(histories: CaptureHistories, models: WeightedModels) -> Posterior:
    """Average over models, each with people alike and, for the likeliest of them, with people who differ and with pairs
    of lists that lean.
    """
    cells, n = histories.by_mask(), histories.observed
    best = models.models[0].criterion("bic", n)
    plain = [(_log_weight(m, n, best), Profile(cells, support(cells, m.terms), m.unseen)) for m in models.models]
    varied, leans = list[tuple[float, Differing]](), list[tuple[float, Differing]]()
    for model in _for_differences(histories, models):
        part = differing(cells, support(cells, model.terms))
        if part is not None:
            varied.append((_log_weight(model, n, best) + part.log_factor, part))
    for model in _for_leaning(histories, models):
        part = leaning(cells, support(cells, model.terms), len(histories.lists))
        if part is not None:
            leans.append((_log_weight(model, n, best) + part.log_factor, part))
    shift = math.log(PRIOR_DIFFER / (1 - PRIOR_DIFFER))
    logs = np.array(
        [weight + (math.log(1 - PRIOR_LEAN) if leans else 0.0) for weight, _ in plain]
        + [weight + shift for weight, _ in varied]
        + [weight + math.log(PRIOR_LEAN) for weight, _ in leans]
    )
    weights = np.exp(logs - logs.max())
    weights[weights < _SMALLEST_SHARE * weights.max()] = 0.0
    shares, first, second = (weights / weights.sum()).tolist(), len(plain), len(plain) + len(varied)
    alike = tuple((share, part) for share, (_, part) in zip(shares[:first], plain, strict=True) if share)
    differ = tuple((share, part) for share, (_, part) in zip(shares[first:second], varied, strict=True) if share)
    lean = tuple((share, part) for share, (_, part) in zip(shares[second:], leans, strict=True) if share)
    return Posterior(alike, differ, n, lean)


def _log_weight(model: FittedModel, observed: int, best: float) -> float:
    return (best - model.criterion("bic", observed)) / 2


def _for_differences(histories: CaptureHistories, found: WeightedModels) -> list[FittedModel]:
    """The models to try with people who differ: the best with people alike, and those on the way from independence to
    the best with a common dependence, one pair of lists at a time.

    Dependences between pairs stand in for differences between people, so the best models with people alike have too
    many of them.
    """
    cells, lists, n = histories.by_mask(), len(histories.lists), histories.observed
    chosen = {model.terms: model for model in found.models[:_BEST_DIFFERING]}
    here = main_effects(lists)
    value, model = _with_common_term(cells, here, n)
    if model is not None:
        chosen[here] = model
    pairs = interactions(lists, 2) if lists <= MANY_LISTS else []
    for _ in pairs:
        tried = [(*_with_common_term(cells, (*here, pair), n), (*here, pair)) for pair in pairs if pair not in here]
        top = max(tried, key=lambda item: item[0], default=None)
        if top is None or top[1] is None:
            break
        near = [(m, terms) for gain, m, terms in tried if m is not None and gain > max(value, top[0]) - _NEAR]
        chosen |= {terms: m for m, terms in near if terms not in chosen}
        if top[0] <= value:
            break
        value, here = top[0], top[2]
    return list(chosen.values())[: _MOST_DIFFERING if lists <= MOST_FULL_ORDER else _MOST_DIFFERING // 3]


def _for_leaning(histories: CaptureHistories, found: WeightedModels) -> list[FittedModel]:
    """The models to try with pairs that lean: independence, and the best."""
    lists = len(histories.lists)
    if lists < _FEWEST_LEANING:
        return []
    best = found.models[: _BEST_LEANING if lists <= MANY_LISTS else 1]
    alone = fitted_exactly(histories.by_mask(), main_effects(lists))
    return [*best, *([alone] if alone is not None and all(m.terms != alone.terms for m in best) else [])]


def _with_common_term(cells: Floats, terms: Terms, observed: int) -> tuple[float, FittedModel | None]:
    """The log weight of a model with a common dependence of all lists (BIC without its price, which all pay)."""
    model = fitted_exactly(cells, terms)
    fitted = darroch_term(cells, support(cells, terms)) if model is not None else None
    if model is None or fitted is None:
        return -math.inf, None
    lost = fitted.dependence.z**2 / 2 if fitted.dependence.strength < 0 else 0.0  # people cannot differ by less than 0
    return fitted.log_likelihood - lost - math.log(observed) * len(terms) / 2, model


def averaged(histories: CaptureHistories, level: float = 0.95, *, most_order: int | None = None) -> MethodEstimate:
    """Estimate from all models together: the posterior median and the central interval.

    `most_order`: the largest interaction of the models. Raises CannotEstimate where no model fixes the number.
    """
    return averaged_posterior(histories, weighted_models(histories, most_order), level)[0]


def averaged_posterior(
    histories: CaptureHistories, models: WeightedModels, level: float = 0.95
) -> tuple[MethodEstimate, Posterior]:
    """The estimate, and the posterior that it summarises. `models`: as `weighted_models` gives them.

    Raises CannotEstimate where the table sets no lower end.
    """
    start = perf_counter()
    average, n = posterior(histories, models), histories.observed
    tail = (1 - level) / 2
    low, middle, high = (average.quantile(share) for share in (tail, 0.5, 1 - tail))
    if math.isinf(low):
        what = "nearly all that the models allow lies beyond any number that could be meant"
        raise CannotEstimate(what, where=histories.where, fix="add a list that overlaps with the others")
    diagnostics: dict[str, Diagnostic] = {
        "best model": notation(models.models[0].terms),
        "weight of the best model": float(models.weights[0]),
        "models averaged": len(average.alike) + len(average.differ) + len(average.lean),
        ALIKE: average.probability_alike,
    }
    seconds = perf_counter() - start
    return MethodEstimate("Averaged over models", n + middle, n + low, n + high, seconds, diagnostics), average
