from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.claims.conftest import beside, framed, printed, told

from byname.claims.evidence.figures import FigureWording
from byname.claims.verdicts.comparison import FigureComparison, NumberAgreement
from byname.claims.verdicts.dimensions import Relation
from byname.claims.verdicts.reasons import (
    MOST_EVIDENCE,
    as_said,
    describe,
    evidence_ids,
    remark_on,
    strength,
    unsaid,
    way_of,
    who_says,
)

KINDS = ("popular", "official-statement", "archival-statistic")


def of_kinds(*kinds: str) -> list[FigureComparison]:
    return [beside(printed(100 + at, id=f"f-{at}", kind=kind)) for at, kind in enumerate(kinds)]


def test_the_strongest_source_comes_first() -> None:
    compared = of_kinds(*KINDS)
    assert strength(compared) == 3
    assert strength([]) == 0
    assert evidence_ids(compared) == ("f-2", "f-1", "f-0")
    told_of = who_says(compared)
    assert told_of.index("102") < told_of.index("101")
    assert "100 persons" not in told_of


def test_evidence_is_named_once_and_no_more_than_six_times() -> None:
    many = [beside(printed(1, id=f"f-{at}")) for at in range(9)]
    assert evidence_ids([*many, *many]) == tuple(f"f-{at}" for at in range(MOST_EVIDENCE))
    assert MOST_EVIDENCE == 6
    assert who_says([many[0], many[0]]) == describe(many[0].figure)


def test_a_figure_is_described_by_value_subject_period_source_and_kind() -> None:
    figure = printed(1_118, period="1937/1938", unit="persons shot")
    assert describe(figure) == "1,118 persons shot (a list, count, 1937 to 1938; Author of f-1, archival)"
    share = printed(3.7, 7.7, measure="percent", unit="percent of officers", period="", kind="scholarly-estimate")
    assert describe(share) == "3.7 to 7.7% of officers (a list, count; Author of f-1, scholarly)"
    titled = replace(figure, source=replace(figure.source, author="", title="A Book", kind="archive-result"))
    assert describe(titled).endswith("; A Book, from the archive)")


@pytest.mark.parametrize(("length", "told_of"), [(40, True), (41, False)])
def test_a_long_quantity_is_left_out_of_a_description(length: int, told_of: bool) -> None:
    figure = replace(printed(5), wording=FigureWording("a list", "q" * length, "persons"))
    assert (("q" * length) in describe(figure)) is told_of


def test_how_figures_differ_is_told_from_their_side() -> None:
    above, below = (beside(printed(1), way) for way in (NumberAgreement.ABOVE, NumberAgreement.BELOW))
    assert way_of([above]) == "sources give less than the text says"
    assert way_of([below, below]) == "sources give more than the text says"
    assert way_of([above, below]) == "sources give other numbers"


def test_a_number_is_told_as_it_is_written() -> None:
    assert as_said(framed(told(12))) == "'12'"
    assert as_said(framed()) == "the claim"


def test_figures_that_count_more_are_remarked_on_only_where_all_do() -> None:
    close, same = beside(printed(1), predicate=Relation.CLOSE), beside(printed(1))
    assert remark_on([close, close]) == ", which counts more than the text names"
    assert remark_on([close, same]) == ""


@pytest.mark.parametrize(
    ("compared", "word"),
    [
        (beside(printed(1), place=Relation.UNKNOWN), "where"),
        (beside(printed(1), period=Relation.UNKNOWN), "when"),
        (beside(printed(1), place=Relation.UNKNOWN, period=Relation.UNKNOWN), "where"),
        (beside(printed(1), population=Relation.UNKNOWN), "of whom"),
        (beside(printed(1)), "of whom"),
    ],
)
def test_what_a_text_leaves_open_is_named(compared: FigureComparison, word: str) -> None:
    assert unsaid(compared) == word


def test_an_open_figure_is_described_by_its_bound() -> None:
    figure = printed(4_400, math.inf, bound="least")
    assert describe(figure).startswith("at least 4,400 persons (")
