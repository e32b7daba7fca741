from __future__ import annotations

import pytest

from byname.values.printed import PrintedNumber, said

THIN = "\u202f"


def _number(value: float, decimals: int = 0) -> PrintedNumber:
    return PrintedNumber("n", "people", value, "counted", "people", decimals=decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.0, 0, "0"),
        (999.0, 0, "999"),
        (1234567.0, 0, f"1{THIN}234{THIN}567"),
        (-1234.0, 0, f"-1{THIN}234"),
        (1044.6, 0, f"1{THIN}045"),
        (0.21757, 3, "0.218"),
        (12345.5, 1, f"12{THIN}345.5"),
        (2.0, 2, "2.00"),
    ],
)
def test_a_number_is_printed_with_thin_spaces_and_its_decimals(value: float, decimals: int, text: str) -> None:
    assert _number(value, decimals).text == text


def test_the_ends_of_an_interval_are_printed_like_the_number() -> None:
    assert _number(0.5, 2).formatted(1 / 3) == "0.33"
    assert _number(5).formatted(7481.2) == f"7{THIN}481"


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), (False, "no"), (0.0, "0"), (3.0, "3"), (0.0004567, "0.000457"), (999.96, "1e+03"),
     (-12345, "-12\u202f345"), (1000.4, "1\u202f000"), ("shot", "shot")],
)  # fmt: skip
def test_a_value_in_words(value: object, words: str) -> None:
    assert said(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(-12345, "-12,345"), (1234567.5, "1,234,568"), (999, "999"), ("1,2", "1,2"), (True, "yes")]
)
def test_thousands_stand_apart_by_the_sign_that_is_asked_for(value: object, words: str) -> None:
    assert said(value, ",") == words
