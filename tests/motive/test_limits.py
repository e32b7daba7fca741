from __future__ import annotations

import pytest

from byname.motive.directives import limits_of
from byname.motive.evidence import Material
from byname.motive.limits import limits


def test_with_what_was_added_later_the_limits_were_passed_twice(material: Material) -> None:
    shot, both = limits_of(list(material.facts.values()))
    assert shot.ratio_with_raised.value == pytest.approx(387_000 / (75_950 + 82_250))
    assert both.ratio_with_raised.value < both.ratio.value
    said = limits(material.facts)
    assert "At least 82,250 more were allowed later" in said.sentences[0]
    assert "not all of them" in said.warnings[-1]


def test_without_a_table_of_raises_the_ratio_is_against_the_first_limits(material: Material) -> None:
    facts = {name: table for name, table in material.facts.items() if not name.endswith("_raised")}
    assert "not in our sources" in limits(facts).warnings[-1]
    assert limits_of(list(facts.values()))[0].raised == 0
