"""Motive stage: the tests of explanations, read from data.

Goes in: plain data that names a test and gives its parameters. Comes out: the test, which observes an effect in an
archive. A parameter that a test does not know, or a sentence that asks for a value it does not give, is refused.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, Protocol

from byname.errors import BadFigureTable
from byname.motive.evidence import Material, ObservedEffect
from byname.motive.observed_people import OddsOfExecution, RateBeforeAndAfter
from byname.motive.observed_tables import (
    Groups,
    LargestJump,
    LeastRelativeRisk,
    RatioOfLimit,
    RelativeRisk,
    ShareOfTotal,
    Total,
    TrendOverRanks,
)
from byname.values.printed import Condition


class Observation(Protocol):
    """A test of explanations."""

    gives: ClassVar[tuple[str, ...]]

    @property
    def words(self) -> str:
        """The sentence that it prints."""

    def observe(self, material: Material) -> ObservedEffect:
        """The effect in an archive; raises CannotEstimate where the archive does not allow it."""


OBSERVATIONS: Final[Mapping[str, Callable[..., Observation]]] = {
    "trend_over_ranks": TrendOverRanks,
    "rate_before_and_after": RateBeforeAndAfter,
    "share_of_total": ShareOfTotal,
    "relative_risk": RelativeRisk,
    "least_relative_risk": LeastRelativeRisk,
    "ratio_of_limit": RatioOfLimit,
    "largest_jump": LargestJump,
    "odds_of_execution": OddsOfExecution,
}


def read_observation(given: Mapping[str, Any], where: str) -> Observation:
    """A test from plain data: `by` names it, all else are its parameters.

    Raises BadFigureTable where there is no such test, or a parameter is missing, not known or wrong.

    >>> read_observation({"by": "ratio_of_limit", "group": "to be shot", "words": "{outcome:,.0f} were."}, "x").words
    '{outcome:,.0f} were.'
    """
    name = str(given.get("by"))
    if name not in OBSERVATIONS:
        raise BadFigureTable(f"there is no test {name!r}", where=where, fix=f"one of {', '.join(OBSERVATIONS)}")
    try:
        found = OBSERVATIONS[name](**{key: _parameter(key, value) for key, value in given.items() if key != "by"})
    except (TypeError, AttributeError) as error:
        fix = "see docs/motive.md for the parameters of each test"
        raise BadFigureTable(f"the test {name} cannot be read: {error}", where=where, fix=fix) from error
    check_words(found.words, found.gives, where)
    return found


def check_words(words: str, gives: tuple[str, ...], where: str) -> None:
    """Raise BadFigureTable where a sentence asks for a value that it is not given."""
    try:
        asked = {field for _, field, _, _ in string.Formatter().parse(words) if field is not None}
    except ValueError as error:
        raise BadFigureTable(
            f"the sentence {words!r} cannot be read: {error}", where=where, fix="close braces"
        ) from error
    unknown = sorted(asked - set(gives))
    if unknown:
        fix = f"values that are given: {', '.join(gives)}"
        raise BadFigureTable(f"the sentence asks for {{{unknown[0]}}}", where=where, fix=fix)


def read_groups(given: Mapping[str, Any]) -> Groups:
    """The groups of a printed table, from plain data."""
    return Groups(**{key: _parameter(key, value) for key, value in given.items()})


def _parameter(name: str, value: Any) -> Any:
    """A parameter as the tests hold it: conditions, groups and totals as values, lists as tuples."""
    if name in ("who", "others"):
        return tuple(
            Condition(column, "not-null") if is_ == "any" else Condition(column, "is", is_)
            for column, is_ in value.items()
        )
    if name == "groups":
        return read_groups(value)
    if name in ("total", "all_cases", "all_people"):
        return Total(**value)
    return tuple(value) if isinstance(value, list) else value
