from __future__ import annotations

import pytest

from byname.records.habits import Habits


@pytest.mark.parametrize(("tag", "language"), [("sr-Latn-RS", "sr"), ("ES", "es"), ("und", "und")])
def test_the_primary_language_is_the_first_part_of_the_tag(tag: str, language: str) -> None:
    assert Habits(tag).primary_language == language
