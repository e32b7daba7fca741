from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.claims.conftest import audited, claim_of, framed, printed, told, verdict_of

from byname.claims.evidence.figure_tables import read_figures
from byname.claims.evidence.figures import Evidence, Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.numbers.mentions import NumberMention
from byname.claims.verdicts.figure_index import FigureIndex
from byname.claims.verdicts.number_verdicts import judge_number
from byname.claims.verdicts.verdict import ClaimVerdict

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


def test_the_right_number_of_another_period_is_imprecise_and_of_another_measure_unknown(table: Table) -> None:
    evidence = read_figures(table((TEACHERS.replace("4200", "4207"), "archival-statistic")))
    other_group = claim_of("From 1933 to 1935, 4,207 people were dismissed in Ruritania.", evidence).judgement
    assert (other_group.verdict, "very number" in other_group.reason) == ("supported", True)
    other_time = claim_of("In 1950, 4,207 teachers were dismissed in Ruritania.", evidence).judgement
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
    text = "From 1937 to 1938, {} writers were executed in the Soviet Union."
    assert verdict_of(text.format("1,900,000")) == "contradicted"
    assert verdict_of(text.format("900,000")) == "not in our sources"  # Conquest put those executed at 1.7 million


def test_a_series_of_convictions_is_no_whole_of_what_was_done_beside_them() -> None:
    """In 1940 1,649 were sentenced to death for counter-revolutionary crimes; those of Katyn are not among them."""
    assert verdict_of("In 1940, 4,421 Polish officers were shot at Katyn.") == "supported"
    assert verdict_of("In 1940, 6,100 Polish officers were shot at Katyn.") == "not in our sources"


@pytest.mark.parametrize(
    "text", ["In 1938, 90,546 prisoners died in the camps.", "In 1942, about 250,000 prisoners died in the camps."]
)
def test_a_somewhat_lower_number_may_count_the_camps_without_the_colonies(text: str) -> None:
    assert verdict_of(text) == "not in our sources"
    assert "may count more" in claim_of(text).judgement.reason


def test_a_far_lower_number_is_contradicted() -> None:
    assert verdict_of("In 1942, 25,000 prisoners died in the camps.") == "contradicted"


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


def judged(frame: ClaimFrame, *figures: Figure) -> ClaimVerdict:
    """The verdict on a claim; every one that decides names evidence and says that it compared."""
    found = judge_number(frame, FigureIndex(Evidence(figures)))
    assert bool(found.evidence) is (found.verdict != "not in our sources")
    assert found.comparable or not found.evidence
    return found


def verdict(frame: ClaimFrame, *figures: Figure) -> str:
    return judged(frame, *figures).verdict


ARCHIVAL, SCHOLARLY, OFFICIAL, POPULAR = "archival-statistic", "scholarly-estimate", "official-statement", "popular"


@pytest.mark.parametrize(
    ("agrees", "differs", "expected"),
    [
        (ARCHIVAL, POPULAR, "supported"),
        (ARCHIVAL, OFFICIAL, "supported"),
        (SCHOLARLY, OFFICIAL, "supported"),
        (OFFICIAL, POPULAR, "supported"),
        (ARCHIVAL, SCHOLARLY, "supported"),  # of one strength, and an archive outweighs an estimate
        (SCHOLARLY, ARCHIVAL, "contested"),
        (SCHOLARLY, SCHOLARLY, "contested"),
        (OFFICIAL, OFFICIAL, "contested"),
        (POPULAR, POPULAR, "contested"),
        (OFFICIAL, ARCHIVAL, "contested"),
        (POPULAR, OFFICIAL, "contested"),
        (POPULAR, ARCHIVAL, "contradicted"),  # ten times as much, told by nobody else
        (POPULAR, SCHOLARLY, "contradicted"),
    ],
)
def test_sources_are_weighed_by_their_kind(agrees: str, differs: str, expected: str) -> None:
    figures = (printed(5_000, 5_100, id="a", kind=agrees), printed(500, id="b", kind=differs))
    found = judged(framed(told(5_050)), *figures)
    assert (found.verdict, found.comparable, set(found.evidence)) == (expected, True, {"a", "b"})


@pytest.mark.parametrize(
    ("archival", "expected"), [(2_600, "contested"), (2_400, "contradicted"), (9_900, "contested")]
)
def test_a_popular_number_within_twice_an_archival_one_is_contested(archival: float, expected: str) -> None:
    figures = (printed(5_000, id="a", kind=POPULAR), printed(archival, id="b"))
    assert verdict(framed(told(5_000)), *figures) == expected


