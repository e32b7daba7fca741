from __future__ import annotations

import pytest
from tests.claims.conftest import audited

from byname.claims.frames.framing import Framer
from byname.claims.text.sentences import split_sentences


def test_dates_in_brackets_behind_a_name_are_a_birth_and_a_death() -> None:
    text = "Lavrenti Beria (29 March 1899 – 23 December 1953) was a Soviet politician."
    found = [f for _, frames in Framer(language="en").frames(split_sentences(text)) for f in frames if f.time.date]
    assert [(f.time.date.edtf, set(f.said.predicates)) for f in found if f.time.date] == [
        ("1899-03-29", {"born"}),
        ("1953-12-23", {"die"}),
    ]
    assert all(f.entities.own == {"beria"} for f in found)


def test_they_are_judged_each_by_itself() -> None:
    right, wrong = audited("Sergei Kirov (27 March 1886 – 1 December 1936) led the party in Leningrad.").claims[:2]
    assert (right.judgement.verdict, wrong.judgement.verdict) == ("supported", "contradicted")


def test_other_brackets_are_no_life() -> None:
    for text in (
        "The Great Purge (1936–1938) began.",
        "Beria (1938–1945 head of the NKVD) was shot.",
        "Yagoda (commissar from 10 July 1934 - 26 September 1936) was shot.",
    ):
        frames = [f for _, found in Framer(language="en").frames(split_sentences(text)) for f in found]
        assert not any("born" in f.said.predicates for f in frames)


@pytest.mark.parametrize(
    "text",
    [
        "Lavrenti Beria (29 March 1899, Merkheuli – 23 December 1953, Moscow) was a politician.",
        "Lavrenti Beria, (born March 29, 1899, Merkheuli, Russia—died December 23, 1953, Moscow), was a politician.",
        "Lavrenti Beria (Merjeuli, 29 de marzo de 1899-Moscú, 23 de diciembre de 1953) fue un político.",
        "Лаврентий Берия (род. 29 марта 1899, Мерхеули — ум. 23 декабря 1953, Москва) был политиком.",
    ],
)
def test_places_may_stand_beside_the_dates_of_a_life(text: str) -> None:
    born, died = audited(text).claims[:2]
    assert (born.judgement.verdict, died.judgement.verdict) == ("supported", "supported")
    assert {"K085"} <= set(born.judgement.evidence)
    assert {"K087"} <= set(died.judgement.evidence)


def test_a_sentence_to_death_is_no_death() -> None:
    _, died = audited("Mikhail Tukhachevsky (born February 16, 1893—died June 11, 1937) was a marshal.").claims[:2]
    assert died.judgement.verdict == "not in our sources"
