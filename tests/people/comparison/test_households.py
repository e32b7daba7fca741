from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from byname.people.comparison.households import with_family_names

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
