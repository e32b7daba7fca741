from __future__ import annotations

import polars as pl
import pytest
from benchmarks.motive.synthetic import LISTS

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES
from byname.motive.named_and_unnamed import named_and_unnamed, unnamed
from byname.motive.undocumented import AllVictims, grouped_victims
from byname.pipeline.workers import workers

BY_NATION = ATTRIBUTES["nationality"]


@pytest.mark.parametrize("lists", [(), ("first",)])
def test_one_list_is_refused_with_the_reason(seen: pl.DataFrame, lists: tuple[str, ...]) -> None:
    victims, found = unnamed(seen, lists)
    assert not victims
    assert "one list only" in found[0].refused


def test_attributes_are_refused_each_with_its_reason(seen: pl.DataFrame) -> None:
    victims, found = unnamed(seen, LISTS)
    refused = {one.id: one.refused for one in found}
    assert "100% of the people is not stated" in refused["victims-standing"]
    assert not refused["victims-nationality"]
    assert "nationality" in victims
    assert "standing" not in victims


def test_an_attribute_of_which_people_have_several_values_is_refused(seen: pl.DataFrame) -> None:
    with pytest.raises(CannotEstimate, match="several values") as error:
        grouped_victims(seen, ATTRIBUTES["office"], LISTS)
    found = named_and_unnamed(seen, ATTRIBUTES["office"], error.value)
    assert found.refused.startswith("A person can have several values")


def test_groups_estimated_in_other_processes_come_to_the_same(seen: pl.DataFrame) -> None:
    with workers(2) as pool:
        _, there = unnamed(seen, LISTS, 3, pool)
    _, here = unnamed(seen, LISTS, 3)
    assert [one.to_json() for one in there] == [one.to_json() for one in here]


def test_every_printed_estimate_has_its_interval_and_rows(victims: AllVictims, seen: pl.DataFrame) -> None:
    found = named_and_unnamed(seen, BY_NATION, victims)
    numbers = {number.id: number for number in found.numbers}
    for row in found.table.to_dicts():
        assert row["in_all_low"] <= row["in_all"] <= row["in_all_high"]
        assert numbers[row["in_all_id"]].warnings
        assert numbers[row["people_id"]].value == row["people"]
