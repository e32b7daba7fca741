from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import polars as pl
import pytest

from byname.people.comparison.comparison import Features, compare
from byname.people.settings import LinkageSettings

Agree = Callable[[str, Mapping[str, object], Mapping[str, object]], tuple[str, float]]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"birth_place": "tula laeva"}, {"birth_place": "tula karula"}, "overlap"),
        ({"birth_place": "karula"}, {"birth_place": "karulla"}, "close"),
        ({"birth_place": "moskva"}, {"residence": "moskva"}, "crossed"),
        ({"birth_place": "moskva"}, {"residence": "tula"}, "missing"),  # who was born here may live there
        ({"birth_place": "moskva", "residence": "tula"}, {"birth_place": "tula laeva", "residence": "omsk"}, "crossed"),
        ({"birth_place": "moskva", "residence": "tula"}, {"birth_place": "moskva", "residence": "moskva"}, "exact"),
        ({"birth_place": "moskva", "residence": "tula"}, {"birth_place": "karula", "residence": "tula"}, "exact"),
        ({"birth_place": "moskva", "residence": "tula laeva"}, {"birth_place": "omsk", "residence": "tula"}, "close"),
        ({"birth_place": "moskva"}, {"birth_place": "omsk", "residence": "tula"}, "different"),
    ],
)
def test_of_two_places_the_better_agreement_counts(
    agree: Agree, one: dict[str, object], other: dict[str, object], level: str
) -> None:
    assert agree("place", one, other)[0] == level
    assert agree("place", other, one)[0] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"arrest_place": "tula laeva"}, {"arrest_place": "tula laeva"}, "exact"),
        ({"arrest_place": "tula laeva 5"}, {"residence": "tula laeva 5"}, "exact"),
        ({"arrest_place": "laeva"}, {"residence": "tula laeva"}, "close"),
        ({"arrest_place": "tula laeva"}, {"arrest_place": "tula karula"}, "overlap"),
        ({"arrest_place": "tula"}, {"arrest_place": "omsk"}, "different"),
        ({"arrest_place": "tula"}, {"residence": "omsk"}, "elsewhere"),
        ({"arrest_place": "tula"}, {"birth_place": "tula laeva"}, "birth_place"),
        ({"arrest_place": "tula"}, {"birth_place": "omsk"}, "missing"),
        ({"arrest_place": "tula"}, {"arrest_place": "omsk", "birth_place": "tula"}, "birth_place"),
        ({"arrest_place": "tula", "residence": "omsk"}, {"arrest_place": "omsk", "residence": "moskva"}, "exact"),
        ({"residence": "tula"}, {"residence": "tula"}, "missing"),
        # What the places of birth or residence say is not said again; what is more exact is.
        ({"arrest_place": "tula", "residence": "tula laeva"}, {"residence": "tula laeva"}, "missing"),
        ({"arrest_place": "tula", "birth_place": "tula"}, {"arrest_place": "tula", "birth_place": "tula"}, "missing"),
        ({"arrest_place": "tula 5", "birth_place": "tula"}, {"arrest_place": "tula 5", "birth_place": "tula"}, "exact"),
    ],
)
def test_the_place_of_arrest_is_compared_crosswise(
    agree: Agree, one: dict[str, object], other: dict[str, object], level: str
) -> None:
    assert agree("arrest_place", one, other)[0] == level
    assert agree("arrest_place", other, one)[0] == level


def test_the_place_that_two_share_is_as_common_as_the_less_exact_of_them(build: Callable[..., pl.DataFrame]) -> None:
    rows = [{"record_id": f"A:{number}", "arrest_place": "tula laeva"} for number in range(40)]
    rows += [{"record_id": "A:40", "arrest_place": "omsk karula"}, {"record_id": "B:0", "residence": "tula"},
             {"record_id": "B:1", "residence": "omsk"}]  # fmt: skip
    features = Features.of(build(rows))
    found = compare(features, np.array([0, 40], np.int32), np.array([41, 42], np.int32))
    column = [comparison.name for comparison in LinkageSettings.default().comparisons].index("arrest_place")
    common, rare = found.shares[:, column].tolist()
    assert common > 5 * rare > 0


def test_an_exact_place_has_a_share_and_a_close_one_has_none(agree: Agree) -> None:
    assert agree("place", {"birth_place": "tula"}, {"birth_place": "tula"})[1] > 0
    assert agree("place", {"birth_place": "tula laeva"}, {"birth_place": "tula"}) == ("close", 0.0)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("58-10 58-11", "58-10 58-8", "some"),  # one of three
        ("58-10 58-11", "58-10 58-11 58-8 58-6", "most"),  # two of four
        ("58-10 58-11", "58-10 58-11 58-8 58-6 58-2", "some"),
        ("58-10", "59-3", "different"),
    ],
)
def test_articles_agree_by_the_share_that_both_give(agree: Agree, one: str, other: str, level: str) -> None:
    assert agree("articles", {"articles": one}, {"articles": other})[0] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("530421", "530422", "slip"),  # six digits
        ("53042", "53043", "different"),
        ("530421", "530433", "different"),  # two edits
        ("121 565", "565 900", "exact"),
    ],
)
def test_one_slip_is_told_from_another_number_where_the_number_is_long(
    agree: Agree, one: str, other: str, level: str
) -> None:
    assert agree("archive", {"archive": one}, {"archive": other})[0] == level


def test_the_place_in_a_household_is_the_relation_where_no_head_is_known(agree: Agree) -> None:
    wife, son = {"relation": "wife", "head": "A:9"}, {"relation": "son", "head": "B:9"}
    assert agree("household", wife, {**wife, "head": "B:9"})[0] == "relation"
    assert agree("household", wife, son)[0] == "different"
    assert agree("household", wife, {})[0] == "missing"


def test_occupations_without_a_code_are_compared_by_their_words(agree: Agree) -> None:
    one = {"occupation": "lamp lighter"}
    assert agree("office", one, one)[0] == "exact"
    assert agree("office", one, {"occupation": "lamp maker"})[0] == "similar"
    assert agree("office", one, {"occupation": "bell ringer"})[0] == "different"
    assert agree("office", one, {})[0] == "missing"


def test_another_nationality_agrees_on_nothing(agree: Agree) -> None:
    pole = {"nationality": "pole"}
    assert agree("nationality", pole, {"nationality": "estonian"}) == ("different", 0.0)
    assert agree("nationality", pole, {})[0] == "missing"
    assert agree("nationality", pole, pole)[1] > 0
