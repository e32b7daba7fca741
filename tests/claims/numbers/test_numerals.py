from __future__ import annotations

import pytest

from byname.claims.numbers.numerals import read_numeral
from byname.claims.text.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "value", "length"),
    [
        ("twenty-five men", 25, 3),
        ("twenty five men", 25, 2),
        ("three hundred and twenty men", 320, 4),
        ("two thousand and five men", 2_005, 4),
        ("two million five hundred thousand men", 2_500_000, 5),
        ("five thousand million", 5_000, 2),  # a greater scale begins another number
        ("six hundred and one", 601, 4),
        ("one and a half million", 1_500_000, 5),
        ("a million and a half", 1_500_000, 5),
        ("half a million men", 500_000, 3),
        ("полтора миллиона человек", 1_500_000, 2),
        ("1 млн 344 тыс. 923 человека", 1_344_923, 6),
        ("5 тыс. человек", 5_000, 3),
        ("three dozen men", 36, 2),
        ("a dozen men", 12, 2),
        ("12k men", 12_000, 2),
        ("hundred", 0, 0),
        ("men", 0, 0),
        ("a man", 0, 0),
        ("thousand", 0, 0),
    ],
)
def test_a_numeral_is_one_value_of_so_many_words(text: str, value: float, length: int) -> None:
    node = read_numeral(tokenize(text), 0)
    assert (node.low if node else 0, node.last if node else 0) == (value, length)


def test_an_and_is_kept_out_where_it_parts_two_numbers() -> None:
    tokens = tokenize("six hundred and one thousand")
    joined, apart = read_numeral(tokens, 0), read_numeral(tokens, 0, joined=False)
    assert joined is not None
    assert apart is not None
    assert (joined.low, apart.low, apart.last) == (601_000, 600, 2)


@pytest.mark.parametrize(
    ("text", "grain"),
    [("600 thousand", 100_000), ("681,692", 1), ("2.5 million", 100_000), ("twelve hundred", 100), ("1,500", 100)],
)
def test_the_grain_is_the_last_digit_that_is_said(text: str, grain: float) -> None:
    node = read_numeral(tokenize(text), 0)
    assert node is not None
    assert node.grain == pytest.approx(grain)


def test_no_numeral_begins_beyond_the_end() -> None:
    assert read_numeral(tokenize("five"), 1) is None


def test_one_scale_keeps_the_value_before_it() -> None:
    node = read_numeral(tokenize("six million"), 0)
    assert node is not None
    assert (node.rule, node.mantissa) == ("scaled", 6)
    two = read_numeral(tokenize("six million two thousand"), 0)
    assert two is not None
    assert two.rule == "numeral"
