from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.claims.conftest import beside, framed, printed, told

from byname.claims.evidence.figures import Bound, Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.numbers.mentions import NumberMention
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.verdicts.comparison import (
    DatedMatch,
    FigureComparison,
    NumberAgreement,
    claim_interval,
    compare_all,
    compare_values,
    dated,
    is_distinctive,
    match_dimensions,
)
from byname.claims.verdicts.dimensions import Relation

INF = math.inf
AGREES, BELOW, ABOVE, SILENT = NumberAgreement
HALF = told(0.5, measure="share", unit="share")


def matched(frame: ClaimFrame, figure: Figure) -> DatedMatch:
    found = match_dimensions(frame, figure)
    assert found is not None
    return dated(frame, found)


@pytest.mark.parametrize(
    ("number", "interval"),
    [
        (None, (-INF, INF)),
        (told(681_692), (681_691.5, 681_692.5)),
        (told(2_000, grain=1_000), (1_900, 2_100)),
        (told(2_000, grain=1_000, hedge="about"), (1_800, 2_200)),
        (told(2_000, grain=1_000, hedge="least"), (1_900, 2_100)),
        (told(2_000, INF, grain=1_000), (1_900, INF)),
        (told(100, 300, grain=100), (95, 315)),
        (told(20_000, 99_999, rule="vague"), (20_000, 99_999)),
        (told(30, measure="percent", unit="percent"), (29.5, 30.5)),
        (HALF, (47.5, 52.5)),
    ],
)
def test_a_number_is_widened_by_its_rounding(number: NumberMention | None, interval: tuple[float, float]) -> None:
    assert claim_interval(framed(number)) == pytest.approx(interval)


def test_a_hedged_order_of_magnitude_is_not_widened_and_a_hedged_number_is() -> None:
    vague = told(20_000, 99_999, rule="vague").tree
    plain = told(20_000, 99_999).tree
    number = told(20_000, INF, grain=10_000, rule="hedge")
    for children, low in (((vague, plain), 20_000), ((plain, vague), 19_000)):
        frame = framed(replace(number, tree=replace(number.tree, children=children)))
        assert claim_interval(frame)[0] == low


@pytest.mark.parametrize(
    ("interval", "bound", "agreement"),
    [
        ((100, 100), "", AGREES),
        ((99, 100), "", AGREES),
        ((100, 101), "", AGREES),
        ((98, 99), "", BELOW),
        ((101, 102), "", ABOVE),
        ((70, INF), "", AGREES),
        ((69, INF), "", SILENT),
        ((101, INF), "", ABOVE),
        ((-INF, 140), "", AGREES),
        ((-INF, 141), "", SILENT),
        ((-INF, 99), "", BELOW),
        ((99, 99), "least", BELOW),
        ((99, 100), "least", AGREES),
        ((125, 125), "least", AGREES),
        ((126, 126), "least", SILENT),
        ((125, 200), "least", AGREES),
        ((80, INF), "least", AGREES),
        ((79, INF), "least", SILENT),
        ((126, INF), "least", SILENT),
        ((50, 110), "least", AGREES),
        ((-INF, 99), "least", BELOW),
        ((-INF, 125), "least", AGREES),
        ((-INF, 126), "least", SILENT),
        ((101, 101), "most", ABOVE),
        ((100, 101), "most", AGREES),
        ((80, 80), "most", AGREES),
        ((79, 79), "most", SILENT),
        ((50, 125), "most", AGREES),
        ((50, 126), "most", SILENT),
        ((101, INF), "most", ABOVE),
        ((80, INF), "most", AGREES),
        ((79, INF), "most", SILENT),
        ((-INF, 80), "most", AGREES),
        ((-INF, 126), "most", SILENT),
    ],
)
def test_a_number_agrees_with_a_hundred_or_lies_on_one_side_of_it(
    interval: tuple[float, float], bound: Bound, agreement: NumberAgreement
) -> None:
    assert compare_values(framed(told(100)), printed(100, bound=bound), interval) is agreement


def test_a_bound_is_near_within_a_factor_also_where_that_is_no_whole_number() -> None:
    frame, most = framed(told(100)), printed(101, bound="most")
    assert compare_values(frame, most, (80.5, 80.5)) is SILENT
    assert compare_values(frame, most, (80.9, 80.9)) is AGREES
    least = printed(101, bound="least")
    assert compare_values(frame, least, (126.5, 126.5)) is SILENT
    assert compare_values(frame, least, (80.5, INF)) is SILENT
    assert compare_values(frame, printed(101), (70.5, INF)) is SILENT
    assert compare_values(frame, printed(101), (-INF, 141.6)) is SILENT


