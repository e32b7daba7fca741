from __future__ import annotations

import pytest
from tests.claims.conftest import claim_of, verdict_of


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Stalin died on 5 March 1953.", "supported"),
        ("Stalin died in March 1935.", "contradicted"),
        ("Kirov was murdered on 1 December 1934.", "supported"),
        ("Yezhov was executed in February 1941.", "contradicted"),
        ("Order No. 00447 was signed on 30 July 1937.", "supported"),
        ("Order No. 00447 was signed on 30 July 1939.", "contradicted"),
        ("The third Moscow trial was held in March 1938.", "supported"),
        ("The Great Purge lasted from 1936 to 1938.", "supported"),
        ("The Great Purge lasted from 1946 to 1948.", "contradicted"),
        ("Bukharin was tried in March 1938.", "supported"),
        ("Сталин умер 5 марта 1953 года.", "supported"),
    ],
)
def test_dates_are_set_beside_the_dated_facts(text: str, verdict: str) -> None:
    assert verdict_of(text) == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Stalin appointed Beria as head of the NKVD.", "supported"),
        ("Stalin appointed Molotov as head of the NKVD.", "contradicted"),
        ("In November 1938 Beria became head of the NKVD.", "supported"),
        ("In June 1934 Beria became head of the NKVD.", "contradicted"),
        ("Yezhov was head of the NKVD in 1937.", "supported"),
    ],
)
def test_an_office_has_its_holders_and_their_terms(text: str, verdict: str) -> None:
    assert verdict_of(text) == verdict


def test_the_terms_of_an_office_are_told_in_their_order() -> None:
    claim = claim_of("In June 1934 Beria replaced Yezhov as head of the NKVD.")
    reason = claim.judgement.reason
    assert reason.index("Nikolai Yezhov") < reason.index("Lavrenti Beria")
    assert claim.judgement.evidence.index("E07") < claim.judgement.evidence.index("F052")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The murder of Kirov was ordered by Stalin.", "contested"),
        ("The Great Purge began with the assassination of Sergei Kirov.", "contested"),
        ("The murder of Kirov was ordered by Khrushchev.", "not in our sources"),
        ("Stalin was a cruel man with a deep sense of hatred.", "not checkable"),
        ("A purge of writers also took place.", "supported"),
        ("Many kulaks were executed.", "imprecise"),
    ],
)
def test_relations_get_the_stance_of_the_sources(text: str, verdict: str) -> None:
    assert verdict_of(text) == verdict


def test_a_pronoun_leans_on_the_person_before_it_and_is_marked_uncertain() -> None:
    claim = claim_of("Stalin ruled for long. He died in March 1953.", words="He died")
    assert claim.judgement.verdict == "supported"
    assert claim.frame.entities.guessed


def test_this_period_is_the_one_spoken_of() -> None:
    assert (
        verdict_of("Terror ruled in the 1930s. This period became known as the Great Purge.", words="became known")
        == "imprecise"
    )
    assert (
        verdict_of("Terror ruled from 1936 to 1938. This period became known as the Great Purge.", words="became known")
        == "supported"
    )
    assert (
        verdict_of("Terror ruled in the 1950s. This period became known as the Great Purge.", words="became known")
        == "contradicted"
    )
