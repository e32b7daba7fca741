from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.claims.conftest import claim_of, verdict_of

from byname.claims.evidence.figure_tables import read_figures

Table = Callable[..., Path]
TEACHERS = "own-1,Teachers' purge,dismissed,,4200,,persons,1933,1935,Ruritania,teachers"
TEXT = "From 1933 to 1935, {} teachers were dismissed in Ruritania."


@pytest.mark.parametrize(
    ("number", "verdict"),
    [
        ("4,200", "supported"),
        ("about 4,000", "supported"),
        ("some 4,300", "supported"),
        ("more than 4,000", "supported"),
        ("between 4,000 and 5,000", "supported"),
        ("42,000", "contradicted"),
        ("420", "contradicted"),
        ("fewer than 3,000", "contradicted"),
        ("tens of thousands of", "contradicted"),
    ],
)
def test_a_claim_is_compared_as_an_interval(table: Table, number: str, verdict: str) -> None:
    evidence = read_figures(table((TEACHERS, "archival-statistic")))
    assert verdict_of(TEXT.format(number), evidence) == verdict


def test_a_row_more_changes_the_verdict_at_once(table: Table) -> None:
    text = TEXT.format("9,000")
    assert verdict_of(text, read_figures(table((TEACHERS, "popular")))) == "contradicted"
    other = TEACHERS.replace("own-1", "own-2").replace("4200", "9000")
    assert verdict_of(text, read_figures(table((TEACHERS, "popular"), (other, "popular")))) == "contested"
    assert verdict_of(text, read_figures(table((TEACHERS, "popular"), (other, "archival-statistic")))) == "supported"


def test_an_unverified_row_decides_nothing(table: Table) -> None:
    other = TEACHERS.replace("own-1", "own-2").replace("4200", "9000")
    evidence = read_figures(table((TEACHERS, "unverified"), (other, "archival-statistic")))
    assert verdict_of(TEXT.format("4,200"), evidence) == "contradicted"
    assert [figure.id for figure in evidence.figures] == ["own-2"]


def test_the_right_number_of_another_group_period_or_measure_is_imprecise(table: Table) -> None:
    evidence = read_figures(table((TEACHERS, "archival-statistic")))
    other_group = claim_of("From 1933 to 1935, 4,200 people were dismissed in Ruritania.", evidence).judgement
    assert (other_group.verdict, "population" in other_group.reason) == ("imprecise", True)
    other_time = claim_of("In 1950, 4,200 teachers were dismissed in Ruritania.", evidence).judgement
    assert (other_time.verdict, "period" in other_time.reason) == ("imprecise", True)
    other_measure = claim_of("From 1933 to 1935, 4,250 teachers were shot in Ruritania.", evidence).judgement
    assert other_measure.verdict == "not in our sources"


def test_another_place_or_an_unknown_group_is_not_in_our_sources(table: Table) -> None:
    evidence = read_figures(table((TEACHERS, "archival-statistic")))
    assert verdict_of("From 1933 to 1935, 42,000 teachers were dismissed in Elbonia.", evidence) == "not in our sources"
    assert verdict_of("From 1933 to 1935, 42,000 bakers were dismissed in Ruritania.", evidence) == "not in our sources"


def test_a_share_is_not_compared_with_a_count(table: Table) -> None:
    share = "own-3,Teachers' purge,share of teachers dismissed,,12,,percent,1933,1935,Ruritania,teachers"
    evidence = read_figures(table((share, "scholarly-estimate")))
    assert (
        verdict_of("From 1933 to 1935, 12 percent of the teachers were dismissed in Ruritania.", evidence)
        == "supported"
    )
    assert verdict_of("From 1933 to 1935, 12 teachers were dismissed in Ruritania.", evidence) == "not in our sources"


def test_a_plan_is_not_its_outcome(table: Table) -> None:
    plan = "own-4,Teachers' purge,planned dismissals,,8000,,persons,1933,1935,Ruritania,teachers"
    evidence = read_figures(table((TEACHERS, "archival-statistic"), (plan, "archival-statistic")))
    assert verdict_of(TEXT.format("8,000"), evidence) == "contradicted"
    assert verdict_of("From 1933 to 1935, 8,000 teachers were to be dismissed in Ruritania.", evidence) == "supported"


def test_a_part_cannot_exceed_the_whole_that_a_source_gives() -> None:
    text = "From 1937 to 1938, 900,000 writers were executed in the Soviet Union."
    assert verdict_of(text) == "contradicted"


def test_millions_of_deaths_are_not_the_figures_of_the_purge_and_the_reason_says_what_they_fit() -> None:
    judgement = claim_of("The Great Purge of 1937-38 led to millions of deaths in the Soviet Union.").judgement
    assert judgement.verdict == "contradicted"
    assert "F005" in judgement.evidence


def test_a_minimum_says_nothing_of_what_lies_far_above_it() -> None:
    assert verdict_of("In Kosovo 900,000 Albanians were killed from March to June 1999.") in (
        "contradicted",
        "not in our sources",
    )
    assert verdict_of("In Kosovo 4,400 Albanians were killed from March to June 1999.") != "contradicted"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In March 1949, 20,702 people were deported from Estonia.", "supported"),
        ("In March 1949, 207,020 people were deported from Estonia.", "contradicted"),
        ("In Kosovo 13,535 people were killed or went missing between January 1998 and December 2000.", "supported"),
        (
            "In Kosovo 135,350 people were killed or went missing between January 1998 and December 2000.",
            "contradicted",
        ),
    ],
)
def test_the_tables_of_estonia_and_kosovo_answer(text: str, verdict: str) -> None:
    assert verdict_of(text) == verdict
