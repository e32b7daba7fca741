from __future__ import annotations

import polars as pl
import pytest
from benchmarks.motive.synthetic import listed

from byname.errors import CannotEstimate
from byname.motive.populations import bundled_populations, population_of, populations_with
from byname.motive.rates import rates_against
from byname.sources.facts import FactTable


@pytest.fixture(scope="module")
def seen() -> pl.DataFrame:
    return listed(2000, 5)[0]


def test_a_missing_population_is_refused_with_the_places_there_are() -> None:
    with pytest.raises(CannotEstimate, match="Estonia"):
        population_of(bundled_populations(), "Atlantis", "nationality")


def test_populations_name_their_sources_and_count_each_group_once() -> None:
    table = bundled_populations()
    assert (table["source_title"] != "").all()
    assert (table["source_address"].str.starts_with("http")).all()
    found = population_of(table, "USSR", "gender", "1939")
    assert found.total == 170_557_093
    assert found.counts == {"male": 81_694_889, "female": 88_862_204}
    ages = population_of(table, "USSR", "age_group", "1926")
    assert ages.total is not None
    assert abs(ages.total - 147_027_915) < 200_000  # people of unknown age are in no group


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
