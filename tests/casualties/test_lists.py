from __future__ import annotations

import polars as pl
import pytest
from benchmarks.motive.synthetic import LISTS, listed

from byname.casualties.lists import captures_of
from byname.errors import CannotEstimate


@pytest.fixture(scope="module")
def seen() -> pl.DataFrame:
    return listed(2000, 5)[0]


def test_people_on_other_lists_only_are_not_captured(seen: pl.DataFrame) -> None:
    table = captures_of(seen, LISTS[:2])
    assert table.observed == seen.filter(pl.col("lists").str.contains("first|second")).height
    with pytest.raises(CannotEstimate, match="nobody is on these lists"):
        captures_of(seen, ("fifth", "sixth"))
