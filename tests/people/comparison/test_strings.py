from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, JaroWinkler

from byname.people.comparison.strings import edit_likeness, edits, jaro_winkler, likeness_at_most, pack

_WORDS = st.text(alphabet="abcdeiklmnoprstuv", min_size=1, max_size=20)


@settings(deadline=None)  # the first call compiles
@given(_WORDS, _WORDS)
def test_likeness_and_edits_equal_those_of_rapidfuzz(one: str, other: str) -> None:
    texts = pack(pl.Series([one, other]))
    assert jaro_winkler(texts, 0, 1) == pytest.approx(JaroWinkler.normalized_similarity(one, other), abs=1e-9)
    assert edits(texts, 0, 1) == OSA.distance(one, other)
    assert edit_likeness(texts, 0, 1) == pytest.approx(OSA.normalized_similarity(one, other), abs=1e-9)


@settings(deadline=None)  # the first call compiles
@given(_WORDS, _WORDS)
def test_the_bound_is_never_below_the_likeness(one: str, other: str) -> None:
    texts = pack(pl.Series([one, other]))
    assert likeness_at_most(texts, 0, 1) >= jaro_winkler(texts, 0, 1) - 1e-9


@pytest.mark.published
@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [("martha", "marhta", 0.961), ("dwayne", "duane", 0.840), ("dixon", "dicksonx", 0.813)],
)
def test_likeness_is_that_of_winkler(one: str, other: str, likeness: float) -> None:
    """Winkler (1990), String Comparator Metrics and Enhanced Decision Rules, table 1."""
    assert jaro_winkler(pack(pl.Series([one, other])), 0, 1) == pytest.approx(likeness, abs=0.001)


def test_empty_and_long_texts_compare() -> None:
    texts = pack(pl.Series(["", "a" * 200, "a" * 200]))
    assert jaro_winkler(texts, 0, 1) == 0.0
    assert jaro_winkler(texts, 1, 2) == pytest.approx(1.0)
    assert edits(texts, 0, 1) == 63
