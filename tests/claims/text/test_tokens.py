from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.claims.text.tokens import digits_value, tokenize


@given(st.integers(0, 10**9), st.sampled_from([",", " ", "\u00a0", "\u202f", "\u2009"]))
def test_digits_with_any_separator_of_thousands_give_their_number(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    assert digits_value(written)[0] == number
    assert [token.text for token in tokenize(f"some {written} people")][1] == written


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Stalin’s 12 men", ["word", "number", "word"]),
        ("58.10.2 or 1,2,3", ["code", "word", "code"]),
        ("600 000–1 000 000", ["number", "mark", "number"]),
        ("5.5%", ["number", "mark"]),
    ],
)
def test_words_numbers_codes_and_marks_are_told_apart(text: str, kinds: list[str]) -> None:
    assert [token.kind for token in tokenize(text)] == kinds


def test_a_token_stands_at_its_characters_and_its_apostrophe_is_plain() -> None:
    first, second = tokenize("Stalin’s men", offset=10)
    assert (first.text, first.lower, first.start, first.end) == ("Stalin’s", "stalin's", 10, 18)
    assert (second.start, second.end) == (19, 22)


@pytest.mark.parametrize(
    ("written", "value", "grain"),
    [("0,5", 0.5, 0.1), ("13,6", 13.6, 0.1), ("13.60", 13.6, 0.01), ("1,000", 1_000, 1_000), ("0", 0, 1)],
)
def test_a_comma_parts_decimals_where_it_parts_no_thousands(written: str, value: float, grain: float) -> None:
    assert digits_value(written) == pytest.approx((value, grain))
