from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.fitting.class_sampler import Floats, draw_chain

LISTS, CLASSES = 4, 2
HELD = np.arange(16)[:, None] >> np.arange(LISTS) & 1


def drawn(seed: int, draws: int = 300, rate: float = 0.3) -> Floats:
    """Draws of the people on no list for a table of 20,000 equally visible people."""
    table = np.rint(20_000 * np.where(HELD, rate, 1 - rate).prod(axis=1))
    cells = np.arange(16)
    counts = np.where(cells == 0, 0.0, table)
    point = np.concatenate([[3.0], [-1.0], np.full(CLASSES * LISTS, np.log(rate / (1 - rate)))])
    scale, tuning = np.ones(len(point)), np.array([0.05])
    draw_chain(point, scale, tuning, cells, counts, CLASSES, LISTS, draws, True, seed)
    return draw_chain(point, scale, tuning, cells, counts, CLASSES, LISTS, draws, False, seed + 1)


def test_the_same_seed_draws_the_same_chain_and_another_one_does_not() -> None:
    assert (drawn(1) == drawn(1)).all()
    assert (drawn(1) != drawn(7)).any()


def test_draws_are_whole_numbers_around_the_truth_where_one_class_made_the_table() -> None:
    found = drawn(5, draws=1500)
    truth = 20_000 * 0.7**LISTS
    assert (found == np.rint(found)).all()
    assert np.median(found) == pytest.approx(truth, rel=0.1)
    assert np.quantile(found, 0.025) < truth < np.quantile(found, 0.975)


def test_warming_up_adapts_the_step_and_drawing_does_not() -> None:
    table = np.where(np.arange(16) == 0, 0.0, 50.0)
    point, scale, tuning = np.zeros(2 + CLASSES * LISTS), np.ones(2 + CLASSES * LISTS), np.array([0.05])
    draw_chain(point, scale, tuning, np.arange(16), table, CLASSES, LISTS, 50, True, 1)
    adapted = float(tuning[0])
    assert adapted != 0.05
    draw_chain(point, scale, tuning, np.arange(16), table, CLASSES, LISTS, 50, False, 2)
    assert tuning[0] == adapted
