"""Records stage: reads dates as sources write them into EDTF.

Takes text with its language; gives the date's EDTF form with the characters it was read from, and a flag in words where
the text names a day that cannot be. It never invents a day: "1937 г." is the year.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from byname.records.calendars import read_in_calendar
from byname.records.figures import ROMAN_MONTHS, in_ascii_digits
from byname.records.habits import Habits
from byname.records.program_dates import is_seconds, of_seconds
from byname.records.remembered import remembered
from byname.records.vocabulary import load
from byname.records.written_dates import read_written_date
from byname.values import FuzzyDate

_YEAR4 = r"(?:1[5-9]|20)\d\d"
# A year behind a word or behind the figure of a day, as in every date in words; most texts hold none.
_YEAR_IN_WORDS = re.compile(rf"(?:(?<!\d)[^\d\s][\s,]*|\d(?:st|nd|rd|th)?,\s*)\[?{_YEAR4}", re.IGNORECASE)
_YEAR_BEHIND_DAY = re.compile(rf"\d(?:st|nd|rd|th)?,\s*\[?{_YEAR4}", re.IGNORECASE)
_TWO_YEARS = re.compile(rf"{_YEAR4}.*{_YEAR4}", re.DOTALL)
_CLOSED = r"(?![\d])"
_MOST_PIECES = 6
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
# A figure or a small letter behind the full stop: the two figures before it are a number of their own ("30. mai").
_GOES_ON = r"(?:\d|[^\W\d_](?<=[a-zõäöüšžа-яё]))"
_FIRST_SIGN = r"[\d?Xx\[]"  # of every date in figures: most characters are none, and need no closer look
_NUMERIC = re.compile(
    rf"(?<![\d.\-/])(?={_FIRST_SIGN})(?:"
    rf"(?P<iso>{_YEAR4}-(?:0[1-9]|1[0-2])(?:-\d\d)?[?~%]?)(?![\d-])(?:/(?P<iso_to>{_YEAR4}(?:-\d\d){{0,2}}[?~%]?))?"
    rf"|(?P<d>\d{{1,2}}|\?|XX|xx)[./\-]\s?(?P<m>\d{{1,2}})[./\-](?P<y>\s?\[?{_YEAR4}\??\]?|\d\d(?!\d|/\d{{4}})|\s\d\d(?!\d|\.\s?{_GOES_ON})){_CLOSED}"
    rf"|(?P<big_endian>{_YEAR4}\.\d\d?\.\d\d?)(?![\d.])"
    rf"|(?P<roman_day>\d{{1,2}})[.\s]\s?(?P<roman>[IVX]{{1,4}})[.\s]\s?(?P<roman_year>{_YEAR4}|\d\d){_CLOSED}"
    rf"|(?P<m2>0[1-9]|1[0-2]|[1-9])\.\s?(?P<y2>{_YEAR4}|\d\d)(?![\d]|\.\d)"
    rf"|(?P<decade>(?:1[5-9]|20)\d0)[\s-]?(?:е\b|х\b|s\b|'s\b|er\b|ndad\b|ndate\b|ті\b)"
    rf"|(?P<from>{_YEAR4})\s?[-–/]\s?(?P<to>{_YEAR4}|\d\d)(?![\d.])"
    rf"|(?P<year>\[?{_YEAR4}(?:\s?\?)?\]?){_CLOSED}"
    rf")"
)


class DateReading(NamedTuple):
    """A date found in a text: its EDTF form (None where the text names no possible day), its characters, a flag."""

    edtf: str | None
    start: int
    end: int
    flag: str | None = None
    julian: bool = False

    @property
    def date(self) -> FuzzyDate | None:
        """The date with its bounds."""
        return FuzzyDate.parse(self.edtf, julian=self.julian) if self.edtf else None


_SIGN = re.compile(_FIRST_SIGN)
# A blank where the day, or the day and the month, would stand: "/12/1946", "//1952", "-/-/1944", "..1952".
_BLANK_PARTS = re.compile(rf"[\s_-]{{0,3}}([/.])(?:(?=\d{{1,2}}\1{_YEAR4}$)|\s?[\s_-]{{0,2}}\1\s?(?={_YEAR4}$))")
# A day in figures that nothing before or behind it can change: the commonest date by far, found without a closer look.
_PLAIN_DAY = re.compile(
    rf"\s*(?<![\d.\-/])(\d{{1,2}}\.\d{{1,2}}\.(?:{_YEAR4}|\d\d))(?=[ ,;]|$)(?!.{{0,2}}\()(?!.{{0,2}}ст)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Words:
    month: re.Pattern[str]
    months: tuple[tuple[str, int], ...]
    written: re.Pattern[str]
    american: re.Pattern[str]
    about: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    between: re.Pattern[str]
    julian: re.Pattern[str]


@cache
def _words(language: str) -> _Words:
    data = load("dates")
    stems = sorted(
        (
            (stem, number)
            for code in {language, "ru", "en"}
            for number, group in enumerate(data["months"].get(code, []), 1)
            for stem in group
            if not stem.endswith("$")
        ),
        key=lambda pair: (-len(pair[0]), pair),
    )
    any_month = "|".join(re.escape(stem) for stem, _ in stems)
    month = rf"(?P<month>(?:{any_month}))[^\W\d_]*\.?"
    year = rf"(?P<year>\[?{_YEAR4}\??\]?)"
    flags = re.IGNORECASE

    def before_date(words: list[str]) -> re.Pattern[str]:
        return re.compile(
            rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in sorted(words, key=len, reverse=True))})\s*$", flags
        )

    pairs = "|".join(rf"{re.escape(a)}\s+{{}}\s+{re.escape(b)}\s+{{}}" for a, b in data["between"])
    groups = iter(range(99))
    between = re.sub(r"\{\}", lambda _: rf"(?P<p{next(groups)}>{_YEAR4})\s?(?:г\.|гг\.)?", pairs)
    return _Words(
        month=re.compile(month, flags),
        months=tuple(stems),
        written=re.compile(
            rf"(?<!\d)(?:(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th|º|°|er)?\s*(?:\((?P<new>\d{{1,2}})\)\s*)?(?:(?:of|de|del)\s+)?)?(?<!\w){month}\s*,?\s*(?:(?:of|de|del)\s+)?{year}",
            flags,
        ),
        american=re.compile(rf"(?<!\w){month}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,\s*{year}", flags),
        about=before_date(data["about"]),
        before=before_date(data["before"]),
        after=before_date(data["after"]),
        between=re.compile(rf"(?<!\w)(?:{between})", flags),
        julian=re.compile(rf"\s*[(,]?\s*(?:{'|'.join(re.escape(w) for w in data['julian'])})", flags),
    )


def find_date(text: str, *, language: str = "ru", century: int = 1900, start: int = 0) -> DateReading | None:
    """Find the first date from `start` on; offsets are characters of `text`. None where there is no date.

    `century` is the first year of the century that two-digit years belong to.

    >>> find_date("арестован 12.11.37").edtf
    '1937-11-12'
    >>> find_date("1937 г.").edtf, find_date("ок. 1901").edtf, find_date("между 1936 и 1938").edtf
    ('1937', '1901~', '1936/1938')
    >>> find_date("31.02.1938").flag
    'no such day: 31.02.1938'
    """
    if plain := _PLAIN_DAY.match(text, start):
        return _numeric(plain[1], plain.start(1), century)
    first = _SIGN.search(text, start)
    if first is None:
        return None
    match = _NUMERIC.search(text, first.start())
    if match and not _words_matter(text, match, start):
        return _numeric(match[0], match.start(), century)
    words = _words(language if language in load("dates")["months"] else "en")
    written = _first_in_words(text, start, words)
    if written and (match is None or written.start() <= match.start()):
        reading = _written(written, words)
    elif match:
        reading = _numeric(match[0], match.start(), century)
    else:
        return None
    return _loosen(text, reading, words)


def _first_in_words(text: str, start: int, words: _Words) -> re.Match[str] | None:
    """The first date in words from `start` on."""
    if not _YEAR_IN_WORDS.search(text, start):
        return None
    matches = [
        words.between.search(text, start) if _TWO_YEARS.search(text, start) else None,
        words.american.search(text, start) if _YEAR_BEHIND_DAY.search(text, start) else None,
        words.written.search(text, start),
    ]
    return min(filter(None, matches), key=lambda match: match.start(), default=None)


def read_date(text: str, habits: Habits) -> DateReading | None:
    """Read a text that is a date as a whole (a cell); also accepts EDTF as it stands.

    Where only a part of the text is understood, its date is flagged, and where the rest holds figures it is none.

    >>> read_date("1937-06-11/1937-06-12", Habits("ru")).edtf
    '1937-06-11/1937-06-12'
    >>> read_date("1937 in Moscow", Habits("en")).flag
    'only "1937" was read of: 1937 in Moscow'
    >>> read_date("/12/1946", Habits("vi")).edtf, read_date("//1952", Habits("vi")).edtf  # blanks for what is not known
    ('1946-12', '1952')
    """
    return _in_calendar_of(habits, _read_whole(text, habits))


def _in_calendar_of(habits: Habits, reading: DateReading | None) -> DateReading | None:
    """A reading whose day is one of the Julian calendar where its source counts by that."""
    return reading._replace(julian=True) if reading and habits.calendar == "julian" else reading


def _read_whole(text: str, habits: Habits) -> DateReading | None:
    stripped = text.strip()
    if blank := _BLANK_PARTS.match(stripped):
        stripped = stripped[blank.end() :]
    offset = text.index(stripped)
    of_another = habits.calendar in ("hijri", "solar-hijri") and stripped[:4] < "1500"  # 1401-06-28
    if (edtf := _as_edtf(stripped)) and not _is_no_year(stripped) and not of_another:
        return DateReading(_plainly(edtf), offset, offset + len(stripped))
    if habits.order == "serial" and stripped.isdecimal():
        edtf, flag = _of_serial(stripped)
        return DateReading(edtf, offset, offset + len(stripped), flag)
    if habits.order == "seconds" and is_seconds(stripped):
        edtf, flag = of_seconds(stripped)
        return DateReading(edtf, offset, offset + len(stripped), flag)
    if habits.calendar not in ("gregorian", "julian"):
        edtf, flag = read_in_calendar(stripped, habits)
        return DateReading(edtf, offset, offset + len(stripped), flag)
    found = read_written_date(stripped, habits)
    if found is not None:
        return DateReading(found[0], offset, offset + len(stripped), found[1])
    reading = find_date(text, language=habits.language, century=habits.century or 1900)
    return reading and _with_the_rest(text, reading)


_YEAR_AS_NUMBER = re.compile(r"\s*((?:1[0-9]|20)\d\d)\.0\s*")  # as programs write numbers
_PIECE = re.compile(r"[^,;\n]+")


def find_date_of_cell(text: str, habits: Habits) -> DateReading | None:
    """The date of a cell that holds a place (or a body) beside it: the longest run of its parts between commas that is
    a date as a whole, else the first date in the text.

    >>> find_date_of_cell("Córdoba, 15 de mayo de 1977", Habits("es")).edtf
    '1977-05-15'
    >>> find_date_of_cell("1896.0", Habits("it")).edtf
    '1896'
    """
    year = _YEAR_AS_NUMBER.fullmatch(text)
    if year:
        return _in_calendar_of(habits, DateReading(year[1], 0, len(text), None))
    return _in_calendar_of(habits, _find_longest(text, habits))


def _find_longest(text: str, habits: Habits) -> DateReading | None:
    pieces = [match.span() for match in _PIECE.finditer(text)][:_MOST_PIECES]
    for size in range(len(pieces), 0, -1):
        for first in range(len(pieces) - size + 1):
            start, end = pieces[first][0], pieces[first + size - 1][1]
            part = text[start:end].strip()
            found = read_written_date(part, habits)
            if found is not None:
                at = start + text[start:end].index(part)
                return DateReading(found[0], at, at + len(part), found[1])
    return find_date(text, language=habits.language, century=habits.century or 1900)


def _of_serial(text: str) -> tuple[str | None, str | None]:
    """The day of a spreadsheet's number (days since 30 December 1899, as Excel and its like count from March 1900)."""
    number = int(text[:9])
    if not 60 < number < 80_000:
        return None, f"not a spreadsheet's number of a day: {text}"
    day = dt.date(1899, 12, 30) + dt.timedelta(days=number)
    return day.isoformat(), f"a spreadsheet's number of a day: {text}"


