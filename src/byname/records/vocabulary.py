"""Records stage: the vocabularies kept as data (YAML), read once."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from byname.values.shipped import shipped_yaml

# Keeps what a function made for each language. A list may state the language of each entry, in whatever words: only the
# languages asked for last are kept.
kept_by_language = lru_cache(maxsize=64)


@cache
def load(name: str) -> dict[str, Any]:
    """The vocabulary `name` (a YAML file of `data/vocabulary`) as plain data.

    >>> "cyrillic" in load("transliteration")
    True
    """
    data: dict[str, Any] = shipped_yaml("records", "vocabulary", f"{name}.yaml")
    return data
