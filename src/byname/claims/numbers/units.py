"""Claims stage: the nouns that numbers count and the words around them, from data/units.yaml."""

from __future__ import annotations

from functools import cache

from byname.values.shipped import shipped_yaml


@cache
def unit_nouns() -> dict[str, str]:
    """The unit of each noun."""
    nouns = shipped_yaml("claims", "units.yaml")["nouns"]
    return {word: unit for unit, words in nouns.items() for word in words.split()}


@cache
def unit_set(name: str) -> frozenset[str]:
    """A set of words of units.yaml."""
    return frozenset(shipped_yaml("claims", "units.yaml")[name].split())


@cache
def unit_list(name: str) -> tuple[str, ...]:
    """A list of units of units.yaml."""
    return tuple(shipped_yaml("claims", "units.yaml")[name])
