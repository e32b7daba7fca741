from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.claims.numbers.number_grammar import read_quantity
from byname.claims.text.tokens import tokenize

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "_ _ twenty thirty forty fifty sixty seventy eighty ninety",
)


_UNITS, _TENS = (words.split() for words in _WORDS)


def _in_words(number: int) -> str:
    """A number below a million in English words."""
    if number < 17:
        return _UNITS[number]
    if number < 20:
        return _UNITS[number - 10].removesuffix("t") + "teen"
    if number < 100:
        return _TENS[number // 10] + (f"-{_UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_UNITS[number // 100]} hundred" + (f" and {_in_words(number % 100)}" if number % 100 else "")
    return f"{_in_words(number // 1000)} thousand" + (f" {_in_words(number % 1000)}" if number % 1000 else "")


def test_the_tree_says_how_a_reading_came_about() -> None:
    node = read_quantity(tokenize("between twenty five and fifty percent"), 0)
    assert node is not None
    assert node.outline() == "range 25..50 (numeral 25, percent 50 (numeral 50))"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("three quarters of a million people", 750_000),
        ("a quarter of one million people", 250_000),
        ("half a million people", 500_000),
        ("a half million people", 500_000),
        ("четверть миллиона человек", 250_000),
        ("полмиллиона человек", 500_000),
        ("medio millón de personas", 500_000),
        ("tres cuartos de millón", 750_000),
    ],
)
def test_a_part_of_a_scale_is_a_count_and_no_share(text: str, value: float) -> None:
    node = read_quantity(tokenize(text), 0)
    assert node is not None
    assert (node.low, node.high, node.measure) == (value, value, "count")


def test_a_part_of_people_stays_a_share() -> None:
    node = read_quantity(tokenize("three quarters of the officers"), 0)
    assert node is not None
    assert (node.low, node.measure) == (0.75, "share")


@given(st.integers(2, 999_999))
def test_a_number_in_words_is_read_back(number: int) -> None:
    node = read_quantity(tokenize(_in_words(number) + " people"), 0)
    assert node is not None
    assert node.low == number


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("4-5 millions passed", (4e6, 5e6)),
        ("un millón de personas", (1e6, 1e6)),
        ("once millones de campesinos", (11e6, 11e6)),
        ("seven to eight million being deported", (7e6, 8e6)),
    ],
)
def test_scales_behind_a_numeral(text: str, ends: tuple[float, float]) -> None:
    tree = read_quantity(tokenize(text), 0)
    assert tree is not None
    assert (tree.low, tree.high) == ends


def test_once_is_a_number_before_a_scale_only() -> None:
    assert read_quantity(tokenize("once 12 men were shot"), 0) is None


def test_a_stroke_without_spaces_parts_a_number_from_its_whole() -> None:
    tree = read_quantity(tokenize("13/15 army commanders"), 0)
    assert tree is not None
    assert (tree.low, tree.whole, tree.measure) == (13, 15, "count")
    third = read_quantity(tokenize("1/3 of the members"), 0)
    assert third is not None
    assert third.measure == "share"
    for other in ("13 / 15 men", "15/13 men", "1/2/1937 men"):
        found = read_quantity(tokenize(other), 0)
        assert found is None or found.whole is None
