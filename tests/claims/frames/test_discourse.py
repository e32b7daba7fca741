from __future__ import annotations

import pytest
from tests.claims.conftest import audited

from byname.claims.frames.discourse import Memory, commonest_place, country_of, may_point
from byname.claims.frames.sentence_reading import read_sentence
from byname.claims.text.sentences import split_sentences
from byname.values import FuzzyDate

NONE: frozenset[str] = frozenset()


def remembered(text: str) -> Memory:
    memory = Memory()
    for sentence in split_sentences(text):
        reading = read_sentence(sentence)
        memory.remember(reading.phrases, reading.mentions.dates)
    return memory


def leans_on(text: str, memory: Memory) -> set[str]:
    words = [word.strip(".,").lower() for word in text.split()]
    found, guessed = memory.referents(words, text, NONE, NONE)
    assert guessed is bool(found)
    return set(found)


def test_what_was_spoken_of_last_is_kept() -> None:
    memory = remembered("Kirov spoke in Leningrad in 1934. In the Great Purge of 1937 the officers fell.")
    assert (memory.person, memory.event, memory.place) == ("kirov", "great-purge", "ussr")
    assert memory.groups == {"officers"}
    assert memory.period == FuzzyDate.parse("1937")
    assert memory.topic == FuzzyDate.parse("1936/1938")


@pytest.mark.parametrize(
    ("text", "leaned_on"),
    [
        ("He died.", {"kirov"}),
        ("They died.", {"officers"}),
        ("This period was long.", {"great-purge", "genocide"}),
        ("It was long.", {"great-purge", "genocide"}),
        ("These orders were harsh.", {"gulag", "officers"}),
        ("This night was long.", set()),
        ("Many died.", set()),
    ],
)
def test_a_pronoun_or_a_pointing_word_leans_on_what_was_said(text: str, leaned_on: set[str]) -> None:
    memory = remembered("Kirov, the officers, the Gulag, the Great Purge and genocide were spoken of.")
    assert leans_on(text, memory) == leaned_on


def test_what_earlier_clauses_named_is_no_guess() -> None:
    found, guessed = Memory(person="kirov").referents(
        ["many"], "many", frozenset({"stalin"}), frozenset({"beria", "stalin"})
    )
    assert found == {"beria"}
    assert not guessed


@pytest.mark.parametrize(
    ("own", "near", "place"),
    [
        ("leningrad ussr", "", "leningrad"),  # "in Soviet Leningrad"
        ("ussr", "", "ussr"),
        ("kosovo-war ussr", "", "kosovo"),
        ("kosovo-war", "", "kosovo"),
        ("", "leningrad", "leningrad"),
        ("ussr", "leningrad", "ussr"),
        ("estonians", "", "estonia"),
        ("estonians officers", "", "ruritania"),  # two countries, none of them said
        ("", "", "ruritania"),
    ],
)
def test_a_named_place_comes_before_where_things_belong(own: str, near: str, place: str) -> None:
    memory = Memory(place="ruritania")
    ours = frozenset(own.split())
    assert memory.place_of(ours | frozenset(near.split()), ours) == place


def test_a_period_is_stated_or_that_of_an_event_or_carried_over() -> None:
    memory = Memory(topic=FuzzyDate.parse("1930"))
    (date,) = read_sentence(split_sentences("In 1937 they fell.")[0]).mentions.dates
    stated = memory.period_of(date, frozenset({"great-purge"}), NONE)
    by_event = memory.period_of(None, NONE, frozenset({"great-purge"}))
    carried = memory.period_of(None, NONE, NONE)
    found = [(p.date.edtf, p.known) for p in (stated, by_event, carried) if p]
    assert found == [("1937", "stated"), ("1936-08/1938-11", "event"), ("1930", "context")]
    assert Memory().period_of(None, NONE, NONE) is None
    assert Memory(period=FuzzyDate.parse("1935"), topic=FuzzyDate.parse("1930")).period_of(None, NONE, NONE) is not None


@pytest.mark.parametrize(
    ("text", "points"),
    [("which ended", True), ("Stalin's rule", True), ("this", True), ("этот год", True), ("they ended", False)],
)
def test_only_a_clause_with_such_a_word_can_point(text: str, points: bool) -> None:
    assert may_point(set(text.lower().split()), text) is points


def test_a_place_in_a_region_of_several_countries_belongs_to_its_country() -> None:
    assert [country_of(id) for id in ("saaremaa", "latvia", "baltic-states", "moscow")] == [
        "estonia",
        "latvia",
        "baltic-states",
        "ussr",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In Kosovo they fell. Stalin ruled. Beria ruled.", "kosovo"),  # one place weighs as three people
        ("In Kosovo they fell. Stalin ruled. Beria ruled. Kirov ruled. Lenin ruled.", "ussr"),
        ("They fell in Ruritania.", "ruritania"),
        ("They fell.", ""),
    ],
)
def test_a_text_is_set_where_it_names_most(text: str, place: str) -> None:
    assert commonest_place([read_sentence(sentence) for sentence in split_sentences(text)]) == place


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Yezhov ruled until he was succeeded by Beria. On 4 February 1940 he was executed.", "supported"),
        ("Yezhov ruled until he was succeeded by Beria. On 23 December 1953 he was executed.", "supported"),
        ("Yezhov ruled until he was succeeded by Beria. On 4 May 1945 he was executed.", "not in our sources"),
        ("Yezhov ruled. He was feared by Beria. On 10 April 1939 he was arrested.", "supported"),
    ],
)
def test_he_may_be_the_person_named_last_or_the_one_named_first_before(text: str, verdict: str) -> None:
    assert audited(text).claims[-1].judgement.verdict == verdict
