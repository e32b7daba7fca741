"""Claims stage: a claim set beside a figure: one relation for each dimension, and the agreement of the two numbers.

Each number is widened by its own rounding before the two are compared as intervals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from byname.claims.evidence.figures import Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.subject import subject
from byname.claims.numbers.number_words import unit_list
from byname.claims.numbers.rounding import slack
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.dimensions import (
    ALIKE,
    Relation,
    compare_periods,
    compare_places,
    compare_populations,
    compare_predicates,
)


class NumberAgreement(Enum):
    """How two numbers stand to each other."""

    AGREES = "agrees"
    BELOW = "below"
    ABOVE = "above"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class DimensionMatch:
    """How what a claim counts stands to what a figure counts, one relation for each dimension but time."""

    figure: Figure
    predicate: Relation
    population: Relation
    place: Relation
    base: Relation


class FigureComparison(NamedTuple):
    """A claim beside a figure: one relation for each dimension, and the agreement of the numbers."""

    figure: Figure
    predicate: Relation
    population: Relation
    place: Relation
    period: Relation
    base: Relation
    agreement: NumberAgreement

    @property
    def is_full(self) -> bool:
        """Whether every dimension is the same or close."""
        return (
            self.predicate in ALIKE
            and self.population in ALIKE
            and self.period in ALIKE
            and self.place in ALIKE
            and self.base in ALIKE
        )

    @property
    def relations(self) -> dict[str, Relation]:
        """The dimensions by name."""
        return {
            "predicate": self.predicate,
            "population": self.population,
            "place": self.place,
            "period": self.period,
            "base": self.base,
        }

    @property
    def off(self) -> tuple[str, ...]:
        """The dimensions that are not the same."""
        return tuple(name for name, relation in self.relations.items() if relation not in ALIKE)


def match_dimensions(frame: ClaimFrame, figure: Figure) -> DimensionMatch | None:
    """How what a claim counts stands to what a figure counts, whatever the numbers and the dates; None where the two
    have nothing to do with each other."""
    if (
        frame.number is None
        or (figure.value.measure == "percent") != frame.number.is_share
        or figure.counted.plan != frame.said.plan
    ):
        return None
    place = compare_places(frame.population.place, figure.population.place)
    if place is Relation.DIFFERENT or not _units_fit(frame, figure):
        return None
    population = compare_populations(frame, figure)
    if population is Relation.DIFFERENT:
        return None
    predicate = compare_predicates(frame.said.predicates, figure.counted.predicates)
    same_base = (
        frame.said.base == figure.counted.base
        or not (frame.said.base or figure.counted.base)
        or figure.value.measure == "count"
    )
    return DimensionMatch(figure, predicate, population, place, Relation.SAME if same_base else Relation.DIFFERENT)


@dataclass(frozen=True, slots=True)
class DatedMatch:
    """How what a claim counts stands to what a figure counts, the periods included.

    `must_agree` where the figure speaks of another time, so that it counts only with the very number of the claim.
    """

    kin: DimensionMatch
    period: Relation
    must_agree: bool


def dated(frame: ClaimFrame, kin: DimensionMatch) -> DatedMatch:
    """Set the period of a claim beside that of a figure."""
    period = _periods(frame, kin.figure)
    return DatedMatch(kin, period, period is Relation.DIFFERENT and not kin.figure.noted)


def compare_all(
    frame: ClaimFrame, matches: Iterable[DatedMatch], interval: tuple[float, float]
) -> list[FigureComparison]:
    """Set a claim beside figures; those that speak of another time and give another number are left out. `interval` is
    the claim's, widened."""
    low, high = interval
    closed, found = not (math.isinf(low) or math.isinf(high)), []
    for row in matches:
        kin = row.kin
        figure, value = kin.figure, kin.figure.value
        bottom, top = value.widened
        if closed and not value.bound and not value.whole:
            agreement = (
                NumberAgreement.BELOW
                if high < bottom
                else NumberAgreement.ABOVE
                if low > top
                else NumberAgreement.AGREES
            )
        else:
            agreement = compare_values(frame, figure, interval)
        if agreement is NumberAgreement.AGREES or not row.must_agree:
            found.append(
                FigureComparison(figure, kin.predicate, kin.population, kin.place, row.period, kin.base, agreement)
            )
    return found


def is_distinctive(frame: ClaimFrame, figure: Figure) -> bool:
    """Whether a claim gives a figure to the digit, with enough digits or as a range: no chance meeting."""
    number = frame.number
    if number is None or (number.low, number.high) != (figure.value.low, figure.value.high):
        return False
    if figure.value.whole and number.tree.whole == figure.value.whole:
        return True  # "13 of 15"
    digits = len(f"{number.low:g}".rstrip("0").replace(".", ""))
    return number.low != number.high or digits >= thresholds().closeness.telling_digits