def _is_no_year(text: str) -> bool:
    """Whether four figures alone are too high or too low for the year of anything in a list."""
    return len(text) == 4 and text.isdecimal() and not _FIRST_YEAR <= int(text) <= _LAST_YEAR


def _plainly(edtf: str) -> str:
    """The EDTF form without unknown parts at its end, and with the mark of doubt behind the year.

    >>> _plainly("1946-XX-XX"), _plainly("~1949")
    ('1946', '1949~')
    """
    return re.sub(r"^([?~%])(\d{4})$", r"\2\1", re.sub(r"(-XX)+$", "", edtf))


def _with_the_rest(text: str, reading: DateReading) -> DateReading | None:
    """A reading of a part of a text: what the rest holds is said, and figures in it make the whole doubtful."""
    rest = f"{text[: reading.start]} {text[reading.end :]}"
    if any(char.isdigit() for char in rest):
        return reading._replace(edtf=None, flag=f"not understood as a date: {text}")
    said = re.findall(r"[^\W\d_]+|[^\w\s.,;:()\[\]\"'«»„“”-]", rest)
    if not said or {word.lower() for word in said} <= _fillers():
        return reading
    part = f'only "{text[reading.start : reading.end].strip()}" was read of: {text}'
    return reading._replace(flag="; ".join(filter(None, (reading.flag, part))))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(word.strip(".") for word in load("dates")["year_words"])


