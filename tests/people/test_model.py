from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from byname.people.comparison.comparison import Compared
from byname.people.model import LinkageModel, TrainingPairs, learn
from byname.people.settings import Comparison, Level, LinkageSettings

M = {
    "surname": (0.90, 0.07, 0.03),
    "given": (0.85, 0.05, 0.10),
    "birth": (0.80, 0.15, 0.05),
    "place": (0.60, 0.30, 0.10),
}
U = {
    "surname": (0.01, 0.04, 0.95),
    "given": (0.03, 0.07, 0.90),
    "birth": (0.02, 0.08, 0.90),
    "place": (0.05, 0.15, 0.80),
}
START = (0.6, 0.3, 0.1)


def _settings() -> LinkageSettings:
    comparisons = tuple(
        Comparison(
            name,
            name,
            tuple(
                Level(level, level, START[i], U[name][i], U[name][i])
                for i, level in enumerate(("agree", "similar", "differ"))
            ),
        )
        for name in M
    )
    default = LinkageSettings.default()
    prior = replace(default.prior, match_weight=1.0, stranger_weight=1.0, record_weight=1.0, rounds=500, tolerance=1e-6)
    return replace(default, comparisons=comparisons, prior=prior)


def _draw(
    generator: np.random.Generator, shares: Mapping[str, tuple[float, ...]], number: int
) -> npt.NDArray[np.uint8]:
    columns = [generator.choice(3, number, p=shares[name]) + 1 for name in M]
    return np.stack(columns, axis=1).astype(np.uint8)


def _compared(levels: npt.NDArray[np.uint8]) -> Compared:
    return Compared(levels, np.zeros(levels.shape, np.float32))


def _simulate(matches: int = 3000, strangers: int = 60_000) -> tuple[LinkageModel, TrainingPairs]:
    generator = np.random.default_rng(11)
    pairs = np.concatenate([_draw(generator, M, matches), _draw(generator, U, strangers)])
    random, none = _draw(generator, U, 200_000), np.empty((0, len(M)), np.uint8)
    evidence = TrainingPairs(
        _compared(pairs), _compared(none), _compared(random), matches + strangers, 0, 1, records=20_000
    )
    return learn(evidence, _settings()), evidence


def test_em_recovers_the_shares_that_drew_the_pairs() -> None:
    model, _ = _simulate()
    assert model.converged
    for row, name in enumerate(M):
        assert model.same.table[row, 1:4] == pytest.approx(M[name], abs=0.04)
        assert model.stranger.table[row, 1:4] == pytest.approx(U[name], abs=0.005)
    assert model.expected_matches == pytest.approx(3000, rel=0.1)


def test_probabilities_are_calibrated_on_the_pairs_that_drew_them() -> None:
    model, evidence = _simulate()
    weights = model.weights(evidence.pairs).sum(axis=1) + model.prior_weight
    probability = model.probability(weights + model.relative_weight(evidence.pairs))
    truth = np.arange(len(probability)) < 3000
    for low, high in ((0.05, 0.5), (0.5, 0.95), (0.95, 1.01)):
        inside = (probability >= low) & (probability < high)
        assert probability[inside].mean() == pytest.approx(truth[inside].mean(), abs=0.08)


@pytest.mark.published
def test_match_weight_is_the_log_ratio_of_fellegi_and_sunter() -> None:
    """Fellegi & Sunter (1969), J. Am. Stat. Assoc. 64, eq. 5: w = log(m / u) for each agreement pattern."""
    model, evidence = _simulate()
    one = evidence.pairs.take(np.array([0]))
    expected = sum(
        math.log2(model.same.table[row, level] / model.stranger.table[row, level])
        for row, level in enumerate(one.levels[0].tolist())
    )
    assert float(model.weights(one).sum()) == pytest.approx(expected, abs=1e-4)


@pytest.mark.published
def test_agreement_on_a_value_is_weighed_by_its_frequency() -> None:
    """Winkler (1989): agreement on value v has the ratio m / f(v)."""
    model, evidence = _simulate()
    one = evidence.pairs.take(np.array([0]))
    levels = np.ones_like(one.levels)
    shares = np.zeros(levels.shape, np.float32)
    shares[0, 0] = 0.25
    weight = model.weights(Compared(levels, shares))[0, 0]
    assert weight == pytest.approx(math.log2(model.same.table[0, 1] / 0.25), abs=1e-4)


