from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from byname.people.calibration import Calibration, calibrate


def test_overconfident_weights_are_drawn_to_what_judgements_bear_out() -> None:
    random = np.random.default_rng(4)
    honest = random.normal(0, 4, 3000)
    same = random.random(3000) < 1 / (1 + np.exp2(-honest))
    found = calibrate((2 * honest + 3).astype(np.float32), same)
    assert found.slope == pytest.approx(0.5, abs=0.06)
    assert found.shift == pytest.approx(-1.5, abs=0.3)


def test_few_or_one_sided_judgements_change_nothing() -> None:
    weights = np.linspace(-5, 5, 100).astype(np.float32)
    assert calibrate(weights[:10], weights[:10] > 0) == Calibration()
    assert calibrate(weights, np.ones(100, bool)) == Calibration()
    assert Calibration().change(weights).tolist() == [0.0] * 100


def _loss(line: tuple[float, float], weights: npt.NDArray[np.float32], same: npt.NDArray[np.bool_]) -> float:
    """Minus the log likelihood of the verdicts, with a shift of one bit and a slope of 1.05 as far off as is usual."""
    chance = 1 / (1 + 2.0 ** -(line[0] + line[1] * weights.astype(np.float64)))
    fit = np.log(np.where(same, chance, 1 - chance)).sum()
    return float(-fit + line[0] ** 2 / 2 + ((line[1] - 1) / 0.05) ** 2 / 2)


@pytest.mark.parametrize("number", [20, 200])
def test_the_line_is_the_likeliest_that_lies_near_leaving_the_weight_as_it_is(number: int) -> None:
    """Platt (1999), with a normal prior on both numbers of the line."""
    random = np.random.default_rng(8)
    weights = random.normal(1, 3, number).astype(np.float32)
    same = random.random(number) < 1 / (1 + np.exp2(2 - 0.6 * weights))
    found = calibrate(weights, same)
    best = _loss((found.shift, found.slope), weights, same)
    assert found.shift < -0.2
    for shift, slope in ((0.02, 0), (-0.02, 0), (0, 0.002), (0, -0.002)):
        assert _loss((found.shift + shift, found.slope + slope), weights, same) > best


@pytest.mark.parametrize(
    ("number", "fewer", "changes"), [(20, 2, True), (19, 2, False), (20, 1, False), (40, 3, False)]
)
@pytest.mark.parametrize("verdict", [True, False])
def test_twenty_judgements_of_which_each_verdict_needs_a_tenth_move_the_line(
    number: int, fewer: int, changes: bool, verdict: bool
) -> None:
    same = np.full(number, verdict)
    same[:fewer] = not verdict
    assert (calibrate(np.full(number, 3, np.float32), same) != Calibration()) is changes


def test_a_judged_pair_that_is_all_but_sure_counts_no_more_than_one_of_forty_bits() -> None:
    same = np.arange(60) % 3 > 0
    sure, surer = (calibrate(np.where(same, weight, -weight), same) for weight in (np.float32(40), np.float32(90)))
    mistaken, more_mistaken = (calibrate(np.where(same, -w, w), same) for w in (np.float32(40), np.float32(90)))
    assert sure == surer
    assert mistaken == more_mistaken
    assert mistaken != calibrate(np.where(same, np.float32(-39), np.float32(39)), same)


@pytest.mark.parametrize(("sign", "slope"), [(1, 3.0), (-1, 0.1)])
def test_a_line_is_never_steeper_than_three_nor_flatter_than_a_tenth(sign: int, slope: float) -> None:
    weights = np.where(np.arange(40_000) % 2 == 0, 0.5, -0.5).astype(np.float32)
    assert calibrate(weights, sign * weights > 0).slope == pytest.approx(slope)


def test_what_is_added_to_a_weight_brings_it_onto_the_line() -> None:
    weights = np.array([-2, 0, 4], np.float32)
    assert (weights + Calibration(-1.5, 0.5).change(weights)).tolist() == [-2.5, -1.5, 0.5]
