"""Casualties stage: hierarchical log-linear models of a number of lists.

A model is a set of terms, each a bit mask of lists: the intercept (0), every list, and interactions such that all
that lie below an interaction are in the model too (Bishop, Fienberg & Holland 1975). Models are written by their
largest terms, [123,14,34], as the field does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import combinations

Terms = tuple[int, ...]
MOST_ENUMERATED = 5


def main_effects(lists: int) -> Terms:
    """The terms of independence: the intercept and each list."""
    return (0, *(1 << j for j in range(lists)))


def interactions(lists: int, order: int) -> list[int]:
    """All interactions of exactly `order` lists, as masks."""
    return [sum(1 << j for j in chosen) for chosen in combinations(range(lists), order)]


def below(term: int) -> list[int]:
    """The terms with one list fewer."""
    return [term ^ (1 << j) for j in range(term.bit_length()) if term >> j & 1]


@cache
def hierarchical_models(lists: int, most_order: int) -> tuple[Terms, ...]:
    """All hierarchical models with interactions of up to `most_order` lists, never the saturated one.

    Five lists have 6,893 of order 4 and 1,024 of order 2.
    """
    most = min(most_order, lists - 1)
    return tuple(_grow(main_effects(lists), lists, 2, most))


def _grow(base: Terms, lists: int, order: int, most: int) -> Iterator[Terms]:
    """Every model that adds to `base` some interactions of this order and then of the next."""
    if order > most:
        yield base
        return
    have = set(base)
    allowed = [t for t in interactions(lists, order) if all(b in have for b in below(t))]
    for size in range(len(allowed) + 1):
        for chosen in combinations(allowed, size):
            if len(chosen) <= order:  # nothing of the next order can lie above so few
                yield base + chosen
            else:
                yield from _grow(base + chosen, lists, order + 1, most)


@lru_cache(maxsize=32_768)  # searches in one table after another walk over the same models
def neighbours(model: Terms, lists: int, most_order: int) -> tuple[Terms, ...]:
    """The hierarchical models that differ from this one by one interaction."""
    have = set(model)
    found = []
    for order in range(2, min(most_order, lists - 1) + 1):
        for term in interactions(lists, order):
            if term not in have and all(b in have for b in below(term)):
                found.append((*model, term))
            elif term in have and not any(other != term and other & term == term for other in have):
                found.append(tuple(t for t in model if t != term))
    return tuple(tuple(sorted(terms, key=_by_order)) for terms in found)


def _by_order(term: int) -> tuple[int, int]:
    return term.bit_count(), term


def notation(model: Iterable[int]) -> str:
    """The model by its largest terms, lists numbered from 1: `[123,14,34]`."""
    terms = sorted((t for t in model if t), key=lambda t: (-t.bit_count(), _digits(t)))
    largest = [t for t in terms if not any(other != t and other & t == t for other in terms)]
    joined = "." if any(t.bit_length() > 9 for t in terms) else ""
    return "[" + ",".join(joined.join(_digits(t)) for t in largest) + "]"


def _digits(term: int) -> list[str]:
    return [str(j + 1) for j in range(term.bit_length()) if term >> j & 1]
