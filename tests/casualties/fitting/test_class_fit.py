from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.fitting.class_fit import class_profile, fit_classes

HELD = np.arange(16)[:, None] >> np.arange(4) & 1
SHARES, CHANCES = np.array([0.3, 0.7]), np.array([[0.6, 0.5, 0.7, 0.55], [0.1, 0.15, 0.08, 0.12]])


def full(people: float = 50_000.0) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The full table of two classes, people on no list among them."""
    classes = np.array(
        [share * np.where(HELD, q, 1 - q).prod(axis=1) for share, q in zip(SHARES, CHANCES, strict=True)]
    )
    return np.asarray(people * classes.sum(axis=0))


def test_the_classes_that_made_a_table_are_found_again() -> None:
    shares, chances = np.array([0.5, 0.5]), np.array([[0.5] * 4, [0.2] * 4])
    fit_classes(full(), shares, chances, 3000, 1e-9)
    assert shares == pytest.approx(SHARES, abs=0.01)
    assert chances == pytest.approx(CHANCES, abs=0.01)


def test_one_class_is_independence_in_closed_form() -> None:
    cells, shares, chances = full(), np.ones(1), np.full((1, 4), 0.5)
    value = fit_classes(cells, shares, chances, 100, 1e-10)
    rates = cells @ HELD / cells.sum()
    assert chances[0] == pytest.approx(rates)
    assert value == pytest.approx(float(cells @ np.log(np.where(HELD, rates, 1 - rates).prod(axis=1))))


def test_climbing_on_never_lowers_the_likelihood() -> None:
    values = []
    for steps in (1, 3, 10, 100):
        shares, chances = np.array([0.5, 0.5]), np.array([[0.5] * 4, [0.2] * 4])
        values.append(fit_classes(full(), shares, chances, steps, 0.0))
    assert values == sorted(values)


def test_the_profile_is_highest_at_the_number_on_no_list() -> None:
    cells, truth = full(), full()[0]
    unseen, values = truth * np.array([0.4, 0.7, 1.0, 1.4, 2.5]), np.full(5, -np.inf)
    class_profile(cells, unseen, SHARES.copy(), CHANCES.copy(), 3000, 1e-8, values)
    assert int(values.argmax()) == 2


def test_a_profile_keeps_the_larger_of_what_it_held_and_what_is_found() -> None:
    held = np.array([math.inf, -math.inf])
    class_profile(full(), np.array([100.0, 200.0]), SHARES.copy(), CHANCES.copy(), 50, 1e-6, held)
    assert held[0] == math.inf
    assert math.isfinite(held[1])