@pytest.mark.parametrize(("whole", "agreement"), [(10, ABOVE), (3, BELOW), (5, AGREES), (None, AGREES)])
def test_a_part_of_another_whole_does_not_agree(whole: float | None, agreement: NumberAgreement) -> None:
    frame = framed(told(3, whole=whole))
    assert compare_values(frame, printed(3, whole=5), (3, 3)) is agreement
    (found,) = compare_all(frame, [matched(frame, printed(3, whole=5))], (3, 3))
    assert found.agreement is agreement


@pytest.mark.parametrize(
    ("interval", "agreement"),
    [
        ((90, 100), AGREES),
        ((200, 210), AGREES),
        ((90, 99), BELOW),
        ((201, 210), ABOVE),
        ((120, 130), AGREES),
        ((30, INF), SILENT),
        ((-INF, 300), SILENT),
    ],
)
def test_all_figures_are_compared_by_their_interval(interval: tuple[float, float], agreement: NumberAgreement) -> None:
    frame = framed(told(100))
    (found,) = compare_all(frame, [matched(frame, printed(100, 200))], interval)
    assert found.agreement is agreement


def test_a_minimum_is_compared_as_one_among_all_figures() -> None:
    frame = framed(told(500))
    found = compare_all(frame, [matched(frame, printed(100, INF, bound="least"))], (500, 500))
    assert [c.agreement for c in found] == [SILENT]


def test_a_figure_of_another_time_counts_only_with_the_very_number_or_with_notes() -> None:
    frame = framed(told(100), period="1920")
    other = matched(frame, printed(100))
    assert (other.period, other.must_agree) == (Relation.DIFFERENT, True)
    assert [c.agreement for c in compare_all(frame, [other], (100, 100))] == [AGREES]
    assert compare_all(frame, [other], (300, 300)) == []
    noted = matched(frame, printed(100, noted=[300]))
    assert not noted.must_agree
    assert [c.agreement for c in compare_all(frame, [noted], (300, 300))] == [ABOVE]
    assert not matched(framed(told(100)), printed(100)).must_agree


def test_a_comparison_names_the_dimensions_that_are_off() -> None:
    found = beside(printed(1), population=Relation.NARROWER, period=Relation.CLOSE, base=Relation.UNKNOWN)
    assert found.off == ("population", "base")
    assert list(found.relations) == ["predicate", "population", "place", "period", "base"]
    assert not found.is_full
    close = Relation.CLOSE
    assert beside(printed(1), predicate=close, population=close, place=close, period=close, base=close).is_full


@pytest.mark.parametrize(
    ("found", "dimension"),
    [
        (beside(printed(1), predicate=Relation.BROADER), "predicate"),
        (beside(printed(1), population=Relation.BROADER), "population"),
        (beside(printed(1), place=Relation.BROADER), "place"),
        (beside(printed(1), period=Relation.BROADER), "period"),
        (beside(printed(1), base=Relation.DIFFERENT), "base"),
    ],
)
def test_one_dimension_that_is_off_is_enough_not_to_be_full(found: FigureComparison, dimension: str) -> None:
    assert not found.is_full
    assert found.off == (dimension,)


def test_what_has_nothing_to_do_with_a_figure_is_not_matched() -> None:
    frame, percent = framed(told(30)), framed(told(30, measure="percent", unit="percent"))
    assert match_dimensions(frame, printed(30)) is not None
    assert match_dimensions(percent, printed(30, measure="percent")) is not None
    assert match_dimensions(framed(), printed(30)) is None
    assert match_dimensions(frame, printed(30, measure="percent")) is None
    assert match_dimensions(percent, printed(30)) is None
    assert match_dimensions(frame, printed(30, plan=True)) is None
    assert match_dimensions(framed(told(30), plan=True), printed(30)) is None
    assert match_dimensions(framed(told(30), plan=True), printed(30, plan=True)) is not None
    assert match_dimensions(frame, printed(30, place="kosovo")) is None
    assert match_dimensions(frame, printed(30, unit="trains")) is None
    assert match_dimensions(frame, printed(30, groups=["koreans"])) is None


def test_the_dimensions_of_a_match_are_those_of_its_parts() -> None:
    frame = framed(told(30), predicates=["die"], groups=["officers"], place="leningrad")
    found = match_dimensions(frame, printed(30, groups=["marshals"]))
    assert found is not None
    assert (found.predicate, found.population, found.place) == (Relation.BROADER,) * 2 + (Relation.NARROWER,)


