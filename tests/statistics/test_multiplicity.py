from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.statistics.multiplicity import benjamini_hochberg, holm

# The fifteen p-values of Benjamini and Hochberg (1995), section 4.1.
PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
             0.7590, 1.0]  # fmt: skip


@pytest.mark.published
def test_the_published_example_rejects_four_by_false_discovery_rate_and_three_by_holm() -> None:
    assert sum(p <= 0.05 for p in benjamini_hochberg(PUBLISHED)) == 4
    assert sum(p <= 0.05 for p in holm(PUBLISHED)) == 3


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_corrected_values_keep_the_order_and_lie_between_the_plain_and_bonferroni(values: list[float]) -> None:
    for correct in (holm, benjamini_hochberg):
        found = correct(values)
        for plain, corrected in zip(values, found, strict=True):
            assert plain <= corrected + 1e-12
            assert corrected <= min(1.0, plain * len(values)) + 1e-12 or corrected <= max(found)
        ranked = sorted(range(len(values)), key=lambda i: values[i])
        assert [found[i] for i in ranked] == sorted(found)


def test_holm_is_never_below_the_false_discovery_rate() -> None:
    assert all(a >= b for a, b in zip(holm(PUBLISHED), benjamini_hochberg(PUBLISHED), strict=True))
