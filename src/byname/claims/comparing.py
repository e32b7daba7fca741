"""Claims stage: how a claim's parts stand to a figure's: the same, narrower, broader, different, or not known.

Each dimension (predicate, population, place, period, base) is compared alone; `compare_values` sets the two intervals
side by side, each widened by its own rounding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from byname.claims.data_files import load_yaml
from byname.claims.figures import Figure
from byname.claims.frames import ClaimFrame
from byname.claims.gazetteer import ancestors
from byname.claims.rounding import slack
from byname.values import FuzzyDate

SAME_PERIOD = 0.6  # share of the days of both together that both have in common
_PEOPLE = frozenset(
    {
        "persons",
        "deaths",
        "killings",
        "arrests",
        "executions",
        "sentences",
        "death sentences",
        "bodies",
        "names",
        "count",
    }
)
QUALITIES = frozenset({"civilians", "women", "men", "children", "families"})
NEAR_BELOW, NEAR_ABOVE = 0.7, 1.4  # how near what it bounds "more than" and "up to" must be
NEAR_A_BOUND = 1.25  # a claim up to this many times a published minimum is near it


class Relation(Enum):
    """How a part of a claim stands to the same part of a figure."""

    SAME = "same"
    CLOSE = "close"
    NARROWER = "narrower"
    BROADER = "broader"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


class Agreement(Enum):
    """How two numbers stand to each other."""

    AGREES = "agrees"
    BELOW = "below"
    ABOVE = "above"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim beside a figure: one relation for each dimension, and the agreement of the numbers."""

    figure: Figure
    predicate: Relation
    population: Relation
    place: Relation
    period: Relation
    base: Relation
    agreement: Agreement

    @property
    def is_full(self) -> bool:
        """Whether every dimension is the same or close."""
        return all(relation in (Relation.SAME, Relation.CLOSE) for relation in self.relations.values())

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
        return tuple(
            name for name, relation in self.relations.items() if relation not in (Relation.SAME, Relation.CLOSE)
        )


def compare(frame: ClaimFrame, figure: Figure, interval: tuple[float, float] | None = None) -> Comparison | None:
    """Set a claim with a number beside a figure; None where the two cannot be compared at all."""
    if frame.number is None or (figure.measure == "percent") != frame.number.is_share or figure.plan != frame.plan:
        return None
    place = compare_places(frame.place, figure.place)
    if place is Relation.DIFFERENT or not _units_fit(frame, figure):
        return None
    predicate = compare_predicates(frame.predicates, figure.predicates)
    if predicate in (Relation.DIFFERENT, Relation.UNKNOWN) and not is_telling(frame, figure):
        return None
    population = compare_populations(frame, figure)
    if population is Relation.DIFFERENT:
        return None
    period = _periods(frame, figure)
    base = (
        Relation.SAME
        if frame.base == figure.base or not (frame.base or figure.base) or figure.measure == "count"
        else Relation.DIFFERENT
    )
    return Comparison(figure, predicate, population, place, period, base, compare_values(frame, figure, interval))


def is_telling(frame: ClaimFrame, figure: Figure) -> bool:
    """Whether a claim gives a figure to the digit, with three digits or more or as a range: no chance meeting."""
    number = frame.number
    if number is None or (number.low, number.high) != (figure.low, figure.high):
        return False
    return number.low != number.high or len(f"{number.low:g}".rstrip("0").replace(".", "")) >= 3


def _periods(frame: ClaimFrame, figure: Figure) -> Relation:
    """A period that was only carried over from the text before decides less than one that is stated."""
    dated_by_itself = bool(frame.operations) and frame.operations == figure.operations
    if frame.period is None:
        return Relation.CLOSE if dated_by_itself else Relation.UNKNOWN
    found = compare_periods(frame.period.date, figure.period)
    if frame.period.known == "stated" or found is Relation.SAME:
        return found
    if frame.period.known == "event":
        return Relation.CLOSE if dated_by_itself else found
    return Relation.CLOSE if dated_by_itself or found is not Relation.DIFFERENT else Relation.UNKNOWN


def _units_fit(frame: ClaimFrame, figure: Figure) -> bool:
    """Whether both count people, or both the same other thing."""
    number = frame.number
    if number is None or number.is_share:
        return True
    theirs = figure.unit.split()[0] if figure.unit else "persons"
    counts_people = (
        theirs in _PEOPLE
        or theirs in ("death", "of", "prisoners", "victims", "officers", "people")
        or figure.unit.endswith(("persons", "executed"))
    )
    if number.unit == theirs:
        return True
    ours = number.unit in _PEOPLE or any(group.startswith("~") for group in frame.groups)
    return ours and counts_people


