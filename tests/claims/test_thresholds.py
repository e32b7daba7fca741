from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from byname.claims.thresholds import thresholds
from byname.values.shipped import shipped, shipped_yaml


def values(part: Any) -> Iterator[tuple[str, float]]:
    """Every number of a frozen value and of those in it, by name."""
    for field in fields(part):
        value = getattr(part, field.name)
        if is_dataclass(value):
            yield from values(value)
        else:
            yield field.name, value


def test_every_threshold_of_the_file_has_its_place_and_none_is_left_out() -> None:
    data = shipped_yaml("claims", "thresholds.yaml")
    assert list(values(thresholds())) == [pair for group in data.values() for pair in group.items()]


def test_every_threshold_says_what_it_is_beside_it_or_in_the_line_before() -> None:
    lines = shipped("claims", "thresholds.yaml").read_text(encoding="utf-8").splitlines()
    settings = [line for line in lines if line.startswith("  ")]
    assert len(settings) > 30
    for line, before in zip(settings, ["", *settings], strict=False):
        assert "# " in line or before.startswith("  first_"), line


def test_thresholds_cannot_be_changed_while_a_text_is_read() -> None:
    with pytest.raises(AttributeError):
        thresholds().closeness.near_miss = 0.5  # type: ignore[misc]


def test_thresholds_that_bound_each_other_stand_in_order() -> None:
    found = thresholds()
    assert found.rounding.rounded < found.rounding.hedged
    assert found.bounds.more_than < 1 < found.bounds.up_to
    assert found.bounds.least_of_least < 1 < found.bounds.published < found.closeness.like_size
    assert found.periods.month < found.periods.event < found.periods.year < found.periods.year_of_event
    assert found.notes.least < found.notes.first_year < found.notes.last_year
