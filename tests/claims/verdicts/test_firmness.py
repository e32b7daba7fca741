from __future__ import annotations

from dataclasses import replace

import pytest
from tests.claims.conftest import framed, told, verdict_of

from byname.claims.frames.frames import Binding, ClaimFrame
from byname.claims.verdicts.firmness import doubts_on_number, over_readings, withheld
from byname.claims.verdicts.verdict import ClaimVerdict

WRONG = ClaimVerdict("contradicted", "sources give less", ("f-1",), True, against=True)
RIGHT = ClaimVerdict("supported", "it agrees", ("f-1",), True)
OPEN = ClaimVerdict("not in our sources", "nothing")


def changed(**parts: object) -> ClaimFrame:
    """A firm claim with another binding."""
    frame = framed(told(900), date="1937")
    return replace(frame, binding=replace(frame.binding, **parts))  # type: ignore[arg-type]


def test_a_claim_of_which_all_is_bound_is_firm() -> None:
    assert doubts_on_number(changed()) == []


@pytest.mark.parametrize(
    ("frame", "doubt"),
    [
        (changed(told=True), "somebody"),
        (changed(unread=("bearded",)), "“bearded”"),
        (changed(predicates=frozenset()), "near the number"),
        (changed(dates={0: "other"}), "does not date it"),
        (changed(dates={0: "unsure"}), "does not date it"),
        (changed(entities=frozenset({"writers", "leningrad"})), "leningrad"),
        (changed(entities=frozenset()), "writer"),
        (framed(told(900), date="1937", negated=True), "denies"),
        (framed(told(900), known="context"), "does not date it"),
        (framed(told(900), date="1937", binding=Binding(), has_unknown_names=True), "place or people"),
    ],
)
def test_each_doubt_is_told(frame: ClaimFrame, doubt: str) -> None:
    assert any(doubt in told for told in doubts_on_number(frame))


def test_a_contradiction_needs_every_reading() -> None:
    assert over_readings([WRONG, WRONG]).verdict == "contradicted"
    assert over_readings([WRONG, OPEN]).verdict == "not in our sources"
    assert over_readings([WRONG, RIGHT]).verdict == "not in our sources"
    assert over_readings([OPEN, WRONG]).verdict == "not in our sources"


def test_support_needs_one_reading_and_no_contradiction() -> None:
    assert over_readings([RIGHT, OPEN]).verdict == "supported"
    assert over_readings([OPEN, RIGHT]).verdict == "supported"
    assert over_readings([RIGHT, WRONG]).verdict == "not in our sources"


def test_what_is_withheld_says_why_and_shows_no_evidence_against_the_text() -> None:
    found = withheld(WRONG, ["the sentence does not date it"])
    assert (found.verdict, found.evidence, found.comparable) == ("not in our sources", (), True)
    assert "sources give less" in found.reason
    assert "does not date it" in found.reason


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In 1937 and 1938 the NKVD shot 2,000,000 people in the Soviet Union.", "contradicted"),
        ("In 1937 and 1938 the NKVD shot 2,000 bearded people in the Soviet Union.", "not in our sources"),
        ("According to Khrushchev in 1957, 2,000,000 people had been shot.", "not in our sources"),
        ("Conquest's 1968 book put the number of people executed at 3,000,000.", "not in our sources"),
        ("The trial of Tukhachevsky took place in May 1938.", "contradicted"),
        ("Beria was shot on 23 December 1955.", "contradicted"),
        ("Beria was shot on 20 December 1953.", "not in our sources"),  # he may have been sentenced then
        ("Beria was arrested in June 1950.", "not in our sources"),  # it may have happened twice
        ("In 1934 Beria became a Central Committee member.", "not in our sources"),
        ("In May 1938 a book on the trial of Tukhachevsky appeared.", "not in our sources"),
        ("Trotsky was expelled from the Soviet Union in 1929.", "not in our sources"),
        ("In May 1940 he remembered that Tukhachevsky had been tried.", "not in our sources"),
    ],
)
def test_red_needs_syntax(text: str, verdict: str) -> None:
    found = verdict_of(text)
    assert found == verdict or (verdict == "not in our sources" and found != "contradicted")
