from __future__ import annotations

import numpy as np
import pytest
from benchmarks.motive.synthetic import subjects

from byname.errors import CannotEstimate
from byname.motive.linkage_errors import corrected_cases, widened, wrong_share
from byname.values.analysis import Estimate


def test_wrong_links_draw_odds_to_one_and_the_correction_undoes_it() -> None:
    true = np.array([[60.0, 100.0, 30.0, 100.0]])
    wrong = 0.2
    seen = (1 - wrong) * true[:, [0, 2]] + wrong * 100 * 0.45
    assert corrected_cases(seen, true[:, [1, 3]], wrong).tolist() == [[pytest.approx(60), pytest.approx(30)]]
    found = Estimate(2.0, 1.0, 4.0)
    assert widened(found, wrong).high > 4.0
    with pytest.raises(CannotEstimate, match="joined wrongly"):
        corrected_cases(seen, true[:, [1, 3]], 0.6)


def test_wrong_links_are_counted_from_the_probability_of_the_linkage() -> None:
    assert wrong_share(subjects(200, 1, mislinked=0.05)) == pytest.approx(0.05)
