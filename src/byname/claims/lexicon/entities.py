"""Claims stage: the curated gazetteer of people, offices, organs, groups, operations, events, places and ideas (data).

Each entry has its variants and the figure, event or list that it was taken from; dates stand in those tables, and in
the entry only where no table has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import all_words, pack_yaml, per_subject


@dataclass(frozen=True, slots=True)
class Entity:
    """An entry: id, kind, variants in lower case, what it is part of, its place, dates (EDTF) and sources; `names` is
    its first word in each language, where the words stand by language."""

    id: str
    kind: str
    words: tuple[str, ...]
    source: str
    within: str = ""
    place: str = ""
    dates: str = ""
    died: str = ""
    gender: str = ""
    people: str = ""
    names: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office from and to when (EDTF, empty where no source says)."""

    person: str
    begin: str
    end: str
    source: str


@dataclass(frozen=True, slots=True)
class OfficeTitle:
    """An office with its holders in order."""

    id: str
    organ: str
    title: str
    appointed_by: str
    holders: tuple[Holder, ...]


@per_subject
def gazetteer() -> Mapping[str, Entity]:
    """All entries by id.

    >>> gazetteer()["writers"].within
    'intelligentsia'
    """
    return {entity.id: entity for entity in map(_entity, pack_yaml("gazetteer.yaml") or ())}


def _entity(row: Mapping[str, Any]) -> Entity:
    fields = {key: str(value) for key, value in row.items() if key != "words"}
    given = row["words"]
    names = {language: words[0] for language, words in given.items() if words} if isinstance(given, Mapping) else {}
    return Entity(words=all_words(given), names=names, **({"source": ""} | fields))


@per_subject
def offices() -> Mapping[str, OfficeTitle]:
    """All offices by id."""
    found = {}
    for row in pack_yaml("offices.yaml") or ():
        holders = tuple(Holder(h["person"], str(h["from"]), str(h["to"]), h.get("source", "")) for h in row["holders"])
        found[row["office"]] = OfficeTitle(
            row["office"], row.get("organ", ""), row["title"], row.get("appointed_by", ""), holders
        )
    return found


@per_subject
def ancestors(id: str) -> frozenset[str]:
    """Everything an entry is part of.

    >>> sorted(ancestors("marshals"))
    ['high-command', 'officers', 'red-army']
    """
    parent = gazetteer()[id].within if id in gazetteer() else ""
    return frozenset() if not parent else frozenset({parent}) | ancestors(parent)


def most_specific(entities: Iterable[str]) -> frozenset[str]:
    """The entries without those that another one of them is part of."""
    all = frozenset(entities)
    return all if len(all) < 2 else _without_wholes(all)


@per_subject(maxsize=4096)
def _without_wholes(entities: frozenset[str]) -> frozenset[str]:
    return entities - frozenset().union(*(ancestors(id) for id in entities))


@per_subject(maxsize=4096)
def kind_of(id: str) -> str:
    """The kind of an entry, empty where there is none."""
    entity = gazetteer().get(id)
    return entity.kind if entity else ""


def is_group(id: str) -> bool:
    """Whether an entry is a group of people, or an organ that is counted like one.

    >>> is_group("officers"), is_group("red-army"), is_group("nkvd")
    (True, True, False)
    """
    return kind_of(id) == "group" or id in subject().counted_organs
