"""Which words of the index a word of a search may mean, and what an agreement is worth in bits.

Takes a word of a search; gives words of the index by levels of likeness, those of the linkage (the same, forms of one
name, nearly the same, similar spelling, the same sounds). The weight of a level is that of Fellegi & Sunter (1969):
the logarithm of how often a word that is meant is so written over the share of people who have such a word by chance,
which is counted in the index for this very word: an agreement in a rare surname says more than one in "Ivan".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cdist

from byname.access.search.index import Codes, SearchIndex, spans
from byname.access.search.query import QueryWord, joined, query_words
from byname.access.search.settings import SearchSettings
from byname.access.search.word_keys import Kind, keys_of_some, whole_keys
from byname.people.comparison.spelling import CLOSE, EDITS, NEAR, skeleton_of, stem_of
from byname.records.names import forms_of_group, given_name_groups
from byname.statistics.ordered import distinct

# From the same word to one that is hardly alike; up to BEGINS they are the word itself, only written another way.
LEVELS = ("exact", "variant", "initial", "begins", "close", "near", "sounds", "far")
EXACT, VARIANT, INITIAL, BEGINS, CLOSE_LEVEL, NEAR_LEVEL, SOUNDS, FAR = range(len(LEVELS))
_REMEMBERED = 1000  # words of searches
_LEAST_STEM = 4
_LEAST_PART = 3
_MOST_EDITS = 6  # more are not counted: 6 of 40 letters are nearly the same spelling
_FEW_EDITS = 2  # edits that leave a long word alike, and more than which no common beginning outweighs
_LEAST_FAR = 7  # letters from which two edits leave a word alike
Bits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """The words of the index that one word of a search may mean, sorted by their number.

    `bits`: what each is worth; `levels`: places in LEVELS; `fathers`: those that agree as a father's name only;
    `best`: what the word itself would be worth, by which an agreement is measured; `begins`: first and last of
    the words that begin with it, and what these are worth.
    """

    words: Codes
    bits: Bits
    levels: npt.NDArray[np.int8]
    fathers: npt.NDArray[np.bool_]
    best: float
    begins: tuple[int, int, float] = (0, 0, 0.0)


def matched(
    index: SearchIndex, words: Sequence[QueryWord], settings: SearchSettings
) -> tuple[list[QueryWord], list[Matches | None]]:
    """The words of a search with the words of the index that each may mean; None for an initial.

    A word that is like none may be two, the space between them left out; two neighbours may be one word of the index.
    """
    together = joined(words, settings.schemes)
    found: list[tuple[QueryWord, Matches | None]] = []
    for place, word in enumerate(words):
        matches = matches_of(index, word, together.get(place, ()), settings)
        halves = [] if matches is None else parted(index, word, matches, settings)
        found += [(half, matches_of(index, half, (), settings)) for half in halves] or [(word, matches)]
    return [word for word, _ in found], [matches for _, matches in found]


def matches_of(
    index: SearchIndex, word: QueryWord, together: tuple[str, ...], settings: SearchSettings
) -> Matches | None:
    """The words of the index that a word may mean; `together`: its forms as one word with its neighbour.

    The words met last are remembered: many searches have a given name in common, and all those of somebody who types.
    """
    key = f"matches {id(settings)}"
    if key not in index.memory:
        index.memory[key] = lru_cache(_REMEMBERED)(partial(_matches_of, index, settings))
    found: Matches | None = index.memory[key](word, together)
    return found


def _matches_of(
    index: SearchIndex, settings: SearchSettings, word: QueryWord, together: tuple[str, ...]
) -> Matches | None:
    if word.initials:
        return None
    if word.year is not None:
        return _years(index, word.year, settings)
    plain = _levels(index, word.forms, settings)
    plain |= dict.fromkeys(_exact(index, list(together)), EXACT)
    found = dict(plain)
    of_fathers = _levels(index, word.fathers, settings) if word.fathers else {}
    for number, level in of_fathers.items():
        if number not in found or level < found[number]:
            found[number] = level
    only = {number for number, level in of_fathers.items() if plain.get(number, len(LEVELS)) > level}
    return _weighed(index, word, found, only, settings)


def parted(index: SearchIndex, word: QueryWord, matches: Matches, settings: SearchSettings) -> list[QueryWord]:
    """A word that is like none of the index as the two words of it that it may be; none where it is no two."""
    if len(word.written) < settings.parted_from or ((matches.levels <= SOUNDS) & (matches.levels != INITIAL)).any():
        return []
    splits = [(word.written[:place], word.written[place:]) for place in range(2, len(word.written) - 1)]
    halves = list(dict.fromkeys(half for split in splits for half in split))
    read = ((half, query_words(f"{half} ", settings.schemes)) for half in halves)
    made = {half: words[0] for half, words in read if words}
    best, found = settings.parted_least * _rare(index, settings), list[QueryWord]()
    for split in splits:
        pair = [made[half] for half in split if half in made]
        known = [_known(index, part, settings) for part in pair if len(part.written) >= _LEAST_PART]
        if len(pair) == 2 and sum(known) > best:
            best, found = sum(known), pair
    return found


def _known(index: SearchIndex, word: QueryWord, settings: SearchSettings) -> float:
    """What a word is worth where somebody bears it; else nothing."""
    numbers = _exact(index, list(word.forms))
    start = index.arrays.bearer_start
    counts = [int(start[number + 1] - start[number]) for number in numbers]
    return float(weight_of(settings.same["exact"], max(counts), index.people, settings)) if counts else 0.0


def _levels(index: SearchIndex, forms: tuple[str, ...], settings: SearchSettings) -> dict[int, int]:
    """The best level of each word of the index that is like one of some forms, or may stand for it."""
    numbers = _candidates(index, forms, settings)
    found: dict[int, int] = {}
    if len(numbers):
        levels = _likeness(index, forms, numbers)
        alike = levels < len(LEVELS)
        found = dict(zip(numbers[alike].tolist(), levels[alike].tolist(), strict=True))
    for form in forms:
        groups = given_name_groups(form)
        others = sorted({other for group in groups for other in forms_of_group(group)})
        for number in _exact(index, others):
            found[number] = min(found.get(number, VARIANT), VARIANT)
        for number in _exact(index, [form[0]]):
            found.setdefault(number, INITIAL)
    return found


def _candidates(index: SearchIndex, forms: tuple[str, ...], settings: SearchSettings) -> Codes:
    """The words that share a key with one of the forms, each once.

    Where many do with two letters left out, or with a sound, these say next to nothing and are let be.
    """
    nearest, *further = (_places(index, keys) for keys in keys_of_some(forms))
    places = [nearest, *(group for group in further if len(group) <= settings.neighbours)]
    return distinct(index.arrays.key_words[np.concatenate(places)])


def _places(index: SearchIndex, wanted: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Where some keys stand in the index, which has few of them."""
    keys = index.arrays.keys
    if not len(keys):
        return np.empty(0, np.int64)
    first = np.searchsorted(keys, wanted)
    there = keys[np.minimum(first, len(keys) - 1)] == wanted
    return spans(first[there], np.searchsorted(keys, wanted[there], "right"))


