"""Records stage: ages as sources write them ("35 años", "2 meses", "ca. 40", "w wieku 27 lat") to full years.

One number or two with a range between them are an age where every other word of the text is a unit of time or one of
the words that stand beside ages (words.yaml); anything else is flagged, not guessed.
"""

from __future__ import annotations

import re
from functools import cache

from byname.records.date_words import without_marks
from byname.records.figures import in_ascii_digits
from byname.records.vocabulary import load

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:[.'’][^\W\d_]+)*|[-–/~?;]")
_NEGATIVE = re.compile(r"[-–−]\s?\d")
_OLDEST = 120
_LARGEST = 50_000  # days of an age


def read_age(text: str) -> tuple[str | None, str | None]:
    """The age in full years, `35` or `35/40`, and a flag where it is doubtful or not understood.

    >>> read_age("35 años"), read_age("2 meses"), read_age("35-40")
    (('35', None), ('0', None), ('35/40', None))
    >>> read_age("w wieku 27 lat"), read_age("adulto")
    (('27', None), (None, 'not understood as an age: adulto'))
    >>> read_age("24; 25"), read_age("50; 75; 100")[0]  # two values of one cell
    (('24/25', None), None)
    >>> read_age("-1")
    (None, 'no such age: -1')
    """
    plain = without_marks(in_ascii_digits(text).lower()).strip(" .,;:()")
    if plain in _words("newborn"):
        return "0", None
    if _NEGATIVE.match(plain):  # as programs mark what they do not know
        return None, f"no such age: {text}"
    tokens = _TOKEN.findall(plain)
    numbers = [(place, float(token.replace(",", "."))) for place, token in enumerate(tokens) if token[0].isdecimal()]
    words = [token.strip(".") for token in tokens if token[0].isalnum() and not token[0].isdecimal()]
    units = [unit for unit in map(_unit, words) if unit is not None]
    if not numbers or max(number for _, number in numbers) > _LARGEST or not all(map(_is_known, words)):
        return None, f"not understood as an age: {text}"
    unit = max(units, default=1.0) if len(numbers) == 1 or _is_range(tokens, numbers) else None
    if unit is None and _is_compound(words, len(numbers)):
        numbers, unit = numbers[:1], 1.0
    if unit is None:
        return None, f"not understood as an age: {text}"
    low, high = (int(number * unit) for number in (numbers[0][1], numbers[-1][1]))
    if not low <= high <= _OLDEST:
        return None, f"no such age: {text}"
    doubt = any(token in "~?" for token in tokens) or any(word in _words("about") for word in words)
    return (str(low) if low == high else f"{low}/{high}"), f"doubtful: {text}" if doubt else None


def _is_range(tokens: list[str], numbers: list[tuple[int, float]]) -> bool:
    """Whether two numbers are the ends of a range: one sign or word stands between them, or a "between" before them."""
    if len(numbers) != 2:
        return False
    between = tokens[numbers[0][0] + 1 : numbers[1][0]]
    before = tokens[: numbers[0][0]]
    return len(between) == 1 or (len(between) <= 3 and any(word in _words("between") for word in before))


def _is_compound(words: list[str], numbers: int) -> bool:
    """Whether the numbers are years and months ("64 years and 3 months")."""
    units = [unit for unit in map(_unit, words) if unit is not None]
    return numbers == 2 and len(units) == 2 and units[0] == 1.0 and units[1] < 1.0


def _is_known(word: str) -> bool:
    known = (_words(kind) for kind in ("about", "beside", "between", "joining", "newborn"))
    return _unit(word) is not None or any(word in words for words in known)


def _unit(word: str) -> float | None:
    """How many years a unit of time is; None for a word that is none."""
    for unit, years in (("years", 1.0), ("months", 1 / 12), ("weeks", 1 / 52), ("days", 1 / 365)):
        whole, stems = _units(unit)
        if word in whole or word.startswith(stems):
            return years
    return None


@cache
def _units(kind: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = _words(kind)
    stems = tuple(sorted(word[:-1] for word in words if word.endswith("*")))
    return frozenset(word for word in words if not word.endswith("*")), stems


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(without_marks(word) for word in load("words")["ages"][kind])
