"""Claims stage: published figures and dated facts, read as what they say: how many of whom, of what, where and when.

A figure has an interval, predicates, a population, a place and a period, taken from the words of its row by the same
vocabulary that reads texts (figure_reading.py); `Evidence` is all that a text is checked against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from byname.values import FuzzyDate

if TYPE_CHECKING:
    from byname.claims.evidence.people import PersonFact

STRENGTH = {
    "archival-statistic": 3,
    "scholarly-estimate": 3,
    "archive-result": 2,
    "official-statement": 2,
    "popular": 1,
}
Bound = Literal["", "least", "most"]
PeopleSource = Callable[[], "Mapping[str, tuple[PersonFact, ...]]"]


@dataclass(frozen=True, slots=True)
class FigureWording:
    """What a figure is about as its row says it: the subject, the quantity, the unit."""

    subject: str
    quantity: str
    unit: str


@dataclass(frozen=True, slots=True)
class FigureValue:
    """The interval that a figure states (infinite where it is a minimum or a maximum, which `bound` says).

    `measure` is count or percent; `widened` the interval with the rounding of its ends; `whole` the number of which it
    is a part.
    """

    low: float
    high: float
    bound: Bound
    measure: str
    widened: tuple[float, float]
    whole: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: what is said of the people, what was said of those of whom a share is taken (`base`), and
    whether it was planned and not done."""

    predicates: frozenset[str]
    base: frozenset[str] = frozenset()
    plan: bool = False


@dataclass(frozen=True, slots=True)
class FigurePopulation:
    """Whom a figure counts, and where: groups and operations (empty: everyone), and the place."""

    groups: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    place: str = ""

    @property
    def named(self) -> frozenset[str]:
        """The groups and operations together; empty where it is everyone."""
        return self.groups | self.operations


@dataclass(frozen=True, slots=True)
class FigureSource:
    """Who gives a figure, with the kind of source, the address at which it was read, the page, and by what else it is
    found (`found_by`: an ISBN, a DOI, a place in an archive).

    Where another work was read that prints the figure of this one, `read_at` names that work.
    """

    kind: str
    author: str = ""
    title: str = ""
    year: str = ""
    address: str = ""
    page: str = ""
    read_at: str = ""
    found_by: str = ""

    @property
    def text(self) -> str:
        """Author, title, year and page, and where they were read.

        >>> FigureSource("popular", "A. Author", "A Book", "1990", page="7", read_at="A Mirror").text
        'A. Author, A Book (1990), p. 7; read at: A Mirror'
        """
        year = f" ({self.year})" if self.year and self.year != "n.d." else ""
        told = ", ".join(part for part in (self.author, self.title) if part) + year
        told = ", ".join(part for part in (told, pages(self.page), self.found_by) if part)
        return f"{told}; read at: {self.read_at}" if self.read_at else told


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure: its words, its value, what it counts of whom and when, and its source.

    `noted` are other counts that its notes give; `from_notes` marks one of those, which may support a claim and never
    speaks against one.
    """

    id: str
    wording: FigureWording
    value: FigureValue
    counted: Counted
    population: FigurePopulation
    period: FuzzyDate | None
    source: FigureSource
    noted: frozenset[float] = frozenset()
    from_notes: bool = False

    @property
    def strength(self) -> int:
        """How much the kind of source counts: archival and scholarly 3, official 2, popular 1."""
        return STRENGTH.get(self.source.kind, 1)

    @property
    def value_text(self) -> str:
        """The value in words of digits ("681,692", "3.7 to 7.7%", "at least 4,400")."""
        unit = "%" if self.value.measure == "percent" else ""
        if self.value.bound == "least":
            return f"at least {_digits(self.value.low)}{unit}"
        if self.value.bound == "most":
            return f"at most {_digits(self.value.high)}{unit}"
        return (
            f"{_digits(self.value.low)}{unit}"
            if self.value.low == self.value.high
            else f"{_digits(self.value.low)} to {_digits(self.value.high)}{unit}"
        )

    @property
    def source_text(self) -> str:
        """Author, title, year and page, and where they were read."""
        return self.source.text


@dataclass(frozen=True, slots=True)
class DateFact:
    """A dated fact of a table: its words, their entities and predicates, its date and its source; `wording` is what it
    says in each language that the table has."""

    id: str
    words: str
    entities: frozenset[str]
    predicates: frozenset[str]
    date: FuzzyDate
    kind: str
    source: str
    address: str
    wording: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def strength(self) -> int:
        """How much the kind of source counts, as that of a figure."""
        return STRENGTH.get(self.kind, 1)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that texts are checked against: figures and dated facts, by id; `people` give dates of lives when asked."""

    figures: tuple[Figure, ...] = ()
    dates: tuple[DateFact, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    people: tuple[PeopleSource, ...] = ()

    def joined(self, other: Evidence) -> Evidence:
        """Both together; a row of `other` takes the place of one with the same id."""
        new = {figure.id for figure in other.figures} | {fact.id for fact in other.dates}
        return Evidence(
            tuple(f for f in self.figures if f.id.split("/")[0] not in new) + other.figures,
            tuple(d for d in self.dates if d.id not in new) + other.dates,
            {**self.sources, **other.sources},
            self.people + other.people,
        )

    def strongest_first(self) -> Evidence:
        """The same, a stronger kind of source before a weaker one; rows of one strength keep their order."""
        return Evidence(
            tuple(sorted(self.figures, key=lambda figure: -figure.strength)),
            tuple(sorted(self.dates, key=lambda fact: -fact.strength)),
            self.sources,
            self.people,
        )


def pages(page: str) -> str:
    """A page or pages as a source names them, empty where there are none.

    >>> pages("480"), pages("473-480"), pages("")
    ('p. 480', 'pp. 473-480', '')
    """
    several = any(mark in page for mark in "-\u2013,")
    return f"{'pp.' if several else 'p.'} {page}" if page else ""


def _digits(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
