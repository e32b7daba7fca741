from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.claims.conftest import beside, framed, printed, told

from byname.claims.numbers.mentions import NumberMention
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.verdicts.closeness import is_exact, is_near_miss, is_noted, is_of_like_size, is_specific, is_vague
from byname.claims.verdicts.dimensions import Relation

THOUSANDS = told(2_000, 9_999, rule="vague")
SAME = Relation.SAME


def test_a_number_is_vague_if_any_part_of_it_is() -> None:
    inner = NumberNode("hedge", 0, 2, 2_000, math.inf, children=(THOUSANDS.tree,))
    assert is_vague(framed(replace(THOUSANDS, tree=inner)))
    assert is_vague(framed(THOUSANDS))
    assert not is_vague(framed(told(2_000)))
    assert not is_vague(framed())


@pytest.mark.parametrize(
    ("number", "specific"),
    [
        (told(19), False),
        (told(20), True),
        (told(-math.inf, 19), False),
        (told(-math.inf, 20), True),
        (told(19, math.inf), False),
        (told(20, math.inf), True),
        (told(3, whole=5), True),
        (told(3, measure="percent", unit="percent"), True),
        (THOUSANDS, False),
        (None, False),
    ],
)
def test_a_small_count_and_an_order_of_magnitude_are_not_telling(number: NumberMention | None, specific: bool) -> None:
    assert is_specific(framed(number)) is specific


def test_a_claim_is_exact_where_both_ends_are_those_of_the_figure() -> None:
    figure = beside(printed(100, 200))
    assert is_exact(framed(told(100, 200)), figure)
    assert not is_exact(framed(told(100, 201)), figure)
    assert not is_exact(framed(told(101, 200)), figure)
    assert not is_exact(framed(), figure)


def test_a_number_that_the_notes_give_is_noted_within_its_rounding() -> None:
    figure = beside(printed(900, noted=[1_300]))
    assert is_noted(framed(told(1_300)), [figure], [])
    assert is_noted(framed(told(1_300)), [], [figure])
    assert is_noted(framed(told(1_250, grain=100)), [figure], [])
    assert is_noted(framed(told(1_350, grain=100)), [figure], [])
    assert not is_noted(framed(told(1_249, grain=100)), [figure], [])
    assert not is_noted(framed(told(1_351, grain=100)), [figure], [])


def test_notes_on_other_people_or_acts_an_order_of_magnitude_and_a_range_are_not_noted() -> None:
    figure = printed(900, noted=[1_300, 2_500])
    assert not is_noted(framed(told(1_300)), [beside(figure, predicate=Relation.CLOSE)], [])
    assert not is_noted(framed(told(1_300)), [beside(figure, population=Relation.CLOSE)], [])
    assert not is_noted(framed(told(1_200, 1_400)), [beside(figure)], [])
    assert not is_noted(framed(replace(told(2_500), tree=THOUSANDS.tree)), [beside(figure)], [])
    assert not is_noted(framed(), [beside(figure)], [])


@pytest.mark.parametrize(
    ("low", "grain", "near"),
    [(1_155, 10, True), (1_156, 10, False), (845, 10, True), (844, 10, False), (1_500, 100, False), (600, 100, False)],
)
def test_a_near_miss_lies_within_fifteen_percent(low: float, grain: float, near: bool) -> None:
    assert is_near_miss(framed(told(low, grain=grain)), beside(printed(1_000))) is near


@pytest.mark.parametrize(("low", "grain", "near"), [(1_000, 10, True), (1_001, 10, False), (990, 1, False)])
def test_a_near_miss_needs_a_round_number(low: float, grain: float, near: bool) -> None:
    assert is_near_miss(framed(told(low, grain=grain)), beside(printed(1_013))) is near


def test_a_round_figure_makes_a_near_miss_of_a_number_that_is_not_round() -> None:
    assert is_near_miss(framed(told(1_113)), beside(printed(1_100)))
    assert not is_near_miss(framed(told(1_113)), beside(printed(1_101)))


def test_shares_and_open_ends_are_no_near_miss() -> None:
    share = told(30, measure="percent", unit="percent", grain=10)
    assert not is_near_miss(framed(share), beside(printed(30)))
    assert not is_near_miss(framed(told(30, grain=10)), beside(printed(30, measure="percent")))
    assert not is_near_miss(framed(told(-math.inf, 1_000, grain=1_000)), beside(printed(1_000)))
    assert not is_near_miss(framed(), beside(printed(1_000)))


@pytest.mark.parametrize(("low", "alike"), [(2_000, True), (2_001, False), (500, True), (499, False), (1_000, True)])
def test_numbers_of_like_size_lie_within_a_factor_of_two(low: float, alike: bool) -> None:
    assert is_of_like_size(framed(told(low)), beside(printed(1_000))) is alike


def test_a_range_is_of_like_size_by_its_nearer_end() -> None:
    assert is_of_like_size(framed(told(1_000)), beside(printed(100, 600)))
    assert is_of_like_size(framed(told(500)), beside(printed(1_001)))  # 500.5 is the half of it
    assert is_of_like_size(framed(told(1_001)), beside(printed(500.25)))
    assert is_of_like_size(framed(told(1_000)), beside(printed(1_900, 5_000)))
    assert not is_of_like_size(framed(told(1_000)), beside(printed(2_100, 5_000)))
    assert not is_of_like_size(framed(told(1_000)), beside(printed(100, 400)))