def _periods(frame: ClaimFrame, figure: Figure) -> Relation:
    """A period that was only carried over from the text before decides less than one that is stated."""
    said = frame.time.period
    if said is not None:
        found = compare_periods(said.date, figure.period)
        if said.known == "stated" or found is Relation.SAME:
            return found
    operations = frame.population.operations - subject().custody  # what holds prisoners does so for decades
    dated_by_itself = bool(operations) and frame.population.operations == figure.population.operations
    if said is None:
        return Relation.CLOSE if dated_by_itself else Relation.UNKNOWN
    if frame.time.date is not None and found is Relation.DIFFERENT:
        return found
    if said.known == "event":
        return Relation.CLOSE if dated_by_itself else found
    return Relation.CLOSE if dated_by_itself or found is not Relation.DIFFERENT else Relation.UNKNOWN


def _units_fit(frame: ClaimFrame, figure: Figure) -> bool:
    """Whether both count people, or both the same other thing."""
    number = frame.number
    if number is None or number.is_share:
        return True
    theirs = figure.wording.unit.split()[0] if figure.wording.unit else "persons"
    counts_people = (
        theirs in unit_list("people")
        or theirs in unit_list("people_first")
        or figure.wording.unit.endswith(unit_list("people_last"))
    )
    if number.unit == theirs:
        return True
    ours = number.unit in unit_list("people") or any(group.startswith("~") for group in frame.population.groups)
    return ours and counts_people


def claim_interval(frame: ClaimFrame, *, hedges: bool = True) -> tuple[float, float]:
    """The interval of a claim's number in the figure's measure (shares in percent), widened by its rounding, and by
    what "about" adds unless `hedges` is False."""
    number = frame.number
    if number is None:
        return -math.inf, math.inf
    factor = 100.0 if number.tree.measure == "share" else 1.0
    low, high = number.low * factor, number.high * factor
    if number.tree.rule == "vague" or (number.tree.children and number.tree.children[0].rule == "vague"):
        return low, high
    hedged = hedges and number.hedge == "about"
    if number.tree.measure == "share":
        points = thresholds().rounding.fraction
        return low - points, high + points
    grain = number.tree.grain
    return low - slack(low, grain, hedged=hedged), high + slack(high, grain, hedged=hedged)


def compare_values(frame: ClaimFrame, figure: Figure, interval: tuple[float, float]) -> NumberAgreement:
    """Whether the numbers agree, and on which side the claim lies where they do not; `interval` is the claim's,
    widened."""
    low, high = interval
    bottom, top = figure.value.widened
    number = frame.number
    if figure.value.whole and number is not None and number.tree.whole and number.tree.whole != figure.value.whole:
        return NumberAgreement.ABOVE if number.tree.whole > figure.value.whole else NumberAgreement.BELOW
    if figure.value.bound == "least":
        return _beside_minimum(low, high, bottom)
    if figure.value.bound == "most":
        return _beside_maximum(low, high, top)
    if low <= top and bottom <= high:
        open_end = math.isinf(low) or math.isinf(high)
        return NumberAgreement.AGREES if not open_end else _open(low, high, bottom, top)
    return NumberAgreement.BELOW if high < bottom else NumberAgreement.ABOVE


def _open(low: float, high: float, bottom: float, top: float) -> NumberAgreement:
    """ "More than" and "up to": true of what they bound, but said of something near it only."""
    limits = thresholds().bounds
    near = low >= bottom * limits.more_than if math.isinf(high) else high <= top * limits.up_to
    return NumberAgreement.AGREES if near else NumberAgreement.SILENT


def _beside_minimum(low: float, high: float, bottom: float) -> NumberAgreement:
    if high < bottom:
        return NumberAgreement.BELOW
    limits = thresholds().bounds
    reference = low if not math.isinf(low) else high
    near = reference <= bottom * limits.published and (not math.isinf(high) or low >= bottom * limits.least_of_least)
    return NumberAgreement.AGREES if near else NumberAgreement.SILENT


def _beside_maximum(low: float, high: float, top: float) -> NumberAgreement:
    if low > top:
        return NumberAgreement.ABOVE
    factor = thresholds().bounds.published
    reference = high if not math.isinf(high) else low
    return NumberAgreement.AGREES if top / factor <= reference <= top * factor else NumberAgreement.SILENT
