"""Claims stage: predicates: their words, which includes which, and which stand near each other.

predicates.yaml of this stage holds those of any subject; a file of that name in a pack adds words to them, and
predicates of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from byname.claims.lexicon.subject_pack import all_words, pack_yaml, per_subject
from byname.values.shipped import shipped_yaml

FILE = "predicates.yaml"
DYING = frozenset({"die", "kill", "execute"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of people: its words, the predicate that it lies under, and how it is told in each language."""

    id: str
    words: tuple[str, ...]
    under: str
    told: Mapping[str, str]


@per_subject
def predicates() -> Mapping[str, Predicate]:
    """All predicates by id.

    >>> predicates()["execute"].under
    'kill'
    """
    shared: Mapping[str, Any] = shipped_yaml("claims", FILE)
    own: Mapping[str, Any] = pack_yaml(FILE) or {}
    return {id: _predicate(id, shared.get(id, {}), own.get(id, {})) for id in {**shared, **own}}


def _predicate(id: str, shared: Mapping[str, Any], own: Mapping[str, Any]) -> Predicate:
    words = (*all_words(shared.get("words", ())), *all_words(own.get("words", ())))
    return Predicate(id, words, str(own.get("under", shared.get("under", ""))), own.get("told", {}))


@per_subject
def includes(above: str, below: str) -> bool:
    """Whether everyone of whom the second predicate is true is one of whom the first is.

    >>> includes("die", "execute"), includes("execute", "die")
    (True, False)
    """
    parent = predicates()[below].under
    return bool(parent) and (parent == above or includes(above, parent))


@per_subject
def related_predicates(predicate: str) -> frozenset[str]:
    """A predicate with those above and below it.

    >>> sorted(related_predicates("kill"))
    ['die', 'execute', 'kill']
    """
    table = predicates()
    found = {predicate}
    above = table[predicate].under
    while above:
        found.add(above)
        above = table[above].under
    below = {predicate}
    while below:
        below = {name for name, row in table.items() if row.under in below}
        found |= below
    return frozenset(found)


def known_predicates() -> frozenset[str]:
    """All predicates.

    >>> "execute" in known_predicates()
    True
    """
    return frozenset(predicates())
