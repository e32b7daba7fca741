from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from benchmarks.motive.coverage import rows as coverage_rows
from benchmarks.motive.synthetic import TRUTH, subjects

from byname.errors import CannotEstimate
from byname.motive.linkage_errors import corrected_cases, widened, wrong_share
from byname.motive.populations import bundled_populations, population_of
from byname.motive.regression import adjusted_severity, regression
from byname.motive.severity import severity
from byname.motive.targeting import composition
from byname.statistics.logistic import fit_logistic
from byname.statistics.mantel_haenszel import pooled_odds_ratio
from byname.statistics.ratios import odds_ratio, relative_risk, share
from byname.values.analysis import Estimate


def test_composition_counts_those_stated(people: pl.DataFrame) -> None:
    found = composition(people, "nationality")
    assert sum(row["people"] for row in found.table.to_dicts()) == len(people)
    assert all(row["share_low"] < row["share"] < row["share_high"] for row in found.table.to_dicts())
    assert {number.id for number in found.numbers} >= set(found.table["people_id"])


def test_composition_of_an_unknown_attribute_is_refused(people: pl.DataFrame) -> None:
    found = composition(people, "standing")
    assert "0 persecuted people only" in found.refused
    assert not found.numbers


def test_odds_find_the_groups_that_were_drawn_apart(people: pl.DataFrame) -> None:
    rows = {row["group"]: row for row in severity(people, "nationality").table.to_dicts()}
    assert rows["South"]["adjusted_low"] > 1 > rows["East"]["adjusted_high"]
    assert rows["South"]["p_holm"] < 0.05
    assert rows["South"]["p"] <= rows["South"]["p_holm"]


def test_odds_are_refused_where_everybody_met_the_same_end(people: pl.DataFrame) -> None:
    found = severity(people.filter(pl.col("executed")), "nationality")
    assert "nothing to compare" in found.refused


def test_small_cells_are_marked(people: pl.DataFrame) -> None:
    few = pl.concat([people, people.head(3).with_columns(pl.lit("west").alias("nationality"))])
    rows = {row["group"]: row for row in severity(few, "nationality").table.to_dicts()}
    assert rows["West"]["small"]
    assert not rows["South"]["small"]


def test_regression_holds_attributes_equal(people: pl.DataFrame) -> None:
    fit, against = adjusted_severity(people, ["nationality", "gender"])
    assert against["nationality"] == "north"
    assert fit.odds_ratios["nationality: south"].low > 1
    assert fit.odds_ratios["gender: female"].low < 1 < fit.odds_ratios["gender: female"].high
    assert fit.clusters == 24
    assert len(regression(people).table) >= 3


def test_an_attribute_that_separates_the_outcome_is_refused() -> None:
    design, cases = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0.0, 0.0, 1.0, 1.0])
    with pytest.raises(CannotEstimate, match="separates"):
        fit_logistic(["x"], design, cases, np.ones(4), np.arange(4))


def test_people_of_several_offices_count_in_each(people: pl.DataFrame) -> None:
    half = len(people) // 2
    offices = ["marshal central-committee-member"] * half + ["writer"] * (len(people) - half)
    found = composition(people.with_columns(pl.Series("offices", offices)), "office")
    rows = {row["people_id"]: row for row in found.table.to_dicts()}
    assert rows["composition-office-marshal"]["people"] == half
    assert rows["composition-office-central-committee-member"]["people"] == half
    assert rows["composition-office-marshal"]["group"] == "marshal of the Soviet Union"
    assert "count in each" in found.warnings[-1]
    odds = severity(people.with_columns(pl.Series("offices", offices)), "office")
    assert {row["people_id"] for row in odds.table.to_dicts()} >= {"severity-office-writer", "severity-office-marshal"}


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


def test_ratios_of_empty_groups_are_refused_and_zeros_are_not() -> None:
    with pytest.raises(CannotEstimate, match="empty"):
        relative_risk(1, 2, 0, 0)
    found = odds_ratio(0, 10, 5, 10)
    assert 0 < found.low < found.value < found.high < np.inf
    assert found.warnings
    with pytest.raises(CannotEstimate, match="nobody"):
        share(0, 0)


def test_strata_with_one_group_only_say_nothing() -> None:
    strata = np.array([[3, 10, 0, 0], [5, 20, 4, 30]], dtype=float)
    found = pooled_odds_ratio(strata)
    assert found.value == pytest.approx((5 * 26) / (15 * 4))
    assert "1 strata" in found.warnings[0]


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


def test_intervals_cover_in_a_small_run() -> None:
    """The full run of benchmarks/motive/coverage.py has 300 archives; this one only sees that nothing broke."""
    first = next(iter(coverage_rows(30, 600)))
    assert first[2] >= 0.9
    assert TRUTH.odds["south"] == 2.0
