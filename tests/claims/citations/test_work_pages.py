from __future__ import annotations

import time

import pytest

from byname.claims.citations.work_pages import WorkPages, content_words, value_of
from byname.claims.numbers.number_grammar import read_quantity
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.text.tokens import tokenize

PAGES = (
    "Title",
    "11\nThe archive counts 681 692 executions; 13.6 percent of the officers fell.",
    "12\nThe share was two thirds. On 12 June 1937 eight men were tried.\nIn 1936 between 10,000 and 12,000 fell.",
    "13\nNumber of the dead: 30\xa0000. Table: 1936 45.5; 1937 51.2",
)


def number(written: str) -> NumberNode:
    """A number as it stands in a text."""
    node = read_quantity(tokenize(written), 0)
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("681,692 people", [1]),
        ("681 692 человека", [1]),
        ("at least 681,692", [1]),
        ("681,693 people", []),
        ("13.6%", [1]),
        ("13.6 men", []),
        ("66.666667 percent", [2]),
        ("10,000 to 12,000", [2]),
        ("10,000 people", [2]),
        ("thirty thousand", [3]),
        ("45.5 percent", [3]),  # a table gives it without its sign
        ("eight men", [2]),
    ],
)
def test_a_number_is_found_by_its_value(written: str, pages: list[int]) -> None:
    assert [place.page for place in WorkPages(PAGES).of_number(number(written))] == pages


@pytest.mark.parametrize(
    ("edtf", "pages"), [("1937-06-12", [2]), ("1937-06", [2]), ("1937", [2, 3]), ("1937-06-13", []), ("1938", [])]
)
def test_a_date_is_found_where_it_or_one_within_it_stands(edtf: str, pages: list[int]) -> None:
    assert [place.page for place in WorkPages(PAGES).of_date(edtf)] == pages


def test_a_statement_is_found_where_most_of_its_words_stand_in_one_sentence() -> None:
    work = WorkPages(
        ["Kirov led the party in Leningrad. The purge began later.", "His murder began the purge of parties."]
    )
    words = content_words(tokenize("The purge began with the murder of the party."))
    assert [place.page for place in work.of_words(words)] == [1]
    assert work.of_words(frozenset({"purge"})) == []  # too little is said
    russian = content_words(tokenize("Начались массовые расстрелы врагов"))
    assert russian == content_words(tokenize("начались массовые расстрелы врагов"))


def test_pages_are_numbered_as_they_are_printed() -> None:
    work = WorkPages(PAGES)
    assert [work.printed(place) for place in range(4)] == [10, 11, 12, 13]
    assert WorkPages(["One.", "Two."]).printed(1) == 2
    assert not WorkPages(["One."]).has_pages


def test_a_quotation_shows_the_words_around_on_one_line() -> None:
    work = WorkPages(["word " * 100 + "they shot\n12 men " + "word " * 100])
    (place,) = work.of_number(number("12 men"))
    quotation = work.quotation(place)
    assert "they shot 12 men" in quotation
    assert len(quotation) < 170
    assert quotation.startswith("word") and quotation.endswith("word")  # noqa: PT018


def test_a_share_and_a_hedge_have_one_value() -> None:
    assert value_of(number("two thirds"))[0] is True
    assert value_of(number("more than 5")) == value_of(number("5"))


def test_a_number_on_every_page_is_kept_a_few_times_only() -> None:
    work = WorkPages(["They shot 12 men."] * 300)
    began = time.process_time()
    assert len(work.of_number(number("12 men"))) == 50
    assert time.process_time() - began < 1