def test_only_the_strongest_that_differ_must_be_far_off() -> None:
    figures = [printed(5_000, id="a", kind=POPULAR), printed(500, id="b"), printed(4_000, id="c", kind=POPULAR)]
    assert verdict(framed(told(5_000)), *figures) == "contradicted"
    assert verdict(framed(told(5_000)), *figures, printed(4_000, id="d", kind=SCHOLARLY)) == "contested"


def test_two_archives_that_differ_are_contested_unless_one_is_given_exactly() -> None:
    exact, other = printed(5_000, id="a"), printed(900, id="b")
    assert verdict(framed(told(5_000)), exact, other) == "supported"
    assert verdict(framed(told(5_001, grain=10)), exact, other) == "contested"
    assert verdict(framed(told(5_000)), replace(exact, source=replace(exact.source, kind=SCHOLARLY)), other) == (
        "contested"
    )


def test_who_speaks_of_a_close_period_cannot_speak_against_the_very_period() -> None:
    same = printed(5_000, id="a", period="1937/1938", kind=SCHOLARLY)
    close = printed(900, id="b", period="1936-10/1938-11", kind=SCHOLARLY)
    assert verdict(framed(told(5_000), period="1937/1938"), same, close) == "supported"
    assert verdict(framed(told(5_000), period="1937/1938", known="context"), same, close) == "contested"
    assert verdict(framed(told(900), period="1937/1938"), same, close) == "contested"
    assert verdict(framed(told(5_000), period="1937/1938"), same, replace(close, period=same.period)) == "contested"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (told(1_100, grain=100), "imprecise"),
        (told(1_300, grain=100), "contradicted"),
        (told(200, 999, rule="vague"), "imprecise"),
        (told(2_000, 9_999, rule="vague"), "contradicted"),
        (told(1_777), "contested"),
        (told(5_000, grain=1_000), "contradicted"),
    ],
)
def test_a_number_that_no_figure_gives_is_near_vague_noted_or_wrong(number: NumberMention, expected: str) -> None:
    assert verdict(framed(number), printed(1_003, noted=[1_777])) == expected


def test_every_figure_must_be_missed_narrowly_for_a_near_miss() -> None:
    number = told(1_100, grain=100)
    assert verdict(framed(number), printed(1_003, id="a"), printed(1_190, id="b")) == "imprecise"
    assert verdict(framed(number), printed(500, id="a"), printed(1_003, id="b")) == "contradicted"
    assert verdict(framed(number), printed(1_003, id="a"), printed(1_900, id="b")) == "not in our sources"  # between


def test_a_vague_number_is_too_small_only_where_every_figure_is_larger() -> None:
    number = told(200, 999, rule="vague")
    found = judged(framed(number), printed(1_500, id="a"), printed(3_000, id="b"))
    assert (found.verdict, "larger than said" in found.reason) == ("imprecise", True)
    assert verdict(framed(number), printed(30, id="a"), printed(50, id="b")) == "contradicted"
    assert verdict(framed(number), printed(1_500, id="a"), printed(50, id="b")) == "not in our sources"  # between


def test_a_contradiction_says_what_the_number_would_fit() -> None:
    wrong = judged(framed(told(1_234)), printed(90, id="a"), printed(1_234, id="b", period="1920"), printed(77, id="c"))
    assert wrong.verdict == "contradicted"
    assert "the number would fit another period" in wrong.reason
    assert "Author of b" in wrong.reason
    also = printed(1_234, id="d", period="1921")
    assert (
        "Author of d"
        not in judged(framed(told(1_234)), printed(90), printed(1_234, id="b", period="1920"), also).reason
    )
    both = printed(1_234, id="e", groups=["intelligentsia"], period="1920")
    assert "would fit another population (" in judged(framed(told(1_234)), printed(90), both).reason
    plain = judged(framed(told(1_234)), printed(90, id="a"))
    assert "would fit" not in plain.reason
    assert plain.reason.startswith("sources give less than the text says")


def test_what_agrees_but_counts_more_is_supported_with_a_remark() -> None:
    found = judged(framed(told(5_000), predicates=["kill"]), printed(5_000, predicates=["kill", "arrest"]))
    assert found.verdict == "supported"
    assert found.reason.endswith(", which counts more than the text names")


