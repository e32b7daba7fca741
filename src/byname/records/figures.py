"""Records stage: figures of any script, and Roman numerals, as lists write them."""

from __future__ import annotations

import unicodedata

# Roman numerals as they stand for months and for the years of the French republican calendar.
ROMAN = {
    numeral: number
    for number, numeral in enumerate(
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"), 1
    )
}
ROMAN_MONTHS = {numeral: number for numeral, number in ROMAN.items() if number <= 12}


def in_ascii_digits(text: str) -> str:
    """The same text with the digits of other scripts written as 0 to 9.

    >>> in_ascii_digits("١٩٣٧")
    '1937'
    """
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in text)
