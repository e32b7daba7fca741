"""Search for a person by name, however it is spelled.

Takes some words in any script (parts of names, initials, years, places, in any order) and the index of an archive;
gives the people that fit best, best first.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from byname.access.protection import Protection
from byname.access.search.index import SearchIndex
from byname.access.search.matching import BEGINS, EXACT, matched
from byname.access.search.query import query_words
from byname.access.search.ranking import Ranked, rank
from byname.access.search.settings import SearchSettings
from byname.archive.archive import Archive
from byname.archive.made_folders import check_whole

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


def search_index(index: SearchIndex, text: str, *, limit: int = 20) -> list[SearchHit]:
    """The people that fit the words best, best first.

    Each word may be a part of a name in any script, an initial, a year, or a place; the last may be unfinished.
    """
    settings = SearchSettings.default()
    words = query_words(text, settings.schemes)
    if not words or not index.people:
        return []
    words, matches = matched(index, words, settings)
    most = sum(match.best for match in matches if match is not None) or float(len(words))
    return _hits(index, rank(index, words, matches, settings), most, limit, settings)


def _hits(index: SearchIndex, ranked: Ranked, most: float, limit: int, settings: SearchSettings) -> list[SearchHit]:
    found = []
    least = settings.least_of_best * max(float(ranked.bits.max(initial=0.0)), 0.0)
    kept = ranked.people[:limit][ranked.bits[:limit] >= least]
    for place, person in enumerate(kept.tolist()):
        score = round(min(max(100 * float(ranked.bits[place]) / most, 0.0), 100.0), 1)
        found.append(
            SearchHit(
                **index.shown(person),
                score=score,
                fit=_fit(int(ranked.worst[place])),
                namesakes=int(index.arrays.namesakes[person]),
            )
        )
    return found


def _fit(worst: int) -> Fit:
    if worst < 0:
        return "part"
    return "exact" if worst == EXACT else "forms" if worst <= BEGINS else "similar"


def search(folder: Path, text: str, *, limit: int = 20) -> list[SearchHit]:
    """The people of an index on disk that fit the words best; raises BadArchive where it is not there or damaged."""
    return search_index(SearchIndex.open(folder), text, limit=limit)


def search_archive(
    archive: Archive, text: str, *, limit: int = 20, protected: bool = True
) -> tuple[list[SearchHit], int]:
    """The people of an archive that fit the words best, and how many of the best are withheld as they may be living.

    Raises BadArchive where the archive is not built, or its index is not the one that was built.
    """
    if (archive.folder / "search").exists():
        check_whole(archive.folder / "search")
    found = search(archive.folder / "search", text, limit=limit)
    if not protected:
        return found, 0
    hidden = set(Protection.of(archive).people([hit.person_id for hit in found]))
    return [hit for hit in found if hit.person_id not in hidden], len(hidden)
