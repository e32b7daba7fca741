from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.claims.conftest import framed, printed, told

from byname.claims.verdicts.dimensions import (
    Relation,
    compare_groups,
    compare_periods,
    compare_places,
    compare_populations,
    compare_predicates,
)
from byname.values import FuzzyDate

SAME, CLOSE, NARROWER, BROADER, DIFFERENT, UNKNOWN = Relation


@pytest.mark.parametrize(
    ("ours", "theirs", "relation"),
    [
        ("execute", "execute", SAME),
        ("die", "execute", BROADER),
        ("execute", "die", NARROWER),
        ("kill", "execute", CLOSE),
        ("die", "kill", CLOSE),
        ("arrest", "execute", DIFFERENT),
        ("", "execute", UNKNOWN),
        ("execute", "", UNKNOWN),
        ("name", "name", SAME),
        ("name execute", "execute", SAME),
        ("arrest execute", "execute", SAME),  # one of two things said together
        ("arrest execute deport", "execute", CLOSE),  # one of three
        ("execute", "arrest execute", CLOSE),
        ("arrest die", "execute", BROADER),
        ("arrest execute", "die", NARROWER),
        ("arrest deport", "execute expel", DIFFERENT),
    ],
)
def test_predicates_lie_within_each_other(ours: str, theirs: str, relation: Relation) -> None:
    assert compare_predicates(frozenset(ours.split()), frozenset(theirs.split())) is relation


@pytest.mark.parametrize(
    ("ours", "theirs", "relation"),
    [
        ("writers", "writers", SAME),
        ("", "", SAME),
        ("", "writers", BROADER),
        ("writers", "", NARROWER),
        ("writers", "writers artists", NARROWER),
        ("writers artists", "writers", BROADER),
        ("marshals", "officers", NARROWER),
        ("officers", "marshals", BROADER),
        ("officers", "marshals admirals", BROADER),
        ("marshals writers", "officers", DIFFERENT),
        ("officers", "marshals writers", DIFFERENT),
        ("writers", "koreans", DIFFERENT),
        ("germans", "germans ~volga", BROADER),
        ("germans ~volga", "germans", NARROWER),
        ("germans ~volga", "germans ~volga", SAME),
        ("germans ~volga", "germans ~south", DIFFERENT),
        ("koreans women", "koreans", NARROWER),
        ("koreans", "koreans women", BROADER),
        ("koreans women", "koreans children", DIFFERENT),
        ("officers", "marshals ~staff", BROADER),
        ("officers ~staff", "marshals", DIFFERENT),
        ("marshals ~staff", "officers", NARROWER),
        ("marshals", "officers ~staff", DIFFERENT),
    ],
)
def test_groups_lie_within_what_they_are_part_of(ours: str, theirs: str, relation: Relation) -> None:
    assert compare_groups(frozenset(ours.split()), frozenset(theirs.split())) is relation


def test_a_word_of_the_noun_phrase_answers_for_a_group_unknown_to_us() -> None:
    groups, volga = frozenset({"germans"}), frozenset({"germans", "~volga"})
    assert compare_groups(groups, volga, frozenset({"volga"})) is SAME
    assert compare_groups(groups, volga, frozenset({"black", "sea"})) is BROADER


POLISH, NATIONAL, GERMAN = "polish-operation", "national-operations", "german-operation"


@pytest.mark.parametrize(
    ("groups", "operations", "their_groups", "their_operations", "relation"),
    [
        ("", POLISH, "", POLISH, SAME),
        ("", POLISH, "poles", POLISH, SAME),
        ("poles", POLISH, "", POLISH, CLOSE),  # those whom the operation struck
        ("writers", POLISH, "", POLISH, NARROWER),
        ("poles", POLISH, "poles", POLISH, SAME),
        ("poles", "", "poles germans", POLISH, CLOSE),
        ("writers", "", "poles", POLISH, DIFFERENT),
        ("", "", "poles", POLISH, BROADER),
        ("", POLISH, "", "", NARROWER),
        ("", POLISH, "poles", "", DIFFERENT),
        ("", POLISH, "", NATIONAL, NARROWER),
        ("", NATIONAL, "", POLISH, BROADER),
        ("", GERMAN, "", POLISH, DIFFERENT),
        ("writers", "", "writers", "", SAME),
    ],
)
def test_an_operation_stands_for_those_it_struck(
    groups: str, operations: str, their_groups: str, their_operations: str, relation: Relation
) -> None:
    frame = framed(told(1), groups=groups.split(), operations=operations.split())
    figure = printed(1, groups=their_groups.split(), operations=their_operations.split())
    assert compare_populations(frame, figure) is relation


