"""Records stage: ages as sources write them ("35 años", "2 meses", "ca. 40") to full years."""

from __future__ import annotations

import re
from functools import cache

from byname.records.date_words import without_marks
from byname.records.dates import in_ascii_digits
from byname.records.vocabulary import load

_AGE = re.compile(
    r"(?P<low>\d{1,3})(?:[.,]\d+)?(?:\s*(?:-|–|/|a|o|to|or|bis|до|y)\s*(?P<high>\d{1,3}))?\s*(?P<unit>[^\W\d_]*)\.?"
)
_OLDEST = 120


def read_age(text: str) -> tuple[str | None, str | None]:
    """The age in full years, `35` or `35/40`, and a flag where it is not understood.

    >>> read_age("35 años"), read_age("2 meses"), read_age("35-40")
    (('35', None), ('0', None), ('35/40', None))
    >>> read_age("adulto")
    (None, 'not understood as an age: adulto')
    """
    plain = without_marks(in_ascii_digits(text).lower()).strip(" .()~?")
    lead, _, rest = plain.partition(" ")
    plain = rest if lead.rstrip(".") in _words("about") else plain
    match = _AGE.match(plain)
    unit = _unit(match["unit"]) if match else None
    behind = plain[match.end() :].strip(" .,") if match else ""
    if (
        match is None
        or unit is None
        or (behind and _unit(behind.split()[0]) is None and behind not in _words("behind"))
    ):
        return None, f"not understood as an age: {text}"
    low, high = (int(int(number) * unit) for number in (match["low"], match["high"] or match["low"]))
    if not low <= high <= _OLDEST:
        return None, f"no such age: {text}"
    doubt = f"doubtful: {text}" if "?" in text or "~" in text or (rest and plain == rest) else None
    return (str(low) if low == high else f"{low}/{high}"), doubt


def _unit(word: str) -> float | None:
    """How many years a unit of time is; a number without one counts years."""
    if not word:
        return 1.0
    for unit, years in (("years", 1.0), ("months", 1 / 12), ("weeks", 1 / 52), ("days", 1 / 365)):
        if any(
            word == stem.rstrip("*") or (stem.endswith("*") and word.startswith(stem[:-1])) for stem in _words(unit)
        ):
            return years
    return None


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(without_marks(word) for word in load("words")["ages"][kind])
