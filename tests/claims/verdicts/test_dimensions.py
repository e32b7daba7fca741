from __future__ import annotations

from byname.claims.verdicts.dimensions import Relation, compare_groups, compare_periods, compare_predicates
from byname.values import FuzzyDate


def test_relations_of_the_dimensions() -> None:
    assert compare_predicates(frozenset({"die"}), frozenset({"execute"})) is Relation.BROADER
    assert compare_predicates(frozenset({"arrest"}), frozenset({"execute"})) is Relation.DIFFERENT
    assert compare_groups(frozenset({"writers"}), frozenset({"writers", "artists"})) is Relation.NARROWER
    assert compare_groups(frozenset(), frozenset({"writers"})) is Relation.BROADER
    assert compare_groups(frozenset({"germans"}), frozenset({"germans", "~volga"})) is Relation.BROADER
    assert (
        compare_groups(frozenset({"germans"}), frozenset({"germans", "~volga"}), frozenset({"volga"})) is Relation.SAME
    )
    years = FuzzyDate.parse("1937/1938")
    assert compare_periods(years, FuzzyDate.parse("1936-10/1938-11")) is Relation.CLOSE
    assert compare_periods(FuzzyDate.parse("1949-03"), FuzzyDate.parse("1949-03-25/1949-03-28")) is Relation.SAME
    assert compare_periods(FuzzyDate.parse("1937"), years) is Relation.NARROWER
    assert compare_periods(FuzzyDate.parse("1950"), years) is Relation.DIFFERENT