@lru_cache(maxsize=16384)
def compare_predicates(ours: frozenset[str], theirs: frozenset[str]) -> Relation:
    """How what is said stands to what is counted; dying, killing and executing lie within each other.

    >>> compare_predicates(frozenset({"die"}), frozenset({"execute"}))
    <Relation.BROADER: 'broader'>
    """
    ours = ours - {"name"} or ours
    if not ours or not theirs:
        return Relation.UNKNOWN
    if ours == theirs:
        return Relation.SAME
    if theirs < ours:
        return Relation.SAME if len(ours) <= 2 else Relation.CLOSE
    if ours < theirs:
        return Relation.CLOSE
    if {*ours, *theirs} == {"kill", "execute"}:
        return Relation.CLOSE
    if any(includes(b, a) for a in theirs for b in ours):
        return Relation.BROADER
    if any(includes(b, a) for a in ours for b in theirs):
        return Relation.NARROWER
    return Relation.DIFFERENT


@cache
def includes(above: str, below: str) -> bool:
    """Whether everyone of whom the second predicate is true is one of whom the first is.

    >>> includes("die", "execute"), includes("execute", "die")
    (True, False)
    """
    parent = load_yaml("predicates.yaml")[below].get("under", "")
    return bool(parent) and (parent == above or includes(above, parent))


def compare_populations(frame: ClaimFrame, figure: Figure) -> Relation:
    """How the people a claim speaks of stand to those a figure counts."""
    if frame.operations != figure.operations:
        return _compare_operations(frame, figure)
    if figure.operations and (not frame.groups or not figure.groups):
        return Relation.SAME
    return compare_groups(frame.groups, figure.groups, frame.noun_words)


def _compare_operations(frame: ClaimFrame, figure: Figure) -> Relation:
    ours, theirs = frame.operations, figure.operations
    if not ours:
        if frame.groups and frame.groups <= figure.groups:
            return Relation.CLOSE
        return Relation.BROADER if not frame.groups else Relation.DIFFERENT
    if not theirs:
        return compare_groups(frame.groups | ours, figure.groups, frame.noun_words)
    if all(_related(a, b) for a in ours for b in theirs):
        return Relation.NARROWER if any(b in ancestors(a) for a in ours for b in theirs) else Relation.BROADER
    return Relation.DIFFERENT


def compare_groups(ours: frozenset[str], theirs: frozenset[str], noun_words: frozenset[str] = frozenset()) -> Relation:
    """How two sets of groups stand to each other; the empty set is everyone.

    A group that the gazetteer does not know ("~volga") and a quality (`QUALITIES`) narrow the others; `noun_words` are
    the words of the claim's own noun phrase.

    >>> compare_groups(frozenset({"marshals"}), frozenset({"officers"}))
    <Relation.NARROWER: 'narrower'>
    """
    known, their_known = _known(ours), _known(theirs)
    narrow, their_narrow = ours - known, theirs - their_known
    missing = {word for word in their_narrow if word not in narrow and word.lstrip("~") not in noun_words}
    extra = {word for word in narrow if word not in their_narrow}
    main = _compare_known(known, their_known)
    if not missing and not extra:
        return main
    if missing and extra:
        return Relation.DIFFERENT
    if main is Relation.SAME:
        return Relation.BROADER if missing else Relation.NARROWER
    return main if (main is Relation.BROADER) == bool(missing) else Relation.DIFFERENT


@lru_cache(maxsize=4096)
def _known(groups: frozenset[str]) -> frozenset[str]:
    return frozenset(id for id in groups if not id.startswith("~") and id not in QUALITIES)


@lru_cache(maxsize=16384)
def _compare_known(ours: frozenset[str], theirs: frozenset[str]) -> Relation:
    if ours == theirs:
        return Relation.SAME
    if not ours:
        return Relation.BROADER
    if not theirs:
        return Relation.NARROWER
    if all(any(a == b or b in ancestors(a) for b in theirs) for a in ours):
        return Relation.NARROWER
    if all(any(a == b or a in ancestors(b) for a in ours) for b in theirs):
        return Relation.BROADER
    return Relation.DIFFERENT


