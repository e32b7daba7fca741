"""How well suggested mappings fit labelled tables; a floor may only rise."""

from __future__ import annotations

import pytest
from benchmarks.sources.suggestion import Score, scores

pytestmark = pytest.mark.measured

FLOORS = {"development": (5, 1.0), "held": (11, 0.99)}


@pytest.mark.parametrize("half", FLOORS)
def test_columns_of_labelled_tables_are_understood_and_none_is_taken_for_another(half: str) -> None:
    whole = Score()
    for score in scores(half).values():
        whole.add(score)
    tables, right = FLOORS[half]
    assert whole.tables == whole.laid_out == tables
    assert whole.right / whole.mappable >= right, whole.told
    assert whole.wrong == 0, whole.told
