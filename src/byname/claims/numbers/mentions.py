"""Claims stage: what a text mentions: numbers and dates, each with its characters."""

from __future__ import annotations

from dataclasses import dataclass

from byname.claims.numbers.number_tree import NumberNode


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text: its characters, interval, unit ("persons", "percent", ...), the noun it counts, and the base
    of a share as written.

    `low` and `high` may be infinite where the text gives one end only ("at least", "up to").
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    unit: str
    noun: str
    base: str
    tree: NumberNode

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage or a fraction of something."""
        return self.tree.measure != "count"

    @property
    def hedge(self) -> str | None:
        """About, least, most, or None."""
        return self.tree.hedge


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: its characters, its EDTF, and the name where it is a named period."""

    start: int
    end: int
    text: str
    edtf: str
    rule: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What was found in one sentence, in the order of the text."""

    numbers: tuple[NumberMention, ...]
    dates: tuple[DateMention, ...]
