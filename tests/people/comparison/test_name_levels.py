from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.comparison import Features, compare
from byname.people.comparison.name_levels import initials_agree
from byname.people.settings import LinkageSettings

Agree = Callable[[str, Mapping[str, object], Mapping[str, object]], tuple[str, float]]


@pytest.mark.parametrize(
    ("one", "other", "one_short", "other_short", "agree"),
    [
        ("p", "p", False, True, True),
        ("j", "i", True, False, True),
        ("j", "e", True, False, True),
        ("i", "j", False, True, True),
        ("j", "i", False, True, False),  # a full name that begins with "J" is no "I."
        ("j", "a", True, False, False),
        ("i", "e", True, True, False),
    ],
)
def test_only_the_initial_j_stands_for_other_letters(
    one: str, other: str, one_short: bool, other_short: bool, agree: bool
) -> None:
    assert initials_agree(ord(one), ord(other), one_short, other_short) is agree


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"surname": "maksimov dikovski"}, {"surname": "maksimov"}, "part"),
        ({"surname": "maksimov dikovski"}, {"surname": "saarmets"}, "other_part"),
        (
            {"surname": "maksimov dikovski", "gender": "male"},
            {"surname": "saarmets", "gender": "female"},
            "different",
        ),
        ({"surname": "lintov", "alias_surnames": ["pohkov"]}, {"surname": "pohkov"}, "alias"),
        ({"surname": "lintov", "alias_surnames": ["pohkov"]}, {"surname": "goradze"}, "different"),
        ({"surname": "lintov", "given": "pohkov"}, {"surname": "pohkov", "given": "lintof"}, "crossed"),
    ],
)
def test_a_surname_may_be_part_of_another_or_stand_elsewhere(
    agree: Agree, one: dict[str, object], other: dict[str, object], level: str
) -> None:
    assert agree("surname", one, other)[0] == level
    assert agree("surname", other, one)[0] == level


def test_names_that_differ_are_near_close_or_another_by_their_spelling(agree: Agree) -> None:
    spelled = [("tuhachevski", "tuhachevskin"), ("buharin", "bugaritin"), ("buharin", "vosminov")]
    assert [agree("surname", {"surname": one}, {"surname": other})[0] for one, other in spelled] == [
        "close",
        "near",
        "different",
    ]


def test_given_names_of_two_genders_are_told_from_names_that_merely_differ(agree: Agree) -> None:
    one, other = {"given": "vera"}, {"given": "grigori"}
    assert agree("given", one, other)[0] == "different"
    assert agree("given", {**one, "gender": "female"}, other)[0] == "different"
    assert agree("given", {**one, "gender": "female"}, {**other, "gender": "male"})[0] == "other_gender"
    assert agree("given", {**one, "surname": "lintova"}, {**other, "surname": "lintov"})[0] == "other_gender"


def test_a_name_that_is_nearly_another_of_the_other_gender_is_not_near_it(agree: Agree) -> None:
    one, other = {"given": "mirkolai", "gender": "male"}, {"given": "mirkolaia", "gender": "female"}
    assert agree("given", one, other)[0] == "other_gender"
    assert agree("given", one, {**other, "gender": "male"})[0] == "close"


def test_initials_that_stand_the_other_way_round_say_nothing_of_the_patronymic(agree: Agree) -> None:
    one, other = {"given": "d", "patronymic": "t"}, {"given": "timofei", "patronymic": "d"}
    assert agree("given", one, other)[0] == "swapped"
    assert agree("patronymic", one, other)[0] == "missing"


def test_an_initial_is_as_common_as_all_names_that_begin_with_it(build: Callable[..., pl.DataFrame]) -> None:
    givens = ["ivan", "i", "ivan", *["ilia"] * 20, "petr"]
    table = build([{"record_id": f"A:{number:02}", "given": given} for number, given in enumerate(givens)])
    found = compare(Features.of(table), np.array([0, 0, 0], np.int32), np.array([1, 2, 23], np.int32))
    column = [comparison.name for comparison in LinkageSettings.default().comparisons].index("given")
    of_letter, of_name, of_none = found.shares[:, column].tolist()
    assert of_letter > 2 * of_name > 0
    assert of_none == 0


def test_a_mothers_name_contradicts_no_fathers_name(agree: Agree) -> None:
    father, mother, other = {"patronymic": "karl"}, {"patronymic": "anna"}, {"patronymic": "leena"}
    assert agree("patronymic", father, mother)[0] == "missing"
    assert agree("patronymic", mother, other)[0] == "different"
    assert agree("patronymic", father, {"patronymic": "mart"})[0] == "different"
    assert agree("patronymic", father, {"patronymic": "xyz"})[0] == "different"