def test_missing_values_weigh_nothing() -> None:
    model, _ = _simulate()
    nothing = _compared(np.zeros((1, len(M)), np.uint8))
    assert model.weights(nothing).tolist() == [[0.0] * len(M)]


def test_pairs_known_to_be_different_teach_what_relatives_agree_on() -> None:
    generator = np.random.default_rng(5)
    relatives = dict(U) | {"surname": (0.95, 0.04, 0.01), "place": (0.9, 0.05, 0.05)}
    pairs = np.concatenate([_draw(generator, M, 1000), _draw(generator, relatives, 1000), _draw(generator, U, 50_000)])
    known, random = _draw(generator, relatives, 3000), _draw(generator, U, 200_000)
    evidence = TrainingPairs(_compared(pairs), _compared(known), _compared(random), 52_000, 3000, 1, records=10_000)
    model = learn(evidence, _settings())
    assert model.relative.table[0, 1] > 0.85
    assert model.relative.table[1, 1] < 0.2
    kin = _compared(np.array([[1, 3, 3, 1]], np.uint8))
    assert model.relative_weight(kin)[0] < -3


def test_no_pairs_leave_the_prior() -> None:
    none = _compared(np.empty((0, len(M)), np.uint8))
    model = learn(TrainingPairs(none, none, none, 0, 0, 1, records=1), _settings())
    assert model.converged
    assert model.same.table[0, 1:4] == pytest.approx(START)


def test_the_parameters_are_plain_values() -> None:
    model, _ = _simulate(300, 3000)
    share = model.as_dict()["comparisons"]
    assert isinstance(share, dict)
    assert share["surname"]["agree"]["same"] == float(model.same.table[0, 1])


def test_the_share_of_a_settled_level_among_entries_of_one_person_is_not_learnt() -> None:
    """Pairs that agree on all else teach that one person may differ there, unless the level is settled."""
    model, evidence = _simulate()
    settings = _settings()
    birth = settings.comparisons[2]
    settled = replace(birth.levels[2], settled=True, same=1e-6)
    levels = (*birth.levels[:2], settled)
    bound = replace(
        settings, comparisons=(*settings.comparisons[:2], replace(birth, levels=levels), settings.comparisons[3])
    )
    differ = evidence.pairs.levels[:1].copy()
    differ[:] = (1, 1, 3, 1)
    free, law = (one.weights(_compared(differ))[0, 2] for one in (model, learn(evidence, bound)))
    assert free == pytest.approx(math.log2(M["birth"][2] / U["birth"][2]), abs=0.5)
    assert law == pytest.approx(math.log2(1e-6 / U["birth"][2]), abs=0.5)


def test_relatives_of_one_name_and_age_are_rarer_than_their_name_and_age_make_them() -> None:
    settings = _settings()
    marked = tuple(
        replace(c, levels=(replace(c.levels[0], alike=True), *c.levels[1:])) if c.name in ("given", "birth") else c
        for c in settings.comparisons
    )
    settings = replace(settings, comparisons=marked, prior=replace(settings.prior, alike_relatives=0.125))
    levels = np.array([[1, 1, 1, 1], [1, 2, 1, 1], [1, 1, 3, 1]], np.uint8)
    model, _ = _simulate()
    model = replace(model, settings=settings)
    shift = model.stranger_shift(_compared(levels), relatives=True)
    assert shift.tolist() == [-3.0, 0.0, 0.0]
    assert model.stranger_shift(_compared(levels), relatives=False).tolist() == [0.0, 0.0, 0.0]


def test_entries_printed_twice_do_not_teach_what_relatives_agree_on() -> None:
    generator = np.random.default_rng(5)
    pairs = np.concatenate([_draw(generator, M, 3000), _draw(generator, U, 60_000)])
    kin = {**U, "surname": M["surname"]}  # relatives share the surname alone
    apart = [_draw(generator, kin, 3000), _draw(generator, U, 40_000)]
    shares = []
    for twice in (0, 300):
        known = np.concatenate([*apart, _draw(generator, dict.fromkeys(M, (1.0, 0.0, 0.0)), twice)])
        evidence = TrainingPairs(
            _compared(pairs), _compared(known), _compared(_draw(generator, U, 100_000)), 63_000, len(known), 1,
            records=20_000,
        )  # fmt: skip
        shares.append(learn(evidence, _settings()).relative.table[1, 1])
    assert shares[1] == pytest.approx(shares[0], abs=0.03)
