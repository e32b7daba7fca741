from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.estimators.graphs import decomposable_graphs, graph_average, posterior
from byname.casualties.histories import CaptureHistories
from byname.errors import CannotEstimate


@pytest.mark.parametrize(("lists", "graphs"), [(3, 8), (4, 61), (5, 822)])
def test_every_decomposable_graph_is_listed(lists: int, graphs: int) -> None:
    found = decomposable_graphs(lists)
    assert len(found) == len(set(found)) == graphs


def test_the_grid_grows_until_nothing_lies_beyond_it() -> None:
    table = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 60, 50, 1, 40, 1, 0, 0]))
    found = posterior(table)
    assert found.beyond < 1e-6
    assert found.unseen[-1] > 50 * 152


def test_two_lists_and_seven_are_refused() -> None:
    with pytest.raises(CannotEstimate, match="3 to 6 lists"):
        graph_average(CaptureHistories.from_masks(("a", "b"), np.array([0.0, 5, 4, 3])))
