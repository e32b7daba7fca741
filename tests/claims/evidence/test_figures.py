from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.claims.conftest import printed

from byname.claims.evidence.figures import DateFact, Evidence, Figure, pages
from byname.values import FuzzyDate


def day(id: str) -> DateFact:
    return DateFact(id, "words", frozenset(), frozenset(), FuzzyDate.parse("1937"), "popular", "", "")


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (printed(681_692), "681,692"),
        (printed(3.7, 7.7, measure="percent"), "3.7 to 7.7%"),
        (printed(12, measure="percent"), "12%"),
        (printed(4_400, math.inf, bound="least"), "at least 4,400"),
        (printed(-math.inf, 50, bound="most", measure="percent"), "at most 50%"),
        (printed(1_000, 2_000), "1,000 to 2,000"),
    ],
)
def test_a_value_is_told_with_its_bound_and_unit(figure: Figure, words: str) -> None:
    assert figure.value_text == words


@pytest.mark.parametrize(
    ("kind", "strength"),
    [
        ("archival-statistic", 3),
        ("scholarly-estimate", 3),
        ("archive-result", 2),
        ("official-statement", 2),
        ("popular", 1),
        ("rumour", 1),
    ],
)
def test_a_source_is_as_strong_as_its_kind(kind: str, strength: int) -> None:
    assert printed(1, kind=kind).strength == strength


@pytest.mark.parametrize(
    ("author", "title", "year", "text"),
    [
        ("A. Author", "A Book", "1990", "A. Author, A Book (1990)"),
        ("", "A Book", "n.d.", "A Book"),
        ("A. Author", "", "", "A. Author"),
    ],
)
def test_a_source_is_told_as_far_as_it_is_known(author: str, title: str, year: str, text: str) -> None:
    figure = printed(1)
    source = replace(figure.source, author=author, title=title, year=year)
    assert replace(figure, source=source).source_text == text


def test_a_row_of_one_table_takes_the_place_of_the_other_s_with_all_its_parts() -> None:
    ours = Evidence(
        (printed(1, id="a/1"), printed(2, id="a/2"), printed(3, id="b")), (day("d"), day("e")), {"a": "old"}
    )
    theirs = Evidence((printed(9, id="a"),), (day("d"),), {"a": "new"})
    joined = ours.joined(theirs)
    assert [(figure.id, figure.value.low) for figure in joined.figures] == [("b", 3), ("a", 9)]
    assert [fact.id for fact in joined.dates] == ["e", "d"]
    assert joined.sources == {"a": "new"}


def test_the_figures_and_operations_of_a_population_are_named_together() -> None:
    assert printed(1, groups=["writers"], operations=["gulag"]).population.named == {"writers", "gulag"}
    assert not printed(1, groups=()).population.named


def test_stronger_sources_stand_first_and_rows_of_one_strength_keep_their_order() -> None:
    figures = [printed(n, id=f"f{n}", kind=kind) for n, kind in enumerate(("popular", "official-statement", "popular"))]
    facts = [replace(day(id), kind=kind) for id, kind in (("a", "popular"), ("b", "scholarly-estimate"))]
    ordered = Evidence((*figures, printed(9, id="f9")), tuple(facts), {"f1": "a source"}).strongest_first()
    assert [figure.id for figure in ordered.figures] == ["f9", "f1", "f0", "f2"]
    assert [fact.id for fact in ordered.dates] == ["b", "a"]
    assert ordered.sources == {"f1": "a source"}


@pytest.mark.parametrize(
    ("page", "words"), [("480", "p. 480"), ("473-480", "pp. 473-480"), ("1, 3", "pp. 1, 3"), ("", "")]
)
def test_one_page_or_several(page: str, words: str) -> None:
    assert pages(page) == words


def test_an_original_is_told_with_its_page_before_the_page_at_which_it_was_read() -> None:
    source = replace(printed(1).source, author="A", title="B", year="1993", page="1022-1024", read_at="A Mirror")
    assert source.text == "A, B (1993), pp. 1022-1024; read at: A Mirror"
