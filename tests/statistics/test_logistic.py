from __future__ import annotations

import numpy as np
import pytest

from byname.errors import CannotEstimate
from byname.statistics.logistic import dispersed_error, fit_logistic


def test_an_attribute_that_separates_the_outcome_is_refused() -> None:
    design, cases = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 0.0, 1.0, 1.0])
    with pytest.raises(CannotEstimate, match="separates"):
        fit_logistic(["x"], design, cases, np.ones(4), np.arange(4))


def test_one_attribute_gives_the_odds_ratio_of_its_table() -> None:
    found = fit_logistic(["x"], np.array([[0.0], [1.0]]), np.array([10.0, 30.0]), np.array([90.0, 100.0]), np.arange(2))
    assert found.odds_ratios["x"].value == pytest.approx(30 * 80 / (70 * 10))
    assert (found.people, found.clusters) == (190, 2)
    assert "Only 2 clusters" in found.warnings[0]


def test_an_outcome_that_all_share_is_refused() -> None:
    for cases in (0.0, 5.0):
        with pytest.raises(CannotEstimate, match="same for all"):
            fit_logistic(["x"], np.array([[0.0], [1.0]]), np.full(2, cases), np.full(2, 5.0), np.arange(2))


def test_people_of_one_cluster_who_are_alike_widen_the_interval() -> None:
    """Four regions of which two strike everybody harder: by region the error is larger than by row."""
    x = np.tile([[0.0], [1.0]], (8, 1))
    cases = np.concatenate([np.tile([20.0, 40.0], 4), np.tile([60.0, 70.0], 4)])
    widths = []
    for clusters in (np.arange(16), np.repeat([0, 1], 8)):
        found = fit_logistic(["x"], x, cases, np.full(16, 100.0), clusters).odds_ratios["x"]
        widths.append(np.log(found.high / found.low))
    assert widths[1] > widths[0]


def test_groups_on_a_line_have_the_plain_error_and_others_a_wider_one() -> None:
    scores, people = np.array([0.0, 1.0, 2.0]), np.array([100.0, 180.0, 200.0])
    straight = np.array([50.0, 60.0, 40.0])  # odds of 1, 1/2 and 1/4
    share = straight / people
    weight = people * share * (1 - share)
    middle = (weight * scores).sum() / weight.sum()
    plain = 1 / np.sqrt((weight * (scores - middle) ** 2).sum())
    assert dispersed_error(scores, straight, people) == pytest.approx(plain)
    bent = np.array([50.0, 20.0, 80.0])
    assert dispersed_error(scores, bent, people) > 3 * plain
    with pytest.raises(CannotEstimate, match="two groups"):
        dispersed_error(scores[:2], straight[:2], people[:2])
