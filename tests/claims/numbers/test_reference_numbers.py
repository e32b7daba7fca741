from __future__ import annotations

import pytest

from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.tokens import tokenize


def numbers(text: str) -> list[float]:
    return [number.low for number in find_mentions(tokenize(text)).numbers]


@pytest.mark.parametrize(
    "text",
    [
        "See pp. 12 and 14.",
        "Articles 58-10, 58-11 were used.",
        "At 10:30 he left.",
        "It is file 12.",
        "Note [12] says so.",
        "Under 58-10 he was held.",
        "The book is 978-0-300-12389-2.",
        "By order 00447 it began.",
        "See vol. 5 for it.",
    ],
)
def test_a_number_that_names_a_thing_counts_nothing(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("See p. 12 and 14 officers.", [14]),  # the chain ends before a noun of people
        ("Under article 58 they shot 12 men.", [12]),
        ("From 10-12 officers fell.", [10]),
        ("They made lists of 12 officers.", [12]),
        ("No 12 officers came.", [12]),
    ],
)
def test_a_number_beside_a_reference_still_counts(text: str, counted: list[float]) -> None:
    assert numbers(text) == counted
