from __future__ import annotations

import pytest

from byname.motive.directives import directives_of, limits_of
from byname.motive.evidence import Material


def test_first_limits_of_order_00447_were_passed_five_times(material: Material) -> None:
    shot = next(limit for limit in limits_of(list(material.facts.values())) if limit.group == "to be shot")
    assert shot.allowed == 75_950
    assert shot.ratio.value == pytest.approx(387_000 / 75_950)
    assert shot.outcome.warnings


def test_directives_are_dated_to_the_day(material: Material) -> None:
    found = {directive.id: directive.day.isoformat() for directive in directives_of(material.facts["events"])}
    assert found["E14"] == "1937-07-30"
    assert found["E23"] == "1938-11-17"
    assert "E09" not in found  # dated to two months only
