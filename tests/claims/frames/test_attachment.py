from __future__ import annotations

import pytest

from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.framing import Framer
from byname.claims.text.sentences import split_sentences


def frames(text: str) -> list[ClaimFrame]:
    """The frames of the numbers of a text."""
    found = [frame for _, found in Framer().frames(split_sentences(text)) for frame in found]
    return [frame for frame in found if frame.number is not None]


@pytest.mark.parametrize(
    ("text", "predicates"),
    [
        ("They shot 681,692 people.", [{"execute"}]),
        ("Some 30 people were killed or went missing.", [{"kill", "missing"}]),
        ("Some 30 people were killed in the long war in which they were arrested.", [{"kill"}]),
        ("In 1940 some 1,777 prisoners died.", [{"die"}]),  # and were not imprisoned
        ("The number of arrests was 1,372,392.", [{"arrest"}]),
        ("Of 1,966 delegates, 1,108 were arrested.", [set(), {"arrest"}]),
        ("Some 30 percent of those arrested were released.", [{"release"}]),
    ],
)
def test_a_number_takes_the_predicates_nearest_to_it(text: str, predicates: list[set[str]]) -> None:
    assert [set(frame.said.predicates) for frame in frames(text)] == predicates


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("They shot 30 writers in Moscow.", [{"writers"}]),
        ("They shot 30 bakers in Moscow.", [{"~baker"}]),
        ("They shot 30 people in Moscow.", [set()]),
        ("In 1999, 2,197 were Serbs and 30 were killed.", [{"serbs"}, {"serbs"}]),
        ("Writers fell, and 30 of them were shot.", [{"writers"}]),
        ("The Koreans, 172,000 people, were deported.", [{"koreans"}]),
        ("Some 30 percent of the officers were dismissed.", [{"officers"}]),
    ],
)
def test_a_number_counts_the_group_of_its_noun_phrase(text: str, groups: list[set[str]]) -> None:
    assert [set(frame.population.groups) for frame in frames(text)] == groups


def test_prisoners_are_those_of_the_camps_spoken_of_before_and_never_everyone() -> None:
    _, prisoners = frames("In 1939 the Gulag held 1,300,000 people. In 1940 some 5,000 prisoners died.")
    assert prisoners.population.operations == {"gulag"}
    assert prisoners.population.of_some
    (alone,) = frames("In 1940 some 5,000 prisoners died.")
    assert alone.population.operations == frozenset()


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("In 1936 they shot 10 writers, and 20 writers in 1937.", ["1936", "1937"]),
        ("Of the delegates elected in 1934, 1,108 were arrested in 1937.", ["1937"]),
        ("They shot 10 writers in 1936, 20 writers in 1937.", ["1936", "1937"]),
        ("By 1938 they had shot 10 writers in 1937.", ["1937"]),
    ],
)
def test_a_number_takes_the_date_nearest_to_it_that_dates_nothing_else(text: str, periods: list[str]) -> None:
    assert [frame.time.period.date.edtf for frame in frames(text) if frame.time.period] == periods


def test_a_date_that_only_begins_a_period_is_no_stated_period() -> None:
    (after,) = frames("In the months after June 1999 they killed 30 Serbs.")
    (in_it,) = frames("In June 1999 they killed 30 Serbs.")
    assert after.time.period is None
    assert in_it.time.period is not None
    assert in_it.time.period.known == "stated"


def test_each_number_has_the_place_named_beside_it_where_there_are_several() -> None:
    found = frames("In Estonia they deported 20,000 people and in Latvia 40,000 people.")
    assert [frame.population.place for frame in found] == ["estonia", "latvia"]


def test_the_background_state_is_no_place_beside_a_number() -> None:
    (found,) = frames("The Soviet police deported 20,000 people from Estonia.")
    assert found.population.place == "estonia"


def test_the_span_of_a_number_begins_at_the_comma_before_it() -> None:
    text = "They shot 10 writers in 1936, 20 artists in 1937, and 30 officers in 1938."
    assert [frame.text for frame in frames(text)] == [
        "They shot 10 writers in 1936,",
        "20 artists in 1937, and",
        "30 officers in 1938.",
    ]


def test_the_words_of_the_noun_phrase_and_of_the_base_are_kept_as_stems() -> None:
    (found,) = frames("They deported 367,000 Volga Germans in 1941.")
    assert {"volga", "german"} <= found.population.noun_words
    (share,) = frames("Some 30 percent of the senior officers were dismissed.")
    assert {"senior", "officer"} <= share.population.noun_words
