from __future__ import annotations

import pytest
from tests.claims.conftest import audited, claim_of, framed, printed, related, verdict_of

from byname.claims.audit import audit_document
from byname.claims.evidence.figures import DateFact, Evidence
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.frames.frames import ClaimFrame
from byname.claims.text.reading import document_of
from byname.claims.verdicts.relation_verdicts import (
    judge_date,
    judge_existence,
    judge_period_name,
    judge_relation,
)
from byname.values import FuzzyDate


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
    claim = claim_of("Stalin ruled for long. He died in March 1953.", words="died in")
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


def stance(frame: ClaimFrame) -> str:
    judgement = judge_relation(frame)
    assert judgement is None or (judgement.comparable and judgement.evidence)
    return judgement.verdict if judgement else ""


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (related("order", "stalin kirov-murder"), "contested"),
        (related("kill", "nikolaev kirov"), "supported"),
        (related("called", "kulaks kolkhoz"), "contradicted"),
        (related("called", "kulaks kolkhoz", negated=True), "supported"),
        (related("threaten", "kirov stalin"), "contested"),
        (related("threaten", "kirov stalin", negated=True), "contested"),
        (related("carry-out", "de-stalinization khrushchev"), "imprecise"),
        (related("kill", "nikolaev"), ""),
        (related("kill", "kirov"), ""),
        (related("kill", "nikolaev", context="kirov"), "supported"),
        (related("kill", "kirov", context="nikolaev"), "supported"),
        (related("kill", "stalin", context="kirov nikolaev"), ""),
        (related("order", "nikolaev kirov"), ""),
        (related("collectivize", "collectivization peasants"), "supported"),
        (related("collectivize", "collectivization kulaks"), "imprecise"),  # a part of those of whom it is said
        (related("collectivize", "collectivization kulaks peasants"), "imprecise"),
        (related("collectivize", "kulaks", context="collectivization"), ""),
        (related("lead", "stalin great-purge", date="1937"), "supported"),
        (related("lead", "stalin great-purge", date="1950"), ""),
        (related("lead", "stalin great-purge", date="no date"), "supported"),
        (related("order", "stalin kirov-murder", date="1950"), "contested"),
    ],
)
def test_a_relation_gets_the_stance_of_the_findings_on_it(frame: ClaimFrame, expected: str) -> None:
    assert stance(frame) == expected


def test_findings_are_evidence_with_the_figures_that_they_name() -> None:
    judgement = judge_relation(related("order", "stalin kirov-murder"))
    assert judgement is not None
    assert {"N01", "N02", "N03"} <= set(judgement.evidence)
    assert len(judgement.evidence) <= 6
    assert judgement.comparable
    assert judgement.reason.startswith("sources disagree: Nikolaev most likely acted alone (Lenoe")
    assert judgement.reason.count("; ") >= 2
    partly = judge_relation(related("collectivize", "collectivization kulaks"))
    assert partly is not None
    assert (partly.reason.startswith("it is said of others: "), partly.comparable) == (True, True)
    in_part = judge_relation(related("carry-out", "de-stalinization khrushchev"))
    assert in_part is not None
    assert in_part.reason.startswith("true in part only: ")


@pytest.mark.parametrize(
    ("before", "verdict"), [("В 1937 году было жарко.", "supported"), ("В 1939 году было жарко.", "not in our sources")]
)
def test_a_year_that_stands_only_in_the_text_before_speaks_against_nothing(before: str, verdict: str) -> None:
    text = f"{before} 30 июля нарком внутренних дел Николай Ежов подписал приказ № 00447."
    claims = audit_document(document_of(text.encode(), "text.txt"), shipped_evidence()).claims
    assert claims[-1].judgement.verdict == verdict


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yezhov was head of the NKVD during the Great Terror.", "supported"),
        ("Beria was head of the NKVD during the Great Terror.", "not in our sources"),
        ("Yezhov headed the NKVD since 1936.", "supported"),
        ("Ежов возглавлял НКВД с 1938 года.", "not in our sources"),
        ("Kirov was murdered in Leningrad on 1 December 1934.", "supported"),
        ("Kirov was murdered in Moscow on 1 December 1934.", "not in our sources"),
        ("Yezhov signed Order 00447 on 30 July 1937.", "supported"),
        ("Yagoda signed Order 00447 on 30 July 1937.", "not in our sources"),
        ("Khrushchev denounced Stalin in a secret speech in February 1956.", "supported"),
        ("Stalin denounced Khrushchev in a secret speech in February 1956.", "not in our sources"),
        ("Meyerhold was shot on 2 February 1940.", "supported"),
        ("Meyerhold was released on 2 February 1940.", "not in our sources"),
        ("Stalin died in 1953.", "supported"),
        ("Stalin was executed in 1953.", "not in our sources"),
    ],
)
def test_a_date_that_fits_supports_neither_another_doer_nor_another_deed(text: str, expected: str) -> None:
    claims = audit_document(document_of(text.encode(), "a.txt"), shipped_evidence()).claims
    assert {claim.judgement.verdict for claim in claims} == {expected}


