"""Search for a person by name, however it is spelled.

Takes some words in any script (parts of names, initials, years, places, in any order) and the index of an archive;
gives the people that fit best, best first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from byname.access.protection import TABLES_OF_THE_RULE, Protection
from byname.access.search.index import Codes, SearchIndex
from byname.access.search.matching import BEGINS, EXACT, matched
from byname.access.search.query import query_words
from byname.access.search.ranking import rank
from byname.access.search.settings import SearchSettings
from byname.archive.archive import Archive
from byname.archive.made_folders import NOTE, check_whole

Fit = Literal["exact", "forms", "similar", "part"]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A person that a search found: id, name, years, the lists, and how well the words fit.

    `score`: the weight of the evidence as a share of what the words would weigh if all agreed (0 to 100). `fit`: all
    words are the person's own (`exact`), or forms, initials or beginnings of them (`forms`), or spelled alike
    (`similar`), or some fit nothing (`part`). `namesakes`: how many others of the archive are shown with the same name.
    """

    person_id: str
    name: str
    birth: str | None
    death: str | None
    lists: str
    score: float
    fit: Fit
    namesakes: int


@dataclass(frozen=True, slots=True)
class Fitting:
    """The people that fit some words, best first: rows of the index, scores (0 to 100), and the worst level of any
    word (-1: it fits nothing)."""

    people: Codes
    scores: npt.NDArray[np.float64]
    worst: npt.NDArray[np.int8]

    def of(self, place: int) -> tuple[float, Fit]:
        """How well one of them fits."""
        worst = int(self.worst[place])
        fit: Fit = "part" if worst < 0 else "exact" if worst == EXACT else "forms" if worst <= BEGINS else "similar"
        return round(float(self.scores[place]), 1), fit


def everybody(index: SearchIndex) -> Fitting:
    """Everybody who has a name, by name, as those who fit no words."""
    people = index.arrays.by_name
    return Fitting(people, np.zeros(len(people)), np.full(len(people), EXACT, np.int8))


def fitting(index: SearchIndex, text: str, *, limit: int) -> Fitting:
    """The people that fit the words best, best first.

    Each word may be a part of a name in any script, an initial, a year, or a place; the last may be unfinished.
    """
    settings = SearchSettings.default()
    words = query_words(text, settings.schemes)
    if not words or not index.people:
        return Fitting(np.empty(0, np.int32), np.empty(0), np.empty(0, np.int8))
    words, matches = matched(index, words, settings)
    most = sum(match.best for match in matches if match is not None) or float(len(words))
    ranked = rank(index, words, matches, settings)
    least = settings.least_of_best * max(float(ranked.bits.max(initial=0.0)), 0.0)
    kept = ranked.bits[:limit] >= least
    scores = np.clip(100 * ranked.bits[:limit][kept].astype(np.float64) / most, 0.0, 100.0)
    return Fitting(ranked.people[:limit][kept], scores, ranked.worst[:limit][kept])


def search_index(index: SearchIndex, text: str, *, limit: int = 20) -> list[SearchHit]:
    """The people that fit the words best, best first (`fitting`)."""
    found = fitting(index, text, limit=limit)
    return [_hit(index, found, place) for place in range(len(found.people))]


def _hit(index: SearchIndex, found: Fitting, place: int) -> SearchHit:
    person = int(found.people[place])
    shown, (score, fit) = index.shown(person), found.of(place)
    told = {name: shown[name] for name in ("person_id", "name", "birth", "death", "lists")}
    return SearchHit(**told, score=score, fit=fit, namesakes=int(index.arrays.namesakes[person]))


def search(folder: Path, text: str, *, limit: int = 20) -> list[SearchHit]:
    """The people of an index on disk that fit the words best; raises BadArchive where it is not there or damaged."""
    return search_index(SearchIndex.open(folder), text, limit=limit)


def index_of(archive: Archive) -> SearchIndex:
    """The index of an archive, opened once for each state in which it was built.

    Raises BadArchive where the archive is not built, or its index is not the one that was built.
    """
    folder = archive.folder / "search"
    if folder.exists():
        check_whole(folder)
    note = folder / NOTE
    return _opened(folder, note.stat().st_ino, note.stat().st_mtime_ns) if note.exists() else SearchIndex.open(folder)


@lru_cache(maxsize=2)
def _opened(folder: Path, inode: int, changed: int) -> SearchIndex:
    """An index, for a state of its note: a site asks at every search."""
    return SearchIndex.open(folder)


def withheld(index: SearchIndex, people: Codes, protection: Protection) -> npt.NDArray[np.bool_]:
    """Which of some people (rows of the index) a rule of its archive withholds: they may be living, or a keeper has
    taken them out.

    The births in the index speak for the tables that it was made of; of others, the rule asks the tables.
    """
    if not protection.tables.are_indexed(*TABLES_OF_THE_RULE):
        return np.isin(people, _rows(index, protection.people()))
    hidden, taken_down = index.withheld(people, protection.born_from), _rows(index, protection.taken_down())
    return hidden | np.isin(people, taken_down) if taken_down else hidden


def _rows(index: SearchIndex, people: Iterable[str]) -> list[int]:
    return [row for row in map(index.row_of, people) if row is not None]


def is_withheld(archive: Archive, person_id: str, protection: Protection) -> bool:
    """Whether a person is withheld by a rule of the archive; looked up in the index, where it has the person."""
    index = index_of(archive) if (archive.folder / "search" / NOTE).exists() else None
    row = None if index is None else index.row_of(person_id)
    if index is None or row is None or not protection.tables.are_indexed(*TABLES_OF_THE_RULE):
        return len(protection.people([person_id])) > 0
    return bool(withheld(index, np.array([row], np.int32), protection)[0])


def search_archive(
    archive: Archive, text: str, *, limit: int = 20, protected: bool = True
) -> tuple[list[SearchHit], int]:
    """The people of an archive that fit the words best, and how many of the best are withheld as they may be living.

    Raises BadArchive where the archive is not built, or its index is not the one that was built.
    """
    index = index_of(archive)
    found = fitting(index, text, limit=limit)
    hidden = (
        withheld(index, found.people, Protection.of(archive)) if protected else np.zeros(len(found.people), np.bool_)
    )
    hits = [_hit(index, found, place) for place in np.flatnonzero(~hidden).tolist()]
    return hits, int(hidden.sum())
