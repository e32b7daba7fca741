"""Site stage: the language of a report: its words from a catalogue, its numbers, plurals and months by CLDR.

Takes the code of a language; gives what pages and templates ask for. English is the language of the messages
themselves; a message that a catalogue lacks stays English.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import Literal, TypeAlias

from babel import Locale
from babel.dates import format_date, format_skeleton, format_timedelta
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from byname.site.wording import grouped, interval_words
from byname.values.printed import PrintedNumber
from byname.values.shipped import shipped

Unit: TypeAlias = Literal["year", "month", "day"]
SITE_CATALOGUES = ("desk", "site-memorial", "site")  # beside those of the reports; the last that has a text counts
_DIGITS = re.compile(r"[#,0]+")  # of a form of CLDR
_DAYS: dict[Unit, int] = {"year": 365, "month": 30, "day": 1}  # by which CLDR words are found


@dataclass(frozen=True, slots=True)
class Language:
    """One language of reports.

    >>> language("es").text("Sources"), language("es").number(12345), language("en").text("Sources")
    ('Fuentes', '12.345', 'Sources')
    """

    code: str
    locale: Locale
    messages: NullTranslations
    known: frozenset[str] = frozenset()

    def has(self, message: str) -> bool:
        """Whether the catalogue has a message."""
        return message in self.known

    def text(self, message: str) -> str:
        """A message in this language; English where the catalogue lacks it."""
        return self.messages.gettext(message) if message else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """The form of a message that goes with a number."""
        return self.messages.ngettext(one, many, count)

    @property
    def is_english(self) -> bool:
        """Whether messages stand as they are written."""
        return self.code == "en"

    def number(self, value: float, decimals: int = 0) -> str:
        """A number as this language writes it; in English with thin spaces between thousands."""
        if self.is_english:
            return f"{value:,.{decimals}f}".replace(",", "\u202f") if decimals else grouped(value)
        places = "." + "0" * decimals if decimals else ""
        return str(format_decimal(round(value, decimals), format=f"#,##0{places}", locale=self.locale))

    def printed(self, number: PrintedNumber) -> str:
        """A printed number."""
        return number.text if self.is_english else self.number(number.value, number.decimals)

    def interval(self, number: PrintedNumber) -> str:
        """The interval of an estimate in words; empty for a count."""
        if self.is_english:
            return interval_words(number)
        if number.low is None and number.high is None:
            return ""
        level = self.number(100 * number.level) if number.level is not None else ""
        low = self.number(number.low, number.decimals) if number.low is not None else "0"
        if number.level is None:
            return self._spread(number, low)
        if number.high is None or math.isinf(number.high):
            form = self.text("%(level)s%% interval from %(low)s; the data set no upper bound")
            return form % {"level": level, "low": low}
        high = self.number(number.high, number.decimals)
        return self.text("%(level)s%% interval %(low)s to %(high)s") % {"level": level, "low": low, "high": high}

    def _spread(self, number: PrintedNumber, low: str) -> str:
        """A range, which has no level."""
        if number.high is None or math.isinf(number.high):
            return self.text("from %(low)s; the data set no upper bound") % {"low": low}
        return self.text("%(low)s to %(high)s") % {"low": low, "high": self.number(number.high, number.decimals)}

    def percent(self, value: float, decimals: int = 0) -> str:
        """A percentage with its sign where the language sets it.

        >>> language("de").percent(95.71, 1), language("et").percent(50)
        ('95,7\xa0%', '50%')
        """
        form = str(self.locale.percent_formats[None].pattern)
        return _DIGITS.sub(lambda _: self.number(value, decimals), form, count=1)

    def language_name(self, tag: str) -> str:
        """What a language is called, by its BCP 47 tag; a tag that is none stands as it is.

        >>> language("es").language_name("ru"), language("en").language_name("und-Latn")
        ('ruso', 'und-Latn')
        """
        return str(self.locale.languages.get(tag, tag))

    def date(self, date: str) -> str:
        """A day (YYYY-MM-DD) or a month (YYYY-MM) as the language writes it in short; in English as it stands.

        >>> language("es").date("1937-06-11"), language("de").date("1937-06"), language("en").date("1937-06")
        ('11 jun 1937', 'Juni 1937', '1937-06')
        """
        if self.is_english:
            return date
        try:
            day = dt.date.fromisoformat(date if len(date) > len("YYYY-MM") else f"{date}-01")
        except ValueError:
            return date
        if len(date) > len("YYYY-MM"):
            return str(format_date(day, "medium", locale=self.locale))
        return str(format_skeleton("yMMM", day, locale=self.locale))

    def duration(self, count: int, unit: Unit) -> str:
        """So many years, months or days; `unit` is one of these words in the singular.

        >>> language("ru").duration(5, "year"), language("en").duration(1, "day")
        ('5 лет', '1 day')
        """
        if self.is_english:
            return f"{grouped(count)} {unit}{'' if count == 1 else 's'}"
        whole = dt.timedelta(days=count * _DAYS[unit])
        return str(format_timedelta(whole, granularity=unit, threshold=math.inf, locale=self.locale))

    def listed(self, parts: Sequence[str]) -> str:
        """Words joined as the language joins them."""
        return str(format_list(list(parts), locale=self.locale))

    @property
    def chart_numbers(self) -> Mapping[str, object]:
        """How charts write numbers, as D3 takes it."""
        if self.is_english:
            return {"decimal": ".", "thousands": "\u202f", "grouping": [3], "currency": ["", ""]}
        decimal, thousands = get_decimal_symbol(self.locale), get_group_symbol(self.locale)
        return {"decimal": decimal, "thousands": thousands, "grouping": [3], "currency": ["", ""]}

    @property
    def chart_times(self) -> Mapping[str, object] | None:
        """How charts write dates, as D3 takes it; None in English, which they speak."""
        if self.is_english:
            return None
        days, months = self.locale.days["stand-alone"], self.locale.months["stand-alone"]
        sunday_first = (6, *range(6))
        return {
            "dateTime": "%x, %X",
            "date": "%-d.%-m.%Y",
            "time": "%H:%M:%S",
            "periods": ["AM", "PM"],
            "days": [days["wide"][day] for day in sunday_first],
            "shortDays": [days["abbreviated"][day] for day in sunday_first],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": list(self.months),
        }

    @property
    def months(self) -> tuple[str, ...]:
        """The short names of the months."""
        names = self.locale.months["stand-alone"]["abbreviated"]
        return tuple(names[number].rstrip(".") for number in range(1, 13))


@cache
def language(code: str) -> Language:
    """A language of REPORT_LANGUAGES by its code."""
    locale = Locale.parse(code)
    if code == "en":
        return Language(code, locale, NullTranslations())
    return Language(code, locale, *_catalogue(code, locale))


@cache
def site_language(code: str) -> Language:
    """A language of SITE_LANGUAGES by its code: with the words of the site beside those of the reports.

    >>> site_language("es").text("Search"), site_language("es").text("Sources")
    ('Buscar', 'Fuentes')
    """
    spoken = language(code)
    if spoken.is_english:
        return spoken
    messages, known = spoken.messages, spoken.known
    for part in SITE_CATALOGUES:
        own, words = _catalogue(f"{part}-{code}", spoken.locale)
        own.add_fallback(messages)
        messages, known = own, known | words
    return Language(code, spoken.locale, messages, known)


def _catalogue(name: str, locale: Locale) -> tuple[GNUTranslations, frozenset[str]]:
    compiled = BytesIO()
    catalogue = read_po(BytesIO(shipped("site", "locales", f"{name}.po").read_bytes()), locale=locale)
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled), frozenset(_ids(catalogue))


def _ids(catalogue: Catalog) -> Iterator[str]:
    for message in catalogue:
        yield from [message.id] if isinstance(message.id, str) else message.id


ENGLISH = language("en")