@pytest.mark.parametrize(
    "frame",
    [
        framed(told(9_000), negated=True),
        framed(told(9_000), predicates=["kill"]),  # close to executed, not the same
        framed(told(9_000), groups=["poles"], operations=["polish-operation"]),
    ],
    ids=["denied", "another act", "another population"],
)
def test_a_figure_speaks_against_a_claim_of_the_same_only(frame: ClaimFrame) -> None:
    of_poles = printed(90, id="p", groups=(), operations=["polish-operation"])
    assert verdict(frame, printed(90), of_poles) == "not in our sources"


def test_a_count_from_the_notes_never_speaks_against_a_claim() -> None:
    assert verdict(framed(told(9_000)), printed(90, from_notes=True)) == "not in our sources"
    assert verdict(framed(told(90)), printed(90, from_notes=True)) == "supported"
    assert verdict(framed(told(9_000)), printed(90)) == "contradicted"


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (framed(told(90), groups=()), "contradicted"),
        (framed(told(90), groups=(), known="event"), "contradicted"),
        (framed(told(90), groups=(), known="context"), "not in our sources"),
        (framed(told(90), groups=(), of_some=True), "not in our sources"),
        (framed(told(90), groups=(), has_unknown_names=True), "not in our sources"),
        (framed(told(90), groups=(), own=["writers"]), "not in our sources"),
        (framed(told(90), groups=(), context=["polish-operation"]), "not in our sources"),
        (framed(told(90), groups=(), own=["stalin", "ussr"]), "contradicted"),
        (framed(told(90), groups=(), own=["great-purge", "genocide"], context=["nkvd"]), "contradicted"),
        (framed(told(90_000), groups=(), of_some=True), "contradicted"),
    ],
)
def test_less_than_the_total_is_wrong_only_where_a_claim_speaks_of_everyone(frame: ClaimFrame, expected: str) -> None:
    assert verdict(frame, printed(5_000, groups=())) == expected


@pytest.mark.parametrize(
    ("frame", "figure", "broken"),
    [
        (framed(told(9_000)), printed(5_000, groups=["intelligentsia"]), True),
        (framed(told(9_000)), printed(5_000, groups=["intelligentsia"], predicates=["die"]), True),
        (framed(told(9_000)), printed(5_000, predicates=["die"]), True),
        (framed(told(900)), printed(5_000, groups=["intelligentsia"]), False),
        (framed(told(9_000)), printed(5_000, groups=["intelligentsia"], bound="least"), False),
        (framed(told(9_000)), printed(5_000, groups=["intelligentsia"], kind=OFFICIAL), True),
        (framed(told(9_000)), printed(5_000, groups=["intelligentsia"], kind=POPULAR), False),
        (framed(told(9_000)), printed(5_000, groups=["intelligentsia"], from_notes=True), False),
        (framed(told(9_000), period="1936/1939"), printed(5_000, groups=["intelligentsia"]), False),
        (framed(told(9_000), place="leningrad"), printed(5_000, groups=["intelligentsia"]), False),
        (framed(told(90), predicates=["die"]), printed(5_000), True),
        (framed(told(90), predicates=["die"]), printed(5_000, bound="most"), False),
        (framed(told(9_000), predicates=["die"]), printed(5_000), False),
        (framed(told(90), groups=["intelligentsia"]), printed(5_000), False),  # not those alone that a part counts
        (framed(told(90), groups=["intelligentsia"], predicates=["die"]), printed(5_000), False),
        (framed(told(9_000), groups=["intelligentsia"]), printed(5_000, predicates=["die"]), False),
    ],
)
def test_a_part_is_no_more_than_its_whole(frame: ClaimFrame, figure: Figure, broken: bool) -> None:
    found = judged(frame, figure)
    assert (found.verdict == "contradicted") is broken
    assert ("does not fit what it is part of" in found.reason) is broken


def test_a_share_breaks_no_bound() -> None:
    share = told(90, measure="percent", unit="percent")
    assert verdict(framed(share), printed(5, measure="percent", groups=["intelligentsia"])) == "not in our sources"


def test_a_bound_needs_a_group_or_everyone() -> None:
    total = printed(5_000, groups=(), predicates=["die"])
    assert verdict(framed(told(9_000), groups=()), total) == "contradicted"
    assert verdict(framed(told(6_000), groups=(), known="event", of_some=True), total) == "not in our sources"
    assert verdict(framed(told(9_000), groups=(), known="event", of_some=True, operations=["gulag"]), total) == (
        "contradicted"
    )


