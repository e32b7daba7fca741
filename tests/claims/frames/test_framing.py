from __future__ import annotations

import pytest
from tests.claims.conftest import audited

from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.framing import Framer
from byname.claims.text.sentences import split_sentences


def frames(text: str) -> list[ClaimFrame]:
    return [frame for _, found in Framer().frames(split_sentences(text)) for frame in found]


def test_a_number_takes_the_predicate_the_population_and_the_date_nearest_to_it() -> None:
    first, second = frames("In 1936 they shot 1,118 writers, and in 1937 353,074 officers were arrested.")
    assert (first.said.predicates, first.population.groups) == (frozenset({"execute"}), frozenset({"writers"}))
    assert (second.said.predicates, second.population.groups) == (frozenset({"arrest"}), frozenset({"officers"}))
    assert [frame.time.period.date.edtf for frame in (first, second) if frame.time.period] == ["1936", "1937"]


def test_numbers_in_a_row_share_their_last_predicate() -> None:
    found = frames("Three of five marshals and thirteen of fifteen army commanders were removed.")
    assert [frame.said.predicates for frame in found] == [frozenset({"dismiss"})] * 2
    assert [frame.population.groups for frame in found] == [frozenset({"marshals"}), frozenset({"army-commanders"})]


def test_the_whole_does_not_take_the_predicate_of_its_part() -> None:
    whole, part = frames("Of the 1,966 delegates, 1,108 were arrested.")
    assert (whole.population.is_whole, whole.said.predicates) == (True, frozenset())
    assert (part.population.is_whole, part.said.predicates) == (False, frozenset({"arrest"}))


def test_the_base_of_a_share_is_kept_from_what_is_said_of_it() -> None:
    (found,) = frames("Some 30 percent of the officers purged in 1937 were allowed to return.")
    assert (found.said.predicates, found.said.base) == (frozenset({"return"}), frozenset({"dismiss"}))


def test_a_broken_off_sentence_gives_the_predicate() -> None:
    found = frames("Between 25 and 50 percent of the officer corps. Were purged and expelled from the Party.")
    assert found[0].said.predicates == frozenset({"dismiss", "expel"})
    assert found[1].said.relation == "several"


def test_several_dates_of_a_clause_are_several_claims() -> None:
    found = frames("Yezhov was arrested in April 1939 and executed in February 1940.")
    assert [(frame.time.date.edtf, frame.said.predicates) for frame in found if frame.time.date] == [
        ("1939-04", frozenset({"arrest"})),
        ("1940-02", frozenset({"execute"})),
    ]
    assert all("yezhov" in frame.entities.all for frame in found)


def test_an_apposition_counts_those_before_it() -> None:
    (found,) = frames("In 1937 all Koreans, about 172,000 people, were deported.")
    assert found.population.groups == frozenset({"koreans"})


def test_a_deadline_is_no_period_where_another_date_is() -> None:
    (found,) = frames("By the end of 1938 some 680,000 people had been shot in 1937 and 1938.")
    assert found.time.period is not None
    assert found.time.period.date.edtf == "1937/1938"


def test_an_unknown_place_is_a_place_of_its_own_and_goes_on_in_its_paragraph() -> None:
    first = "In 1935, 4,200 people were shot in Ruritania. In 1936, 30 people were shot."
    found = frames(f"{first}\nIn 1937 5 people were shot.")
    assert [frame.population.place for frame in found] == ["ruritania"] * 3


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The Katyn massacre was a crime. The number of victims is estimated at about 22,000.", "supported"),
        ("The number of victims of the Katyn massacre is estimated at about 22,000.", "supported"),
        ("The number of victims of the Katyn massacre is estimated at about 60,000.", "not in our sources"),
    ],
)
def test_victims_of_an_operation_may_be_its_dead(text: str, verdict: str) -> None:
    assert audited(text).claims[-1].judgement.verdict == verdict


def test_it_at_the_beginning_may_be_the_organ_that_the_sentence_before_begins_with() -> None:
    found = audited("The Gulag ran the camps. It was officially created on April 25, 1930.").claims[-1]
    assert (found.judgement.verdict, found.judgement.evidence) == ("supported", ("K214",))
    apart = audited("The Gulag ran the camps.\n\nIt was officially created on April 25, 1930.").claims[-1]
    assert apart.judgement.verdict == "not in our sources"


def test_a_number_may_be_of_those_whom_the_event_of_its_sentence_struck() -> None:
    text = "On 18 May 1944 the deportation of the Crimean Tatars began; about 191,000 people were deported."
    found = audited(text).claims[-1].judgement
    assert found.verdict == "supported"
    assert "fig-200" in found.evidence


def test_a_spanish_verb_without_a_subject_is_said_of_the_person_named_before() -> None:
    found = audited("Yezhov dirigió el NKVD. En abril de 1939 fue detenido en Moscú.").claims[-1]
    assert (found.judgement.verdict, found.judgement.evidence[0]) == ("supported", "K081")
