"""Claims stage: the thresholds by which texts are read and judged, read from thresholds.yaml into frozen values.

Goes in: the data file, where each threshold says how it was chosen. Comes out: one
`Thresholds`; nothing is read at import.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from byname.values.shipped import shipped_yaml


@dataclass(frozen=True, slots=True)
class Rounding:
    """How far a number may lie from the one that it rounds: shares of it, and percentage points."""

    rounded: float
    hedged: float
    percent: float
    fraction: float


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near a number is to that of a figure, and how telling it is."""

    telling: float
    telling_digits: int
    very_digits: int
    great: float
    near_miss: float
    round_parts: float
    like_size: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """How near what it bounds a number must be, as a share or a multiple of it, to speak of it at all."""

    more_than: float
    up_to: float
    published: float
    least_of_least: float
    beyond_all: float
    fewer: float


@dataclass(frozen=True, slots=True)
class Periods:
    """How two stretches of time stand to each other: a share of their days, and lengths in days."""

    close: float
    month: int
    year: int
    event: int
    year_of_event: int


@dataclass(frozen=True, slots=True)
class Wording:
    """Shares of words in common, lengths of words and clauses, and distances in characters."""

    fact_words: float
    told: float
    told_of_day: float
    version_words: float
    surname: int
    long_word: int
    claim_words: int
    joined_before: int
    joined_after: int
    said_to_be: int
    named_place: int
    topic: int


@dataclass(frozen=True, slots=True)
class Notes:
    """Which numbers in the notes of a figure are other counts: the least of them, and which are years."""

    least: float
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Citations:
    """How far a citation reaches back, in sentences, and where the subject of a sentence stands, in words."""

    most_back: int
    subject_words: int


@dataclass(frozen=True, slots=True)
class Consistency:
    """Below which number people are counted whole, and how many claims of the same are compared."""

    whole_below: float
    most_compared: int


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All thresholds of the stage."""

    rounding: Rounding
    closeness: Closeness
    bounds: Bounds
    periods: Periods
    wording: Wording
    notes: Notes
    citations: Citations
    consistency: Consistency


@cache
def thresholds() -> Thresholds:
    """The thresholds of thresholds.yaml.

    >>> thresholds().rounding.rounded
    0.05
    """
    data = shipped_yaml("claims", "thresholds.yaml")
    return Thresholds(
        rounding=Rounding(**data["rounding"]),
        closeness=Closeness(**data["closeness"]),
        bounds=Bounds(**data["bounds"]),
        periods=Periods(**data["periods"]),
        wording=Wording(**data["wording"]),
        notes=Notes(**data["notes"]),
        citations=Citations(**data["citations"]),
        consistency=Consistency(**data["consistency"]),
    )
