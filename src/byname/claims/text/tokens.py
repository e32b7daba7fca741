"""Claims stage: a text as tokens, each with its characters in the text.

Goes in: text. Comes out: words, numbers written in digits (with their thousands separators) and marks. The grammars of
numbers and of dates read these tokens; nothing else of the stage takes a text apart.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DASHES = frozenset("-‐‑–—−")  # every mark that joins the two ends of a range
_GROUP = "[,\u00a0\u202f\u2009 '’]"  # comma, spaces of any width, apostrophe between groups of three digits
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"  # first, for most tokens are words
    rf"|(?P<number>(?<![\d.])\d{{1,3}}(?:{_GROUP}\d{{3}})+(?:\.\d+)?(?!\d)|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?!\d)"
    r"|\d++(?:[.,]\d++)?+(?![.,]\d))"
    r"|(?P<code>\d+(?:[.,]\d+)+)"
    r"|(?P<mark>[^\w\s]|_)"
)
_MIXED_GROUPS = re.compile(r"^\d{1,3}(?:([^\d])\d{3})(?:[^\d]\d{3})*")
_MOST_ZEROS = 300  # a float holds no more


class Token(NamedTuple):
    """A word, a number in digits, or a mark; `start` and `end` are characters of the text (end excluded)."""

    text: str
    lower: str
    start: int
    end: int
    kind: str

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.kind == "number"


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """The tokens of a text; `offset` is added to every position.

    >>> [token.text for token in tokenize("Some 600 000–1 000 000 people")]
    ['Some', '600 000', '–', '1 000 000', 'people']
    """
    found: list[Token] = []
    make = Token._make
    for match in _TOKEN.finditer(text):
        written = match.group()
        start, end = match.span()
        lower = written.lower()
        if "’" in lower:
            lower = lower.replace("’", "'")
        found.append(make((written, lower, start + offset, end + offset, match.lastgroup or "mark")))
    return found


def digits_value(written: str) -> tuple[float, float]:
    """The value of a number in digits and the size of its last digit that is not a zero at the end.

    >>> digits_value("681,692"), digits_value("13,6"), digits_value("1.777.043"), digits_value("2 000")
    ((681692.0, 1.0), (13.6, 0.1), (1777043.0, 1.0), (2000.0, 1000.0))
    """
    plain = _without_groups(written)
    value = float(plain)
    if "." in plain:
        return value, 10.0 ** -len(plain.partition(".")[2])
    zeros = len(plain) - len(plain.rstrip("0")) if value else 0
    return value, 10.0 ** min(zeros, _MOST_ZEROS)


def _without_groups(written: str) -> str:
    if written.count(".") > 1:
        return written.replace(".", "")
    if "," in written and not _MIXED_GROUPS.match(written):
        return written.replace(",", ".")
    whole, point, part = written.partition(".")
    if written.startswith("0,"):
        return written.replace(",", ".")
    return re.sub(r"\D", "", whole) + point + part
