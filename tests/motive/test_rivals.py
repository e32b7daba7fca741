from __future__ import annotations

from dataclasses import replace

import pytest

from byname.motive.evidence import Material, ObservedEffect
from byname.motive.explanations import explanations_of
from byname.motive.holding import Held, hold
from byname.motive.rivals import against_each_other
from byname.values.analysis import Estimate


def test_rivals_that_expect_the_same_are_not_told_apart(material: Material) -> None:
    held = hold(explanations_of(material.facts), material)
    pairs = {(one.first.id, one.second.id): one for one in against_each_other(held)}
    assert len(pairs) == 6
    both = pairs["fear-of-opposition", "elimination-of-rivals"]
    assert "rank-gradient" not in both.observations  # both expect it
    for one in pairs.values():
        assert one.least <= one.log_ratio <= one.most
        if not one.observations:
            assert (one.least, one.log_ratio, one.most) == (0, 0, 0)


def test_opposite_expectations_are_told_apart_as_far_as_the_effect_reaches(material: Material) -> None:
    first, second = explanations_of(material.facts)[:2]
    expected = first.expectations[0]
    effect = ObservedEffect("", Estimate(2.0, 1.4, 2.9), 0.69, 0.18, ())
    held = [
        Held(first, replace(expected, sign="positive"), effect, "for", None),
        Held(second, replace(expected, sign="negative"), effect, "against", None),
    ]
    (pair,) = against_each_other(held)
    assert pair.log_ratio > 2
    assert pair.least == 0  # with the one observation left out nothing speaks
    assert pair.open
    (turned,) = against_each_other(held[::-1])
    assert turned.log_ratio == pytest.approx(-pair.log_ratio)
