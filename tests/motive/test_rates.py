"""Rates against a population, and the victims whom no list names. All people here are invented."""

from __future__ import annotations

import polars as pl
import pytest

from byname.motive.attributes import ATTRIBUTES
from byname.motive.populations import Population
from byname.motive.rates import rates
from byname.motive.undocumented import AllVictims

POPULATION = Population("Nowhere", "1937", "nationality", {"north": 50_000, "south": 30_000}, 100_000, ("invented",))


BY_NATION = ATTRIBUTES["nationality"]


def test_rates_of_the_documented_are_lower_bounds(people: pl.DataFrame) -> None:
    rows = {row["group"]: row for row in rates(people, POPULATION).table.to_dicts()}
    assert set(rows) == {"North", "South"}  # the population counts no "east"
    expected = 1e5 * rows["South"]["people"] / 30_000
    assert rows["South"]["rate"] == pytest.approx(expected)
    assert rows["South"]["rate_low"] < expected < rows["South"]["rate_high"]
    assert any("lower bounds" in warning for warning in rates(people, POPULATION).warnings)


def test_victims_on_no_list_enter_rates_and_risks(seen: pl.DataFrame, victims: AllVictims) -> None:
    found = rates(seen, POPULATION, victims)
    row = next(row for row in found.table.to_dicts() if row["group"] == "South")
    assert row["rate_in_all"] > row["rate"]
    assert row["rate_in_all"] == pytest.approx(victims.people("south").value * 1e5 / 30_000)
    assert row["risk_in_all_low"] < row["risk_in_all"] < row["risk_in_all_high"]
    assert any("People on no list are estimated from first" in warning for warning in found.warnings)
    assert not any("lower bounds" in warning for warning in found.warnings)
    number = next(number for number in found.numbers if number.id == "rates-nationality-south-rate-in-all")
    assert number.warnings
    assert (number.low, number.high) == (row["rate_in_all_low"], row["rate_in_all_high"])
