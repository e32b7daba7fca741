from __future__ import annotations

import math

import polars as pl
import pytest

from byname.errors import CannotEstimate
from byname.motive.evidence import Material, ObservedEffect
from byname.motive.explanations import explanations_of
from byname.motive.observed_tables import (
    Groups,
    LargestJump,
    LeastRelativeRisk,
    RatioOfLimit,
    ShareOfTotal,
    Total,
    TrendOverRanks,
)
from byname.sources.facts import FactTable


def shipped(material: Material, test: str) -> ObservedEffect:
    """What a test that ships with the package finds in the bundled collection."""
    expected = [one for explanation in explanations_of(material.facts) for one in explanation.expectations]
    return next(one.observation for one in expected if one.test == test).observe(material)


def holding(**tables: dict[str, list[str]]) -> Material:
    """An archive with these tables of facts and nobody on its lists."""
    frames = {name: pl.DataFrame(columns) for name, columns in tables.items()}
    return Material(pl.DataFrame(), {name: FactTable(name, frame, frame.clear()) for name, frame in frames.items()})


def test_published_severity_of_the_national_operations(material: Material) -> None:
    found = shipped(material, "national-severity")
    assert "76.1%" in found.words
    assert found.ratio.low > 1.4


@pytest.mark.parametrize(
    ("test", "value", "words"),
    [("national-share", 247_157 / (681_692 - 247_157), "36.3%"),
     ("quota-share", None, "of the death sentences"),
     ("yearly-jump", None, "rose 316 times"),
     ("national-weakest", None, "Harbin was the least severe: 66.9%"),
     ("limits-exceeded", 387_000 / 75_950, "allowed 75,950 people")],
)  # fmt: skip
def test_published_totals_give_the_printed_shares(
    material: Material, test: str, value: float | None, words: str
) -> None:
    found = shipped(material, test)
    assert words in found.words
    assert value is None or found.ratio.value == pytest.approx(value)
    assert math.log(found.ratio.value) == pytest.approx(found.log_effect)


def test_totals_have_no_error_of_chance_and_say_so(material: Material) -> None:
    found = shipped(material, "quota-share")
    assert found.error == 0
    assert found.ratio.low == found.ratio.value == found.ratio.high
    assert "no error of chance" in found.ratio.warnings[0]


def test_what_lies_outside_a_share_has_the_inverse_odds() -> None:
    archive = holding(
        deaths={"year": ["1", "2", "3"], "dead": ["10", "30", "60"]},
        figures={"id": ["F1"], "value_best": ["25"], "source_author": [""], "source_title": ["a book"]},
    )
    inside = ShareOfTotal(("F1",), Total("deaths", "dead"), "{share:.0%}").observe(archive)
    outside = ShareOfTotal(("F1",), Total("deaths", "dead"), "{share:.0%}", outside=True).observe(archive)
    assert (inside.words, outside.words) == ("25%", "75%")
    assert inside.ratio.value * outside.ratio.value == pytest.approx(1)
    assert inside.from_ == ("a book", "deaths")


def test_the_steps_of_rank_are_tested_without_those_beside() -> None:
    ranks = {"rank": ["general", "colonel", "major", "Equiv. doctor", "No rank", "PRINTED TOTAL"],
             "all": ["100", "180", "200", "9", "9", "498"], "struck": ["50", "60", "40", "9", "9", "168"]}  # fmt: skip
    groups = Groups("army", "rank", "all", "struck", ("No rank",), ("Equiv.",))
    archive = holding(army=ranks)
    assert [one.name for one in groups.shown(archive.table("army"))] == ["general", "colonel", "major", "Equiv. doctor"]
    found = TrendOverRanks(groups, "{ratio:.2f}").observe(archive)
    assert found.ratio.low > 1.4
    assert found.ratio.value == pytest.approx(2)  # the odds are 1, 1/2 and 1/4


def test_a_jump_is_held_against_the_largest_of_the_other_years() -> None:
    archive = holding(deaths={"year": ["1", "2", "3", "4"], "dead": ["10", "20", "80", "80"]})
    found = LargestJump("deaths", "dead", 1, 4, 3, "{jump:.0f} and {other:.0f}").observe(archive)
    assert (found.words, found.ratio.value) == ("4 and 2", 2.0)
    with pytest.raises(CannotEstimate, match="too few years"):
        LargestJump("deaths", "dead", 2, 3, 3, "").observe(archive)


def test_what_an_archive_lacks_is_not_computable() -> None:
    with pytest.raises(CannotEstimate, match="no table deaths"):
        Total("deaths", "dead").of(holding())
    with pytest.raises(CannotEstimate, match="no column dead"):
        Total("deaths", "dead").of(holding(deaths={"year": ["1"]}))
    with pytest.raises(CannotEstimate, match="no limits"):
        RatioOfLimit("to be shot", "").observe(holding())
    groups = Groups("operations", "name", "all", "struck")
    empty = holding(operations={"name": ["one"], "all": [""], "struck": ["5"]})
    with pytest.raises(CannotEstimate, match="no group"):
        LeastRelativeRisk(groups, Total("a", "b"), Total("a", "b"), "").observe(empty)
