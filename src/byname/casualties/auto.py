"""Casualties stage: the honest default.

Goes in: capture histories. Comes out: the headline, drawn from several estimators. It is the interval averaged over
log-linear models and over a common dependence of all lists. Where the lists lean together, as they do when people
differ in visibility, or might without our seeing it, latent classes widen the interval and it is called not
identified.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from byname.casualties.averaging import WeightedModels, averaged, weighted_models
from byname.casualties.chao import chao_bound
from byname.casualties.chapman import chapman
from byname.casualties.existence import support
from byname.casualties.graphs import graph_average
from byname.casualties.heterogeneity import common_dependence
from byname.casualties.histories import CaptureHistories
from byname.casualties.latent_class import latent_classes, most_classes
from byname.casualties.latent_class_bayes import Effort, latent_classes_bayes
from byname.casualties.loglinear import FittedModel, deviance, independence, log_linear
from byname.casualties.overlap import overlap_groups
from byname.casualties.poisson_fit import fit_terms
from byname.casualties.result import MethodEstimate
from byname.errors import CannotEstimate

FEWEST_ON_BOTH = 7  # Chapman (1951) is nearly unbiased from seven recaptures on (Robson & Regier 1964)
# The thresholds below were chosen on the simulated populations (benchmarks/casualties/coverage.py).
LEANING = 1.1  # standard errors by which the lists lean together before it counts
BLIND = 0.18  # standard error of the common log odds ratio above which the table could not show that they do
FAR_APART = 1.5  # ratio of the estimates of two good models that contradict each other
MOST_PAIRS = 0.6  # share of the pairs of lists that lean together, whatever the rest do
GOOD_MODEL = 0.05  # share of the weight that makes a model a good one
POOR_FIT = 0.001  # p-value of the best model's deviance
DEPARTURE = 1.5  # times the log-linear upper bound of people on no list: the least that a doubt widens to
OPEN_DEPARTURE = 2.5  # the same where the classes set no upper bound at all
_MOST_CLASSES = 3
_LISTS_FOR_CLASSES = 8
_LISTS_FOR_GRAPHS = 5
SHORT_EFFORT = Effort(batches=2)


@dataclass(frozen=True, slots=True)
class Headline:
    """The number to print first, with its interval, whether it is identified, warnings, and all estimators."""

    method: str
    estimate: float
    low: float
    high: float
    identified: bool
    warnings: tuple[str, ...]
    methods: tuple[MethodEstimate, ...]


def headline(histories: CaptureHistories, level: float, seed: int, *, effort: Effort | None = SHORT_EFFORT) -> Headline:
    """Estimate with every estimator that the table allows and draw the headline from them.

    `effort`: of the sampler whose estimate is set beside the others where there is doubt; None leaves it out. The
    headline does not depend on it.
    """
    if len(histories.lists) == 2:
        return two_lists(histories, level)
    bound = chao_bound(histories, level)
    try:
        models = weighted_models(histories)
    except CannotEstimate as error:
        return Headline(bound.name, bound.estimate, bound.low, bound.high, False, (str(error),), (bound,))
    average = averaged(histories, level, models=models)
    doubts = [*_leaning(histories, models), *_contradictions(histories, models)]
    classes = _classes(histories, level, seed)
    methods = (average, *_plain_methods(histories, level), *classes, bound)
    if len(histories.lists) <= _LISTS_FOR_GRAPHS:
        methods += (graph_average(histories, level),)
    if not doubts:
        return Headline(average.name, average.estimate, average.low, average.high, True, (), methods)
    if effort is not None and len(histories.lists) <= _LISTS_FOR_CLASSES:
        bayes = latent_classes_bayes(histories, level, seed, effort=effort)
        methods, doubts = (*methods, bayes), [*doubts, *bayes.warnings]
    return _widened(histories, average, classes, tuple(doubts), methods)


def two_lists(histories: CaptureHistories, level: float) -> Headline:
    """Two lists: Chapman, never identified, since nothing in the data can test that the lists are independent."""
    found = chapman(histories, histories.lists[0], histories.lists[1], level)
    bound = chao_bound(histories, level)
    warnings = ("Two lists cannot show whether they are independent; a third list would.", *found.warnings)
    return Headline(found.name, found.estimate, found.low, found.high, False, warnings, (found, bound))


def _plain_methods(histories: CaptureHistories, level: float) -> list[MethodEstimate]:
    found = []
    for method in (log_linear, independence):
        try:
            found.append(method(histories, level))
        except CannotEstimate:  # the model is not identified in this table; the others stand
            continue
    return found


def _classes(histories: CaptureHistories, level: float, seed: int) -> list[MethodEstimate]:
    if len(histories.lists) > _LISTS_FOR_CLASSES:
        return []
    most = max(2, min(_MOST_CLASSES, most_classes(len(histories.lists))))  # three lists leave two classes open: wide
    return [latent_classes(histories, k, level, seed) for k in range(2, most + 1)]


def _leaning(histories: CaptureHistories, models: WeightedModels) -> list[str]:
    """Whether the lists lean together, the mark of people who differ in visibility, or the table could not show it."""
    best = models.models[0]
    found = common_dependence(histories, best.terms)
    together, apart = _pairs_by_sign(histories, best)
    uniform = together >= 2 and not apart
    most = together >= 3 and together >= MOST_PAIRS * math.comb(len(histories.lists), 2)
    if uniform or most or (found is not None and found.z > LEANING):
        return ["The lists lean together, as they do when people differ in how visible they were."]
    if found is None or found.standard_error > BLIND:
        return ["The overlaps are too few to show whether people differ in how visible they were."]
    return []


def _pairs_by_sign(histories: CaptureHistories, model: FittedModel) -> tuple[int, int]:
    """How many pairs of lists the model lets lean together, and how many apart."""
    cells = histories.by_mask()
    found = support(cells, model.terms)
    beta = np.zeros(len(found.terms))
    fit_terms(cells, found.face, found.terms, beta, False)
    pairs = [b for term, b in zip(found.terms, beta, strict=True) if int(term).bit_count() == 2]
    together = len([b for b in pairs if b > 0])
    in_model = len([term for term in model.terms if term.bit_count() == 2])
    return together, in_model - together  # a pair at minus infinity leans apart


def _contradictions(histories: CaptureHistories, models: WeightedModels) -> list[str]:
    """Good models that contradict each other, none that fits, or lists that nothing connects."""
    found = []
    n = histories.observed
    least = min(GOOD_MODEL, float(models.weights.max()))
    good = [n + m.unseen for m, w in zip(models.models, models.weights, strict=True) if w >= least]
    if max(good) > FAR_APART * min(good):
        found.append(
            f"Models that fit about equally well contradict each other: {min(good):,.0f} or {max(good):,.0f} people."
        )
    best = models.models[0]
    freedom = 2 ** len(histories.lists) - 1 - best.parameters
    if freedom > 0 and chi2.sf(deviance(histories, best), freedom) < POOR_FIT:
        found.append("No log-linear model that was tried fits the table well.")
    if len(overlap_groups(histories)) > 1:
        found.append("Some lists share nobody with the others, so the table says little of those they lack.")
    return found


def _widened(
    histories: CaptureHistories,
    average: MethodEstimate,
    classes: list[MethodEstimate],
    doubts: tuple[str, ...],
    methods: tuple[MethodEstimate, ...],
) -> Headline:
    """The union of the averaged interval and those of the latent classes."""
    n = histories.observed
    low = min([average.low, *(c.low for c in classes)])
    high = max([n + DEPARTURE * (average.high - n), *(c.high for c in classes)])
    warnings = list(doubts)
    if math.isinf(high) and math.isfinite(average.high):
        finite = [c.high for c in classes if math.isfinite(c.high)]
        high = max([n + OPEN_DEPARTURE * (average.high - n), *finite])
        warnings.append(
            "Latent classes set no upper bound; the one given assumes that people on no list are at most "
            f"{OPEN_DEPARTURE:g} times as many as the highest log-linear bound."
        )
    value = min(max(_middle(average, classes, n), low), high)
    return Headline("Averaged, widened by latent classes", value, low, high, False, tuple(warnings), methods)


def _middle(average: MethodEstimate, classes: list[MethodEstimate], observed: int) -> float:
    """The geometric mean of the people on no list by those estimators that set an upper bound."""
    chosen = [average.estimate, *(c.estimate for c in classes if math.isfinite(c.high))]
    return observed + math.exp(float(np.mean([math.log(max(value - observed, 1e-3)) for value in chosen])))
