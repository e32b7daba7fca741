from __future__ import annotations

import re
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.records.beginnings import first_characters, fixed_beginnings, without_case


@pytest.mark.parametrize(
    ("pattern", "characters"),
    [
        ("arr", "a"),
        (r"(?<![\w.])(?:s\.|[Ss]ünd)", "Sss"),
        (r"(?:\d\s?\.\s?)?(?:[Aa]rr)", r"Aa\d"),
        (r"(?=§)", "§"),
        (r"(?P<value>x|y)*z", "xyz"),
        (r"(?!b)a|\(c", r"\(a"),
        ("a{0,2}b", "ab"),
        ("^a", "a"),
    ],
)
def test_the_first_characters_are_those_of_all_branches(pattern: str, characters: str) -> None:
    assert first_characters(pattern) == characters


@pytest.mark.parametrize(
    "pattern", [".", "a?", "a*", "[^a]", "[]a]b", "[-a]b", "[a-]b", "(?i:a)", r"\bword", "", "a|", "(a)?", "(?:a|.)"]
)
def test_what_can_begin_with_nothing_or_anything_has_no_first_characters(pattern: str) -> None:
    assert first_characters(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "beginnings"),
    [
        (r"\bсекретар\w*", {"секре"}),
        (r"(?:член\w*|Канд\w*\.?)\s+ЦК|\w*arst", {"член", "канд", "arst"}),
        (r"(?<!член-)\bкор\w*", {"кор"}),
        ("abcd?|abcde{2}", {"abc", "abcd"}),
        ("abc?", None),
        ("(?:x)?abc|y*z?def", {"abc", "def"}),
        ("(abc)", None),
        ("abc|(?:de|f)", None),
    ],
)
def test_the_fixed_beginnings_are_those_of_words_that_must_stand_there(
    pattern: str, beginnings: set[str] | None
) -> None:
    assert fixed_beginnings(pattern, range(3, 6)) == beginnings


PIECES = st.sampled_from([
    *("a", "b", "İ", "ſ", "s", "ß", "é", "abc", "Bas", "(?:", "(?P<x>", "(?=", "(?!", "(?<!", "(", ")", "|"),
    *("?", "*", "+", "{2}", "[ab]", "[^a]", r"\w", r"\b", r"\.", ".", "^", "$"),
])  # fmt: skip


@given(st.lists(PIECES, max_size=9).map("".join), st.text(alphabet="abBcsſßSİié. ", max_size=12))
def test_no_match_begins_otherwise_than_is_told(pattern: str, text: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled, without = re.compile(pattern), re.compile(pattern, re.IGNORECASE)
    except re.error:
        return
    characters = first_characters(pattern)
    if characters is not None:
        assert all(re.match(f"[{characters}]", text[match.start() :]) for match in compiled.finditer(text))
    beginnings = fixed_beginnings(pattern, range(3, 6))
    if beginnings is not None and without.search(text):
        assert any(beginning in without_case(text) for beginning in beginnings)
