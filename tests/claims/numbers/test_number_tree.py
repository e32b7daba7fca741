from __future__ import annotations

import math

import pytest

from byname.claims.numbers.number_tree import NumberNode

SIX = NumberNode("numeral", 1, 2, 6, 6)
MILLIONS = NumberNode("scaled", 1, 3, 6_000_000, 6_000_000, grain=1_000_000, children=(SIX,))
RANGE = NumberNode("range", 0, 5, 6_000_000, math.inf, children=(MILLIONS, SIX))


def test_a_node_is_exact_where_it_gives_one_value() -> None:
    assert MILLIONS.is_exact
    assert not RANGE.is_exact


def test_the_mantissa_is_the_value_before_a_scale() -> None:
    assert (MILLIONS.mantissa, SIX.mantissa, RANGE.mantissa) == (6, 6, 6_000_000)
    assert NumberNode("scaled", 0, 1, 1_000, 1_000).mantissa == 1_000


def test_a_numeral_is_scaled_with_its_grain() -> None:
    node = NumberNode("numeral", 0, 1, 5.5, 6.5, grain=0.1).scaled(1_000)
    assert (node.low, node.high) == (5_500, 6_500)
    assert node.grain == pytest.approx(100)


def test_all_nodes_are_walked_from_above() -> None:
    assert [node.rule for node in RANGE.walk()] == ["range", "scaled", "numeral", "numeral"]


def test_an_outline_leaves_an_open_end_empty() -> None:
    assert RANGE.outline() == "range 6e+06.. (scaled 6e+06 (numeral 6), numeral 6)"
    assert NumberNode("hedge", 0, 1, -math.inf, 5).outline() == "hedge ..5"
