"""Dates with the precision their source gives them, as EDTF (ISO 8601-2:2019, levels 0 to 2 as far as lists need them).

A `FuzzyDate` never says more than was written: "1937" is the year, not a day of it. It knows the first and the last day
it can mean, so that dates of different precision can be compared as intervals.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_POINT = re.compile(
    r"(\?|~|%)?(\d{3}X|\d{2}XX|\d{4})(\?|~|%)?(?:-(\?|~|%)?(\d\d|XX)(\?|~|%)?(?:-(\?|~|%)?(\d\d|XX)(\?|~|%)?)?)?",
    re.ASCII,
)
_OPEN_LOW, _OPEN_HIGH = dt.date(1, 1, 1).toordinal(), dt.date(9999, 12, 31).toordinal()


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date or an interval of dates in EDTF, with the first and last day it can mean (proleptic Gregorian ordinals).

    >>> FuzzyDate.parse("1937").earliest_date.isoformat(), FuzzyDate.parse("1937").latest_date.isoformat()
    ('1937-01-01', '1937-12-31')
    >>> FuzzyDate.parse("1936/1938").year is None
    True
    """

    edtf: str
    earliest: int
    latest: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    julian: bool = False

    @staticmethod
    def parse(edtf: str, *, julian: bool = False) -> FuzzyDate:
        """Read an EDTF string; `julian` marks a day of the old calendar, whose bounds are converted.

        Raises ValueError where the string is not EDTF or names a day that does not exist.
        """
        return _parse(edtf, julian)

    @staticmethod
    def parse_or_none(edtf: str) -> FuzzyDate | None:
        """The date of an EDTF string, or None where it is none.

        >>> FuzzyDate.parse_or_none("spring") is None
        True
        """
        try:
            return _parse(edtf, False)
        except ValueError:
            return None

    @property
    def earliest_date(self) -> dt.date:
        """The first day the date can mean."""
        return dt.date.fromordinal(self.earliest)

    @property
    def latest_date(self) -> dt.date:
        """The last day the date can mean."""
        return dt.date.fromordinal(self.latest)

    @property
    def is_exact(self) -> bool:
        """Whether the date is one certain day."""
        return self.earliest == self.latest and not any(mark in self.edtf for mark in "?~%")

    def overlaps(self, other: FuzzyDate) -> bool:
        """Whether both can mean the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


@lru_cache(maxsize=65536)
def _parse(edtf: str, julian: bool) -> FuzzyDate:
    return _parse_interval(edtf, julian) if "/" in edtf or ".." in edtf else _parse_point(edtf, julian)


def _parse_point(edtf: str, julian: bool) -> FuzzyDate:
    match = _POINT.fullmatch(edtf)
    if not match:
        raise ValueError(f"{edtf!r} is not an EDTF date that Byname reads")
    first, last, year, month, day = _bounds(match[2], match[5], match[8])
    if any(match[i] in ("~", "%") for i in (1, 3)) and month is None:
        first, last = first.replace(year=max(1, first.year - 2)), last.replace(year=last.year + 2)
    shift = julian_shift(first) if julian and day is not None else 0
    if last.toordinal() + shift > _OPEN_HIGH:
        raise ValueError(f"{edtf!r} lies beyond the year 9999")
    return FuzzyDate(edtf, first.toordinal() + shift, last.toordinal() + shift, year, month, day, julian)


def _bounds(
    year: str, month: str | None, day: str | None
) -> tuple[dt.date, dt.date, int | None, int | None, int | None]:
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if "X" in year:
        return dt.date(max(low, 1), 1, 1), dt.date(high, 12, 31), None, None, None
    if month is None or month == "XX":
        return dt.date(low, 1, 1), dt.date(low, 12, 31), low, None, None
    if day is None or day == "XX":
        end = calendar.monthrange(low, int(month))[1] if 1 <= int(month) <= 12 else 0
        return dt.date(low, int(month), 1), dt.date(low, int(month), end), low, int(month), None
    exact = dt.date(low, int(month), int(day))
    return exact, exact, low, int(month), int(day)


def _parse_interval(edtf: str, julian: bool) -> FuzzyDate:
    if edtf.startswith("[..") and edtf.endswith("]"):
        low, high = "..", edtf[3:-1]
    elif edtf.startswith("[") and edtf.endswith("..]"):
        low, high = edtf[1:-3], ".."
    else:
        low, _, high = edtf.partition("/")
    earliest = _OPEN_LOW if low in ("", "..") else _parse_point(low, julian).earliest
    latest = _OPEN_HIGH if high in ("", "..") else _parse_point(high, julian).latest
    if earliest > latest:
        raise ValueError(f"{edtf!r} ends before it begins")
    return FuzzyDate(edtf, earliest, latest, julian=julian)


def julian_shift(day: dt.date) -> int:
    """Days to add to a day of the Julian calendar to find it in the Gregorian one (12 in the 19th century, 13 in the
    20th).

    >>> julian_shift(dt.date(1880, 5, 1))
    12

    """
    year = day.year if day.month > 2 else day.year - 1
    return year // 100 - year // 400 - 2