def test_died_is_right_where_a_source_counts_those_put_to_death() -> None:
    found = judged(framed(told(5_000), predicates=["die"]), printed(5_000))
    assert (found.verdict, found.reason.endswith("those put to death")) == ("supported", True)
    everyone = judged(framed(told(5_123), predicates=["die"], groups=()), printed(5_123, groups=()))
    assert everyone.verdict == "imprecise"
    assert judged(framed(told(7_000), predicates=["die"]), printed(5_000)).verdict == "not in our sources"
    elsewhere = framed(told(5_000), predicates=["die"], place="leningrad")
    assert "put to death" not in judged(elsewhere, printed(5_000)).reason
    assert judged(framed(told(5_123)), printed(5_123, predicates=["die"])).verdict == "imprecise"


@pytest.mark.parametrize(
    ("frame", "figure", "off"),
    [
        (framed(told(1_234), groups=["intelligentsia"]), printed(1_234), "another population"),
        (framed(told(5_000), groups=["intelligentsia"]), printed(5_000), ""),
        (framed(told(1_234), place="leningrad"), printed(1_234), "another place"),
        (framed(told(5_000), place="leningrad"), printed(5_000), ""),
        (framed(told(1_234), period="1936/1939"), printed(1_234), "another period"),
        (framed(told(1_234), predicates=["arrest"]), printed(1_234), "another measure"),
        (
            framed(told(1_234), place="leningrad", period="1936/1939"),
            printed(1_234),
            "another place and another period",
        ),
        (framed(told(5_000), place="leningrad", period="1936/1939"), printed(5_000), ""),
        (framed(told(1_234), place="leningrad", period="1936/1939", groups=["intelligentsia"]), printed(1_234), ""),
        (framed(told(1_234), predicates=["arrest"], place="leningrad"), printed(1_234), ""),
        (framed(told(19), place="leningrad"), printed(19), ""),
        (framed(told(5_000), period=""), printed(5_000, groups=["intelligentsia"]), ""),
        (framed(told(5_500)), printed(5_000, math.inf, groups=["intelligentsia"], bound="least"), ""),
        (framed(told(5_512), place="leningrad"), printed(5_000, math.inf, bound="least"), ""),
        (framed(told(7_000), place="leningrad"), printed(5_000), ""),
    ],
)
def test_the_right_number_of_something_else_is_imprecise(frame: ClaimFrame, figure: Figure, off: str) -> None:
    found = judged(frame, figure)
    assert (found.verdict == "imprecise") is bool(off)
    if off:
        assert found.reason.startswith(f"the number is right for {off}: ")


def test_the_share_of_a_part_may_be_larger_than_that_of_the_whole() -> None:
    share = framed(told(90, measure="percent", unit="percent"))
    assert verdict(share, printed(50, measure="percent", groups=["intelligentsia"])) == "not in our sources"
    assert verdict(framed(told(90)), printed(50, groups=["intelligentsia"])) == "contradicted"


def test_a_base_and_its_population_are_off_together() -> None:
    share = told(30, measure="percent", unit="percent")
    frame = framed(share, base=["dismiss"], groups=["officers"])
    figure = printed(30, measure="percent", base=["arrest"], groups=["marshals"])
    assert verdict(frame, figure) == "imprecise"
    in_leningrad = framed(share, base=["dismiss"], groups=["officers"], place="leningrad")
    assert verdict(in_leningrad, figure) == "imprecise"  # two off, and the very share
    near = framed(told(30.3, measure="percent", unit="percent"), base=["dismiss"], place="leningrad")
    assert verdict(near, printed(30, measure="percent", base=["arrest"])) == "not in our sources"


def test_the_nearest_and_the_strongest_figure_is_named_first() -> None:
    frame = framed(told(1_234), place="leningrad", period="1936/1939")
    both = printed(1_234, id="both")
    one = printed(1_234, id="one", period="1936/1939", kind=POPULAR)
    other = printed(1_234, id="other", period="1936/1939")
    found = judged(frame, both, one, other)
    assert "Author of other" in found.reason
    assert found.reason.startswith("the number is right for another place: ")


def test_what_a_text_leaves_open_can_agree_and_not_disagree() -> None:
    frame = framed(told(5_000), period="")
    found = judged(frame, printed(5_000))
    assert (found.verdict, found.reason.endswith("; the text does not say when")) == ("supported", True)
    assert verdict(frame, printed(900)) == "not in our sources"
    assert verdict(frame, printed(5_000, id="a", kind=POPULAR), printed(900, id="b")) == "not in our sources"
    assert verdict(frame, printed(5_000, id="a"), printed(900, id="b", kind=SCHOLARLY)) == "supported"
    assert verdict(frame, printed(5_000, id="a", kind=SCHOLARLY), printed(900, id="b")) == "contested"
    assert verdict(framed(told(19), period=""), printed(19)) == "not in our sources"
    nowhere = judged(framed(told(5_000), place=""), printed(5_000))
    assert nowhere.reason.endswith("; the text does not say where")


