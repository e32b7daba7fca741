"""Site stage: the language of a report: its words from a catalogue, its numbers, plurals and months by CLDR.

Takes the code of a language; gives what pages and templates ask for. English is the language of the messages
themselves; a message that a catalogue lacks stays English.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from byname.site.wording import grouped, interval_words
from byname.values.printed import PrintedNumber
from byname.values.shipped import shipped


@dataclass(frozen=True, slots=True)
class Language:
    """One language of reports.

    >>> language("es").text("Sources"), language("es").number(12345), language("en").text("Sources")
    ('Fuentes', '12.345', 'Sources')
    """

    code: str
    locale: Locale
    messages: NullTranslations

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

    def label(self, label: str) -> str:
        """What a number counts; of a label in two parts ("people of whom a source says: shot") each by itself."""
        whole = self.text(label)
        first, colon, rest = label.partition(": ")
        if whole != label or not colon:
            return whole
        return f"{self.text(first)}: {self.text(rest)}"

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
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(shipped("site", "locales", f"{code}.po").read_bytes()), locale=locale))
    compiled.seek(0)
    return Language(code, locale, GNUTranslations(compiled))
