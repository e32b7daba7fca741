from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.estimators.latent_class import latent_classes
from byname.casualties.estimators.latent_class_bayes import Effort, class_posterior, latent_classes_bayes
from byname.casualties.fitting.convergence import effective_size, split_rhat
from byname.casualties.histories import CaptureHistories


def two_classes(people: int, lists: int, seed: int) -> CaptureHistories:
    random = np.random.default_rng(seed)
    often = random.random((people, 1)) < 0.5
    held = random.random((people, lists)) < np.where(often, 0.6, 0.15)
    cells = np.bincount(held @ (1 << np.arange(lists)), minlength=1 << lists).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcdefgh"[:lists]), cells)


def test_two_classes_are_found_by_likelihood() -> None:
    found = latent_classes(two_classes(5000, 6, 1))
    assert found.low < 5000 < found.high
    assert found.estimate == pytest.approx(5000, rel=0.05)


def test_three_lists_leave_two_classes_open() -> None:
    assert math.isinf(latent_classes(two_classes(2000, 3, 2)).high)


def test_the_sampler_agrees_with_the_truth_and_with_itself() -> None:
    table = two_classes(5000, 6, 3)
    effort = Effort(batches=3, effective=200)
    first, again = (class_posterior(table, 5, effort=effort) for _ in range(2))
    assert np.array_equal(first.people, again.people)
    low, high = np.quantile(first.people, [0.005, 0.995])
    assert low < 5000 < high


def test_chains_that_disagree_are_reported_in_words() -> None:
    table = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 4000, 3000, 5, 200, 0, 2, 0]))
    found = latent_classes_bayes(table, effort=Effort(batches=1, rhat=1.0))
    assert "did not converge" in " ".join(found.warnings)


def test_rhat_and_effective_size_of_known_chains() -> None:
    random = np.random.default_rng(4)
    independent = random.normal(size=(4, 2000))
    assert split_rhat(independent) == pytest.approx(1, abs=0.01)
    assert effective_size(independent) == pytest.approx(8000, rel=0.15)
    apart = independent + np.arange(4)[:, None]
    assert split_rhat(apart) > 1.5
    slow = np.empty((4, 20_000))
    slow[:, 0] = 0
    for i in range(1, 20_000):  # an autoregression of 0.9 is worth (1 - 0.9) / (1 + 0.9) of its draws
        slow[:, i] = 0.9 * slow[:, i - 1] + random.normal(size=4)
    assert effective_size(slow) == pytest.approx(80_000 / 19, rel=0.25)
