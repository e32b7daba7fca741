from __future__ import annotations

import pytest

from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.tokens import tokenize


def counted(text: str) -> list[tuple[str, str]]:
    return [(number.unit, number.noun) for number in find_mentions(tokenize(text)).numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They shot 12 officers.", [("persons", "officers")]),
        ("They shot 12 of the former senior officers.", [("persons", "officers")]),
        ("There were 75,950 and 193,000 persons there.", [("persons", "persons")] * 2),
        ("The number of arrests was 1,372,392.", [("arrests", "arrests")]),
        ("They passed 500 death sentences.", [("death sentences", "death sentences")]),
        ("They freed 12 kulak families.", [("persons", "kulak")]),
        ("They freed 12 prisoner officers.", [("persons", "officers")]),
        ("In May 12 were shot.", [("persons", "")]),
        ("They bought 12 tractors.", [("tractors", "tractors")]),
        ("They bought 12.", [("count", "")]),
        ("He was gone for 12 years.", [("years", "years")]),
        ("They shot 12, and 15 more.", [("persons", "")] * 2),
    ],
)
def test_a_number_counts_the_noun_that_belongs_to_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("Some 30 percent of the officers purged in 1937 returned.", "officers purged"),
        ("Some 30 percent of all army officers were dismissed.", "army officers"),
        ("Half of those arrested were shot.", "arrested"),
        ("It fell by 30 percent.", ""),
    ],
)
def test_a_share_has_the_words_of_its_base(text: str, base: str) -> None:
    assert [number.base for number in find_mentions(tokenize(text)).numbers] == [base]