def _likeness(index: SearchIndex, forms: tuple[str, ...], numbers: Codes) -> npt.NDArray[np.int8]:
    """The best level of each word beside the forms; one more than all levels where they are not alike."""
    words: list[bytes] = index.arrays.words[numbers].tolist()
    ours = [form.encode() for form in forms]
    jaro = cdist(ours, words, scorer=JaroWinkler.similarity, score_cutoff=NEAR, dtype=np.float32)
    edits = cdist(ours, words, scorer=OSA.distance, score_cutoff=_MOST_EDITS, dtype=np.uint8)
    lengths = np.maximum(_lengths(ours)[:, None], _lengths(words)[None, :])
    long = np.array([len(form) >= _LEAST_STEM for form in forms])
    sounds = whole_keys([skeleton_of(form) for form in forms], Kind.SOUNDS)[:, None] == index.arrays.sounds[numbers]
    stems = whole_keys([stem_of(form) for form in forms], Kind.STEM)[:, None] == index.arrays.stems[numbers]
    levels = np.full(jaro.shape, len(LEVELS), np.int8)
    levels[(jaro >= NEAR) | ((edits <= _FEW_EDITS) & (lengths >= _LEAST_FAR))] = FAR
    levels[sounds] = SOUNDS
    levels[(jaro >= NEAR) & (edits <= 1)] = NEAR_LEVEL
    levels[((jaro >= CLOSE) & (edits <= _FEW_EDITS)) | (edits <= (1 - EDITS) * lengths)] = CLOSE_LEVEL
    levels[stems & long[:, None]] = VARIANT
    levels[edits == 0] = EXACT
    best: npt.NDArray[np.int8] = levels.min(axis=0)
    return best


