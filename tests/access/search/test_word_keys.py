from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.access.search.word_keys import LONGEST, Kind, keys_of, keys_of_some, packed, whole_keys
from byname.people.comparison.spelling import skeleton_of

WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=LONGEST)


def _share_a_key(one: str, other: str) -> bool:
    first, second = (set(keys_of(pl.Series([word]))[0].tolist()) for word in (one, other))
    return bool(first & second)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("orlinski", "orlinsk"),  # a letter left out
        ("orlinski", "orlinskii"),  # put in
        ("orlinski", "orlunski"),  # another letter
        ("orlinski", "olrinski"),  # two that changed places
        ("gwaltney", "guattney"),  # two letters
        ("rys", "ry"),  # short
        ("goldberg", "holtperk"),  # the same sounds
        ("orlinski", "orlinskaia"),  # the endings of gender
    ],
)
def test_words_that_are_spelled_alike_share_a_key(one: str, other: str) -> None:
    assert _share_a_key(one, other)


@pytest.mark.parametrize(("one", "other"), [("orlinski", "petrov"), ("rys", "lug"), ("vorel", "marten")])
def test_words_that_are_not_alike_share_none(one: str, other: str) -> None:
    assert not _share_a_key(one, other)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_a_few_words_have_the_keys_that_many_have(words: list[str]) -> None:
    groups = [keys.tolist() for keys in keys_of_some(words)]
    every = [key for group in groups for key in group]
    assert sorted(every) == sorted(set(keys_of(pl.Series(words))[0].tolist()))


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_keys_of_words_do_not_depend_on_their_neighbours(words: list[str]) -> None:
    keys, rows = keys_of(pl.Series(words))
    for row, word in enumerate(words):
        assert set(keys[rows == row].tolist()) == set(keys_of(pl.Series([word]))[0].tolist())


def test_the_key_of_a_whole_word_is_among_its_keys() -> None:
    keys = set(keys_of(pl.Series(["goldberg"]))[0].tolist())
    assert set(whole_keys(["goldberg"], Kind.SPELLING).tolist()) < keys
    assert set(whole_keys([skeleton_of("goldberg")], Kind.SOUNDS).tolist()) < keys
    assert not set(whole_keys(["goldberk"], Kind.SPELLING).tolist()) & keys


def test_a_word_longer_than_the_longest_is_cut() -> None:
    assert packed(["a" * 60]).tolist() == [b"a" * LONGEST]


def test_no_words_have_no_keys() -> None:
    assert len(keys_of(pl.Series([], dtype=pl.String))[0]) == 0
    assert [len(keys) for keys in keys_of_some([])] == [0, 0, 0]
