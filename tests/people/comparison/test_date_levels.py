from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

Agree = Callable[[str, Mapping[str, object], Mapping[str, object]], tuple[str, float]]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1893", "1894", "one_year"),
        ("1893", "1896", "three_years"),
        ("1893", "1897", "ten_years"),
        ("1893", "1903", "ten_years"),
        ("1893", "1904", "different"),
        ("1890", "1893", "rounded"),  # an age of fifty in 1940 may be rounded
        ("1890", "1891", "one_year"),
        ("1890", "1894", "ten_years"),
        ("1893-02-16", "1893-02-17", "day_off"),
        ("1893-02-16", "1893-03-16", "day_off"),
        ("1893-02-16", "1893-03-17", "same_year"),
        ("1893-02-16", "1894-02-17", "one_year"),
        ("1893-02", "1893-02-16", "year"),
        ("1893-02", "1893-03", "one_year"),  # two months that cannot be one count as a year apart, never as the same
        ("189X", "1905", "ten_years"),
    ],
)
def test_the_edges_of_the_levels_of_birth(agree: Agree, one: str, other: str, level: str) -> None:
    assert agree("birth", {"birth": one}, {"birth": other})[0] == level
    assert agree("birth", {"birth": other}, {"birth": one})[0] == level


@pytest.mark.parametrize(
    ("older", "younger", "arrest", "level"),
    [
        (("1948/1949", 1949), ("1976/1977", 1977), "1977-05-15", "child"),
        (("1948", 1948), ("1976/1977", 1977), "1977", "child"),
        (("1948", 1948), ("1964/1965", 1965), "1977-05-15", "child"),  # thirteen at the most
        (("1948", 1948), ("1962/1963", 1963), "1977-05-15", "different"),  # may be fifteen
        (("1960", 1960), ("1971/1972", 1972), "1977-05-15", "different"),  # the other may be sixteen
        (("1948", 1948), ("1976", 1976), "1977-05-15", "different"),  # a stated year may be a misprint
        (("1948", 1948), ("1954/1955", 1955), "1960-01-01", "ten_years"),
        (("1948", 1948), ("1976/1977", 1977), None, "different"),
    ],
)
def test_a_child_and_a_grown_person_at_the_same_event_are_told_apart(
    agree: Agree, older: tuple[str, int], younger: tuple[str, int], arrest: str | None, level: str
) -> None:
    first, second = ({"birth": birth, "birth_year": year} for birth, year in (older, younger))
    event = {"arrest": arrest} if arrest else {}
    assert agree("birth", first | event, second)[0] == level
    assert agree("birth", second, first | event)[0] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("1937-05-22", "1937-06-22", "near"),  # 31 days
        ("1937-05-22", "1937-06-23", "different"),
        ("1937-05-22", "1938-05-22", "near"),  # a slip in the year
        ("1935-05-22", "1937-05-22", "near"),
        ("1935-05-22", "1938-05-22", "different"),
        ("1937-05", "1937-05-22", "near"),
        ("1937", "1937-05-22", "missing"),
        ("1937", "1938-03-01", "different"),
    ],
)
def test_the_edges_of_the_levels_of_a_day(agree: Agree, one: str, other: str, level: str) -> None:
    assert agree("deportation", {"deportation": one}, {"deportation": other})[0] == level
    assert agree("case", {"arrest": one}, {"arrest": other})[0] == level


def test_a_day_that_agrees_has_a_share_and_one_that_does_not_has_none(agree: Agree) -> None:
    day, near = {"deportation": "1949-03-25"}, {"deportation": "1949-03-26"}
    assert agree("deportation", day, day)[1] > 0
    assert agree("deportation", day, near) == ("near", 0.0)


def test_a_day_of_arrest_that_agrees_outweighs_a_sentence_that_does_not(agree: Agree) -> None:
    one = {"arrest": "1937-05-22", "sentence_date": "1937-06-11"}
    assert agree("case", one, {**one, "arrest": "1939-01-01"})[0] == "sentence_only"
    assert agree("case", one, {**one, "sentence_date": "1939-01-01"})[0] == "arrest_only"
    assert agree("case", one, {"arrest": "1939-01-01", "sentence_date": "1937-06-20"})[0] == "near"


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ({"death": "1937-06-12"}, {"death": "1937-07-13"}, "death_near"),  # 31 days
        ({"death": "1937-06-12"}, {"death": "1937-07-14"}, "death_off"),
        ({"release": "1955-06-12"}, {"release": "1956-06-12"}, "release_near"),
        ({"release": "1955-06-12"}, {"release": "1956-12-12"}, "release_off"),
        ({"death": "1955-06-12"}, {"release": "1956-06-01"}, "missing"),  # within a year a date may be that of a paper
        ({"death": "1955-06-12"}, {"release": "1956-06-14"}, "impossible"),
        ({"release": "1955-06-12"}, {"death": "1970"}, "missing"),
        ({"death": "1941-07-10"}, {"arrest": "1941-08-10"}, "missing"),  # within a month a day may be a slip
        ({"death": "1941-07-10"}, {"arrest": "1941-08-11"}, "impossible"),
        ({"death": "1941"}, {"arrest": "1942-01-15"}, "missing"),
        ({"death": "1941"}, {"arrest": "1945"}, "impossible"),
        ({"death": "1941-07-10"}, {"deportation": "1949-03-25"}, "impossible"),
        ({"death": "1949-03-20"}, {"deportation": "1949-03-25"}, "missing"),
        ({"death": "1942-02-10"}, {"sentence_date": "1942-07-04"}, "missing"),  # papers are written after a death
        ({"death": "1942-02-10"}, {"sentence_date": "1945-07-04"}, "impossible"),
        ({"death": "1955"}, {"arrest": "1945", "release": "1950"}, "missing"),
        (
            {"release": "1955-06-12", "outcome": "released"},
            {"release": "1955-06-12", "death": "1937-06-12"},
            "release_day",
        ),
    ],
)
def test_the_edges_of_the_levels_of_the_fate(
    agree: Agree, one: dict[str, object], other: dict[str, object], level: str
) -> None:
    assert agree("fate", one, other)[0] == level
    assert agree("fate", other, one)[0] == level