@remembered
def _as_edtf(text: str) -> str | None:
    try:
        return FuzzyDate.parse(text).edtf
    except ValueError:
        return None


def _words_matter(text: str, match: re.Match[str], start: int) -> bool:
    """Whether words around the number ("about", a month, old style) can change its meaning."""
    lead = text[start : match.start()]
    if lead and (not lead.isascii() or any(map(str.isalpha, lead))):
        return True
    end = match.end()
    if match["d"] or match["iso"]:
        return "(" in text[end : end + 3] or "ст" in text[end : end + 4]
    return any(map(str.isalpha, text[end : end + 16]))


def _numeric(written: str, start: int, century: int) -> DateReading:
    edtf, flag = _numeric_edtf(written, century)
    return DateReading(edtf, start, start + len(written), flag)


@lru_cache(maxsize=32_768)  # of texts that are always short
def _numeric_edtf(text: str, century: int) -> tuple[str | None, str | None]:
    match = _NUMERIC.fullmatch(in_ascii_digits(text))
    if match is None:  # The look-ahead of a shorter form can fail on the bare text; the year alone still stands.
        return None, f"not understood as a date: {text}"
    if match["iso"]:
        return _checked(match["iso"] + (f"/{match['iso_to']}" if match["iso_to"] else ""), text)
    if match["d"]:
        year, mark = _year(match["y"], century)
        day = match["d"]
        form = f"{year}{mark}-{int(match['m']):02d}" + (f"-{int(day):02d}" if day.isdecimal() and int(day) else "")
        return _checked(form, text)
    if match["big_endian"]:
        year, month, day = match["big_endian"].split(".")
        return _checked(f"{year}-{int(month):02d}-{int(day):02d}", text)
    if match["roman"]:
        month = ROMAN_MONTHS.get(match["roman"], 0)
        return _checked(f"{_year(match['roman_year'], century)[0]}-{month:02d}-{int(match['roman_day']):02d}", text)
    if match["m2"]:
        return _checked(f"{_year(match['y2'], century)[0]}-{int(match['m2']):02d}", text)
    if match["decade"]:
        return f"{match['decade'][:3]}X", None
    if match["from"]:
        low, high = match["from"], match["to"]
        high = high if len(high) == 4 else low[:2] + high
        return (f"{low}/{high}", None) if low < high else (None, f"ends before it begins: {text}")
    year, mark = _year(match["year"], century)
    return f"{year}{mark}", None