def test_every_operation_must_be_related_to_every_other() -> None:
    def found(ours: Iterable[str], theirs: Iterable[str]) -> Relation:
        return compare_populations(
            framed(told(1), groups=(), operations=ours), printed(1, groups=(), operations=theirs)
        )

    assert found([POLISH, GERMAN], [NATIONAL]) is NARROWER
    assert found([POLISH, "gulag"], [NATIONAL]) is DIFFERENT
    assert found([POLISH], [NATIONAL, "gulag"]) is DIFFERENT


@pytest.mark.parametrize(
    ("ours", "theirs", "relation"),
    [
        ("ussr", "ussr", SAME),
        ("leningrad", "ussr", NARROWER),
        ("ussr", "leningrad", BROADER),
        ("leningrad", "kosovo", DIFFERENT),
        ("", "ussr", UNKNOWN),
        ("ussr", "", UNKNOWN),
        ("ruritania", "ruritania", SAME),
    ],
)
def test_places_lie_within_countries(ours: str, theirs: str, relation: Relation) -> None:
    assert compare_places(ours, theirs) is relation


@pytest.mark.parametrize(
    ("ours", "theirs", "relation"),
    [
        ("1937/1938", "1937/1938", SAME),
        ("1937/1938", "1937-08/1938-11", SAME),  # the years are the same and all that is said
        ("1937-08/1938-11", "1937/1938", CLOSE),  # 487 of 730 days
        ("1937-09/1938-10", "1937/1938", NARROWER),  # 426 of 730
        ("1937/1938", "1936-10/1938-11", CLOSE),
        ("1937", "1937/1938", NARROWER),
        ("1937/1939", "1937", BROADER),
        ("1949-03", "1949-03-25/1949-03-28", SAME),
        ("1949", "1949-03-25/1949-03-28", SAME),
        ("1949-01-01/1949-12-31", "1949-03-01/1949-05-01", SAME),  # 62 days
        ("1949-01-01/1949-12-31", "1949-03-01/1949-05-02", BROADER),  # 63 days
        ("1948-01-01/1948-12-31", "1948-03-25", SAME),  # 366 days
        ("1948-01-01/1949-01-01", "1948-03-25", BROADER),  # 367 days
        ("1949-03", "1949-03-01/1949-05-01", SAME),  # 31 days in 62
        ("1949-03", "1949-03-01/1949-05-02", NARROWER),  # 31 days in 63
        ("1949-03-01/1949-04-01", "1949-03-01/1949-05-01", NARROWER),  # 32 days
        ("1949-02-15/1949-03-15", "1949-03-01/1949-05-01", NARROWER),  # some days only, of the shorter
        ("1949-01/1949-04", "1949-03-15/1949-05-15", BROADER),
        ("1936/1937", "1937/1938", BROADER),
        ("1937-01-01/1937-12-31", "1937-07-01/1938-06-30", BROADER),  # as long as each other
        ("1936-01-01/1936-01-06", "1936-01-01/1936-01-10", CLOSE),  # six days of ten
        ("1936-01-01/1936-01-06", "1936-01-01/1936-01-11", SAME),  # six of eleven, in a short event
        ("0100/0300", "0120/0300", CLOSE),  # 181 of 201 years
        ("0100/0400", "0300/0400", BROADER),
        ("1935", "1936", DIFFERENT),
        ("1937", "1936", DIFFERENT),
        ("1935-12-31", "1936-01-01", DIFFERENT),
    ],
)
def test_periods_are_compared_by_the_days_they_share(ours: str, theirs: str, relation: Relation) -> None:
    assert compare_periods(FuzzyDate.parse(ours), FuzzyDate.parse(theirs)) is relation


def test_a_period_that_is_not_given_is_unknown() -> None:
    assert compare_periods(None, FuzzyDate.parse("1937")) is UNKNOWN
    assert compare_periods(FuzzyDate.parse("1937"), None) is UNKNOWN


def test_periods_that_share_a_day_meet() -> None:
    end, begin = FuzzyDate.parse("1936-01-01/1936-01-10"), FuzzyDate.parse("1936-01-10/1936-12-31")
    assert compare_periods(end, begin) is not DIFFERENT
    assert compare_periods(begin, end) is not DIFFERENT
