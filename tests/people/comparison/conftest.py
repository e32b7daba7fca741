"""The level at which two records agree, and how common the value is that they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.comparison import Features, compare
from byname.people.settings import LinkageSettings

Row = Mapping[str, object]
Agree = Callable[[str, Row, Row], tuple[str, float]]


@pytest.fixture
def agree(build: Callable[..., pl.DataFrame]) -> Agree:
    """Compares a row of list A and one of list B by one comparison: the name of the level and the share."""
    comparisons = LinkageSettings.default().comparisons

    def compared(name: str, one: Row, other: Row) -> tuple[str, float]:
        table = build([{"record_id": "A:0", **one}, {"record_id": "B:0", **other}])
        found = compare(Features.of(table), np.array([0], np.int32), np.array([1], np.int32))
        column = [comparison.name for comparison in comparisons].index(name)
        code = int(found.levels[0, column])
        level = comparisons[column].levels[code - 1].name if code else "missing"
        return level, float(found.shares[0, column])

    return compared
