from __future__ import annotations

from byname.records.normal_forms import normal_form


def test_a_standing_that_is_not_understood_is_kept_with_a_flag() -> None:
    assert normal_form("party", "что-то", "ru") == (None, "no code for: что-то")
