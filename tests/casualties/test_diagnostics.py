"""The hand-set rules, each on both sides of its threshold, on tables and models that are made for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import chi2

from byname.casualties.diagnostics import (
    LED_ON,
    THREE_LISTS,
    TOGETHER,
    TOO_FEW,
    cannot_be_excluded,
    doubts_of,
    responses_in_either_order,
)
from byname.casualties.estimators.averaging import WeightedModels
from byname.casualties.estimators.behaviour import Behaviour
from byname.casualties.estimators.heterogeneity import (
    CommonDependence,
    FittedTerm,
    common_dependence,
    list_leanings,
)
from byname.casualties.estimators.loglinear import FittedModel
from byname.casualties.fitting.hierarchical import main_effects
from byname.casualties.histories import CaptureHistories

NAMES = ("a", "b", "c", "d", "e")
CONTRADICT = "Models that fit about equally well contradict each other"
POOR = "No log-linear model that was tried fits the table well."
APART = "Some lists share nobody with the others, so the table says little of those they lack."


def table(people: float, pairs: Mapping[str, float] | None = None, lists: int = 4) -> CaptureHistories:
    """The table that a log-linear model with these pairs (log odds ratios) gives on average."""
    masks = np.arange(1 << lists)
    held = masks[:, None] >> np.arange(lists) & 1
    eta = -1.0 * held.sum(axis=1)
    for pair, strength in (pairs or {}).items():
        eta = eta + strength * held[:, [NAMES.index(name) for name in pair]].prod(axis=1)
    cells = np.exp(eta)
    cells = np.rint(people * cells / cells.sum())
    cells[0] = 0
    return CaptureHistories.from_masks(NAMES[:lists], cells)


def mask(pair: str) -> int:
    return sum(1 << NAMES.index(name) for name in pair)


def model(histories: CaptureHistories, pairs: Sequence[str] = (), deviance: float = 0.0, unseen: float = 50.0,
          parameters: int | None = None) -> FittedModel:  # fmt: skip
    """A model of main effects and pairs whose deviance is given."""
    counts = histories.counts[histories.counts > 0].astype(float)
    saturated = float((counts * np.log(counts) - counts).sum())
    terms = (*main_effects(len(histories.lists)), *(mask(pair) for pair in pairs))
    return FittedModel(terms, saturated - deviance / 2, len(terms) if parameters is None else parameters, unseen)


def weighed(*models: FittedModel, weights: Sequence[float] = (1.0,)) -> WeightedModels:
    return WeightedModels(models, np.array(weights))


def doubts(histories: CaptureHistories, pairs: Sequence[str] = ()) -> list[str]:
    """What is doubted of a table whose best model fits exactly; a poor one stands behind it with little weight."""
    return doubts_of(histories, with_a_poor_one(model(histories, pairs), histories), [])


def with_a_poor_one(best: FittedModel, histories: CaptureHistories) -> WeightedModels:
    every = [a + b for a, b in combinations(histories.lists, 2)]
    return weighed(best, model(histories, every, deviance=1e4, unseen=1e6), weights=(0.999, 0.001))


def response(log_likelihood: float, parameters: int = 6) -> Behaviour:
    return Behaviour(FittedTerm(CommonDependence(0.5, 0.1, 3.0, 0.0, 0.1), log_likelihood, parameters), False)


def test_a_long_table_of_independent_lists_leaves_no_doubt() -> None:
    assert doubts(table(20_000)) == []


def test_three_lists_are_too_few_and_four_are_not() -> None:
    assert doubts(table(20_000, lists=3)) == [THREE_LISTS]
    assert THREE_LISTS not in doubts(table(20_000, lists=4))


@pytest.mark.parametrize(("strength", "least", "most", "said"), [(0.065, 1.8, 2.0, []), (0.071, 2.0, 2.2, [TOGETHER])])
def test_all_lists_lean_together_from_two_standard_errors_on(
    strength: float, least: float, most: float, said: list[str]
) -> None:
    histories = table(16_000, {a + b: strength for a, b in combinations("abcd", 2)})
    found = common_dependence(histories, main_effects(4))
    assert found is not None
    assert least < found.z < most
    assert doubts(histories) == said


@pytest.mark.parametrize(("strength", "least", "most", "said"), [(0.045, 2.3, 2.5, []), (0.047, 2.5, 2.7, [TOGETHER])])
def test_one_list_leans_together_with_all_others_from_two_and_a_half(
    strength: float, least: float, most: float, said: list[str]
) -> None:
    pairs = {"ab": strength, "ac": strength, "ad": strength, "bc": -strength, "bd": -strength, "cd": -strength}
    histories = table(16_000, pairs)
    common = common_dependence(histories, main_effects(4))
    assert common is not None
    assert common.z < 1
    assert least < max(list_leanings(histories, main_effects(4))) < most
    assert doubts(histories) == said


@pytest.mark.parametrize(("people", "least", "most", "said"), [(1900, 0.15, 0.16, []), (1600, 0.16, 0.17, [TOO_FEW])])
def test_few_overlaps_cannot_show_whether_people_differ(
    people: int, least: float, most: float, said: list[str]
) -> None:
    histories = table(people)
    found = common_dependence(histories, main_effects(4))
    assert found is not None
    assert least < abs(found.slope) * found.standard_error < most
    assert doubts(histories) == said


def test_a_model_that_contains_the_common_term_leaves_nothing_to_test_with() -> None:
    every = ["ab", "ac", "bc"]
    assert doubts(table(20_000, {"ab": 0.5, "ac": -0.5, "bc": 0.5}, lists=3), every) == [THREE_LISTS, TOO_FEW]


@pytest.mark.parametrize(
    ("lists", "together", "apart", "said"),
    [(4, ["ab"], [], False), (4, ["ab", "cd"], [], True), (4, ["ab", "cd"], ["ac"], False),
     (4, ["ab", "cd", "bd"], ["ac"], False), (4, ["ab", "cd", "bd", "ad"], ["ac"], True),
     (3, ["ab", "bc"], ["ac"], False),
     (5, ["ab", "bc", "cd", "de", "ae"], ["ac"], False), (5, ["ab", "bc", "cd", "de", "ae", "bd"], ["ac"], True)],
)  # fmt: skip
def test_pairs_that_all_or_mostly_lean_together_are_a_doubt(
    lists: int, together: list[str], apart: list[str], said: bool
) -> None:
    pairs = dict.fromkeys(together, 0.4) | dict.fromkeys(apart, -0.4)
    histories = table(40_000, pairs, lists)
    assert (TOGETHER in doubts(histories, list(pairs))) == said


def test_two_lists_that_share_nobody_lean_apart() -> None:
    cells = table(40_000, {"ab": 0.4, "bc": 0.4}).by_mask()
    cells[[m for m in range(16) if m & mask("ad") == mask("ad")]] = 0
    histories = CaptureHistories.from_masks(NAMES[:4], cells)
    assert TOGETHER in doubts(table(40_000, {"ab": 0.4, "bc": 0.4}), ["ab", "bc"])
    assert TOGETHER not in doubts(histories, ["ab", "bc", "ad"])


@pytest.mark.parametrize(("better", "said"), [(0.01, [LED_ON]), (-0.01, [])])
def test_a_response_rivals_the_best_model_by_bic_less_the_square_of_two_errors(better: float, said: list[str]) -> None:
    histories = table(20_000)
    best, n = model(histories), histories.observed
    limit = best.criterion("bic", n) + math.log(n) - 4.0
    log_likelihood = (math.log(n) * 6 - (limit - better)) / 2
    poor = response(log_likelihood - 50)
    models = with_a_poor_one(best, histories)
    assert doubts_of(histories, models, [poor, response(log_likelihood)]) == said
    assert doubts_of(histories, models, [response(log_likelihood), poor]) == said


@pytest.mark.parametrize(("worse", "kept"), [(0.0, True), (0.01, False), (-0.01, True)])
def test_a_response_within_two_of_the_best_aic_cannot_be_excluded(worse: float, kept: bool) -> None:
    histories = table(20_000)
    best = FittedModel(main_effects(4), -100.0, 5, 50.0)  # AIC 210
    models = with_a_poor_one(best, histories)
    assert cannot_be_excluded(histories, models, response(-100.0 - worse, parameters=6)) == kept


def test_the_response_is_fitted_in_either_order() -> None:
    found = responses_in_either_order(table(20_000, {"ab": 0.5, "ac": -0.2}))
    assert [one.backwards for one in found] == [False, True]
    assert found[0].z != pytest.approx(found[1].z)
    assert responses_in_either_order(table(20_000, lists=2)) == []


def spread_of(ratio: float, weight: float) -> list[str]:
    """Two models, one with all people observed and half as many unseen, the other with `ratio` times that."""
    histories = table(20_000)
    n = histories.observed
    low, high = n * 1.5, n * 1.5 * ratio
    models = (model(histories, unseen=low - n), model(histories, unseen=high - n))
    return doubts_of(histories, weighed(*models, weights=(1 - weight, weight)), [])


@pytest.mark.parametrize(
    ("ratio", "weight", "said"),
    [(1.6, 0.05, True), (1.52, 0.3, True), (1.48, 0.3, False), (1.6, 0.049, False), (1.6, 0.3, True)],
)
def test_good_models_contradict_each_other_from_a_factor_of_one_and_a_half(
    ratio: float, weight: float, said: bool
) -> None:
    found = spread_of(ratio, weight)
    assert [one.startswith(CONTRADICT) for one in found] == [True] * said


def test_estimates_exactly_one_and_a_half_apart_do_not_contradict_each_other() -> None:
    histories = CaptureHistories.from_masks(NAMES[:4], np.array([0.0, *[512.0] * 4, *[128.0] * 11]))
    n = histories.observed
    models = (model(histories, unseen=float(n)), model(histories, unseen=2.0 * n))
    assert not any(CONTRADICT in one for one in doubts_of(histories, weighed(*models, weights=(0.5, 0.5)), []))


def test_the_sentence_names_the_least_and_the_most() -> None:
    histories = table(20_000)
    n = histories.observed
    models = [model(histories, unseen=unseen - n) for unseen in (25_000, 20_000, 40_000)]
    (said,) = doubts_of(histories, weighed(*models, weights=(0.4, 0.3, 0.3)), [])
    assert said == f"{CONTRADICT}: 20,000 or 40,000 people."


def test_where_no_weight_is_large_the_best_models_count() -> None:
    histories = table(20_000)
    models = [model(histories, unseen=50.0 * 2**k) for k in range(25)]
    assert any(CONTRADICT in one for one in doubts_of(histories, weighed(*models, weights=[0.04] * 25), []))


@pytest.mark.parametrize(("p_value", "said"), [(0.00105, []), (0.00095, [POOR])])
@pytest.mark.parametrize(("lists", "parameters"), [(4, 5), (4, 14), (5, 6)])
def test_a_model_fits_poorly_below_one_in_a_thousand(
    lists: int, parameters: int, p_value: float, said: list[str]
) -> None:
    histories = table(60_000, lists=lists)
    freedom = 2**lists - 1 - parameters
    best = model(histories, deviance=float(chi2.isf(p_value, freedom)), parameters=parameters)
    assert doubts_of(histories, with_a_poor_one(best, histories), []) == said


def test_a_saturated_model_cannot_fit_poorly() -> None:
    histories = table(20_000)
    assert POOR not in doubts_of(histories, weighed(model(histories, deviance=99.0, parameters=15)), [])


def test_lists_that_nothing_connects_are_said() -> None:
    cells = np.zeros(16)
    cells[[1, 2, 3, 4, 8, 12]] = 4000, 3000, 1500, 4000, 3000, 1500  # a and b share people, and c and d
    assert APART in doubts(CaptureHistories.from_masks(NAMES[:4], cells))
    assert APART not in doubts(table(20_000))


def test_doubts_stand_in_order() -> None:
    histories = table(300, lists=3)
    models = weighed(model(histories, unseen=50.0), model(histories, unseen=5000.0), weights=(0.6, 0.4))
    found = doubts_of(histories, models, [response(1e6)])
    assert found[:3] == [THREE_LISTS, TOO_FEW, LED_ON]
    assert found[3].startswith(CONTRADICT)
