"""Claims stage: the grammar of dates, a recursive descent over tokens that gives EDTF.

    date   = named period | range | day | month | decade | century | year
    range  = ("from" | "between" | "с") date ("to" | "and" | "по") date | date "-" date
    day    = number month [year] | month number ["," year] | digits "." digits "." year | year "-" month "-" day
    month  = month ["of"] year

No part is invented: "1937" is the year. A day or a month without its year takes the year of the date before it and is
marked uncertain ("?").
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from byname.claims.lexicon.subject_pack import all_words, pack_yaml, per_subject
from byname.claims.text.tokens import DASHES, Token
from byname.values.shipped import shipped_yaml

_YEARS = range(1000, 2101)
_SURELY_YEARS = 1500  # a smaller number is a year only after a word that says so
_LONGEST_NUMBER = 18  # digits; no part of a date has more
_YEAR_ENDINGS = ("го", "й", "м", "ом", "х")
_CENTURIES = range(15, 22)
_MAY = 5  # the month whose name is as short as the abbreviation of another
_OF = ("of", "de", "del", "в")
_RANGE_WORDS = {
    "from": ("to", "until", "till", "through"),
    "between": ("and",),
    "entre": ("y",),
    "desde": ("hasta", "a"),
    "del": ("al",),
    "с": ("по", "до"),
    "от": ("до",),
    "между": ("и",),
}


@dataclass(frozen=True, slots=True)
class DateNode:
    """A date as it is written: its tokens (`last` excluded), the parts it gives, and its EDTF."""

    rule: str
    first: int
    last: int
    edtf: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A period with a name, its EDTF and who dates it so."""

    name: str
    dates: str
    source: str


@per_subject
def named_periods() -> dict[tuple[str, ...], NamedPeriod]:
    """Named periods by the words of their names, hyphens left out."""
    found = {}
    for row in pack_yaml("periods.yaml") or ():
        period = NamedPeriod(row["name"], str(row["dates"]), row.get("source", ""))
        for phrase in all_words(row["words"]):
            found[tuple(phrase.replace("-", " ").split())] = period
    return found


@per_subject
def _period_starts() -> dict[str, list[tuple[str, ...]]]:
    starts: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(named_periods(), key=len, reverse=True):
        starts.setdefault(phrase[0], []).append(phrase)
    return starts


@cache
def _months() -> dict[str, int]:
    return {
        word: int(number)
        for number, words in shipped_yaml("claims", "dates.yaml")["months"].items()
        for word in words.split()
    }


@cache
def date_words(name: str) -> frozenset[str]:
    """A set of words of dates.yaml."""
    return frozenset(shipped_yaml("claims", "dates.yaml")[name])


@cache
def _table(name: str) -> dict[str, int]:
    table: dict[str, int] = shipped_yaml("claims", "dates.yaml")[name]
    return table


@per_subject
def _date_starts() -> frozenset[str]:
    """The words at which a date can begin."""
    data = shipped_yaml("claims", "dates.yaml")
    return frozenset({*_months(), *_period_starts(), *_RANGE_WORDS, *data["decades"], *data["centuries"]})


def month_number(word: str) -> int | None:
    """The month a word names, or None."""
    return _months().get(word)


