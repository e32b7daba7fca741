from __future__ import annotations

import polars as pl
import pytest

from byname.motive.attributes import ATTRIBUTES
from byname.motive.named_and_unnamed import named_and_unnamed, unnamed
from byname.motive.undocumented import ListCoverage

BY_NATION = ATTRIBUTES["nationality"]


@pytest.mark.parametrize("lists", [(), ("first",)])
def test_one_list_is_refused_with_the_reason(seen: pl.DataFrame, lists: tuple[str, ...]) -> None:
    victims, found = unnamed(seen, lists)
    assert not victims
    assert "one list only" in found[0].refused


def test_an_attribute_that_most_do_not_have_is_refused(seen: pl.DataFrame, coverage: ListCoverage) -> None:
    found, draws = named_and_unnamed(seen, ATTRIBUTES["standing"], coverage)
    assert draws is None
    assert "100% of the people is not stated" in found.refused
    found, draws = named_and_unnamed(seen, ATTRIBUTES["office"], coverage)
    assert "several values" in found.refused


def test_every_printed_estimate_has_its_interval_and_rows(seen: pl.DataFrame, coverage: ListCoverage) -> None:
    found, _ = named_and_unnamed(seen, BY_NATION, coverage)
    numbers = {number.id: number for number in found.numbers}
    for row in found.table.to_dicts():
        assert row["in_all_low"] <= row["in_all"] <= row["in_all_high"]
        assert numbers[row["in_all_id"]].warnings
        assert numbers[row["people_id"]].value == row["people"]
