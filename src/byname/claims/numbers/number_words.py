"""Claims stage: the words of numbers and of what they count, read once from numbers.yaml and units.yaml (data)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import per_subject
from byname.values.shipped import shipped_yaml


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words of numbers in English and Russian, in lower case; hedges stand by their first word, the longest first;
    `starts` are the words at which a numeral can begin."""

    units: Mapping[str, float]
    tens: Mapping[str, float]
    hundreds: Mapping[str, float]
    scales: Mapping[str, float]
    plural_scales: Mapping[str, float]
    before_scale: Mapping[str, float]
    suffixes: Mapping[str, float]
    halves: frozenset[str]
    vague: Mapping[str, float]
    vague_multipliers: Mapping[str, float]
    few: frozenset[str]
    dozen: Mapping[str, float]
    fractions: Mapping[str, float]
    parts_of_scale: Mapping[str, float]
    scales_halved: Mapping[str, float]
    every: frozenset[str]
    every_ordinals: Mapping[str, int]
    ordinals: frozenset[str]
    percent: frozenset[str]
    articles: frozenset[str]
    hedges: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    references: frozenset[str]
    starts: frozenset[str]


@cache
def number_words() -> NumberWords:
    """The table of words.

    >>> number_words().scales["тысяч"]
    1000.0
    """
    data = shipped_yaml("claims", "numbers.yaml")
    hedges = [(tuple(str(phrase).split()), effect) for effect, all in data["hedges"].items() for phrase in all]
    units, tens, hundreds = (_by_word(data[name]) for name in ("units", "tens", "hundreds"))
    scales, halves, articles = _by_word(data["scales"]), data["halves"].split(), data["articles"]
    return NumberWords(
        units=units,
        tens=tens,
        hundreds=hundreds,
        scales=scales,
        plural_scales={word: float(value) for word, value in data["plural_scales"].items()},
        before_scale={word: float(value) for word, value in data["before_scale"].items()},
        suffixes={word: float(value) for word, value in data["suffixes"].items()},
        halves=frozenset(halves),
        vague=_by_word(data["vague"]),
        vague_multipliers={word: float(value) for word, value in data["vague_multipliers"].items()},
        few=frozenset(data["few"]),
        dozen={word: float(value) for word, value in data["dozen"].items()},
        fractions=_by_word(data["fractions"]),
        parts_of_scale=_by_word(data["parts_of_scale"]),
        scales_halved=_by_word(data["scales_halved"]),
        every=frozenset(data["every"]),
        every_ordinals=data["every_ordinals"],
        ordinals=frozenset(data["ordinals"]),
        percent=frozenset(data["percent"]),
        articles=frozenset(articles),
        hedges=_by_first_word(hedges),
        references=frozenset(str(word) for word in data["references"]),
        starts=frozenset({*units, *tens, *hundreds, *scales, *halves, *articles, *data["before_scale"], "half"}),
    )


def _by_first_word(
    hedges: list[tuple[tuple[str, ...], str]],
) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, effect in sorted(hedges, key=lambda pair: -len(pair[0])):
        found.setdefault(phrase[0], []).append((phrase, effect))
    return {word: tuple(pairs) for word, pairs in found.items()}


def _by_word(table: Mapping[Any, str]) -> dict[str, float]:
    return {word: float(value) for value, words in table.items() for word in words.split()}


@per_subject
def unit_nouns() -> dict[str, str]:
    """The unit of each noun; a subject adds nouns of its own."""
    nouns = shipped_yaml("claims", "units.yaml")["nouns"]
    return {word: unit for unit, words in [*nouns.items(), *subject().nouns.items()] for word in words.split()}


@cache
def unit_set(name: str) -> frozenset[str]:
    """A set of words of units.yaml."""
    return frozenset(shipped_yaml("claims", "units.yaml")[name].split())


@cache
def unit_list(name: str) -> tuple[str, ...]:
    """A list of units of units.yaml."""
    return tuple(shipped_yaml("claims", "units.yaml")[name])
