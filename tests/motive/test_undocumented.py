from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from benchmarks.motive.synthetic import LISTS, listed

from byname.errors import CannotEstimate
from byname.motive.attributes import ATTRIBUTES
from byname.motive.undocumented import AllVictims, ListCoverage, all_victims, coverage_of, seen_persecuted

BY_NATION = ATTRIBUTES["nationality"]


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


def test_wrong_links_are_taken_out_and_widen_the_interval() -> None:
    """A tenth of the people stand with the group of another; the truth is known, as nobody here is real."""
    seen, truth = listed(3000, 11, mislinked=0.1)
    found = all_victims(seen, BY_NATION, coverage_of(seen_persecuted(seen, LISTS), LISTS))
    as_they_stand = seen.with_columns(pl.lit(1.0).alias("probability"))
    mixed = all_victims(as_they_stand, BY_NATION, coverage_of(seen_persecuted(as_they_stand, LISTS), LISTS))
    assert any("Corrected for wrong links: 10.0%" in warning for warning in found.warnings)
    assert not any("wrong links" in warning for warning in mixed.warnings)
    for group, number in truth.items():
        one, part, before = found.people(group), found.share(group), mixed.share(group)
        assert one.low <= number <= one.high
        assert part.high - part.low > before.high - before.low


def test_two_lists_give_groups_as_wide_as_their_range_and_no_point(seen: pl.DataFrame) -> None:
    named = seen.filter(pl.col("lists").str.contains("first|second"))
    coverage = coverage_of(seen_persecuted(named, LISTS[:2]), LISTS[:2])
    assert coverage.result.estimate is None
    found = all_victims(named, BY_NATION, coverage)
    low, high = np.quantile(found.draws.sum(axis=1), (0.025, 0.975))
    assert coverage.result.range is not None
    assert low <= coverage.result.range.low * 1.01
    assert high >= coverage.result.range.high * 0.99
    assert f"between {coverage.result.low:,.0f} and {coverage.result.high:,.0f} in all" in found.warnings[0]


def test_lists_that_set_no_upper_bound_are_refused(seen: pl.DataFrame) -> None:
    apart = seen.with_columns(pl.col("lists").str.split(" ").list.first())
    with pytest.raises(CannotEstimate, match="set no upper bound"):
        coverage_of(seen_persecuted(apart, LISTS), LISTS)
