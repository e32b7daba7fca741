"""Claims stage: the subject that the evidence is about: its collection, and the entries that play a part in it.

Comes from subject.yaml of the active pack, so that no code is tied to one subject; ids are those of the gazetteer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from byname.claims.lexicon.subject_pack import FIRST, pack_tables, pack_yaml, per_subject

FIGURES, FACTS = "figures", "facts"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a subject says of itself.

    Evidence: its collection (none, where it has no lists), the lists of people in it, and the pack's tables of figures
    and of dated facts, all that there are. Entries of the gazetteer: the places that texts name in passing, regions of
    several countries, organs counted like groups, operations that hold prisoners, people and organs whose doing narrows
    no number. Words: ranks before a name, words of a population that name no group, and what numbers count beside the
    nouns of units.yaml (the words of each unit).
    """

    name: str
    collection: str
    lists: tuple[str, ...]
    tables: tuple[str, ...]
    facts: tuple[str, ...]
    background_places: frozenset[str]
    regions: frozenset[str]
    counted_organs: frozenset[str]
    custody: frozenset[str]
    doers: frozenset[str]
    ranks: frozenset[str]
    not_groups: frozenset[str]
    nouns: Mapping[str, str]


@per_subject
def subject() -> Subject:
    """What the active subject says of itself.

    >>> sorted(subject().counted_organs)
    ['red-army']
    """
    data = pack_yaml(FIRST) or {}
    return Subject(
        name=str(data.get("name", "")),
        collection=str(data.get("collection", "")),
        lists=tuple(data.get("lists", ())),
        tables=pack_tables(FIGURES),
        facts=pack_tables(FACTS),
        background_places=frozenset(data.get("background_places", ())),
        regions=frozenset(data.get("regions", ())),
        counted_organs=frozenset(data.get("counted_organs", ())),
        custody=frozenset(data.get("custody", ())),
        doers=frozenset(data.get("doers", ())),
        ranks=frozenset(data.get("ranks", ())),
        not_groups=frozenset(str(data.get("not_groups", "")).split()),
        nouns={str(unit): str(words).lower() for unit, words in data.get("nouns", {}).items()},
    )
