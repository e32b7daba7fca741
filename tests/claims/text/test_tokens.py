from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from byname.claims.text.tokens import digits_value, tokenize


@given(st.integers(0, 10**9), st.sampled_from([",", " ", "\u00a0", "\u202f", "\u2009"]))
def test_digits_with_any_separator_of_thousands_give_their_number(number: int, separator: str) -> None:
    written = f"{number:,}".replace(",", separator)
    assert digits_value(written)[0] == number
    assert [token.text for token in tokenize(f"some {written} people")][1] == written