@pytest.mark.parametrize(
    "frame",
    [
        framed(told(5_000), period="", groups=["intelligentsia"]),
        framed(told(5_000), period="", predicates=["die"]),
        framed(told(5_000), period="", place="leningrad"),
        framed(told(5_000), place="", period="1936/1939"),
    ],
)
def test_what_a_text_leaves_open_agrees_only_where_all_else_does(frame: ClaimFrame) -> None:
    assert verdict(frame, printed(5_000)) in ("not in our sources", "imprecise")
    assert "does not say" not in judged(frame, printed(5_000)).reason


def test_an_open_number_that_is_silent_on_a_figure_decides_nothing() -> None:
    found = judged(framed(told(100, math.inf)), printed(5_000))
    assert (found.verdict, found.comparable, found.evidence) == ("not in our sources", True, ())
    assert found.reason.startswith("our figures count the same at another time or place: 5,000")
    assert judged(framed(told(100, math.inf), period=""), printed(5_000)).verdict == "not in our sources"
    three = [printed(5_000 + at, id=f"f-{at}", kind=kind) for at, kind in enumerate((OFFICIAL, POPULAR, ARCHIVAL))]
    assert "Author of f-2" in judged(framed(told(100, math.inf)), *three).reason
    assert "Author of f-1" not in judged(framed(told(100, math.inf)), *three).reason  # the strongest two are named
    nothing = judged(framed(told(100)))
    assert (nothing.verdict, nothing.comparable) == ("not in our sources", False)


def test_a_whole_is_supported_by_a_figure_that_is_a_part_of_it() -> None:
    whole = framed(told(1_966), predicates=(), groups=(), operations=["delegates"], is_whole=True)
    part = printed(1_108, groups=(), operations=["delegates"], whole=1_966)
    found = judged(whole, part)
    assert (found.verdict, found.evidence, found.comparable) == ("supported", ("f-1",), True)
    assert found.reason.endswith("is given as a part of it")
    assert verdict(whole, replace(part, value=replace(part.value, whole=1_967))) == "not in our sources"
    assert verdict(whole, replace(part, population=replace(part.population, operations=frozenset()))) == (
        "not in our sources"
    )
    shot = replace(whole, said=replace(whole.said, predicates=frozenset({"execute"})))
    bound = replace(shot.binding, predicates=frozenset({"execute"}))
    assert judged(replace(shot, binding=bound), part).reason.startswith("sources give")


@pytest.mark.parametrize(
    ("kind", "expected"), [("scholarly-estimate", "not in our sources"), ("archival-statistic", "contradicted")]
)
def test_an_estimate_does_not_speak_against_a_number_near_it(table: Table, kind: str, expected: str) -> None:
    assert verdict_of(TEXT.format("5,049"), read_figures(table((TEACHERS, kind)))) == expected


def test_only_people_are_held_against_the_highest_number_of_people() -> None:
    """383 lists with 44,500 names: more names than any source has lists."""
    assert verdict_of("On lists of 1937 and 1938 Stalin signed some 44,500 names.") == "not in our sources"
    assert verdict_of("In the Soviet Union, 300 million people were executed.") == "contradicted"


def test_a_number_of_a_place_that_we_do_not_know_is_not_held_against_all_places() -> None:
    assert verdict_of("At Kommunarka 6,609 people were shot.") == "not in our sources"


def test_officers_taken_prisoner_are_not_disputed_by_officers_arrested() -> None:
    text = "About 8,000 were officers taken prisoner in the invasion of Poland, the rest being Poles arrested later."
    assert audited(text).claims[0].judgement.verdict == "not in our sources"


def test_an_order_of_magnitude_of_some_is_not_supported_by_a_total() -> None:
    text = "Between the 1930s and the 1950s several million members of ethnic minorities were repressed."
    assert audited(text).claims[0].judgement.verdict == "not in our sources"


def test_a_number_of_many_digits_is_known_by_its_year_where_nothing_is_said_of_it() -> None:
    text = "The total population of the camps in the USSR varied from 510,307 (in 1934) to 1,727,970 (in 1953)."
    found = audited(text).claims
    assert [claim.judgement.evidence for claim in found] == [("fig-081",), ("fig-084",)]
    for other in ("The population of the camps was 510,307 in 1935.", "The USSR grew 353,074 trees in 1937."):
        assert all(claim.judgement.verdict != "supported" for claim in audited(other).claims)
