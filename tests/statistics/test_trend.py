from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kendalltau, norm

from byname.errors import CannotEstimate
from byname.statistics.trend import cochran_armitage, jonckheere


def test_a_share_that_never_moves_has_no_trend() -> None:
    for test in (cochran_armitage([5, 10, 20], [50, 100, 200]), jonckheere([5, 10, 20], [50, 100, 200])):
        assert test.z == pytest.approx(0)
        assert test.p == pytest.approx(1)
        assert (test.falls, test.steps) == (0, 2)


@pytest.mark.parametrize("test", [cochran_armitage, jonckheere])
def test_turning_the_groups_round_turns_the_sign(test: object) -> None:
    assert callable(test)
    cases, people = [2, 9, 30], [40, 50, 60]
    rising, falling = test(cases, people), test(cases[::-1], people[::-1])
    assert rising.z == pytest.approx(-falling.z)
    assert rising.z > 3
    assert rising.p == pytest.approx(2 * norm.sf(rising.z))
    assert (rising.falls, falling.falls) == (0, 2)


def test_the_square_of_cochran_and_armitage_is_the_correlation_of_case_and_score() -> None:
    cases, people = [3, 7, 4, 12], [20, 25, 18, 30]
    score = np.repeat(np.arange(4), people)
    case = np.concatenate([np.r_[np.ones(c), np.zeros(n - c)] for c, n in zip(cases, people, strict=True)])
    r = np.corrcoef(score, case)[0, 1]
    assert cochran_armitage(cases, people).z ** 2 == pytest.approx(sum(people) * r**2)


def test_scores_can_be_given() -> None:
    cases, people = [3, 7, 12], [20, 25, 30]
    assert cochran_armitage(cases, people, [0, 1, 2]).z == pytest.approx(cochran_armitage(cases, people, [5, 7, 9]).z)
    assert cochran_armitage(cases, people, [0, 1, 9]).z != pytest.approx(cochran_armitage(cases, people).z)


def test_jonckheere_is_kendalls_test_of_case_and_group() -> None:
    cases, people = [3, 7, 4, 12], [20, 25, 18, 30]
    score = np.repeat(np.arange(4), people)
    case = np.concatenate([np.r_[np.ones(c), np.zeros(n - c)] for c, n in zip(cases, people, strict=True)])
    assert jonckheere(cases, people).p == pytest.approx(kendalltau(score, case, method="asymptotic").pvalue, rel=1e-6)


@pytest.mark.parametrize(("cases", "people"), [([5], [9]), ([0, 0], [9, 9]), ([9, 9], [9, 9])])
def test_groups_that_cannot_show_a_trend_are_refused(cases: list[int], people: list[int]) -> None:
    with pytest.raises(CannotEstimate, match="no trend"):
        cochran_armitage(cases, people)
