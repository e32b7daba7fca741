"""Records stage: dates of calendars other than ours, where the mapping states one, brought to the Gregorian calendar.

Hijri dates go by the calendar of Umm al-Qura (1343 to 1500, by the library hijridate); those of the solar calendar of
Iran and Afghanistan by its leap years in cycles of 33, which hold from 1206 to 1498; days of the French republican
calendar (years I to XIV, 1792 to 1806) by the first days of its years. Each converted date is flagged as such.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from hijridate import Hijri

from byname.records.date_words import without_marks
from byname.records.figures import ROMAN, in_ascii_digits
from byname.records.habits import Habits
from byname.records.vocabulary import load

_NUMERIC = re.compile(r"(?:(?:(?P<day>\d{1,2})[./-])?(?P<month>\d{1,2})[./-])?(?P<year>\d{4})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[./-](?P<month>\d{1,2})(?:[./-](?P<day>\d{1,2}))?")
_YEAR_MARK = re.compile(r"\s*(?:a\.?\s?h\.?|h\.?|هـ|ه|هجري|هجرية)$", re.IGNORECASE)
_REPUBLICAN = re.compile(
    r"(?:(?P<day>\d{1,2})(?:er)?\s+)?(?:(?P<month>[a-z]+)\s+)?(?:de\s+l['’])?an\s+(?P<year>[ivx]+|\d+)"
)
_PERSIAN = str.maketrans({"ي": "ی", "ك": "ک", "\u200c": " "})
_SOLAR_YEARS = (1206, 1498)
# The day of September on which each year of the republic began (decrees of 5 October and 24 November 1793).
_REPUBLICAN_YEARS = (22, 22, 22, 23, 22, 22, 22, 23, 23, 23, 23, 24, 23, 23)


def read_in_calendar(text: str, habits: Habits) -> tuple[str | None, str | None]:
    """The EDTF form of a date of the calendar that the habits name, and its flag.

    >>> read_in_calendar("10 Muharram 1405", Habits("ar", calendar="hijri"))[0]
    '1984-10-05'
    >>> read_in_calendar("۲۸ شهریور ۱۴۰۱", Habits("fa", calendar="solar-hijri"))[0]
    '2022-09-19'
    >>> read_in_calendar("18 brumaire an VIII", Habits("fr", calendar="french-republican"))[0]
    '1799-11-09'
    """
    plain = without_marks(in_ascii_digits(text).lower().strip())
    found = _READERS[habits.calendar](plain)
    if found is None:
        return None, f"not understood as a date of the calendar {habits.calendar}: {text}"
    first, last = found
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return edtf, f"a date of the calendar {habits.calendar}: {text}"


def is_solar_hijri(text: str) -> bool:
    """Whether a text is a date of the solar calendar of Iran and Afghanistan: by the name of a month, or written with
    the year first, as it is there.

    >>> is_solar_hijri("۲۸ شهریور ۱۴۰۱"), is_solar_hijri("1401/06/28"), is_solar_hijri("28.06.1401")
    (True, True, False)
    """
    plain = without_marks(in_ascii_digits(text).lower().strip())
    named = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", _in_persian(plain)) for name, _ in _months("solar-hijri"))
    year_first = _YEAR_FIRST.fullmatch(plain)
    recent = year_first is not None and 1250 <= int(year_first["year"]) <= 1450
    return (named or recent) and _solar_hijri(plain) is not None


def _in_persian(text: str) -> str:
    return text.translate(_PERSIAN)


def _parts(text: str, calendar: str) -> tuple[int, int | None, int | None] | None:
    """Year, month and day of a date in figures or with the name of its month."""
    text = _YEAR_MARK.sub("", text)
    for name, number in _months(calendar):
        text = re.sub(rf"\s*(?<!\w){re.escape(name)}(?:\s*ماه)?(?!\w)\s*", f"/{number}/", text).lstrip("/")
    match = _NUMERIC.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if match is None:
        return None
    month, day = (int(match[part]) if match[part] else None for part in ("month", "day"))
    return int(match["year"]), month, day


def _solar_hijri(text: str) -> tuple[dt.date, dt.date] | None:
    parts = _parts(_in_persian(text), "solar-hijri")
    if parts is None or not _SOLAR_YEARS[0] <= parts[0] <= _SOLAR_YEARS[1]:
        return None
    year, month, day = parts
    if month is None:
        return _new_year(year), _new_year(year + 1) - dt.timedelta(days=1)
    lengths = (*[31] * 6, *[30] * 5, 30 if _is_leap(year) else 29)
    if not 1 <= month <= len(lengths) or (day is not None and not 1 <= day <= lengths[month - 1]):
        return None
    first = _new_year(year) + dt.timedelta(days=sum(lengths[: month - 1]) + (day or 1) - 1)
    return first, first if day else first + dt.timedelta(days=lengths[month - 1] - 1)


def _is_leap(year: int) -> bool:
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def _new_year(year: int) -> dt.date:
    """The first day of a solar year, counted from that of 1400, the 21st of March 2021."""
    first, last = min(year, 1400), max(year, 1400)
    days = 365 * (last - first) + sum(map(_is_leap, range(first, last)))
    return dt.date(2021, 3, 21) + dt.timedelta(days=days if year >= 1400 else -days)


def _hijri(text: str) -> tuple[dt.date, dt.date] | None:
    parts = _parts(text, "hijri")
    if parts is None:
        return None
    year, month, day = parts
    try:
        first = Hijri(year or 0, month or 1, day or 1)
        last_month = Hijri(year or 0, month or 12, 1)
        last = Hijri(last_month.year, last_month.month, day or last_month.month_length())
        return first.to_gregorian(), last.to_gregorian()
    except (ValueError, OverflowError):
        return None


def _republican(text: str) -> tuple[dt.date, dt.date] | None:
    match = _REPUBLICAN.fullmatch(text)
    if match is None:
        return None
    year = int(match["year"]) if match["year"].isdecimal() else ROMAN.get(match["year"].upper(), 0)
    if not 1 <= year <= len(_REPUBLICAN_YEARS):
        return None
    start = dt.date(1791 + year, 9, _REPUBLICAN_YEARS[year - 1])
    months = dict(_months("french-republican"))
    month = months.get(match["month"] or "", 0)
    if match["month"] and not month:
        return None
    if not month:
        return start, dt.date(1792 + year, 9, (*_REPUBLICAN_YEARS, 23)[year]) - dt.timedelta(days=1)
    day = int(match["day"] or 0)
    first = start + dt.timedelta(days=30 * (month - 1) + max(day - 1, 0))
    return (first, first if day else first + dt.timedelta(days=29)) if day <= 30 else None


@cache
def _months(calendar: str) -> tuple[tuple[str, int], ...]:
    """The names of the months, the longest first, without marks."""
    rows = load("dates")["calendars"][calendar]
    named = ((without_marks(name), number) for number, names in enumerate(rows, 1) for name in names)
    return tuple(sorted(named, key=lambda pair: (-len(pair[0]), pair)))


_READERS = {"hijri": _hijri, "solar-hijri": _solar_hijri, "french-republican": _republican}
