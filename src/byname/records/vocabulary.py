"""Records stage: the vocabularies kept as data (YAML), read once."""

from __future__ import annotations

from functools import cache
from typing import Any

from byname.values.shipped import shipped_yaml


@cache
def load(name: str) -> dict[str, Any]:
    """The vocabulary `name` (a YAML file of `data/vocabulary`) as plain data.

    >>> "cyrillic" in load("transliteration")
    True
    """
    data: dict[str, Any] = shipped_yaml("records", "vocabulary", f"{name}.yaml")
    return data