def _lengths(words: Sequence[bytes]) -> npt.NDArray[np.int64]:
    return np.fromiter(map(len, words), np.int64, len(words))


def _exact(index: SearchIndex, words: list[str]) -> list[int]:
    """The numbers of those words that the index has."""
    if not words or not len(index.arrays.words):
        return []
    wanted = np.array([word.encode() for word in words], dtype=index.arrays.words.dtype)
    places = np.minimum(np.searchsorted(index.arrays.words, wanted), len(index.arrays.words) - 1)
    return [int(place) for place, same in zip(places, index.arrays.words[places] == wanted, strict=True) if same]


def _weighed(
    index: SearchIndex, word: QueryWord, found: dict[int, int], fathers: set[int], settings: SearchSettings
) -> Matches:
    numbers = np.array(sorted(found), np.int32)
    levels = np.array([found[number] for number in numbers.tolist()], np.int8)
    start = index.arrays.bearer_start
    counts = (start[numbers + 1] - start[numbers]).astype(np.float64) if len(numbers) else np.empty(0)
    bits = np.zeros(len(numbers), np.float32)
    for level in set(levels.tolist()):
        here = levels == level
        if level == INITIAL:
            bits[here] = [initial_bits(index, chr(index.arrays.words[number][0]), settings) for number in numbers[here]]
            continue
        share = counts[here] if level == EXACT else np.minimum(counts[here].sum(), index.people)
        bits[here] = weight_of(settings.same[LEVELS[level]], share, index.people, settings)
    best = max([*bits[levels == EXACT].tolist(), *([] if (levels == EXACT).any() else [_rare(index, settings)])])
    begins = _beginning(index, word, settings)
    return Matches(numbers, bits, levels, np.isin(numbers, list(fathers)), float(best), begins)


def initial_bits(index: SearchIndex, letter: str, settings: SearchSettings) -> float:
    """The weight of an initial that agrees, which has a bound: a rare letter may be one of another script."""
    place = ord(letter) - ord("a")
    count = int(index.arrays.initials[place]) if 0 <= place < len(index.arrays.initials) else 0
    return min(float(weight_of(settings.same["initial"], count, index.people, settings)), settings.initial_most)


def weight_of(same: float, count: npt.ArrayLike, people: int, settings: SearchSettings) -> npt.NDArray[np.float64]:
    """The weight in bits of an agreement that `count` of all people have by chance (Fellegi & Sunter 1969).

    So many more people as the settings say are thought to be there who have it not, and one who has.
    """
    share = (np.asarray(count, np.float64) + 1) / (people + settings.background)
    weight: npt.NDArray[np.float64] = np.log2(same / share)
    return weight


def _rare(index: SearchIndex, settings: SearchSettings) -> float:
    """The weight of a word that nobody has."""
    return float(weight_of(settings.same["exact"], 0, index.people, settings))


def _beginning(index: SearchIndex, word: QueryWord, settings: SearchSettings) -> tuple[int, int, float]:
    """The words that begin with the first of its beginnings with which any does."""
    words = index.arrays.words
    for form in word.beginnings:
        first = int(np.searchsorted(words, np.array(form.encode(), words.dtype)))
        last = int(np.searchsorted(words, np.array(form.encode() + b"\x7f", words.dtype)))
        if last > first:
            count = min(len(index.bearers_between(first, last)), index.people)
            return first, last, float(weight_of(settings.same["begins"], count, index.people, settings))
    return 0, 0, 0.0


def _years(index: SearchIndex, year: int, settings: SearchSettings) -> Matches:
    """The year itself and those nearby."""
    found: dict[int, float] = {}
    for apart, same in enumerate(settings.years):
        for other in {year - apart, year + apart}:
            for number in _exact(index, [str(other)]):
                count = index.arrays.bearer_start[number + 1] - index.arrays.bearer_start[number]
                found[number] = float(weight_of(same, count, index.people, settings))
    numbers = np.array(sorted(found), np.int32)
    exact = set(_exact(index, [str(year)]))
    levels = np.array([EXACT if number in exact else NEAR_LEVEL for number in numbers.tolist()], np.int8)
    bits = np.array([found[number] for number in numbers.tolist()], np.float32)
    best = max([*(found[number] for number in exact), *([] if exact else [_rare(index, settings)])])
    return Matches(numbers, bits, levels, np.zeros(len(numbers), np.bool_), best)
