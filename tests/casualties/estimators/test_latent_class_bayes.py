from __future__ import annotations

import numpy as np

from byname.casualties.estimators.latent_class_bayes import Effort, class_posterior, latent_classes_bayes
from byname.casualties.histories import CaptureHistories


def two_classes(people: int, lists: int, seed: int) -> CaptureHistories:
    random = np.random.default_rng(seed)
    often = random.random((people, 1)) < 0.5
    held = random.random((people, lists)) < np.where(often, 0.6, 0.15)
    cells = np.bincount(held @ (1 << np.arange(lists)), minlength=1 << lists).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcdefgh"[:lists]), cells)


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
