"""People whom a reader looks for, told apart: where and when born, what became of them, on which lists.

Takes an archive, words and filters (a list, a year); gives one page of people. Those who may be living are taken out
before anything is counted. Where nothing fits, names are suggested that begin or sound alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from byname.access.protection import Protection
from byname.access.search.index import Codes, SearchIndex
from byname.access.search.results import STRICTEST, TOLD
from byname.access.search.search import Fit, Fitting, everybody, fitting, index_of, search_archive, withheld
from byname.archive.archive import Archive
from byname.statistics.ordered import among

MOST_FOUND = 500  # people that a search by words ranks; who comes after them fits worse than all
MOST_SUGGESTED = 6
PAGE = 20
_LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for: words in any script, a list, a year of any of a person's dates, and which page."""

    words: str = ""
    source: str = ""
    year: int | None = None
    offset: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A person in a result: name, dates (EDTF), outcome (a code), lists, and words of the sources by field.

    `score` is how well the words fit (0 to 100) and `fit` how; a person found without words has 0 and `exact`.
    """

    person_id: str
    name: str
    birth: str | None
    death: str | None
    arrest: str | None
    outcome: str | None
    lists: tuple[str, ...]
    told: dict[str, str] = field(default_factory=dict)
    score: float = 0.0
    fit: Fit = "exact"


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """One page of people, and how many there are in all; `open_ended`: there may be more who fit worse."""

    people: tuple[FoundPerson, ...]
    total: int
    open_ended: bool


def find_people(archive: Archive, asked: Asked) -> FoundPeople:
    """One page of those who fit; raises BadArchive where the archive is not built, or its index is damaged."""
    index = index_of(archive)
    words = asked.words.strip()
    ranked = fitting(index, words, limit=MOST_FOUND) if words else everybody(index)
    protection = Protection.of(archive)
    kept = _kept(index, ranked.people, asked) & ~withheld(index, ranked.people, protection)
    places = np.flatnonzero(kept)[asked.offset : asked.offset + asked.limit].tolist()
    people = tuple(_person(index, ranked, place, protection) for place in places)
    return FoundPeople(people, int(np.count_nonzero(kept)), bool(words) and len(ranked.people) >= MOST_FOUND)


def _kept(index: SearchIndex, people: Codes, asked: Asked) -> npt.NDArray[np.bool_]:
    """Which of some people pass the filters."""
    kept = np.ones(len(people), np.bool_)
    if asked.source:
        kept &= among(people, index.listed(asked.source))
    if asked.year is not None:
        kept &= among(people, index.dated(asked.year))
    return kept


def found_person(archive: Archive, person_id: str) -> FoundPerson | None:
    """One person as a result shows them; None for nobody, and for somebody who may be living."""
    index = index_of(archive)
    row = index.row_of(person_id)
    protection = Protection.of(archive)
    if row is None or withheld(index, np.array([row], np.int32), protection)[0]:
        return None
    alone = Fitting(np.array([row], np.int32), np.zeros(1), np.zeros(1, np.int8))
    return _person(index, alone, 0, protection)


def suggested_names(archive: Archive, words: str) -> tuple[str, ...]:
    """Names in the archive that begin like one of the words; none where nothing does.

    Only people whom `find_people` would show are suggested.
    """
    found: dict[str, None] = {}
    for word in re.findall(r"\w+", words):
        for length in range(len(word) - 1, _LEAST_LETTERS - 1, -1):
            hits, _ = search_archive(archive, word[:length], limit=MOST_SUGGESTED)
            found |= dict.fromkeys(hit.name for hit in hits if hit.name)
            if len(found) >= MOST_SUGGESTED:
                break
    return tuple(found)[:MOST_SUGGESTED]


def _person(index: SearchIndex, found: Fitting, place: int, protection: Protection) -> FoundPerson:
    shown, (score, fit) = index.shown(int(found.people[place])), found.of(place)
    told = {name: str(shown[name]) for name in TOLD if shown[name]}
    if "role" in told and _may_tell_of_others(told["role"], protection):
        del told["role"]
    return FoundPerson(
        person_id=shown["person_id"],
        name=shown["name"],
        birth=shown["birth"],
        death=shown["death"],
        arrest=shown["arrest"],
        outcome=shown["outcome"],
        lists=tuple(filter(None, shown["lists"].split(", "))),
        told=told,
        score=score,
        fit=fit,
    )


def _may_tell_of_others(words: str, protection: Protection) -> bool:
    """Whether words about a role may speak of somebody who is withheld.

    The index leaves out what does so by the strictest setting, but not what an earlier year or a keeper withholds.
    """
    return 0 < protection.born_from < STRICTEST or protection.withheld.is_named_in(words)
