"""Rates against a population, and the victims whom no list names. All people here are invented."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from benchmarks.motive.synthetic import LISTS, listed

from byname.casualties.lists import captures_of
from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES
from byname.motive.named_and_unnamed import named_and_unnamed, unnamed
from byname.motive.populations import Population, bundled_populations, populations_with
from byname.motive.rates import rates, rates_against
from byname.motive.undocumented import AllVictims, ListCoverage, all_victims, coverage_of
from byname.sources.facts import FactTable

POPULATION = Population("Nowhere", "1937", "nationality", {"north": 50_000, "south": 30_000}, 100_000, ("invented",))
BY_NATION = ATTRIBUTES["nationality"]


@pytest.fixture(scope="module")
def seen() -> pl.DataFrame:
    return listed(2000, 5)[0]


@pytest.fixture(scope="module")
def coverage(seen: pl.DataFrame) -> ListCoverage:
    return coverage_of(seen, LISTS)


@pytest.fixture(scope="module")
def victims(seen: pl.DataFrame, coverage: ListCoverage) -> AllVictims:
    return all_victims(seen, BY_NATION, coverage)


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


def test_all_victims_reach_as_far_as_all_lists_together(victims: AllVictims, coverage: ListCoverage) -> None:
    total = victims.draws.sum(axis=1)
    low, high = np.quantile(total, (0.025, 0.975))
    assert low <= coverage.result.low * 1.01
    assert high >= coverage.result.high * 0.99
    assert all(victims.people(group).low >= victims.documented[group] for group in victims.groups)
    assert sum(victims.share(group).value for group in victims.groups) == pytest.approx(1, abs=0.02)


def test_people_whose_group_is_not_stated_are_given_to_the_groups(seen: pl.DataFrame, coverage: ListCoverage) -> None:
    fewer = seen.with_columns(
        pl.when(pl.int_range(pl.len()) % 4 == 0).then(None).otherwise("nationality").alias("nationality")
    )
    found = all_victims(fewer, BY_NATION, coverage)
    assert any("is not stated; they are given to the groups" in warning for warning in found.warnings)
    known = all_victims(seen, BY_NATION, coverage)
    assert found.people("south").value == pytest.approx(known.people("south").value, rel=0.15)


def test_the_answer_is_the_same_for_the_same_seed(seen: pl.DataFrame, coverage: ListCoverage) -> None:
    first, second = (all_victims(seen, BY_NATION, coverage, seed=3) for _ in range(2))
    assert np.array_equal(first.draws, second.draws)


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


def test_people_on_other_lists_only_are_not_captured(seen: pl.DataFrame) -> None:
    table = captures_of(seen, LISTS[:2])
    assert table.observed == seen.filter(pl.col("lists").str.contains("first|second")).height
    with pytest.raises(CannotEstimate, match="nobody is on these lists"):
        captures_of(seen, ("fifth", "sixth"))


def test_populations_of_an_archive_stand_beside_those_that_ship(seen: pl.DataFrame) -> None:
    groups, source = ("north", "south", "east"), ("invented", "http://x.example")
    rows = [("n1", "Nowhere", "1937", "nationality", group, "40000", "persons", *source) for group in groups]
    columns = ("id", "place", "date", "attribute", "value", "count", "unit", "source_title", "source_address")
    own = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    both = populations_with({"populations": FactTable("populations", own, own.clear())})
    assert len(both) == len(bundled_populations()) + 3
    found = {one.id: one for one in rates_against(seen, both, "Nowhere")}
    assert len(found["rates-nationality"].table) == 3
    assert "No population of Nowhere by gender" in found["rates-gender"].refused
    (refused,) = rates_against(seen, both, "Atlantis")
    assert "No population of Atlantis" in refused.refused
    assert "Nowhere" in refused.refused
    assert "rates-office" not in found


def test_the_central_committee_of_1934_is_a_population_of_139() -> None:
    table = bundled_populations()
    members = table.filter((pl.col("attribute") == "office") & (pl.col("value") == "central-committee-member"))
    assert members["count"].sum() == 139
    assert (members["source_title"] != "").all()


def test_wrong_links_are_taken_out_and_widen_the_interval() -> None:
    """A tenth of the people stand with the group of another; the truth is known, as nobody here is real."""
    seen, truth = listed(3000, 11, mislinked=0.1)
    found = all_victims(seen, BY_NATION, coverage_of(seen, LISTS))
    as_they_stand = seen.with_columns(pl.lit(1.0).alias("probability"))
    mixed = all_victims(as_they_stand, BY_NATION, coverage_of(as_they_stand, LISTS))
    assert any("Corrected for wrong links: 10.0%" in warning for warning in found.warnings)
    assert not any("wrong links" in warning for warning in mixed.warnings)
    for group, number in truth.items():
        one, part, before = found.people(group), found.share(group), mixed.share(group)
        assert one.low <= number <= one.high
        assert part.high - part.low > before.high - before.low
