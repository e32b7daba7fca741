"""Each check on both sides of its limit, on tables and models that are made for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import chi2

from byname.casualties.diagnostics import (
    AGREEMENT,
    CLASSES,
    CONNECTION,
    FIT,
    OWN_PEOPLE,
    PRECISION,
    RESPONSE,
    SIZES,
    VISIBILITY,
    Examined,
    cannot_be_excluded,
    checks_of,
    copied_lists,
    responses_in_either_order,
)
from byname.casualties.estimators.averaging import PRIOR_DIFFER, Posterior, WeightedModels
from byname.casualties.estimators.behaviour import Behaviour
from byname.casualties.estimators.heterogeneity import CommonDependence, FittedTerm
from byname.casualties.estimators.latent_class import FITS
from byname.casualties.estimators.loglinear import FittedModel
from byname.casualties.fitting.existence import support
from byname.casualties.fitting.hierarchical import main_effects
from byname.casualties.fitting.profile import Profile
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import Check, ListSize, MethodEstimate

NAMES = ("a", "b", "c", "d", "e")


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


def between(name: str, low: float, high: float, **diagnostics: float) -> MethodEstimate:
    return MethodEstimate(name, low, low, high, 0.0, diagnostics)


def checked(histories: CaptureHistories, models: WeightedModels | None = None, *, alike: float = 0.9,
            conditional: tuple[float, float] | None = None, classes: Sequence[MethodEstimate] = (),
            responses: Sequence[Behaviour] = (), sizes: Sequence[ListSize] = (), copied: tuple[str, ...] = (),
            ) -> dict[str, Check]:  # fmt: skip
    """Every check by its name, of a table whose best model fits exactly unless others are given."""
    terms = main_effects(len(histories.lists))
    profile = Profile(histories.by_mask(), support(histories.by_mask(), terms), 50.0)
    low, high = conditional or (histories.observed + 400.0, histories.observed + 600.0)
    seen = Examined(
        histories, models or weighed(model(histories)), Posterior(((alike, profile),), (), histories.observed),
        between("Averaged over models", low, high), tuple(classes), tuple(responses), tuple(sizes), copied,
    )  # fmt: skip
    return {check.name: check for check in checks_of(seen)}


def response(log_likelihood: float, parameters: int = 6) -> Behaviour:
    return Behaviour(FittedTerm(CommonDependence(0.5, 0.1, 3.0, 0.0, 0.1), log_likelihood, parameters), False)


@pytest.mark.parametrize(("p_value", "outcome"), [(0.00105, "passed"), (0.00095, "failed")])
@pytest.mark.parametrize(("lists", "parameters"), [(4, 5), (4, 14), (5, 6)])
def test_a_model_fits_poorly_below_one_in_a_thousand(lists: int, parameters: int, p_value: float, outcome: str) -> None:
    histories = table(60_000, lists=lists)
    freedom = 2**lists - 1 - parameters
    best = model(histories, deviance=float(chi2.isf(p_value, freedom)), parameters=parameters)
    assert checked(histories, weighed(best))[FIT].outcome == outcome


def test_a_saturated_model_leaves_nothing_to_test_its_fit_with() -> None:
    histories = table(20_000)
    assert checked(histories, weighed(model(histories, deviance=99.0, parameters=15)))[FIT].outcome == "powerless"


@pytest.mark.parametrize(
    ("ratio", "weight", "outcome"),
    [(1.6, 0.05, "failed"), (1.52, 0.3, "failed"), (1.48, 0.3, "passed"), (1.6, 0.049, "passed")],
)
def test_good_models_contradict_each_other_from_a_factor_of_one_and_a_half(
    ratio: float, weight: float, outcome: str
) -> None:
    histories = table(20_000)
    n = histories.observed
    models = (model(histories, unseen=n * 0.5), model(histories, unseen=n * 1.5 * ratio - n))
    assert checked(histories, weighed(*models, weights=(1 - weight, weight)))[AGREEMENT].outcome == outcome


def test_the_finding_names_the_fewest_and_the_most_people() -> None:
    histories = table(20_000)
    models = [model(histories, unseen=people - histories.observed) for people in (25_000, 20_000, 40_000)]
    found = checked(histories, weighed(*models, weights=(0.4, 0.3, 0.3)))[AGREEMENT]
    assert found.finding == "models that fit about equally well expect 20,000 to 40,000 people"


def test_where_no_weight_is_large_the_best_models_count() -> None:
    histories = table(20_000)
    models = [model(histories, unseen=50.0 * 2**k) for k in range(25)]
    assert checked(histories, weighed(*models, weights=[0.04] * 25))[AGREEMENT].outcome == "failed"


@pytest.mark.parametrize(("above", "outcome"), [(0.0, "passed"), (-0.001, "failed")])
def test_a_table_that_makes_differences_likelier_than_before_is_a_doubt(above: float, outcome: str) -> None:
    assert checked(table(20_000), alike=1 - PRIOR_DIFFER + above)[VISIBILITY].outcome == outcome


def test_three_lists_cannot_tell_dependence_from_differences_and_four_can() -> None:
    assert checked(table(20_000, lists=3))[VISIBILITY].outcome == "powerless"
    assert checked(table(20_000, lists=4))[VISIBILITY].outcome == "passed"


@pytest.mark.parametrize(
    ("low", "high", "p_value", "outcome"),
    [(10_700, 12_000, 0.5, "failed"), (10_500, 12_000, 0.5, "passed"), (10_050, 10_090, 0.5, "failed"),
     (10_700, 12_000, 0.0009, "passed"), (10_700, math.inf, 0.0011, "failed")],
)  # fmt: skip
def test_latent_classes_that_fit_and_lie_wholly_outside_are_a_doubt(
    low: float, high: float, p_value: float, outcome: str
) -> None:
    classes = [between("Latent classes, 2", low, high, **{FITS: p_value})]
    found = checked(table(20_000), conditional=(10_100.0, 10_600.0), classes=classes)[CLASSES]
    assert found.outcome == outcome
    assert ("or more" in found.finding) == math.isinf(high)


def test_without_latent_classes_nothing_is_said_of_them() -> None:
    assert checked(table(20_000))[CLASSES].outcome == "powerless"


@pytest.mark.parametrize(("better", "outcome"), [(0.01, "failed"), (-0.01, "passed")])
def test_a_response_rivals_the_best_model_by_bic_less_the_square_of_two_errors(better: float, outcome: str) -> None:
    histories = table(20_000)
    best, n = model(histories), histories.observed
    limit = best.criterion("bic", n) + math.log(n) - 4.0
    log_likelihood = (math.log(n) * 6 - (limit - better)) / 2
    both = [response(log_likelihood - 50), response(log_likelihood)]
    assert checked(histories, weighed(best), responses=both)[RESPONSE].outcome == outcome
    assert checked(histories, weighed(best), responses=both[::-1])[RESPONSE].outcome == outcome
    assert checked(histories, weighed(best))[RESPONSE].outcome == "powerless"


@pytest.mark.parametrize(("worse", "kept"), [(0.0, True), (0.01, False), (-0.01, True)])
def test_a_response_within_two_of_the_best_aic_cannot_be_excluded(worse: float, kept: bool) -> None:
    histories = table(20_000)
    best = FittedModel(main_effects(4), -100.0, 5, 50.0)  # AIC 210
    assert cannot_be_excluded(histories, weighed(best), response(-100.0 - worse, parameters=6)) == kept


def test_the_response_is_fitted_in_either_order() -> None:
    found = responses_in_either_order(table(20_000, {"ab": 0.5, "ac": -0.2}))
    assert [one.backwards for one in found] == [False, True]
    assert found[0].z != pytest.approx(found[1].z)
    assert responses_in_either_order(table(20_000, lists=2)) == ()


def test_lists_that_nothing_connects_are_a_doubt() -> None:
    cells = np.zeros(16)
    cells[[1, 2, 3, 4, 8, 12]] = 4000, 3000, 1500, 4000, 3000, 1500  # a and b share people, and c and d
    assert checked(CaptureHistories.from_masks(NAMES[:4], cells))[CONNECTION].outcome == "failed"
    assert checked(table(20_000))[CONNECTION].outcome == "passed"


def test_a_list_whose_known_size_the_others_miss_is_a_doubt() -> None:
    held, missed = ListSize("a", 100, 100.0, 90.0, 110.0), ListSize("b", 111, 100.0, 90.0, 110.0)
    assert checked(table(20_000), sizes=[held, held])[SIZES].outcome == "passed"
    found = checked(table(20_000), sizes=[held, missed])[SIZES]
    assert (found.outcome, found.finding) == ("failed", "b has 111 people, the other lists expect 90 to 110")
    assert checked(table(20_000), sizes=[missed])[SIZES].outcome == "powerless"
    assert checked(table(20_000, lists=3), sizes=[held, missed])[SIZES].outcome == "powerless"


@pytest.mark.parametrize(("low", "high", "outcome"), [(100, 400, "passed"), (100, 401, "powerless")])
def test_bounds_more_than_four_times_apart_fix_no_number(low: int, high: int, outcome: str) -> None:
    histories = table(20_000)
    n = histories.observed
    assert checked(histories, conditional=(n + low, n + high))[PRECISION].outcome == outcome
    assert checked(histories, conditional=(n + low, math.inf))[PRECISION].finding == "no upper bound"


def compiled(own: int) -> CaptureHistories:
    """Three independent lists and a fourth with seven in ten of their people and `own` of its own."""
    cells = table(20_000, lists=3).by_mask()
    full = np.concatenate([np.rint(0.3 * cells), np.rint(0.7 * cells)])
    full[8] = own
    return CaptureHistories.from_masks(NAMES[:4], full)


@pytest.mark.parametrize(("own", "found"), [(0, ("d",)), (500, ("d",)), (1_200, ("d",)), (9_000, ())])
def test_a_list_compiled_from_the_others_is_left_out(own: int, found: tuple[str, ...]) -> None:
    histories = compiled(own)
    assert copied_lists(histories) == found
    assert checked(histories, copied=found)[OWN_PEOPLE].outcome == ("failed" if found else "passed")


def test_a_list_of_which_more_than_a_quarter_is_its_own_was_not_compiled() -> None:
    held = np.arange(8)[:, None] >> np.arange(3) & 1
    three = np.rint(20_000 * np.where(held, 0.12, 0.88).prod(axis=1))  # two thirds of the people stand on none of them
    three[0] = 0
    cells = np.concatenate([0.7 * three, 0.3 * three])
    taken = cells[8:].sum()
    for own, found in ((0.2 * taken, ("d",)), (0.4 * taken, ())):
        cells[8] = round(own)
        assert copied_lists(CaptureHistories.from_masks(NAMES[:4], cells)) == found


def test_independent_lists_short_or_long_are_compiled_from_nobody() -> None:
    assert copied_lists(table(20_000)) == ()
    every = {a + b: 0.5 for a, b in combinations("abcd", 2)}
    assert copied_lists(table(20_000, every)) == ()
    assert copied_lists(compiled(0).of_lists(NAMES[1:4])) == ()  # three lists are kept, whatever they are
    assert checked(table(20_000, lists=3))[OWN_PEOPLE].outcome == "powerless"
    assert checked(table(20_000, lists=4))[OWN_PEOPLE].outcome == "passed"
