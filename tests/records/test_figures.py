"""Figures of any script and Roman numerals."""

from __future__ import annotations

import pytest

from byname.records.figures import ROMAN, ROMAN_MONTHS, in_ascii_digits


@pytest.mark.parametrize(
    ("text", "plain"),
    [("1937", "1937"), ("١٩٣٧", "1937"), ("१९३७ г.", "1937 г."), ("２３/５", "23/5"), ("²", "²"), ("", "")],
)
def test_digits_of_every_script_become_ascii_and_all_else_stays(text: str, plain: str) -> None:
    assert in_ascii_digits(text) == plain


def test_months_are_the_first_twelve_roman_numerals() -> None:
    assert ROMAN["XIV"] == 14
    assert list(ROMAN_MONTHS.values()) == list(range(1, 13))
    assert "XIII" not in ROMAN_MONTHS
