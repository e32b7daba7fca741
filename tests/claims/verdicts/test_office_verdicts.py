from __future__ import annotations

from dataclasses import replace

import pytest
from tests.claims.conftest import audited, claim_of, related, verdict_of

from byname.claims.verdicts.office_verdicts import judge_office


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
    assert claim.judgement.evidence.index("K076") < claim.judgement.evidence.index("K088")


def office(own: str, *, words: str = "", **kept: str) -> str:
    dated = kept.get("date", "")
    relation = kept.get("relation", "appoint" if dated else "")
    frame = related(relation, own, context=kept.get("context", ""), date=dated)
    frame = replace(frame, clause=replace(frame.clause, words=frozenset(words.split())))
    judgement = judge_office(frame)
    assert judgement is None or (judgement.comparable and judgement.evidence)
    return judgement.verdict if judgement else ""


@pytest.mark.parametrize(
    ("own", "words", "date", "expected"),
    [
        ("head-of-nkvd beria", "", "", "supported"),
        ("head-of-nkvd molotov", "", "", "contradicted"),
        ("head-of-nkvd molotov beria", "", "", "supported"),
        ("head-of-nkvd stalin", "", "", ""),  # he appoints and is not appointed
        ("head-of-nkvd", "", "", ""),
        ("head-of-nkvd ussr", "", "", ""),
        ("head-of-nkvd nkvd", "", "", ""),
        ("beria", "", "", ""),
        ("head-of-nkvd yezhov", "became", "1936-09", "supported"),
        ("head-of-nkvd yezhov", "replaced", "1938-11", "supported"),
        ("head-of-nkvd yezhov", "became", "1937", "contradicted"),
        ("head-of-nkvd yezhov", "", "1937", "supported"),
        ("head-of-nkvd yezhov", "", "1936-09", "supported"),
        ("head-of-nkvd yezhov", "", "1935", "contradicted"),
        ("head-of-nkvd yezhov", "", "1936-08", "contradicted"),
        ("head-of-nkvd yezhov", "", "1938-12", "contradicted"),
        ("head-of-nkvd yagoda", "", "1935", "supported"),  # no source dates his beginning
        ("head-of-nkvd yagoda", "", "1937", "contradicted"),
        ("head-of-nkvd beria", "", "1945", "supported"),  # nor the end of his successor's successor
        ("head-of-nkvd beria", "", "1937", "contradicted"),
    ],
)
def test_a_date_fits_the_beginning_the_end_or_the_middle_of_a_term(
    own: str, words: str, date: str, expected: str
) -> None:
    assert office(own, words=words, date=date) == expected


def test_an_organ_stands_for_its_office_only_where_someone_is_appointed() -> None:
    assert office("nkvd beria", relation="appoint") == "supported"
    assert office("nkvd molotov", relation="appoint") == "contradicted"
    assert office("nkvd beria", relation="lead") == ""
    assert office("head-of-nkvd", context="yezhov", date="1937") == "supported"


def test_a_date_of_what_somebody_did_says_nothing_of_his_office() -> None:
    assert office("head-of-nkvd yezhov", date="1937", relation="") == ""
    assert verdict_of("In May 1937 the mill burnt down and Stalin blamed Yezhov, the head of the NKVD.") == (
        "not in our sources"
    )


@pytest.mark.parametrize(
    ("period", "expected"), [("1938-12", True), ("1938", True), ("1937", False), ("1950", False), ("1956", False)]
)
def test_an_undated_office_is_held_at_the_time_that_is_told(period: str, expected: bool) -> None:
    """Beria held it from 1938 to 1945 and again in 1953."""
    assert (judge_office(related("", "head-of-nkvd beria", period=period)) is not None) == expected


def test_the_end_of_a_term_tells_of_no_death() -> None:
    """Yagoda was removed in 1936 and shot in 1938."""
    removed = related("appoint", "head-of-nkvd yagoda", date="1936")
    assert judge_office(removed) is not None
    assert judge_office(replace(removed, binding=replace(removed.binding, nearby=frozenset({"execute"})))) is None


def test_a_second_office_that_nothing_tells_of_is_not_supported_by_the_first() -> None:
    both = related("appoint", "head-of-nkvd beria", date="1938")
    assert judge_office(both) is not None
    assert judge_office(replace(both, binding=replace(both.binding, unread=("commissar", "foreign")))) is None
    assert judge_office(replace(both, binding=replace(both.binding, unread=("foreign",)))) is not None


HEAD_OF_NKVD = "he was head of the NKVD or minister of internal affairs"


def test_an_office_says_who_held_it_and_who_says_so() -> None:
    wrong = judge_office(related("", "head-of-nkvd molotov"))
    assert wrong is not None
    title, people = wrong.reason.split(": ")
    assert title == "our sources name as head of the NKVD or minister of internal affairs"
    assert people == "Genrikh Yagoda, Nikolai Yezhov, Lavrenti Beria, Sergei Kruglov"
    assert wrong.evidence == ("K075", "K076", "E07", "K083", "E24", "K088", "K003", "K086")
    right = judge_office(related("", "head-of-nkvd yagoda"))
    assert right is not None
    assert (
        right.reason == "he was head of the NKVD or minister of internal affairs: Genrikh Yagoda 1934-07-10 to 1936-09"
    )
    assert right.evidence == ("K075", "K076", "E07")
    named = judge_office(related("", "head-of-nkvd beria", date="1936/1938", rule="named"))
    assert named is not None
    twice = "Lavrenti Beria 1938-11-25 to 1945-12/1946-01; Lavrenti Beria 1953-03-05 to 1953-06-26"
    assert named.reason == f"{HEAD_OF_NKVD}: {twice}"
    fits = judge_office(related("appoint", "head-of-nkvd beria", date="1938-11"))
    assert fits is not None
    assert fits.reason.startswith("the date fits the term as head of the NKVD")
    lies = judge_office(related("appoint", "head-of-nkvd beria", date="1940"))
    assert lies is not None
    assert lies.reason.startswith("the date lies in the term as head of the NKVD")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Yagoda served as director of the NKVD from 1934 to 1936.", "supported"),
        ("Yagoda served as director of the NKVD from 1938 to 1941.", "contradicted"),
        ("Beria (1899-1953), head of the secret police (1938-53), was a Georgian.", "not in our sources"),
        ("Yezhov joined. In September 1936 he became head of the NKVD, replacing Genrikh Yagoda.", "supported"),
        (
            "Yezhov joined. In September 1938 he became head of the NKVD, replacing Genrikh Yagoda.",
            "not in our sources",
        ),
    ],
)
def test_who_serves_in_an_office_or_follows_another_is_dated_by_his_term(text: str, verdict: str) -> None:
    assert audited(text).claims[-1].judgement.verdict == verdict
