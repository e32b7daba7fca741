from __future__ import annotations

import math

import pytest
from benchmarks.claims.numbers import measure
from hypothesis import given
from hypothesis import strategies as st

from byname.claims.numbers.mentions import NumberMention
from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.tokens import tokenize


def numbers(text: str) -> list[NumberMention]:
    return list(find_mentions(tokenize(text)).numbers)


def intervals(text: str) -> list[tuple[float, float]]:
    return [(number.low, number.high) for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between twenty five and fifty percent of the officers", (25, 50)),
        ("between six hundred thousand and one million people", (600_000, 1_000_000)),
        ("one and a half million people", (1_500_000, 1_500_000)),
        ("a million and a half people", (1_500_000, 1_500_000)),
        ("2 to 3 million people", (2_000_000, 3_000_000)),
        ("10-12,000 people", (10_000, 12_000)),
        ("600 000–1 000 000 people", (600_000, 1_000_000)),
        ("at least 724,000 people", (724_000, math.inf)),
        ("up to 100,000 people", (-math.inf, 100_000)),
        ("tens of thousands of people", (20_000, 99_999)),
        ("полтора миллиона человек", (1_500_000, 1_500_000)),
        ("от 600 тысяч до миллиона человек", (600_000, 1_000_000)),
        ("1 млн 344 тыс. 923 человека", (1_344_923, 1_344_923)),
        ("1.777.043 prisoners", (1_777_043, 1_777_043)),
        ("nine out of ten generals", (0.9, 0.9)),
    ],
)
def test_an_expression_of_quantity_is_one_interval(text: str, expected: tuple[float, float]) -> None:
    assert intervals(text) == [pytest.approx(expected)]


@pytest.mark.parametrize(
    "text",
    [
        "Order No. 00447 came into force.",
        "She was sentenced under Article 58-10.",
        "See p. 253 of the second volume.",
        "The Seventeenth Congress met.",
        "One of the first victims was a poet.",
        "No one knew.",
        "The ten-day investigation began.",
        "In 1937 the terror began.",
        "The note [12] gives no source.",
        "The ISBN 978-0-300-12389-2 is printed inside.",
        "По статье 58-10 его осудили.",
        "Приказ № 00447 был подписан.",
    ],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert numbers(text) == []


def test_a_range_shares_the_scale_of_its_upper_end_but_not_of_a_number_that_has_its_own() -> None:
    assert intervals("5.5-6.5 million people") == [(5_500_000, 6_500_000)]
    assert intervals("from 950,000 to 1.2 million deaths") == [(950_000, 1_200_000)]


def test_a_rise_by_one_number_to_another_is_no_range() -> None:
    assert intervals("The quota rose by 48,000 to 123,950.") == [(48_000, 48_000), (123_950, 123_950)]


def test_a_part_keeps_its_whole() -> None:
    (found,) = numbers("Three of the five marshals were removed.")
    assert (found.low, found.tree.whole, found.unit) == (3, 5, "persons")


def test_a_percentage_keeps_its_base() -> None:
    (found,) = numbers("Some 30 percent of the officers purged in 1937 were allowed to return.")
    assert (found.unit, found.base, found.hedge) == ("percent", "officers purged", "about")


def test_a_year_before_a_noun_of_people_is_a_count_only_without_a_word_of_time() -> None:
    assert intervals("Of 1966 delegates many were shot.") == [(1966, 1966)]
    assert intervals("In 1937 people were shot.") == []


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault_and_every_mention_stands_where_it_says(text: str) -> None:
    found = find_mentions(tokenize(text))
    for number in found.numbers:
        assert 0 <= number.start < number.end <= len(text)
        assert number.low <= number.high
    for date in found.dates:
        assert 0 <= date.start < date.end <= len(text)


@pytest.mark.measured
def test_labelled_sentences_of_history_are_read() -> None:
    found = measure()
    assert found["numbers_f1"] >= 0.985
    assert found["dates_recall"] >= 0.99
    assert found["units"] >= 0.96
    assert found["bases"] >= 0.95
