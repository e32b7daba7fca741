"""Claims stage: the subject that the shipped evidence is about: its collection, and the entries that play a part in it.

Comes from data/subject.yaml, so that no code is tied to one subject; ids are those of the gazetteer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from byname.values.shipped import shipped_yaml


@dataclass(frozen=True, slots=True)
class Subject:
    """What a subject says of itself.

    Evidence: its collection, the lists of people in it, the tables of figures and of dated facts beside it. Entries of
    the gazetteer: the places that texts name in passing, regions of several countries, organs counted like groups,
    operations that hold prisoners, people and organs whose doing narrows no number. Words: ranks before a name, and
    words of a population that name no group.
    """

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


@cache
def subject() -> Subject:
    """The subject of the shipped evidence.

    >>> sorted(subject().counted_organs)
    ['red-army']
    """
    data = shipped_yaml("claims", "subject.yaml")
    return Subject(
        collection=data["collection"],
        lists=tuple(data["lists"]),
        tables=tuple(data["tables"]),
        facts=tuple(data["facts"]),
        background_places=frozenset(data["background_places"]),
        regions=frozenset(data["regions"]),
        counted_organs=frozenset(data["counted_organs"]),
        custody=frozenset(data["custody"]),
        doers=frozenset(data["doers"]),
        ranks=frozenset(data["ranks"]),
        not_groups=frozenset(data["not_groups"].split()),
    )
