from __future__ import annotations

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
    for text in ("The Great Purge (1936–1938) began.", "Beria (1938–1945 head of the NKVD) was shot."):
        frames = [f for _, found in Framer(language="en").frames(split_sentences(text)) for f in found]
        assert not any("born" in f.said.predicates for f in frames)
