from __future__ import annotations

import pytest

from byname.claims.lexicon.predicates import includes, related_predicates
from byname.values.shipped import shipped_yaml


@pytest.mark.parametrize(
    ("above", "below", "holds"),
    [
        ("die", "kill", True),
        ("die", "execute", True),
        ("kill", "execute", True),
        ("execute", "kill", False),
        ("die", "die", False),
        ("arrest", "execute", False),
    ],
)
def test_who_is_executed_is_killed_and_dies(above: str, below: str, holds: bool) -> None:
    assert includes(above, below) is holds


def test_a_predicate_is_related_to_those_above_and_below_it_and_to_no_sibling() -> None:
    assert related_predicates("die") == related_predicates("execute") == {"die", "kill", "execute"}
    assert related_predicates("arrest") == {"arrest"}


def test_inclusion_follows_the_table_and_never_goes_round() -> None:
    table = shipped_yaml("claims", "predicates.yaml")
    for name, row in table.items():
        assert not includes(name, name)
        assert name in related_predicates(name)
        if "under" in row:
            assert includes(row["under"], name)
            assert name in related_predicates(row["under"])