def _related(a: str, b: str) -> bool:
    return a == b or a in ancestors(b) or b in ancestors(a)


def compare_places(ours: str, theirs: str) -> Relation:
    """How two places stand to each other."""
    if not ours or not theirs:
        return Relation.UNKNOWN
    if ours == theirs:
        return Relation.SAME
    if theirs in ancestors(ours):
        return Relation.NARROWER
    return Relation.BROADER if ours in ancestors(theirs) else Relation.DIFFERENT


def compare_periods(ours: FuzzyDate | None, theirs: FuzzyDate | None) -> Relation:
    """How two periods stand to each other: the same where both give the same years or ours names the month or the year
    of a shorter event; close where they share most of their days."""
    if ours is None or theirs is None:
        return Relation.UNKNOWN
    shared = min(ours.latest, theirs.latest) - max(ours.earliest, theirs.earliest) + 1
    if shared <= 0:
        return Relation.DIFFERENT
    together = max(ours.latest, theirs.latest) - min(ours.earliest, theirs.earliest) + 1
    length, their_length = ours.latest - ours.earliest + 1, theirs.latest - theirs.earliest + 1
    if ours.edtf == theirs.edtf or (_years(ours) == _years(theirs) and "-" not in ours.edtf):
        return Relation.SAME
    if shared / together >= SAME_PERIOD:
        return Relation.CLOSE
    if shared == their_length and length <= 366 and their_length <= 62:
        return Relation.SAME
    if shared == length and length <= 31 and their_length <= 62:
        return Relation.SAME
    return Relation.NARROWER if length < their_length else Relation.BROADER


def _years(date: FuzzyDate) -> tuple[int, int]:
    return date.earliest_date.year, date.latest_date.year


def claim_interval(frame: ClaimFrame) -> tuple[float, float]:
    """The interval of a claim's number in the figure's measure (shares in percent), widened by its rounding."""
    number = frame.number
    if number is None:
        return -math.inf, math.inf
    factor = 100.0 if number.tree.measure == "share" else 1.0
    low, high = number.low * factor, number.high * factor
    if number.tree.rule == "vague" or (number.tree.children and number.tree.children[0].rule == "vague"):
        return low, high
    hedged = number.hedge == "about"
    if number.tree.measure == "share":
        return low - 2.5, high + 2.5
    grain = number.tree.grain
    return low - slack(low, grain, hedged=hedged), high + slack(high, grain, hedged=hedged)


def compare_values(frame: ClaimFrame, figure: Figure, interval: tuple[float, float] | None = None) -> Agreement:
    """Whether the numbers agree, and on which side the claim lies where they do not; `interval` is the claim's,
    widened."""
    low, high = interval or claim_interval(frame)
    bottom, top = figure.widened
    number = frame.number
    if number is not None and number.tree.whole and figure.whole and number.tree.whole != figure.whole:
        return Agreement.ABOVE if number.tree.whole > figure.whole else Agreement.BELOW
    if figure.bound == "least":
        return _beside_minimum(low, high, bottom)
    if figure.bound == "most":
        return _beside_maximum(low, high, top)
    if low <= top and bottom <= high:
        open_end = math.isinf(low) or math.isinf(high)
        return Agreement.AGREES if not open_end else _open(low, high, bottom, top)
    return Agreement.BELOW if high < bottom else Agreement.ABOVE


def _open(low: float, high: float, bottom: float, top: float) -> Agreement:
    """ "More than" and "up to": true of what they bound, but said of something near it only."""
    if math.isinf(high):
        return Agreement.AGREES if low >= bottom * NEAR_BELOW else Agreement.SILENT
    return Agreement.AGREES if high <= top * NEAR_ABOVE else Agreement.SILENT


def _beside_minimum(low: float, high: float, bottom: float) -> Agreement:
    if high < bottom:
        return Agreement.BELOW
    reference = low if not math.isinf(low) else high
    return (
        Agreement.AGREES
        if reference <= bottom * NEAR_A_BOUND
        and (high >= bottom)
        and (math.isinf(high) is False or low >= bottom * 0.8)
        else Agreement.SILENT
    )


def _beside_maximum(low: float, high: float, top: float) -> Agreement:
    if low > top:
        return Agreement.ABOVE
    reference = high if not math.isinf(high) else low
    return Agreement.AGREES if top / NEAR_A_BOUND <= reference <= top * NEAR_A_BOUND else Agreement.SILENT
