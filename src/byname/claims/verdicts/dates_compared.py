"""Claims stage: dates as intervals: whether a date that is told is that of a fact."""

from __future__ import annotations

from byname.claims.thresholds import thresholds
from byname.values import FuzzyDate


def dates_agree(said: FuzzyDate, fact: FuzzyDate) -> bool:
    """Whether a date as told is that of a fact, at the precision of the coarser one.

    >>> dates_agree(FuzzyDate.parse("1953-03"), FuzzyDate.parse("1953-03-05"))
    True
    """
    if not said.overlaps(fact):
        return False
    limits = thresholds().periods
    length, their_length = said.latest - said.earliest + 1, fact.latest - fact.earliest + 1
    if their_length <= limits.event or said.year is not None:
        covers = said.earliest <= fact.earliest and fact.latest <= said.latest
        return covers or (length <= limits.month and their_length <= limits.year_of_event)
    ends_agree = said.earliest_date.year == fact.earliest_date.year and said.latest_date.year == fact.latest_date.year
    return ends_agree or (fact.earliest <= said.earliest and said.latest <= fact.latest and length * 2 >= their_length)


def lies_in(said: FuzzyDate, fact: FuzzyDate) -> bool:
    """Whether a date lies in the years of a fact."""
    return (
        fact.earliest_date.year <= said.earliest_date.year
        and said.latest_date.year <= fact.latest_date.year
        and said.overlaps(fact)
    )


def mostly_within(said: FuzzyDate, fact: FuzzyDate) -> bool:
    """Whether the larger part of the days of a date lies in those of a fact."""
    shared = min(said.latest, fact.latest) - max(said.earliest, fact.earliest) + 1
    return shared * 2 > said.latest - said.earliest + 1
