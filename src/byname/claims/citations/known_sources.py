"""Claims stage: sources that texts often cite, with their kind, and works whose full title was read (data).

known_sources.yaml of this stage holds those of any subject; a file of that name in a pack adds its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from byname.claims.lexicon.subject_pack import pack_yaml, per_subject
from byname.values.shipped import shipped_yaml

FILE = "known_sources.yaml"
TERTIARY = frozenset({"web", "newspaper", "encyclopedia"})


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source by its name, what kind of source it is, and its address."""

    name: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class KnownWork:
    """A work by the surname of its author and its container, with the full title."""

    author: str
    container: str
    title: str
    address: str


def _rows(name: str) -> list[Any]:
    """What stands under a name in the file of this stage, and in that of the active subject."""
    return [*shipped_yaml("claims", FILE).get(name, ()), *(pack_yaml(FILE) or {}).get(name, ())]


@per_subject
def _sources() -> dict[str, KnownSource]:
    rows = _rows("sources")
    return {word: KnownSource(row["name"], row["kind"], row["address"]) for row in rows for word in row["words"]}


@per_subject
def _works() -> tuple[KnownWork, ...]:
    return tuple(KnownWork(**row) for row in _rows("works"))


def known_source(name: str) -> KnownSource | None:
    """The source of a name, or None.

    >>> known_source("the Encyclopedia Britannica").kind
    'encyclopedia'
    """
    plain = " ".join(name.lower().split()).strip(" .,")
    return _sources().get(plain) or _sources().get(plain.removeprefix("the "))


@per_subject
def _institutions() -> re.Pattern[str]:
    words = _rows("institutions")
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})")


def names_institution(name: str) -> bool:
    """Whether a name holds a word with which the names of organs, papers or institutes begin.

    >>> names_institution("the Yad Vashem Museum"), names_institution("Robert Conquest")
    (True, False)
    """
    return _institutions().search(name) is not None


def known_work(authors: str, container: str) -> KnownWork | None:
    """The work of an author in a container, or None."""
    source = known_source(container)
    name = source.name if source else container
    return next((work for work in _works() if work.author in authors.lower() and work.container == name), None)
