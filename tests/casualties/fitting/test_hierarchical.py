from __future__ import annotations

import pytest

from byname.casualties.fitting.hierarchical import hierarchical_models, main_effects, neighbours, notation


@pytest.mark.parametrize(("lists", "order", "models"), [(3, 2, 8), (4, 3, 113), (5, 2, 1024), (5, 4, 6893)])
def test_every_hierarchical_model_is_listed_once(lists: int, order: int, models: int) -> None:
    found = hierarchical_models(lists, order)
    assert len(found) == len({frozenset(m) for m in found}) == models


def test_a_neighbour_differs_by_one_interaction_and_stays_hierarchical() -> None:
    every = {frozenset(m) for m in hierarchical_models(4, 3)}
    for model in hierarchical_models(4, 3)[::7]:
        for other in neighbours(model, 4, 3):
            assert frozenset(other) in every
            assert len(set(other) ^ set(model)) == 1


def test_models_are_written_by_their_largest_terms() -> None:
    assert notation((0, 1, 2, 4, 8, 3, 5, 6, 7, 9, 12)) == "[123,14,34]"
    assert notation(main_effects(3)) == "[1,2,3]"
