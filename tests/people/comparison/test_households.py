from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from byname.people.comparison.households import HEAD_NAME, head_names, with_families, with_family_names

HEAD = {"record_id": "A:0", "surname": "eiman", "given": "august", "gender": "male", "alias_surnames": ["eimann"]}
MEMBER = {"record_id": "A:1", "surname": "eiman", "given": "anna", "head": "A:0"}


@pytest.mark.parametrize(
    ("head", "member", "further"),
    [
        ({}, {}, ["eimann"]),
        ({"gender": None}, {}, ["eimann"]),
        ({"gender": "female"}, {}, []),  # her own, by birth or by an earlier marriage
        ({}, {"surname": "saar"}, []),
        ({}, {"alias_surnames": ["naim"]}, ["naim"]),
        ({}, {"head": None}, []),
        ({"alias_surnames": []}, {}, []),
    ],
)
def test_members_take_the_further_surname_of_the_head_whose_surname_they_bear(
    build: Callable[..., pl.DataFrame], head: dict[str, object], member: dict[str, object], further: list[str]
) -> None:
    table = build([HEAD | head, MEMBER | member, {"record_id": "A:2", "surname": "eiman", "head": "A:9"}])
    found = with_family_names(table)
    assert found["alias_surnames"].to_list()[1:] == [further, []]
    assert_frame_equal(found.drop("alias_surnames"), table.drop("alias_surnames"))


def test_further_given_names_are_of_one_person(build: Callable[..., pl.DataFrame]) -> None:
    table = build([HEAD | {"alias_givens": ["kusta"]}, MEMBER])
    assert with_family_names(table)["alias_givens"].to_list() == [["kusta"], []]


def test_a_head_may_stand_elsewhere(build: Callable[..., pl.DataFrame]) -> None:
    table = build([HEAD, MEMBER, {"record_id": "A:2", "head": "A:9"}])
    found = with_families(table.slice(1), table.head(1))
    assert found["alias_surnames"].to_list() == [["eimann"], []]
    assert found[HEAD_NAME].to_list() == ["eiman august", None]
    assert head_names(found).to_list() == head_names(table).to_list()[1:] == ["eiman august", None]


def test_records_without_heads_have_no_names_of_heads(build: Callable[..., pl.DataFrame]) -> None:
    assert head_names(build([HEAD])).to_list() == [None]
