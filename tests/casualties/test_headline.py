from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.diagnostics import THREE_LISTS, TOGETHER, TOO_FEW
from byname.casualties.headline import UNTESTABLE, headline
from byname.casualties.histories import CaptureHistories


def expected(people: float, shares: list[float], chances: list[list[float]]) -> CaptureHistories:
    """The table that classes of people with such chances of each list give on average."""
    lists = len(chances[0])
    held = np.arange(1 << lists)[:, None] >> np.arange(lists) & 1
    cells = sum(s * np.where(held, q, 1 - np.array(q)).prod(axis=1) for s, q in zip(shares, chances, strict=True))
    table = np.rint(people * np.asarray(cells))
    table[0] = 0
    return CaptureHistories.from_masks(tuple("abcdef"[:lists]), table)


def test_independent_lists_are_identified_and_the_assumption_is_said() -> None:
    found = headline(expected(8000, [1.0], [[0.2, 0.25, 0.2, 0.15]]), 0.95, 0, effort=None)
    assert found.identified
    assert found.warnings == (UNTESTABLE,)
    assert found.low < 8000 < found.high


@pytest.mark.parametrize(
    ("people", "shares", "chances", "doubt"),
    [
        (8000, [0.4, 0.6], [[0.35, 0.45, 0.3, 0.25], [0.08, 0.1, 0.06, 0.05]], TOGETHER),
        (600, [1.0], [[0.1, 0.12, 0.1, 0.08]], TOO_FEW),
        (9000, [1.0], [[0.3, 0.35, 0.3]], THREE_LISTS),
    ],
)
def test_a_doubt_is_said_and_the_interval_still_holds_the_truth(
    people: float, shares: list[float], chances: list[list[float]], doubt: str
) -> None:
    found = headline(expected(people, shares, chances), 0.95, 0, effort=None)
    assert not found.identified
    assert doubt in found.warnings
    assert found.low < people < found.high
