from __future__ import annotations

import math

import numpy as np
import pytest

from byname.casualties.estimators.averaging import ASSUMPTION
from byname.casualties.headline import INDEPENDENT, UNSEEN, headline
from byname.casualties.histories import CaptureHistories
from byname.casualties.sensitivity import BOUNDS, BOUNDS_OF_TWO


def expected(people: float, shares: list[float], chances: list[list[float]]) -> CaptureHistories:
    """The table that classes of people with such chances of each list give on average."""
    lists = len(chances[0])
    held = np.arange(1 << lists)[:, None] >> np.arange(lists) & 1
    cells = sum(s * np.where(held, q, 1 - np.array(q)).prod(axis=1) for s, q in zip(shares, chances, strict=True))
    table = np.rint(people * np.asarray(cells))
    table[0] = 0
    return CaptureHistories.from_masks(tuple("abcdef"[:lists]), table)


def test_independent_lists_leave_no_doubt_and_what_no_table_shows_is_said() -> None:
    found = headline(expected(8000, [1.0], [[0.2, 0.25, 0.2, 0.15]]), 0.95, 0, effort=None)
    assert found.verdict == "no doubt visible"
    assert found.warnings == (UNSEEN,)
    assert found.assumption == ASSUMPTION
    assert found.low < 8000 < found.high
    assert found.conditional is not None
    assert (found.low, found.high) == (found.conditional.low, found.conditional.high)


@pytest.mark.parametrize(
    ("people", "shares", "chances", "verdict", "finding"),
    [
        (8000, [0.4, 0.6], [[0.35, 0.45, 0.3, 0.25], [0.08, 0.1, 0.06, 0.05]], "doubt", "alike in visibility"),
        (300, [1.0], [[0.1, 0.12, 0.1, 0.08]], "cannot tell", "too few lists overlap"),
        (9000, [1.0], [[0.3, 0.35, 0.3]], "cannot tell", "three lists"),
    ],
)
def test_a_doubt_is_said_and_the_range_still_holds_the_truth(
    people: float, shares: list[float], chances: list[list[float]], verdict: str, finding: str
) -> None:
    found = headline(expected(people, shares, chances), 0.95, 0, effort=None)
    assert found.verdict == verdict
    assert any(finding in check.finding for check in found.checks if check.outcome != "passed")
    assert found.range is not None
    assert (found.low, found.high) == (found.range.low, found.range.high)
    assert found.low < people < found.high


def test_the_range_moves_the_people_on_no_list_by_its_bounds() -> None:
    histories = expected(8000, [1.0], [[0.2, 0.25, 0.2, 0.15]])
    found = headline(histories, 0.95, 0, effort=None)
    narrow = headline(histories, 0.95, 0, effort=None, bounds=(0.8, 1.25))
    assert found.range is not None
    assert narrow.range is not None
    assert found.conditional is not None
    assert (found.range.smallest, found.range.largest) == BOUNDS
    assert found.range.low < narrow.range.low < narrow.range.high < found.range.high
    n = histories.observed
    assert narrow.range.high == pytest.approx(n + 1.25 * (found.conditional.high - n))


def test_two_lists_give_a_range_and_no_number() -> None:
    found = headline(expected(5000, [1.0], [[0.3, 0.2]]), 0.95, 0)
    assert found.estimate is None
    assert found.verdict == "cannot tell"
    assert found.assumption == INDEPENDENT
    assert found.range is not None
    assert (found.range.smallest, found.range.largest) == BOUNDS_OF_TWO
    assert found.low < 5000 < found.high
    assert "No single number is given." in found.sentences[1]


def test_a_list_compiled_from_the_others_does_not_hide_the_people_they_lack() -> None:
    three = expected(9000, [1.0], [[0.2, 0.25, 0.2, 0.15]]).by_mask()
    full = np.concatenate([np.rint(0.3 * three), np.rint(0.7 * three)])
    found = headline(CaptureHistories.from_masks(tuple("abcde"), full), 0.95, 0, effort=None)
    assert found.verdict == "doubt"
    assert found.conditional is not None
    assert found.conditional.low < 9000 < found.conditional.high


def test_a_table_that_fixes_no_number_gives_a_lower_bound_alone() -> None:
    cells = np.array([0.0, 9, 0, 0, 0, 0, 0, 3])
    found = headline(CaptureHistories.from_masks(tuple("abc"), cells), 0.95, 0)
    assert (found.estimate, found.low, found.high) == (None, 12, math.inf)
    assert found.verdict == "cannot tell"
    assert "at least 12" in found.sentences[0]


def test_without_an_upper_bound_no_single_number_is_given() -> None:
    cells = np.array([0.0, 9, 7, 0, 5, 0, 0, 3])
    found = headline(CaptureHistories.from_masks(tuple("abc"), cells), 0.95, 0, effort=None)
    assert found.estimate is None
    assert found.to_json()["high"] is None
    assert all("about" not in sentence for sentence in found.sentences)
    assert "or more" in found.sentences[0]


def test_the_answer_does_not_hang_on_the_order_of_the_columns_or_the_seed() -> None:
    histories = expected(6000, [0.5, 0.5], [[0.3, 0.2, 0.25, 0.2], [0.1, 0.15, 0.08, 0.1]])
    turned = histories.of_lists(histories.lists[::-1])
    found = [headline(histories, 0.95, 0, effort=None), headline(turned, 0.95, 0, effort=None)]
    found.append(headline(histories, 0.95, 7, effort=None))
    assert len({one.verdict for one in found}) == 1
    for one in found[1:]:
        assert one.low == pytest.approx(found[0].low, rel=1e-4)
        assert one.high == pytest.approx(found[0].high, rel=1e-4)