class DateReader:
    """Reads dates of one run of tokens; every method takes a place and gives a node or None."""

    def __init__(self, tokens: Sequence[Token], *, latest_year: int | None = None) -> None:
        self.tokens = tokens
        self.latest_year = latest_year

    def word(self, at: int) -> str:
        """The word at a place in lower case, empty beyond the end."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def date(self, at: int) -> DateNode | None:
        """The longest date that begins at a token, or None."""
        if not self.may_begin(self.tokens[at]):
            return None
        found = self.named(at) or self.worded_range(at) or self.range(at) or self.single(at)
        if found and found.year is not None:
            self.latest_year = found.year
        return found

    def may_begin(self, token: Token) -> bool:
        """Whether a date can begin with a token: a word of dates, or a number of at most four plain digits."""
        if token.kind == "word":
            return token.lower in _date_starts()
        return token.kind == "code" or (token.is_number and len(token.text) <= 4 and token.text.isdecimal())

    def single(self, at: int) -> DateNode | None:
        """One date that is no range."""
        return (
            self.iso(at)
            or self.dotted(at)
            or self.day(at)
            or self.month(at)
            or self.decade(at)
            or self.century(at)
            or self.year(at)
            or self.lone_day(at)
            or self.lone_month(at)
        )

    def named(self, at: int) -> DateNode | None:
        """A period with a name."""
        for phrase in _period_starts().get(self.word(at), ()):
            last = self._matches(at, phrase)
            if last:
                period = named_periods()[phrase]
                return DateNode("named", at, last, period.dates, name=period.name)
        return None

    def _matches(self, at: int, phrase: tuple[str, ...]) -> int | None:
        for word in phrase:
            if self.word(at) in DASHES:
                at += 1
            if self.word(at) != word:
                return None
            at += 1
        return at

    def worded_range(self, at: int) -> DateNode | None:
        """From A to B; between A and B."""
        enders = _RANGE_WORDS.get(self.word(at))
        low = self.partial(self.past_part(at + 1)) if enders else None
        if low is None or enders is None or self.word(low.last) not in enders:
            return None
        return self.join(at, low, self.single(self.past_part(low.last + 1)))

    def past_part(self, at: int) -> int:
        """The place after a part of a year, which a range leaves out: "between the winter of 1936 and late 1938"."""
        after = at + 1 if self.word(at) in ("the", "el", "la", "los") else at
        if self.word(after) not in date_words("seasons"):
            return at
        after += 1
        return after + 1 if self.word(after) in (*_OF, *DASHES) else after

    def range(self, at: int) -> DateNode | None:
        """A-B; A to B; 1937 and 1938."""
        low = self.partial(at)
        if low is None:
            return None
        joint = self.word(low.last)
        if joint in DASHES or joint in ("to", "по"):
            return self.join(at, low, self.single(low.last + 1) or self.short_year(low, low.last + 1))
        if joint in ("and", "и", "y") and low.rule in ("year", "month only"):
            high = self.single(low.last + 1)
            consecutive = high is not None and high.rule == ("year" if low.rule == "year" else "month")
            return self.join(at, low, high) if consecutive else None
        return None

    def partial(self, at: int) -> DateNode | None:
        """A date, or a day or a month whose year stands only at the end of the range."""
        found = self.iso(at) or self.dotted(at) or self.day(at) or self.month(at) or self.year(at)
        if found:
            return found
        month = month_number(self.word(at))
        number = self.number(at)
        if month and (day := self.number(at + 1)) and 1 <= day <= 31 and self.word(at + 2) in (*DASHES, "to", "and"):
            return DateNode("month day", at, at + 2, "", month=month, day=day)
        if month:
            return DateNode("month only", at, at + 1, "", month=month)
        if number and 1 <= number <= 31:
            inner = month_number(self.word(at + 1))
            return DateNode("day only", at, at + (2 if inner else 1), "", month=inner, day=number)
        return None

    def join(self, first: int, low: DateNode, high: DateNode | None) -> DateNode | None:
        """A range; the first date takes what it lacks from the second."""
        if high is None or (high.year is None and high.rule != "decade"):
            return self._month_and_days(first, low, high)
        year, month = low.year or high.year, low.month or (high.month if low.day else None)
        if year is None or (low.rule == "day only" and high.day is None):
            return None
        begin = _edtf(year, month, low.day)
        if begin is None or (high.edtf[:4].isdigit() and begin[:4] > high.edtf[:4]) or not _ordered(begin, high.edtf):
            return None
        return DateNode("range", first, high.last, f"{begin}/{high.edtf}", high.year)

    def _month_and_days(self, first: int, low: DateNode, high: DateNode | None) -> DateNode | None:
        """March 25-28, 1949."""
        if low.rule != "month day" or low.month is None or low.day is None:
            return None
        day = self.number(low.last + 1)
        after = low.last + 2
        if self.word(after) == ",":
            after += 1
        year = self.year_number(after)
        if not day or not year:
            return None
        begin, end = _edtf(year, low.month, low.day), _edtf(year, low.month, day)
        return DateNode("range", first, after + 1, f"{begin}/{end}", year) if begin and end and low.day < day else None

    def short_year(self, low: DateNode, at: int) -> DateNode | None:
        """1936-38, 1937-8."""
        number, digits = self.number(at), len(self.word(at))
        if low.rule != "year" or low.year is None or number is None or digits > 2:
            return None
        year = low.year // 10**digits * 10**digits + number
        if year <= low.year or year > low.year + 60:
            return None
        return DateNode("year", at, self.after_year(at), str(year), year)

    def number(self, at: int) -> int | None:
        """A whole number in plain digits."""
        word = self.tokens[at].lower if 0 <= at < len(self.tokens) else ""
        return int(word) if word.isdecimal() and len(word) <= _LONGEST_NUMBER else None

    def year_number(self, at: int) -> int | None:
        """A number of four digits that can be a year."""
        number = self.number(at)
        return number if number is not None and number in _YEARS and len(self.word(at)) == 4 else None

    def after_year(self, at: int) -> int:
        """The place after a year and after "года", "г."."""
        after = at + 1
        if self.word(after) in DASHES and self.word(after + 1) in _YEAR_ENDINGS:  # "1937-го"
            after += 2
        if self.word(after) in date_words("year_words") and self.word(after) not in ("year", "years"):
            after += 1
            if self.word(after) == "." and len(self.word(after - 1)) <= 2:
                after += 1
        return after

    def iso(self, at: int) -> DateNode | None:
        """1937-08-05."""
        year = self.year_number(at)
        if year is None or self.word(at + 1) != "-":
            return None
        parts = [self.word(at + i) for i in range(5)]
        if parts[3] != "-" or len(parts[2]) != 2 or len(parts[4]) != 2:
            return None
        month, day = self.number(at + 2), self.number(at + 4)
        edtf = _edtf(year, month, day) if month and day else None
        return DateNode("day", at, at + 5, edtf, year, month, day) if edtf else None

    def dotted(self, at: int) -> DateNode | None:
        """01.12.1934, in the European order."""
        parts = self.word(at).split(".") if at < len(self.tokens) and self.tokens[at].kind == "code" else []
        if len(parts) != 3 or not all(part.isdecimal() for part in parts) or len(parts[2]) != 4:
            return None
        day, month, year = (int(part) for part in parts)
        edtf = _edtf(year, month, day) if year in _YEARS else None
        return DateNode("day", at, self.after_year(at), edtf, year, month, day) if edtf else None

    def day(self, at: int) -> DateNode | None:
        """5 March 1953; 5th of March, 1953; March 5, 1953."""
        month = month_number(self.word(at))
        day = self.number(at + 1) if month else self.number(at)
        if day is None or not 1 <= day <= 31:
            return None
        after = at + 2 if month else at + 1
        after += self.word(after) in ("st", "nd", "rd", "th", "го", "°", "º", "ro")
        if month is None:
            after += self.word(after) in _OF
            month = month_number(self.word(after))
            after += 1
            after += self.word(after) == "." and len(self.word(after - 1)) <= 4
        after += self.word(after) == ","
        after += self.word(after) in _OF
        year = self.year_number(after)
        edtf = _edtf(year, month, day) if year and month else None
        return DateNode("day", at, self.after_year(after), edtf, year, month, day) if edtf else None

    def lone_day(self, at: int) -> DateNode | None:
        """25 November, November 25: the year is taken from the date before it and marked uncertain."""
        month, first_is_month = month_number(self.word(at)), True
        if month is None:
            month, first_is_month = month_number(self.word(at + 1)), False
        day = self.number(at + 1) if first_is_month else self.number(at)
        if not month or not day or self.latest_year is None or not 1 <= day <= 31 or len(self.word(at)) > 12:
            return None
        if self.word(at) == "may" and self.tokens[at].text == "may":
            return None
        edtf = _edtf(self.latest_year, month, day)
        return DateNode("day without year", at, at + 2, f"{edtf}?") if edtf else None

    def lone_month(self, at: int) -> DateNode | None:
        """In December: a month behind a word that says when, with the year of the date before it, marked uncertain."""
        month = month_number(self.word(at))
        if month is None or self.latest_year is None or (len(self.word(at)) <= 3 and month != _MAY):
            return None
        if not self.tokens[at].text[:1].isupper() and self.word(at) in ("may", "march", "august"):
            return None
        if self.word(at - 1) not in date_words("before_months") or self.number(at + 1) is not None:
            return None
        return DateNode("month without year", at, at + 1, f"{self.latest_year}-{month:02d}?")

    def month(self, at: int) -> DateNode | None:
        """March 1953; March of 1953."""
        month = month_number(self.word(at))
        if month is None:
            return None
        after = at + 1
        after += self.word(after) == "." and len(self.word(at)) <= 4
        after += self.word(after) in (*_OF, ",")
        year = self.year_number(after)
        edtf = f"{year}-{month:02d}"
        return DateNode("month", at, self.after_year(after), edtf, year, month) if year else None

    def decade(self, at: int) -> DateNode | None:
        """1930s; the 30s; the thirties; 1930-е."""
        word = self.word(at)
        if word in _table("decades"):
            return self._decade(at, at + 1, (self.latest_year or 1900) // 100 * 100 + _table("decades")[word])
        number, following = self.number(at), self.word(at + 1)
        if number is None or number % 10:
            return None
        if decades := self._decades(at, number):
            return decades
        if self._is_named_decade(at):
            return self._decade(at, at + 1, number) if number in _YEARS else self._short_decade(at, at + 1, number)
        last = at + 2
        if following in DASHES and self.word(at + 2) in ("е", "х", "ых", "ые"):
            last = at + 3
        elif following != "s" and not (following in ("'", "’") and self.word(at + 2) == "s"):
            return None
        last += following in ("'", "’")
        last += self.word(last) in date_words("year_words") and self.word(last) not in ("year", "years")
        if number in _YEARS:
            return self._decade(at, last, number)
        return self._short_decade(at, last, number)

    def _decades(self, at: int, first: int) -> DateNode | None:
        """30-50 годы: decades from one to another."""
        last = self.number(at + 2) if self.word(at + 1) in DASHES else None
        if last is None or last % 10 or not 20 <= first < last <= 90 or self.word(at + 3) not in _table("decade_years"):
            return None
        century = (self.latest_year or 1900) // 100 * 100
        self.latest_year = century + last
        return DateNode("range", at, at + 4, f"{century + first}/{century + last + 9}", century + last)

    def _is_named_decade(self, at: int) -> bool:
        """Whether a word for a decade stands before a number: "la década de 1930", "la década de los años 30"."""
        before = at - 1
        while before >= 0 and self.word(before) in _table("decade_joints"):
            before -= 1
        return before < at - 1 and self.word(before) in _table("decade_nouns")

    def _short_decade(self, first: int, last: int, number: int) -> DateNode | None:
        century = (self.latest_year or 1900) // 100 * 100
        return self._decade(first, last, century + number) if 20 <= number <= 90 else None

    def _decade(self, first: int, last: int, year: int) -> DateNode:
        self.latest_year = year
        return DateNode("decade", first, last, f"{year // 10}X")

    def century(self, at: int) -> DateNode | None:
        """The nineteenth century; 20 века."""
        if (told := self.number(at)) and told in _CENTURIES and self.word(at + 1) in date_words("century_words"):
            return DateNode("century", at, at + 2, f"{told - 1}XX")
        word = self.word(at) + (self.word(at + 1) if self.number(at) else "")
        number = _table("centuries").get(word)
        after = at + (2 if self.number(at) else 1)
        if number is None or self.word(after) not in ("century", "centuries"):
            return None
        return DateNode("century", at, after + 1, f"{number - 1}XX")

    def year(self, at: int) -> DateNode | None:
        """A bare year, where what stands around it lets it be one."""
        year = self.year_number(at)
        if year is None or self.word(at + 1) in ("%", "percent", "s") or self._is_code(at):
            return None
        if year < _SURELY_YEARS and self.word(at - 1) not in date_words("before_early_year"):
            return None
        return DateNode("year", at, self.after_year(at), str(year), year)

    def _is_code(self, at: int) -> bool:
        token = self.tokens[at]
        before = self.tokens[at - 1] if at else None
        return before is not None and before.lower in ("№", "#", "$", "£", "€") and before.end >= token.start - 1


def _edtf(year: int, month: int | None, day: int | None) -> str | None:
    if month is None:
        return str(year)
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def _ordered(begin: str, end: str) -> bool:
    length = min(len(begin), len(end.rstrip("?")))
    return begin[:length] <= end[:length]
