from __future__ import annotations

import numpy as np

from byname.casualties.fitting.existence import support


def test_a_pair_that_nobody_supports_is_minus_infinity_and_takes_its_cells_with_it() -> None:
    cells = np.array([0, 40, 30, 0, 20, 5, 6, 0], dtype=float)
    found = support(cells, (0, 1, 2, 4, 3))
    assert found.identified
    assert found.terms.tolist() == [0, 1, 2, 4]
    assert np.flatnonzero(found.face).tolist() == [1, 2, 4, 5, 6]


def test_a_list_that_shares_nobody_leaves_the_number_open() -> None:
    cells = np.array([0, 40, 30, 6, 20, 0, 0, 0], dtype=float)
    assert not support(cells, (0, 1, 2, 4, 3)).identified
    assert support(cells, (0, 1, 2, 4)).identified