def test_the_bases_of_two_shares_must_be_the_same() -> None:
    share = told(30, measure="percent", unit="percent")
    of_dismissed = framed(share, base=["dismiss"])
    for base, measure, relation in (
        (["dismiss"], "percent", Relation.SAME),
        (["arrest"], "percent", Relation.DIFFERENT),
        ([], "percent", Relation.DIFFERENT),
    ):
        found = match_dimensions(of_dismissed, printed(30, base=base, measure=measure))
        assert found is not None
        assert found.base is relation
    without = match_dimensions(framed(share), printed(30, measure="percent", base=["arrest"]))
    assert without is not None
    assert without.base is Relation.DIFFERENT
    counted = match_dimensions(framed(told(30)), printed(30, base=["arrest"]))
    assert counted is not None
    assert counted.base is Relation.SAME


@pytest.mark.parametrize(
    ("unit", "fits"),
    [
        ("persons", True),
        ("", True),
        ("deaths", True),
        ("death sentences", True),
        ("of 33,460", True),
        ("prisoners", True),
        ("officers dismissed", True),
        ("kulaks executed", True),
        ("displaced persons", True),
        ("trains", False),
        ("trains of persons held", False),
    ],
)
def test_people_are_compared_with_people(unit: str, fits: bool) -> None:
    assert (match_dimensions(framed(told(30)), printed(30, unit=unit)) is not None) is fits
    assert (match_dimensions(framed(told(30, unit="arrests")), printed(30, unit=unit)) is not None) is fits
    assert match_dimensions(framed(told(30, unit="miles")), printed(30, unit=unit)) is None


def test_other_things_are_compared_with_the_same_things_and_a_group_unknown_to_us_is_people() -> None:
    assert match_dimensions(framed(told(30, unit="trains")), printed(30, unit="trains sent")) is not None
    bakers = framed(told(30, unit="bakers"), groups=["~baker"])
    assert match_dimensions(bakers, printed(30, groups=["~baker"])) is not None
    assert match_dimensions(bakers, printed(30, groups=["~baker"], unit="trains")) is None


@pytest.mark.parametrize(
    ("number", "figure", "distinctive"),
    [
        (told(123), printed(123), True),
        (told(12), printed(12), False),
        (told(12_000), printed(12_000), False),
        (told(12_300), printed(12_300), True),
        (told(1.23), printed(1.23), True),
        (told(1.2), printed(1.2), False),
        (told(10, 20), printed(10, 20), True),
        (told(123), printed(123, 124), False),
        (told(123), printed(122, 123), False),
        (None, printed(123), False),
    ],
)
def test_the_very_digits_of_a_figure_are_no_chance_meeting(
    number: NumberMention | None, figure: Figure, distinctive: bool
) -> None:
    assert is_distinctive(framed(number), figure) is distinctive


OPERATION = ["polish-operation"]


@pytest.mark.parametrize(
    ("frame", "figure", "period"),
    [
        (framed(told(1)), printed(1), Relation.SAME),
        (framed(told(1), period="1920"), printed(1), Relation.DIFFERENT),
        (framed(told(1), known="context"), printed(1), Relation.SAME),
        (framed(told(1), period="1920", known="context"), printed(1), Relation.UNKNOWN),
        (framed(told(1), period="1930/1950", known="context"), printed(1), Relation.CLOSE),
        (framed(told(1), period="1920", known="context", date="1920"), printed(1), Relation.DIFFERENT),
        (framed(told(1), period="1930/1950", known="context", date="1930"), printed(1), Relation.CLOSE),
        (framed(told(1), period="1920", known="event"), printed(1), Relation.DIFFERENT),
        (framed(told(1), period="1930/1950", known="event"), printed(1), Relation.BROADER),
        (framed(told(1), period="1930/1950"), printed(1), Relation.BROADER),
        (framed(told(1), period=""), printed(1), Relation.UNKNOWN),
        (framed(told(1), period="", operations=OPERATION), printed(1, operations=OPERATION), Relation.CLOSE),
        (
            framed(told(1), period="1920", known="context", operations=OPERATION),
            printed(1, operations=OPERATION),
            Relation.CLOSE,
        ),
        (
            framed(told(1), period="1920", known="event", operations=OPERATION),
            printed(1, operations=OPERATION),
            Relation.CLOSE,
        ),
        (framed(told(1), period="1920", operations=OPERATION), printed(1, operations=OPERATION), Relation.DIFFERENT),
    ],
)
def test_a_period_carried_over_decides_less_than_one_that_is_stated(
    frame: ClaimFrame, figure: Figure, period: Relation
) -> None:
    assert matched(frame, figure).period is period


def test_the_tree_of_a_number_decides_its_measure() -> None:
    node = NumberNode("percent", 0, 1, 30, 30, measure="percent")
    assert replace(told(30), tree=node).is_share