def _year(text: str, century: int) -> tuple[str, str]:
    digits = "".join(ch for ch in in_ascii_digits(text) if ch.isdecimal())
    mark = "?" if "?" in text else ""
    return (digits if len(digits) == 4 else str(century + int(digits))), mark


def _checked(form: str, text: str) -> tuple[str | None, str | None]:
    try:
        FuzzyDate.parse(form)
    except ValueError:
        return None, f"no such day: {text}"
    return form, None


def _written(match: re.Match[str], words: _Words) -> DateReading:
    found = match.groupdict()
    years = [value for name, value in found.items() if name.startswith("p") and value]
    if years:
        low, high = map(in_ascii_digits, years)
        flag = None if low <= high else f"ends before it begins: {match[0]}"
        return DateReading(None if flag else f"{low}/{high}", match.start(), match.end(), flag)
    month = next(number for stem, number in words.months if found["month"].lower().startswith(stem))
    year, mark = _year(found["year"], 1900)
    day = found.get("new") or found["day"]
    edtf, flag = _checked(f"{year}{mark}-{month:02d}" + (f"-{int(day):02d}" if day else ""), match[0])
    if found.get("new"):
        flag = f"old and new style both given: {match[0]}; the new style is kept"
    return DateReading(edtf, match.start(), match.end(), flag)