def test_a_denial_is_not_held_against_a_text() -> None:
    denied = judge_relation(related("kill", "nikolaev kirov", negated=True))
    assert denied is not None
    assert denied.verdict == "not in our sources"
    assert "the sentence denies something" in denied.reason


def fact(id: str, date: str, *, entities: str = "", predicates: str = "", words: str = "an event of old") -> DateFact:
    return DateFact(
        id,
        words,
        frozenset(entities.split()),
        frozenset(predicates.split()),
        FuzzyDate.parse(date),
        "popular",
        f"Source {id}",
        "",
    )


def dated(
    date: str, own: str, *, context: str = "", predicates: str = "", words: str = "", negated: bool = False
) -> ClaimFrame:
    return framed(
        kind="date",
        predicates=predicates.split(),
        own=own.split(),
        context=context.split(),
        date=date,
        words=words.split(),
        negated=negated,
    )


def dating(frame: ClaimFrame, *facts: DateFact) -> tuple[str, tuple[str, ...]]:
    judgement = judge_date(frame, Evidence(dates=facts))
    assert judgement is None or judgement.comparable
    return (judgement.verdict, judgement.evidence) if judgement else ("", ())


PURGE = fact("purge", "1936-08/1938-11", entities="great-purge")


@pytest.mark.parametrize(
    ("date", "words", "expected"),
    [
        ("1936/1938", "lasted", "supported"),
        ("1937", "terror", "supported"),  # a year in it
        ("1937", "lasted", "imprecise"),
        ("1938/1940", "terror", "imprecise"),
        ("1941", "terror", "contradicted"),
        ("no date", "terror", ""),
    ],
)
def test_a_date_is_set_beside_that_of_an_event(date: str, words: str, expected: str) -> None:
    assert dating(dated(date, "great-purge", words=words), PURGE)[0] == expected


def test_a_denied_date_that_does_not_fit_says_nothing() -> None:
    assert dating(dated("1941", "great-purge", negated=True), PURGE)[0] == ""
    assert dating(dated("1937", "great-purge", negated=True), PURGE)[0] == "supported"
    assert judge_date(framed(own=["great-purge"]), Evidence(dates=(PURGE,))) is None


def test_the_fact_that_fits_best_decides() -> None:
    about_trial = fact("trial", "1938-03", entities="third-moscow-trial")
    about_both = fact("both", "1940", entities="third-moscow-trial great-purge")
    frame = dated("1938-03", "third-moscow-trial")
    assert dating(frame, about_trial, about_both) == ("supported", ("trial",))
    assert dating(frame, about_both) == ("contradicted", ("both",))
    assert dating(dated("1940", "third-moscow-trial great-purge"), about_trial, about_both)[1] == ("both",)
    again = fact("again", "1938-03-02", entities="third-moscow-trial")
    wrong = fact("wrong", "1950", entities="third-moscow-trial")
    assert dating(frame, wrong, about_trial, again) == ("supported", ("trial", "again", "wrong"))
    assert dating(
        dated("1937-12/1938-04", "third-moscow-trial"),
        fact("part", "1938-04/1938-05", entities="third-moscow-trial"),
        wrong,
    ) == ("imprecise", ("part", "wrong"))


def test_a_reason_tells_two_facts_with_their_sources() -> None:
    facts = [fact(f"e-{at}", "1938-03", entities="third-moscow-trial", words=f"trial {at}") for at in range(8)]
    judgement = judge_date(dated("1938-03", "third-moscow-trial"), Evidence(dates=tuple(facts)))
    assert judgement is not None
    assert judgement.reason == "trial 0: 1938-03 (Source e-0); trial 1: 1938-03 (Source e-1)"
    assert judgement.evidence == tuple(f"e-{at}" for at in range(6))
    assert judgement.comparable
    wrong = judge_date(
        dated("1936", "third-moscow-trial"), Evidence(dates=(fact("e", "1937/1938", entities="third-moscow-trial"),))
    )
    assert wrong is not None
    assert wrong.reason == "an event of old: 1937 to 1938 (Source e)"


