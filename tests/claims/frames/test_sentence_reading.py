from __future__ import annotations

import pytest

from byname.claims.frames.sentence_reading import (
    SentenceReading,
    date_of,
    has_unknown_names,
    latest_year,
    populations,
    read_sentence,
    unknown_place,
)
from byname.claims.text.sentences import split_sentences


def read(text: str, year: int | None = None) -> SentenceReading:
    (sentence,) = split_sentences(text)
    return read_sentence(sentence, year)


def test_a_reading_gives_the_words_between_two_characters_of_the_text() -> None:
    first, second = (read_sentence(sentence) for sentence in split_sentences("It began. They fell in 1937."))
    assert second.text(10, 14) == "They"
    assert first.text(3, 8) == "began"
    assert [date.edtf for date in second.mentions.dates] == ["1937"]


def test_a_day_takes_the_year_last_spoken_of() -> None:
    assert [date.edtf for date in read("On 5 March he fell.", 1953).mentions.dates] == ["1953-03-05?"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("They fell in Ruritania.", "ruritania"),
        ("They fell in the Free City yesterday.", "free city"),
        ("They fell in Leningrad.", ""),
        ("They fell in March.", ""),
        ("They fell in the night.", ""),
        ("They fell in Ruritania's army.", ""),
        ("According to him it was in January.", ""),
        ("They fell, Ruritania too.", ""),
    ],
)
def test_a_name_after_a_preposition_that_nobody_knows_is_a_place(text: str, place: str) -> None:
    reading = read(text)
    assert unknown_place(reading.tokens, reading.phrases) == place


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Then the Elbonians fell.", True),
        ("Elbonians fell.", False),  # the first word says nothing by its capital
        ("Then Stalin fell.", False),
        ("Then in March 1937 it fell.", False),
        ("Then the Party fell.", False),
        ("Then it fell to Ed.", False),
    ],
)
def test_a_capitalised_word_that_nobody_knows_may_be_a_name(text: str, unknown: bool) -> None:
    reading = read(text)
    assert has_unknown_names(reading.tokens, reading.phrases, reading) is unknown


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("In the 1920s and 30s they fell.", "1920/1939"),
        ("In the Great Purge, in 1937, they fell.", "1937"),
        ("In the Great Purge they fell.", "1936/1938"),
        ("In 1935 and in 1950 they fell.", "1935"),
    ],
)
def test_a_clause_has_its_explicit_date_and_decades_are_joined(text: str, edtf: str) -> None:
    found = date_of(read(text).mentions.dates)
    assert found is not None
    assert found.edtf == edtf
    assert date_of(()) is None


def test_the_last_year_of_a_text_is_the_one_named_last() -> None:
    assert latest_year(read("From 1937 to 1938, and in 1931, they fell.").mentions.dates) == 1931
    assert latest_year(read("They fell.").mentions.dates) is None


def test_a_population_holds_the_most_specific_groups_and_operations() -> None:
    entities = frozenset({"officers", "marshals", "polish-operation", "national-operations", "stalin", "ussr"})
    assert populations(entities) == (frozenset({"marshals"}), frozenset({"polish-operation"}))
    assert populations(frozenset({"red-army"})) == (frozenset({"red-army"}), frozenset())


def test_men_women_and_children_are_everyone() -> None:
    assert populations(frozenset({"men", "women", "children"})) == (frozenset(), frozenset())
    assert populations(frozenset({"women", "children"}))[0] == {"women", "children"}
