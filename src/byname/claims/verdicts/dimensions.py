"""Claims stage: how each dimension of a claim stands to that of a figure: same, close, narrower, broader, different.

Dying, killing and executing lie within each other; groups within what they are part of; places within countries;
periods are the same where they share their years, close where they share most of their days.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from byname.claims.evidence.figures import Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.entities import ancestors, gazetteer
from byname.claims.lexicon.predicates import includes
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import per_subject
from byname.claims.thresholds import thresholds
from byname.values import FuzzyDate

QUALITIES = frozenset({"civilians", "women", "men", "children", "families"})


class Relation(Enum):
    """How a part of a claim stands to the same part of a figure."""

    SAME = "same"
    CLOSE = "close"
    NARROWER = "narrower"
    BROADER = "broader"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


ALIKE = (Relation.SAME, Relation.CLOSE)


@per_subject(maxsize=16384)
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
    if {*ours, *theirs} in ({"kill", "execute"}, {"kill", "die"}):
        return Relation.CLOSE
    if any(includes(b, a) for a in theirs for b in ours):
        return Relation.BROADER
    if any(includes(b, a) for a in ours for b in theirs):
        return Relation.NARROWER
    return Relation.DIFFERENT


def compare_populations(frame: ClaimFrame, figure: Figure) -> Relation:
    """How the people a claim speaks of stand to those a figure counts."""
    if frame.population.operations != figure.population.operations:
        return _compare_operations(frame, figure)
    if figure.population.operations and not frame.population.groups:
        struck = {id for operation in figure.population.operations for id in gazetteer()[operation].people.split()}
        part = figure.population.groups - struck - QUALITIES
        return Relation.BROADER if part else Relation.SAME  # "one camp of Katyn" is a part of all
    if figure.population.operations and not figure.population.groups:
        struck = {id for operation in figure.population.operations for id in gazetteer()[operation].people.split()}
        return Relation.CLOSE if frame.population.groups <= struck else Relation.NARROWER
    found = compare_groups(frame.population.groups, figure.population.groups, frame.population.noun_words)
    of_one_operation = bool(figure.population.operations) and found is Relation.DIFFERENT
    return Relation.NARROWER if of_one_operation else found


def _compare_operations(frame: ClaimFrame, figure: Figure) -> Relation:
    ours, theirs = frame.population.operations, figure.population.operations
    if not ours:
        if frame.population.groups and frame.population.groups <= figure.population.groups:
            return Relation.CLOSE
        return Relation.BROADER if not frame.population.groups else Relation.DIFFERENT
    if not theirs and ours <= subject().custody and "release" in figure.counted.predicates:
        return compare_groups(frame.population.groups, figure.population.groups, frame.population.noun_words)
    if not theirs:
        return compare_groups(frame.population.groups | ours, figure.population.groups, frame.population.noun_words)
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


@per_subject(maxsize=16384)
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
    if ours.latest < theirs.earliest or theirs.latest < ours.earliest:
        return Relation.DIFFERENT
    return _compare_meeting(ours, theirs)


@lru_cache(maxsize=65536)
def _compare_meeting(ours: FuzzyDate, theirs: FuzzyDate) -> Relation:
    """How two periods stand to each other that have a day in common."""
    shared = min(ours.latest, theirs.latest) - max(ours.earliest, theirs.earliest) + 1
    together = max(ours.latest, theirs.latest) - min(ours.earliest, theirs.earliest) + 1
    length, their_length = ours.latest - ours.earliest + 1, theirs.latest - theirs.earliest + 1
    limits = thresholds().periods
    if ours.edtf == theirs.edtf or (_years(ours) == _years(theirs) and "-" not in ours.edtf):
        return Relation.SAME
    if shared / together >= limits.close:
        return Relation.CLOSE
    if shared == their_length and length <= limits.year and their_length <= limits.event:
        return Relation.SAME
    if shared == length and length <= limits.month and their_length <= limits.event:
        return Relation.SAME
    return Relation.NARROWER if length < their_length else Relation.BROADER


def _years(date: FuzzyDate) -> tuple[int, int]:
    return date.earliest_date.year, date.latest_date.year
