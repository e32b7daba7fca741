"""Which people fit the words of a search best.

Takes the words of a search with what they may mean; gives people with the weight of the evidence in bits. People are
drawn by the sum of the best agreements of each word; those drawn are looked at closely: each word of a search is laid
beside one word of the person at most, and what part that word plays, initials, and years that differ are weighed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from byname.access.search.documents import PARTS, YEARS
from byname.access.search.index import Codes, SearchIndex, spans
from byname.access.search.matching import BEGINS, CLOSE_LEVEL, EXACT, INITIAL, Matches, initial_bits
from byname.access.search.query import QueryWord
from byname.access.search.settings import SearchSettings
from byname.statistics.ordered import distinct

_SURNAME = PARTS.index("surname")
_FATHER = PARTS.index("father")


def _among(*names: str) -> npt.NDArray[np.bool_]:
    """For each part whether it is one of some."""
    return np.array([part in names for part in PARTS])


_IS_GIVEN = _among("given", "other_given", "father")
_IS_NAME = _among("surname", "given", "father")
_IS_PLACE = _among("birth_place", "residence")
_IS_YEAR = _among(*YEARS)
_ABSENT = np.int8(-1)
_LEAST = 1e-6
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranked:
    """People in the order of their fit: `people` (rows of the index), `bits`, and the worst level of any word.

    `bits` is the weight of the evidence; a word that nothing fits has the level -1.
    """

    people: Codes
    bits: Floats
    worst: npt.NDArray[np.int8]


def rank(
    index: SearchIndex, words: Sequence[QueryWord], matches: Sequence[Matches | None], settings: SearchSettings
) -> Ranked:
    """The people that fit best, best first; those who fit alike in the order of the index.

    `matches`: of each word; None for an initial.
    """
    drawn = _drawn(index, words, matches, settings)
    if not len(drawn):
        return Ranked(drawn, np.empty(0, np.float32), np.empty(0, np.int8))
    bits, worst = _weigh(index, drawn, words, matches, settings)
    order = np.lexsort((drawn, -bits))
    return Ranked(drawn[order], bits[order], worst[order])


def _drawn(
    index: SearchIndex, words: Sequence[QueryWord], matches: Sequence[Matches | None], settings: SearchSettings
) -> Codes:
    """The people whose best agreements weigh most, a number that is bounded.

    Words that many people have come last, and are let be where those before them have found few who fit well.
    """
    work = index.working_space
    total, one = work.total, work.one
    letters = all(match is None for match in matches)
    agreeing = [
        _agreeing(index, word, match, settings, letters=letters) for word, match in zip(words, matches, strict=True)
    ]
    most = sum(match.best - settings.absent for match in matches if match is not None)
    touched = [np.empty(0, np.int32)]
    try:
        for groups in sorted((groups for groups in agreeing if groups), key=_size):
            if _size(groups) > settings.many and _are_enough(total, touched, most, settings):
                break
            people = np.concatenate([people for people, _ in groups])
            touched.append(people)
            for some, bits in groups:
                one[some] = bits
            total[people] += one[people]  # who comes twice gets the same sum twice
            one[people] = 0
        return _best(total, np.concatenate(touched), settings)
    finally:  # the space is as it was found, whatever happens
        for people in touched:
            total[people] = one[people] = 0


def _size(groups: Sequence[tuple[Codes, float]]) -> int:
    return sum(len(people) for people, _ in groups)


def _are_enough(total: Floats, touched: Sequence[Codes], most: float, settings: SearchSettings) -> bool:
    """Whether somebody was found who has a good part of what all words weigh, and few are nearly as good."""
    people = np.concatenate(touched)
    sums = total[people]
    top = float(sums.max(initial=0.0))
    if top < settings.enough * most:
        return False
    return len(distinct(people[sums >= max(top - settings.within[1], _LEAST)])) <= settings.pool


def _best(total: Floats, touched: Codes, settings: SearchSettings) -> Codes:
    """Those with the largest sums: within the first distance from the top that has enough of them, the pool at most.

    `touched`: everybody who has a sum, some of them several times.
    """
    sums = total[touched]
    top = float(sums.max(initial=0.0))
    if top <= 0:
        return np.empty(0, np.int32)
    found = np.empty(0, np.int32)
    for within in settings.within:
        found = distinct(touched[sums >= max(top - within, _LEAST)])
        if len(found) >= settings.pool:
            break
    if len(found) > settings.pool:
        weights = total[found]
        least = np.partition(weights, len(found) - settings.pool)[len(found) - settings.pool]
        above, level = found[weights > least], found[weights == least]
        found = np.sort(np.concatenate([above, level[: settings.pool - len(above)]]))
    return found


def _agreeing(
    index: SearchIndex, word: QueryWord, match: Matches | None, settings: SearchSettings, *, letters: bool
) -> list[tuple[Codes, float]]:
    """The people of each word that is meant, and what it is worth beside one that nothing fits; the best comes last."""
    if match is None:
        if not letters:
            return []
        between = [np.searchsorted(index.arrays.words, [one.encode(), one.encode() + b"\x7f"]) for one in word.initials]
        return [(index.bearers_between(int(first), int(last)), 1.0) for first, last in between]
    found = []
    first, last, worth = match.begins
    if last > first and worth - settings.absent > settings.least_drawn:
        found.append((index.bearers_between(first, last), worth - settings.absent))
    drawing = match.bits[match.levels != INITIAL] if word.year is None else match.bits[match.levels == EXACT]
    for bits in np.unique(drawing):  # words of one level are worth the same
        worth = float(bits) - settings.absent
        if worth > settings.least_drawn:
            found.append((index.bearers_of(match.words[match.bits == bits]), worth))
    return found


def _weigh(
    index: SearchIndex,
    people: Codes,
    words: Sequence[QueryWord],
    matches: Sequence[Matches | None],
    settings: SearchSettings,
) -> tuple[Floats, npt.NDArray[np.int8]]:
    """The weight of all evidence for each person, and the worst level of any word."""
    start = index.arrays.said_start
    first, last = start[people], start[people + 1]
    lengths = last - first
    offsets = np.cumsum(lengths) - lengths
    rows = spans(first, last)
    said, parts = index.arrays.said[rows], index.arrays.parts[rows]
    owner = np.repeat(np.arange(len(people)), lengths)
    of_part = np.array([settings.parts[part] for part in PARTS], np.float32)[parts]
    free = np.ones(len(said), np.bool_)
    total = np.zeros(len(people), np.float32)
    worst = np.full(len(people), EXACT, np.int8)
    unfitting = np.zeros(len(people), np.int64)
    has_year = np.bincount(owner[_IS_YEAR[parts]], minlength=len(people)) > 0
    for place in _order(words, matches):
        word, match = words[place], matches[place]
        worth, levels = _beside(index, word, match, said, parts, settings)
        worth = worth + np.where(levels >= 0, of_part, 0)
        outermost = place in (0, len(words) - 1)
        worth += np.where(outermost & (parts == _SURNAME), np.float32(settings.surname_place), 0)
        worth[~free | (levels < 0)] = -np.inf
        best = np.maximum.reduceat(worth, offsets)
        taken = np.flatnonzero(np.isfinite(worth) & (worth == best[owner]))
        taken = taken[np.unique(owner[taken], return_index=True)[1]]
        use = best > settings.absent
        free[taken[use[owner[taken]]]] = False
        level = np.full(len(people), _ABSENT)
        level[owner[taken]] = levels[taken]
        level[~use] = _ABSENT
        missing = np.float32(settings.absent) + np.where(has_year & (word.year is not None), settings.other_year, 0)
        total += np.where(use, best, missing).astype(np.float32)
        unfitting += ~use & (word.year is None)
        worst = np.where((level < 0) | (worst < 0), _ABSENT, np.maximum(worst, level))
    left = np.bincount(owner[free & _IS_NAME[parts]], minlength=len(people))
    total += np.float32(settings.other_name) * np.minimum(left, unfitting).astype(np.float32)
    left = np.bincount(owner[free & (parts == _SURNAME)], minlength=len(people))
    total += np.float32(settings.further_name) * np.minimum(left, 2)
    return total, worst


def _order(words: Sequence[QueryWord], matches: Sequence[Matches | None]) -> list[int]:
    """The places of the words, those that say most first and initials last, so that the rarest chooses first."""
    return sorted(range(len(words)), key=lambda place: -(m.best if (m := matches[place]) is not None else -1.0))


def _beside(
    index: SearchIndex,
    word: QueryWord,
    match: Matches | None,
    said: Codes,
    parts: npt.NDArray[np.uint8],
    settings: SearchSettings,
) -> tuple[Floats, npt.NDArray[np.int8]]:
    """What a word of a search is worth beside each word of the people, and the level; -1 where they are not alike."""
    worth = np.zeros(len(said), np.float32)
    levels = np.full(len(said), _ABSENT)
    if match is None:
        letters = index.arrays.words[said].view("S1").reshape(len(said), -1)[:, 0] if len(said) else np.empty(0, "S1")
        for place, letter in enumerate(word.initials):
            here = (letters == letter.encode()) & _IS_GIVEN[parts]
            worth[here] = initial_bits(index, letter, settings) + (settings.other_letter if place else 0)
            levels[here] = INITIAL
        return worth, levels
    if len(match.words):
        at = np.minimum(np.searchsorted(match.words, said), len(match.words) - 1)
        here = match.words[at] == said
        here &= ~match.fathers[at] | (parts == _FATHER)
        here &= (match.levels[at] <= CLOSE_LEVEL) | ~_IS_PLACE[parts]
        worth[here], levels[here] = match.bits[at[here]], match.levels[at[here]]
        worth[here & match.fathers[at]] -= np.float32(settings.parts["father"])
    first, last, bits = match.begins
    beginning = (said >= first) & (said < last) & (worth < bits)
    worth[beginning], levels[beginning] = bits, BEGINS
    return worth, levels