def test_a_fact_of_a_person_needs_the_same_act() -> None:
    died = fact("died", "1953-03-05", entities="stalin", predicates="die")
    assert dating(dated("1953-03", "stalin", predicates="die"), died)[0] == "supported"
    assert dating(dated("1953-03", "stalin", predicates="kill"), died)[0] == "not in our sources"  # he was not killed
    assert dating(dated("1953-03", "stalin", predicates="arrest"), died)[0] == ""
    assert dating(dated("1953-03", "beria", predicates="die"), died)[0] == ""
    assert dating(dated("1953-03", "", context="stalin", predicates="die"), died)[0] == "supported"
    arrested = fact("arrested", "1953-06", entities="stalin", predicates="arrest")
    assert dating(dated("1953-06", "stalin", predicates="arrest"), died, arrested) == ("supported", ("arrested",))


def test_others_that_a_claim_or_a_fact_names_tell_against_it() -> None:
    alone = fact("alone", "1938-03", entities="bukharin", predicates="execute")
    both = fact("both", "1938-04", entities="bukharin rykov", predicates="execute")
    assert dating(dated("1938-03", "bukharin", predicates="execute"), alone, both)[1] == ("alone",)
    assert dating(dated("1938-04", "bukharin rykov", predicates="execute"), alone, both)[1] == ("both",)
    crowd = dated("1938-03", "", context="bukharin", predicates="execute")
    assert (
        dating(crowd, fact("crowd", "1938-03", entities="bukharin rykov zinoviev kamenev radek", predicates="execute"))[
            0
        ]
        == ""
    )
    named = dated("1938-03", "rykov zinoviev kamenev radek pyatakov bukharin", predicates="execute")
    assert dating(named, alone)[0] == "supported"
    longer = dated("1938-03", "rykov zinoviev kamenev radek pyatakov trotsky bukharin", predicates="execute")
    assert dating(longer, alone)[0] == ""


def test_a_trial_is_meant_where_one_of_the_accused_was_tried() -> None:
    trial = fact("trial", "1938-03", entities="third-moscow-trial")
    assert dating(dated("1938-03", "bukharin", words="tried"), trial)[0] == "supported"
    assert dating(dated("1938-03", "bukharin", words="tribunal"), trial)[0] == "supported"
    assert dating(dated("1938-03", "bukharin", words="seen"), trial)[0] == ""
    assert dating(dated("1938-03", "stalin", words="tried"), trial)[0] == ""


def test_after_a_trial_he_was_shot_dates_his_death_and_not_the_trial() -> None:
    trial = fact("trial", "1938-03", entities="third-moscow-trial")
    shot = dated("1938-05", "third-moscow-trial bukharin", predicates="execute")
    assert dating(shot, trial)[0] == ""
    assert dating(dated("1938-05", "third-moscow-trial bukharin", predicates="convict"), trial)[0] == "contradicted"
    assert dating(dated("1938-05", "third-moscow-trial", predicates="execute"), trial)[0] == "contradicted"
    with_deaths = fact("shot", "1938-05", entities="third-moscow-trial", predicates="execute")
    assert dating(shot, with_deaths)[0] == "supported"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mass graves butovo opened", "supported"),
        ("mass grave butovo", "supported"),  # three of five, one without its plural
        ("mass butovo", ""),  # two of five
        ("graves", ""),
        ("", ""),
    ],
)
def test_a_fact_about_nothing_in_the_gazetteer_needs_most_of_its_words(words: str, found: str) -> None:
    graves = fact("graves", "1993", words="Mass graves opened at Butovo there")
    assert dating(dated("1993", "", words=words), graves)[0] == found


def test_one_long_word_is_too_few_to_know_a_fact_by() -> None:
    assert dating(dated("1993", "", words="butovo"), fact("one", "1993", words="At Butovo"))[0] == ""
    assert dating(dated("1993", "", words="butovo"), fact("none", "1993", words="at it"))[0] == ""


def test_a_fact_of_many_other_events_says_nothing() -> None:
    others = ("kirov-murder", "secret-speech", "collectivization", "army-purge", "amnesty-1953", "kosovo-war")
    names = (*others, "stopping-decree")
    many = fact("many", "1937", entities=" ".join(["great-purge", *names]))
    assert dating(dated("1937", "", context="great-purge"), many)[0] == ""
    for besides, found in ((3, True), (4, False)):
        some = fact("some", "1937", entities=" ".join(["great-purge", *names[:besides]]))
        assert bool(dating(dated("1937", "", context="great-purge"), some)[0]) is found
    assert dating(dated("1937", "great-purge"), fact("few", "1937", entities="great-purge kirov-murder"))[0] != ""


