from __future__ import annotations

import polars as pl
import pytest

from byname.motive.attributes import ATTRIBUTES
from byname.people.profiles.subjects import SUBJECTS
from byname.values.printed import Condition

PEOPLE = pl.DataFrame({"offices": ["marshal writer", "writer", None], "gender": ["male", "male", "female"],
                       "region": ["hariumaa", "komi", "komi"], "region_name": ["Harjumaa", None, None]})  # fmt: skip


def test_every_attribute_is_a_column_of_the_subjects() -> None:
    assert len(ATTRIBUTES) == 10
    for one in ATTRIBUTES.values():
        assert one.column in SUBJECTS
        assert one.named_by is None or one.named_by in SUBJECTS


def test_each_of_several_values_counts() -> None:
    office = ATTRIBUTES["office"]
    assert office.groups(PEOPLE) == [("writer", 2), ("marshal", 1)]
    assert PEOPLE.filter(office.is_group("writer")).height == 2
    assert office.condition("writer") == Condition("offices", "any-of", ("writer",))


def test_groups_are_the_largest_first_and_no_more_than_asked() -> None:
    assert ATTRIBUTES["gender"].groups(PEOPLE) == [("male", 2), ("female", 1)]
    assert ATTRIBUTES["gender"].groups(PEOPLE, most=1) == [("male", 2)]
    assert ATTRIBUTES["gender"].stated == Condition("gender", "not-null")


@pytest.mark.parametrize(
    ("name", "group", "words"),
    [("nationality", "crimean-tatar", "Crimean Tatar"), ("gender", "male", "male"),
     ("rank", "no-such-rank", "no-such-rank"),
     ("region", "hariumaa", "Harjumaa"), ("region", "komi", "Komi")],
)  # fmt: skip
def test_a_group_is_said_as_sources_or_the_vocabulary_have_it(name: str, group: str, words: str) -> None:
    assert ATTRIBUTES[name].label(group, PEOPLE) == words
