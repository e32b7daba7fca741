"""Records stage: dates as programs write them: the phrases of GEDCOM, points of time, seconds since 1970.

Takes the text of a cell; gives the date in EDTF and what is doubtful about it, or nothing where the text is of no such
form. Its words are part of a standard, whatever language the source is in: `BEF 1901` is never the year 1901.
"""

from __future__ import annotations

import datetime as dt
import re

from byname.values import FuzzyDate

_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_POINT = rf"(?:(?:(?P<day{{0}}>\d{{{{1,2}}}}) )?(?P<month{{0}}>{'|'.join(_MONTHS)}) )?(?P<year{{0}}>\d{{{{3,4}}}})"
_ONE, _TWO = _POINT.format(1), _POINT.format(2)
_CALENDAR = r"(?:@#D(?P<old>GREGORIAN|JULIAN)@ |(?P<new>GREGORIAN|JULIAN) )?"
_PHRASE = re.compile(
    rf"(?:(?P<word>ABT|CAL|EST|BEF|AFT|TO|FROM|INT)\.? )?{_CALENDAR}{_ONE}(?: \([^()]*\))?"
    rf"|(?:BET|FROM) {_CALENDAR.replace('old', 'older').replace('new', 'newer')}{_ONE.replace('1>', '3>')} "
    rf"(?:AND|TO) (?:@#DGREGORIAN@ |GREGORIAN )?{_TWO}"
)
_WORDS = {"ABT": "{}~", "CAL": "{}~", "EST": "{}~", "BEF": "[..{}]", "AFT": "[{}..]", "TO": "../{}", "FROM": "{}/.."}
_SHORTEST = len("TO 999")
_INSTANT = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z|[+-]\d\d:?\d\d)?")
_SECONDS = re.compile(r"-?\d{8,13}")
_MOST_SECONDS = 4_102_444_800  # the year 2100; higher numbers are of milliseconds
Found = tuple[str | None, str | None]


def read_program_date(text: str) -> Found | None:
    """The EDTF form of a date as a program writes it, and a flag; None where the text is none.

    >>> read_program_date("BET MAY 1890 AND 1892"), read_program_date("BEF 1901")
    (('1890-05/1892', None), ('[..1901]', None))
    >>> read_program_date("+1942-06-00T00:00:00Z"), read_program_date("1942-01-01T00:00:00Z")[0]
    (('1942-06', None), '1942')
    """
    if not text.isascii() or len(text) < _SHORTEST:
        return None
    if "T" in text and (instant := _INSTANT.fullmatch(text)):
        return _of_instant(instant, text)
    if text[0].isalpha() or text[0] == "@" or " 0" in text:
        phrase = _PHRASE.fullmatch(text)
        return _of_phrase(phrase, text) if phrase else None
    return None


def _of_instant(found: re.Match[str], text: str) -> Found | None:
    year, month, day, time = found.groups()
    midnight = not time.strip("0:.")
    if not midnight:
        return None  # the time of day is told of where dates in words are read
    if month == "00" or day == "00":
        return _checked(year if month == "00" else f"{year}-{month}", text)
    if (month, day) == ("01", "01"):
        return _checked(year, text, f"1 January at midnight, by which programs write the year alone: {text}")
    return _checked(f"{year}-{month}-{day}", text)


def _of_phrase(found: re.Match[str], text: str) -> Found | None:
    if found["year2"]:
        low, high = _point(found, "3"), _point(found, "2")
        edtf, flag = _checked(f"{low}/{high}", text)
        old = "JULIAN" in (found["older"] or "", found["newer"] or "")
    else:
        plain = found["word"] is None and found["old"] is None and found["new"] is None
        if plain and not found["year1"].startswith("0"):
            return None  # no word of GEDCOM, and a year that any date has: a date in words
        edtf, flag = _checked(_WORDS.get(found["word"] or "", "{}").format(_point(found, "1")), text)
        old = "JULIAN" in (found["old"] or "", found["new"] or "")
    if old and edtf:
        edtf, flag = _in_new_style(edtf), f"a day of the Julian calendar: {text}"
    elif found["word"] == "INT":
        flag = f"a reading of words, by the program: {text}"
    return edtf, flag


def _in_new_style(edtf: str) -> str:
    """A day of the Julian calendar in the Gregorian one; what is no single day stays."""
    date = FuzzyDate.parse(edtf, julian=True)
    return edtf if date.day is None else date.earliest_date.isoformat()


def _point(found: re.Match[str], which: str) -> str:
    year, month, day = (found[f"{part}{which}"] for part in ("year", "month", "day"))
    parts = [f"{int(year):04d}", *([f"{_MONTHS[month]:02d}"] if month else []), *([f"{int(day):02d}"] if day else [])]
    return "-".join(parts)


def _checked(form: str, text: str, flag: str | None = None) -> Found:
    try:
        FuzzyDate.parse(form)
    except ValueError:
        return None, f"no such day: {text}"
    return form, flag


def is_seconds(text: str) -> bool:
    """Whether a text can be seconds or milliseconds since 1970, as programs keep points of time: more than eight
    figures, which could be those of a day, or a minus.

    >>> is_seconds("-900979200"), is_seconds("19410614"), is_seconds("951782400000")
    (True, False, True)
    """
    return bool(_SECONDS.fullmatch(text)) and (text[0] == "-" or len(text) > 8)


def of_seconds(text: str) -> Found:
    """The day of a number of seconds (or milliseconds, where it is too high for seconds) since 1970, in UTC.

    >>> of_seconds("-900979200")
    ('1941-06-14', 'seconds since 1970: -900979200')
    """
    number = int(text[:15])
    seconds = number // 1000 if abs(number) > _MOST_SECONDS else number
    day = dt.date(1970, 1, 1) + dt.timedelta(days=seconds // 86_400)
    return day.isoformat(), f"seconds since 1970: {text}"
