"""Dates and names from Python: a column of texts, read as the records stage reads it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from byname.api.frames import Tabular, language_given, to_texts
from byname.errors import BadMapping
from byname.records.dates import in_new_style, read_date
from byname.records.habits import Habits
from byname.records.loose_accents import with_joined_accents
from byname.records.missing import is_missing
from byname.records.names import Order, read_name
from byname.records.normal_forms import normal_form
from byname.records.unnamed import why_unnamed
from byname.sources.mapping import CALENDARS, DATE_ORDERS, ORDERS
from byname.values import FuzzyDate

_DATES = {
    "as_written": pl.String(),
    "edtf": pl.String(),
    "earliest": pl.Date(),
    "latest": pl.Date(),
    "flag": pl.String(),
}
_NAMES = dict.fromkeys(
    ("as_written", "surname", "given", "patronymic", "other_names", "gender", "surname_folded", "given_folded"),
    pl.String(),
)


@dataclass(frozen=True, slots=True)
class ReadDates(Tabular):
    """Dates as they were read, in the order of the column."""

    table: pl.DataFrame

    def to_polars(self) -> pl.DataFrame:
        """Gives: `as_written`, `edtf`, `earliest`, `latest` (null where open), `flag` (why it is doubtful).
        Raises nothing.
        """
        return self.table


@dataclass(frozen=True, slots=True)
class ReadNames(Tabular):
    """Names taken apart, in the order of the column."""

    table: pl.DataFrame

    def to_polars(self) -> pl.DataFrame:
        """Gives: `as_written`, `surname`, `given`, `patronymic`, `other_names`, `gender`, and the folded forms.
        Raises nothing.
        """
        return self.table


def read_dates(
    column: object,
    *,
    language: str = "und",
    order: str | None = None,
    century: int | None = None,
    calendar: str = "gregorian",
) -> ReadDates:
    """Read a column of dates.

    Takes: `column`, of pandas, polars or Arrow, or a list; `language` (BCP 47); `order`, `century` and `calendar` as in
    a mapping.
    Gives: ReadDates, one row a value, in order.
    Raises: BadSource where it is no column, BadMapping for a word that a mapping would not take.
    Source: the Extended Date/Time Format (EDTF, Library of Congress); docs/records.md.

    >>> read_dates(["15 de mayo de 1977", "s/d"], language="es").to_polars()["edtf"].to_list()
    ['1977-05-15', None]
    """
    _check("order", order, DATE_ORDERS)
    _check("calendar", calendar, CALENDARS)
    if century is not None and not isinstance(century, int):
        raise BadMapping(f"`century` is {century!r}", where="read_dates", fix="give its first year, such as 1900")
    habits = Habits(language_given(language, "read_dates"), century, order, calendar)
    rows = [_date(text, habits) for text in to_texts(column, "read_dates")]
    return ReadDates(pl.DataFrame(rows, schema=_DATES, orient="row"))


def read_names(column: object, *, language: str = "und", order: str = "detect") -> ReadNames:
    """Take a column of names apart.

    Takes: `column`, of pandas, polars or Arrow, or a list; `language` (BCP 47); `order`: surname-first, given-first or
    detect.
    Gives: ReadNames, one row a value, in order.
    Raises: BadSource where it is no column, BadMapping for a word that a mapping would not take.
    Source: docs/records.md.

    >>> read_names(["DE LA FUENTE  JUAN CARLOS"], language="es").to_polars()["given"].to_list()
    ['JUAN CARLOS']
    """
    _check("order", order, ORDERS)
    language = language_given(language, "read_names")
    orders: dict[str, Order] = {"surname-first": "surname-first", "given-first": "given-first"}
    read = [_name(text, language, orders.get(order, "detect")) for text in to_texts(column, "read_names")]
    return ReadNames(pl.DataFrame(read, schema=_NAMES, orient="row"))


def _check(key: str, word: str | None, known: tuple[str, ...]) -> None:
    if word is not None and word not in known:
        raise BadMapping(f"`{key}` is `{word}`", where="byname.api", fix=f"give one of {', '.join(known)}")


def _date(text: str | None, habits: Habits) -> tuple[object, ...]:
    if text is None or not text.strip() or is_missing(text):
        return (text, None, None, None, None)
    reading = read_date(text, habits)
    if reading is None:
        return (text, None, None, None, f"not understood as a date: {text}")
    edtf, flag = in_new_style(reading)
    date = FuzzyDate.parse(edtf) if edtf else None
    if date is None:
        return (text, None, None, None, flag)
    first = None if date.earliest_date.year == 1 else date.earliest_date
    last = None if date.latest_date.year == 9999 else date.latest_date
    return (text, edtf, first, last, flag)


def _name(text: str | None, language: str, order: Order) -> tuple[str | None, ...]:
    if text is None or not text.strip() or is_missing(text, as_name=True) or why_unnamed(text, language):
        return (text, *([None] * (len(_NAMES) - 1)))
    name = read_name(with_joined_accents(text.strip(), language), language=language, order=order)
    habits = Habits(language)
    folded = [normal_form(f, part, habits)[0] if part else None
              for f, part in (("surname", name.surname), ("given_name", name.given))]  # fmt: skip
    others = "; ".join(name.aliases) or None
    return (text, name.surname, name.given, name.patronymic, others, name.gender, *folded)
