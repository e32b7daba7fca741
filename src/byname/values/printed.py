"""A number that Byname prints, with all that is needed to trace it to rows of the originals; values in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FACTS = "facts/"  # before the name of a table of facts, where a row of it stands as the original of a number
_THIN_SPACE = "\u202f"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on the rows of a derived table: what is tested of a column, and the value it is tested with.

    `any-of` tests a column of words joined by spaces for any of the words in `value`.
    """

    column: str
    test: Literal["is", "in", "not-null", "null", "between", "at-least", "prefix", "any-of"]
    value: str | int | float | tuple[str, ...] | tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """A number of a report: its id, what it counts in words, the value, and where its rows stand.

    `table` and `where` select the rows the number was computed from; `method` says how, in words, with its source;
    `low`, `high` and `level` are the interval of an estimate, `warnings` what the reader must know with it.
    """

    id: str
    label: str
    value: float
    method: str
    table: str
    where: tuple[Condition, ...] = ()
    distinct: str | None = None  # counts the different values of this column instead of rows
    unit: str = "records"
    low: float | None = None
    high: float | None = None
    level: float | None = None
    warnings: tuple[str, ...] = ()
    decimals: int = 0  # how many a ratio or a share is printed with

    @property
    def text(self) -> str:
        """The value as it is printed, with a thin space between thousands.

        >>> PrintedNumber("n", "people", 12345.0, "counted", "people").text
        '12\\u202f345'
        """
        return self.formatted(self.value)

    def formatted(self, value: float) -> str:
        """A value of this number's unit as it is printed: the number itself or an end of its interval."""
        rounded = f"{value:,.{self.decimals}f}" if self.decimals else f"{round(value):,}"
        return rounded.replace(",", _THIN_SPACE)


def said(value: object, thousands: str = _THIN_SPACE) -> str:
    """A value of a table in words; `thousands` is the sign between the thousands of a number.

    >>> said(12345), said(12345, ","), said(0.21757), said(None), said(True)
    ('12\\u202f345', '12,345', '0.218', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        plain = f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    elif isinstance(value, int):
        plain = f"{value:,}"
    else:
        return str(value)
    return plain.replace(",", thousands)
