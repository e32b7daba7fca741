from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.access.search.conftest import Maker

from byname.access.search.index import SearchIndex
from byname.access.search.matching import LEVELS, Matches, initial_bits, matched, matches_of, parted
from byname.access.search.query import query_words
from byname.access.search.settings import SearchSettings

SETTINGS = SearchSettings.default()


def _matches(index: SearchIndex, text: str) -> Matches:
    (word,) = query_words(text + " ", SETTINGS.schemes)
    matches = matches_of(index, word, (), SETTINGS)
    assert matches is not None
    return matches


def _levels(index: SearchIndex, text: str) -> dict[str, str]:
    found = _matches(index, text)
    words = index.arrays.words[found.words].tolist()
    return {word.decode(): LEVELS[level] for word, level in zip(words, found.levels.tolist(), strict=True)}


@pytest.mark.parametrize(
    ("written", "word", "level"),
    [
        ("Орлинский", "orlinski", "exact"),
        ("Орлинский", "orlinskaia", "variant"),  # the ending of gender
        ("Орлински", "orlinski", "exact"),
        ("Орлунский", "orlinski", "close"),
        ("Johann", "ivan", "variant"),  # a form of the given name
        ("Иван", "i", "initial"),
        ("Воррел", "vorel", "exact"),  # a doubled letter folds away
        ("Forell", "vorel", "near"),
        ("1891", "1890", "near"),
        ("1890", "1890", "exact"),
    ],
)
def test_a_word_means_words_that_are_alike(people: SearchIndex, written: str, word: str, level: str) -> None:
    assert _levels(people, written)[word] == level


def test_a_word_that_nobody_is_like_means_none(people: SearchIndex) -> None:
    assert _levels(people, "Zzqqxxww") == {}


def test_an_agreement_in_a_rare_word_weighs_more(make: Maker) -> None:
    common = {f"c{n}": {"name": "X", "surname": "petrov", "given": "ivan"} for n in range(50)}
    index = make(**common, r={"name": "Y", "surname": "shigalko", "given": "ivan"})
    rare, often = _matches(index, "Жигалко"), _matches(index, "Петров")
    assert rare.best == pytest.approx(math.log2(SETTINGS.same["exact"] * 1051 / 2), abs=1e-5)
    assert often.best == pytest.approx(math.log2(SETTINGS.same["exact"] * 1051 / 51), abs=1e-5)


def test_a_word_that_nobody_has_is_measured_by_the_rarest(people: SearchIndex) -> None:
    assert _matches(people, "Zzqqxxww").best == pytest.approx(math.log2(SETTINGS.same["exact"] * 1005), abs=1e-5)


def test_an_initial_says_no_more_than_is_allowed(make: Maker) -> None:
    index = make(**{f"p{n}": {"name": "X", "surname": "s", "given": "ivan"} for n in range(900)})
    assert initial_bits(index, "o", SETTINGS) == SETTINGS.initial_most
    assert initial_bits(index, "i", SETTINGS) < 2
    assert initial_bits(index, "ё", SETTINGS) == SETTINGS.initial_most


def test_a_patronymic_means_the_father_and_is_marked_so(people: SearchIndex) -> None:
    found = _matches(people, "Петрович")
    of = dict(zip(people.arrays.words[found.words].tolist(), found.fathers.tolist(), strict=True))
    assert of[b"petr"] is True


def test_a_word_without_its_space_is_two(people: SearchIndex) -> None:
    words, matches = matched(people, query_words("ОрлинскийИван ", SETTINGS.schemes), SETTINGS)
    assert [word.forms for word in words] == [("orlinski",), ("ivan",)]
    assert all(match is not None and len(match.words) for match in matches)


def test_a_word_that_is_spelled_like_one_is_not_parted(people: SearchIndex) -> None:
    words, _ = matched(people, query_words("Орлинскийй ", SETTINGS.schemes), SETTINGS)
    assert [word.written for word in words] == ["Орлинскийй"]
    (word,) = query_words("Zzqqxxwwyy ", SETTINGS.schemes)
    assert parted(people, word, _matches(people, "Zzqqxxwwyy"), SETTINGS) == []


def test_two_neighbours_are_one_word_of_the_index(make: Maker) -> None:
    index = make(p={"name": "X", "surname": "termanian"})
    _, matches = matched(index, query_words("Ter Manian", SETTINGS.schemes), SETTINGS)
    assert matches[0] is not None
    assert index.arrays.words[matches[0].words].tolist() == [b"termanian"]


def test_an_initial_means_no_word(people: SearchIndex) -> None:
    _, matches = matched(people, query_words("И. Орлинский ", SETTINGS.schemes), SETTINGS)
    assert matches[0] is None


def test_the_last_word_may_be_the_beginning_of_one(people: SearchIndex) -> None:
    (word,) = query_words("Орли", SETTINGS.schemes)
    matches = matches_of(people, word, (), SETTINGS)
    assert matches is not None
    first, last, worth = matches.begins
    assert people.arrays.words[first:last].tolist() == [b"orlinskaia", b"orlinski"]
    assert worth == pytest.approx(math.log2(SETTINGS.same["begins"] * 1005 / 3), abs=1e-5)


def test_an_index_without_any_word_means_nothing(make: Maker) -> None:
    index = make(p={"name": "X"})
    assert len(_matches(index, "Иван").words) == 0


def test_a_half_that_says_nothing_does_not_stand_for_its_neighbour(make: Maker) -> None:
    """The soft sign folds to nothing; what follows it must still be read as it is written."""
    index = make(a={"name": "A", "surname": "orlinski", "given": "ivan"})
    (word,) = query_words("ььОрлинскийИван ", SETTINGS.schemes)
    halves = parted(index, word, _matches(index, "ььОрлинскийИван"), SETTINGS)
    assert [half.forms for half in halves] == [("orlinski",), ("ivan",)]


def test_a_word_that_was_met_means_the_same_again_but_not_by_other_settings(people: SearchIndex, make: Maker) -> None:
    (word,) = query_words("orlinski ", SETTINGS.schemes)
    first = matches_of(people, word, (), SETTINGS)
    halved = replace(SETTINGS, same={level: share / 2 for level, share in SETTINGS.same.items()})
    other = matches_of(people, word, (), halved)
    assert first is not None
    assert other is not None
    assert matches_of(people, word, (), SETTINGS) is first
    assert other.best == pytest.approx(first.best - 1, abs=1e-5)
    elsewhere = matches_of(make(p1={"name": "Vorel", "surname": "vorel", "given": "iosef"}), word, (), SETTINGS)
    assert elsewhere is not None
    assert not len(elsewhere.words)
