from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from byname.people.comparison.comparison import Compared
from byname.people.list_priors import learn_offsets, priors
from byname.people.model import LevelShares, LinkageModel
from byname.people.settings import Comparison, Level, LinkageSettings

AGREE, DIFFER = 1, 2
WITHIN = LinkageSettings.default().prior.within_list


def _model(offsets: Mapping[tuple[str, str], float] | None = None) -> LinkageModel:
    """A model of one comparison that tells people apart all but surely; one pair of a thousand matches."""
    levels = (Level("agree", "agree", 0.999, 0.5, 1e-9), Level("differ", "differ", 0.001, 0.5, 1 - 1e-9))
    settings = replace(LinkageSettings.default(), comparisons=(Comparison("archive", "archive", levels),))
    shares = [
        LevelShares(np.array([[1.0, getattr(levels[0], of), getattr(levels[1], of)]]))
        for of in ("same", "relative", "stranger")
    ]
    return LinkageModel(settings, shares[0], shares[1], shares[2], 1e-3, 1e-9, 1, True, 100.0, dict(offsets or {}))


def _compared(*levels: int) -> Compared:
    return Compared(np.array(levels, np.uint8).reshape(-1, 1), np.zeros((len(levels), 1), np.float32))


def test_lists_that_share_many_people_gain_and_lists_that_share_none_lose() -> None:
    one, other = np.zeros(200, np.int32), np.repeat([1, 2], 100).astype(np.int32)
    compared = _compared(*[AGREE] * 100, *[DIFFER] * 100)
    sizes = np.array([200, 200, 200])
    found = learn_offsets(_model(), compared, (one, other), ("A", "B", "C"), sizes, 1)
    assert set(found) == {("A", "B"), ("A", "C")}
    weight = LinkageSettings.default().prior.list_weight
    expected = 1e-3 * 200 * 200
    assert found["A", "B"] == pytest.approx(math.log2((100 + weight) / (expected + weight)), abs=0.01)
    assert found["A", "C"] == pytest.approx(math.log2(weight / (expected + weight)), abs=0.02)


def test_a_pair_of_lists_is_the_same_in_either_order_and_a_drawn_pair_stands_for_its_step() -> None:
    ends = np.zeros(50, np.int32), np.ones(50, np.int32)
    sizes, compared = np.array([300, 300]), _compared(*[AGREE] * 50)
    once = learn_offsets(_model(), compared, ends, ("A", "B"), sizes, 1)
    assert learn_offsets(_model(), compared, ends[::-1], ("A", "B"), sizes, 1) == once
    assert learn_offsets(_model(), compared, ends, ("A", "B"), sizes, 4)["A", "B"] > once["A", "B"] + 1


def test_within_a_list_few_matches_are_what_is_expected() -> None:
    inside = np.zeros(20, np.int32), np.zeros(20, np.int32)
    sizes = np.array([200, 200])
    found = learn_offsets(_model(), _compared(*[DIFFER] * 20), inside, ("A", "B"), sizes, 1)
    weight, expected = LinkageSettings.default().prior.list_weight, 1e-3 * 200 * 199 / 2 * WITHIN
    assert found == {("A", "A"): pytest.approx(math.log2(weight / (expected + weight)), abs=0.01)}


def test_the_prior_of_a_pair_of_lists_is_that_of_all_where_nothing_was_learnt() -> None:
    model = _model({("A", "B"): 2.0, ("A", "gone"): 5.0})
    found = priors(model, ("A", "B", "C"))
    assert found[0, 1] == found[1, 0] == pytest.approx(model.prior_weight + 2)
    assert found[0, 2] == found[2, 1] == pytest.approx(model.prior_weight)
    assert np.diag(found).tolist() == pytest.approx([model.prior_weight + math.log2(WITHIN)] * 3)


def test_no_lists_have_a_matrix_all_the_same() -> None:
    assert priors(_model(), ()).shape == (1, 1)
