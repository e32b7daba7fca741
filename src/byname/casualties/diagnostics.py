"""Casualties stage: what in a table of capture histories speaks against an estimate that takes everyone for alike.

Goes in: capture histories and the log-linear models that fit them. Comes out: doubts in words. People may differ in
how visible they were (heterogeneity), or be led from list to list (behavioural response), or the table may be too thin
to show either; good models may contradict each other. Any doubt widens the headline and takes `identified` from it.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import chi2

from byname.casualties.estimators.averaging import WeightedModels
from byname.casualties.estimators.behaviour import Behaviour, response_to_lists
from byname.casualties.estimators.heterogeneity import common_dependence, list_leanings
from byname.casualties.estimators.loglinear import FittedModel, deviance
from byname.casualties.fitting.existence import support
from byname.casualties.fitting.poisson_fit import fit_terms
from byname.casualties.histories import CaptureHistories
from byname.casualties.overlap import overlap_groups

# The thresholds were chosen on populations drawn at random (benchmarks/casualties/random_populations.py, even numbers)
# and on replicates 5000 to 6199 of those of benchmarks/casualties/coverage.py.
LEANING = 2.0  # standard errors by which all lists lean together before it counts; below, the interval widens with it
ONE_LEANING = 2.5  # the same for one list and all others
BLIND = 0.16  # by how much one standard error of the leaning may move the log of the people on no list
RESPONDING = 2.0  # standard errors of a response to earlier lists before it counts
FAR_APART = 1.5  # ratio of the estimates of two good models that contradict each other
MOST_PAIRS = 0.6  # share of the pairs of lists that lean together, whatever the rest do
GOOD_MODEL = 0.05  # share of the weight that makes a model a good one
POOR_FIT = 0.001  # p-value of the best model's deviance

FEWEST_LISTS = 4  # three lists leave one cell to test with once their pairs are free

THREE_LISTS = (
    "Three lists cannot show both whether they depend on each other and whether people differ; a fourth would."
)
TOGETHER = "The lists lean together, as they do when people differ in how visible they were."
TOO_FEW = "The overlaps are too few to show whether people differ in how visible they were."
LED_ON = "The table looks as if standing on one list changed a person's chance of coming onto later ones."


def doubts_of(histories: CaptureHistories, models: WeightedModels, responses: list[Behaviour]) -> list[str]:
    """All that speaks against the narrow interval, in words; nothing where nothing does."""
    few = len(histories.lists) < FEWEST_LISTS
    return [
        *([THREE_LISTS] if few else []),
        *_leaning(histories, models),
        *_responding(histories, models, responses),
        *_contradictions(histories, models),
    ]


def responses_in_either_order(histories: CaptureHistories) -> list[Behaviour]:
    """The response to earlier lists with the lists from first to last and from last to first, where they fix it."""
    found = [response_to_lists(histories, backwards=backwards) for backwards in (False, True)]
    return [response for response in found if response is not None]


def cannot_be_excluded(histories: CaptureHistories, models: WeightedModels, response: Behaviour) -> bool:
    """Whether the response fits about as well as the best log-linear model (AIC within 2, the price of one term)."""
    ours = response.fitted.parameters - response.fitted.log_likelihood
    return 2 * ours <= models.models[0].criterion("aic", histories.observed) + 2.0


def _leaning(histories: CaptureHistories, models: WeightedModels) -> list[str]:
    """Whether the lists lean together (positive dependence), the mark of people who differ in visibility, or the table
    could not show it."""
    best = models.models[0]
    found = common_dependence(histories, best.terms)
    together, apart = _pairs_by_sign(histories, best)
    uniform = together >= 2 and not apart
    most = together >= 3 and together >= MOST_PAIRS * math.comb(len(histories.lists), 2)
    if uniform or most or (found is not None and found.z > LEANING):
        return [TOGETHER]
    if max(list_leanings(histories, best.terms), default=0.0) > ONE_LEANING:
        return [TOGETHER]
    if found is None or abs(found.slope) * found.standard_error > BLIND:
        return [TOO_FEW]
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


def _responding(histories: CaptureHistories, models: WeightedModels, responses: list[Behaviour]) -> list[str]:
    """Whether a response to earlier lists, on lists otherwise independent, rivals the best log-linear model by BIC."""
    n = histories.observed
    limit = models.models[0].criterion("bic", n) + math.log(n) - RESPONDING**2
    return [LED_ON] if any(response.bic(n) < limit for response in responses) else []


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
