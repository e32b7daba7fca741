"""Accuracy floors on the labelled cells of 22 languages; they only rise. Both halves have been opened (RESULTS.md)."""

from __future__ import annotations

from collections import Counter

import pytest
from benchmarks.records.readings import RIGHT, WRONG, read_all, read_names

# The least share read rightly, and the most read wrongly without a flag, in percent, by half and kind.
FLOORS = {
    ("development", "date"): (91.0, 0.9), ("held", "date"): (88.5, 0.6),
    ("development", "outcome"): (95.0, 2.0), ("held", "outcome"): (83.5, 4.5),
    ("development", "missing"): (97.5, 1.6), ("held", "missing"): (92.5, 7.0),
    ("development", "gender"): (98.9, 0.6), ("held", "gender"): (91.4, 0.1),
    ("development", "age"): (92.0, 0.6), ("held", "age"): (83.4, 0.1),
    ("development", "name"): (93.5, 6.5), ("held", "name"): (84.5, 15.5),
}  # fmt: skip


@pytest.mark.parametrize(("half", "kind"), sorted(FLOORS))
def test_cells_are_read_as_well_as_before(half: str, kind: str) -> None:
    values = list(read_names(half)) if kind == "name" else [value for value in read_all(half) if value.kind == kind]
    counts = Counter(value.verdict for value in values)
    least, most = FLOORS[half, kind]
    assert len(values) > 200
    assert 100 * counts[RIGHT] / len(values) >= least
    assert 100 * counts[WRONG] / len(values) <= most