def test_an_event_outweighs_words() -> None:
    event = fact("event", "1936-08/1938-11", entities="great-purge")
    by_words = fact("words", "1993", words="mass graves")
    frame = dated("1937", "great-purge", words="mass graves")
    assert dating(frame, event, by_words) == ("supported", ("event",))
    leaning = dated("1937", "", context="great-purge", words="mass graves")
    assert dating(leaning, event, by_words) == ("supported", ("event",))


def test_places_and_organs_tell_neither_for_nor_against_a_fact_of_a_person() -> None:
    alone = fact("alone", "1953-03-05", entities="stalin", predicates="die")
    there = fact("there", "1953-03-06", entities="stalin ussr moscow nkvd", predicates="die")
    assert dating(dated("1953-03-06", "stalin", predicates="die"), alone, there)[0] == "supported"
    places = dated("1953-03", "stalin ussr moscow leningrad georgia ukraine kosovo", predicates="die")
    assert dating(places, alone)[0] == "supported"
    organs = dated("1953-03", "stalin nkvd politburo red-army communist-party gulag officers", predicates="die")
    assert dating(organs, alone)[0] == "supported"


def test_a_trial_in_a_place_is_no_death() -> None:
    trial = fact("trial", "1938-03", entities="third-moscow-trial")
    for other in ("moscow", "nkvd"):
        assert dating(dated("1938-05", f"third-moscow-trial {other}", predicates="execute"), trial)[0] == "contradicted"


@pytest.mark.parametrize(
    ("before", "expected"),
    [("1936/1938", "supported"), ("193X", "imprecise"), ("195X", "contradicted")],
)
def test_a_period_has_one_name(before: str, expected: str) -> None:
    judgement = judge_period_name(framed(relation="called", own=["great-purge"]), FuzzyDate.parse(before))
    assert judgement is not None
    assert (judgement.verdict, judgement.evidence, judgement.comparable) == (expected, ("F001", "F002"), True)
    assert judgement.reason.startswith("the name 'great purge' stands for 1936-08 to 1938-11")
    assert ("than the text's 1930s" in judgement.reason) is (expected == "imprecise")


def test_a_period_without_a_date_or_an_event_has_no_verdict() -> None:
    assert judge_period_name(framed(own=["great-purge"]), None) is None
    assert judge_period_name(framed(own=["stalin"]), FuzzyDate.parse("1937")) is None
    assert judge_period_name(framed(own=["army-purge"]), FuzzyDate.parse("1937")) is None  # it has no dates


def test_an_event_is_known_where_a_source_counts_or_dates_it() -> None:
    frame = framed(relation="happen", own=["great-purge"])
    by_date = judge_existence(frame, Evidence(dates=(fact("F001", "1937"),)))
    assert by_date is not None
    assert (by_date.verdict, by_date.evidence, by_date.comparable) == ("supported", ("F001",), True)
    by_part = judge_existence(frame, Evidence(figures=(printed(1, id="F002/1"),)))
    assert by_part is not None
    assert by_part.evidence == ("F002",)
    assert judge_existence(frame, Evidence(figures=(printed(1, id="other"),))) is None
    assert judge_existence(framed(own=["great-purge"], negated=True), Evidence(dates=(fact("F001", "1937"),))) is None
    for other, source in (("stalin", "F054"), ("genocide", "F057"), ("ussr", "F003")):
        assert judge_existence(framed(own=[other]), Evidence(dates=(fact(source, "1937"),))) is None


def test_a_day_whose_year_is_guessed_fits_no_longer_time() -> None:
    text = "In 1940 they were shot. The day of the victims of Katyn is celebrated on 13 April."
    assert audited(text).claims[-1].judgement.verdict == "not in our sources"


def test_a_verb_that_tells_the_opposite_is_not_supported_by_the_day() -> None:
    for text in ("Kirov resigned in Leningrad on 1 December 1934.", "The KGB was dissolved on 13 March 1954."):
        assert all(claim.judgement.verdict != "supported" for claim in audited(text).claims)


def test_what_fits_lists_no_fact_of_somebody_else() -> None:
    found = audited("In January 1948 Mikhoels was assassinated on Stalin's orders in Minsk.").claims[0].judgement
    assert (found.verdict, found.evidence) == ("supported", ("K260",))


def test_he_may_be_the_person_before_where_a_sentence_names_another_too() -> None:
    text = "Yagoda was a victim too. He was removed in favor of Yezhov in 1936 and arrested in 1937."
    assert "K077" in audited(text).claims[-1].judgement.evidence