def _loosen(text: str, reading: DateReading, words: _Words | None) -> DateReading:
    """Apply the words around a date: about, before, after, old style."""
    if words is None or reading.edtf is None:
        return reading
    lead = text[max(0, reading.start - 24) : reading.start]
    edtf, start = reading.edtf, reading.start
    plain = "/" not in edtf and "X" not in edtf and bool(lead.strip())
    for pattern, form in ((words.about, "{}~"), (words.before, "[..{}]"), (words.after, "[{}..]")):
        if plain and (hit := pattern.search(lead)):
            edtf, start = form.format(edtf.rstrip("?~")), reading.start - (len(lead) - hit.start())
            break
    if hit := words.julian.match(text, reading.end):
        return DateReading(edtf, start, hit.end(), reading.flag or "a day of the Julian calendar", julian=True)
    return DateReading(edtf, start, reading.end, reading.flag, reading.julian)


def in_new_style(reading: DateReading) -> tuple[str | None, str | None]:
    """The EDTF form of a reading in the Gregorian calendar, and its flag; a day of the old calendar is converted.

    >>> in_new_style(DateReading("1881-05-05", 0, 10, julian=True))
    ('1881-05-17', 'a day of the Julian calendar: 1881-05-05')
    """
    if not reading.julian or reading.edtf is None:
        return reading.edtf, reading.flag
    try:
        date = FuzzyDate.parse(reading.edtf, julian=True)
    except ValueError:  # its day in the new style would lie beyond the year 9999
        return None, f"no such day: {reading.edtf}"
    if date.day is None:
        return reading.edtf, reading.flag
    return date.earliest_date.isoformat(), f"a day of the Julian calendar: {reading.edtf}"


def day_number(date: FuzzyDate | None) -> int | None:
    """Days since 1970-01-01 where the date is one written day, else None.

    >>> day_number(FuzzyDate.parse("1970-01-02"))
    1
    """
    if date is None or date.day is None:
        return None
    return date.earliest - dt.date(1970, 1, 1).toordinal()
