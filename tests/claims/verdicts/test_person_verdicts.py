from __future__ import annotations

import pytest
from tests.claims.conftest import audited, claim_of, framed, verdict_of

from byname.claims.evidence.people import PersonFact, by_surname
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json
from byname.claims.frames.frames import ClaimFrame
from byname.claims.verdicts.person_verdicts import judge_person
from byname.claims.verdicts.verdict import ClaimVerdict
from byname.values import FuzzyDate


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Isaac Babel was executed on 27 January 1940.", "supported"),
        ("Isaac Babel was executed in 1938.", "contradicted"),
        ("Krestinsky was shot in March 1938.", "supported"),
        ("Тухачевский был расстрелян в июне 1937 года.", "supported"),
        ("Mikhail Koltsov was arrested in December 1938.", "supported"),
        ("Mikhail Koltsov was arrested in December 1935.", "not in our sources"),
        ("Nobody Known was shot in March 1938.", "not in our sources"),
    ],
)
def test_dates_of_lives_are_set_beside_the_lists_in_any_spelling(text: str, verdict: str) -> None:
    assert verdict_of(text) == verdict


def test_the_evidence_is_the_row_of_the_list() -> None:
    audit = audited("Krestinsky was shot in March 1938.")
    data = audit_json(audit, shipped_evidence())
    (id,) = data["claims"][0]["evidence"]
    assert id.startswith("trials:")
    assert "1938-03-15" in data["evidence"][id]["says"]
    assert data["evidence"][id]["address"].startswith("http")


def test_a_given_name_that_does_not_fit_is_another_person() -> None:
    assert claim_of("Peter Babel was executed in 1938.").judgement.verdict == "not in our sources"


def fact(surname: str, given: str, date: str, predicates: str = "die kill execute", id: str = "list:1") -> PersonFact:
    return PersonFact(
        id, surname, given, f"{surname}, {given}", frozenset(predicates.split()), FuzzyDate.parse(date), "A List", ""
    )


def judged(frame: ClaimFrame, *facts: PersonFact) -> ClaimVerdict | None:
    return judge_person(frame, by_surname(facts))


def life(
    date: str = "1940-01-27", given: str = "isaac", *, predicates: str = "execute", negated: bool = False
) -> ClaimFrame:
    return framed(kind="date", names=[("babel", given)], date=date, predicates=predicates.split(), negated=negated)


def test_a_fact_of_another_act_or_another_name_says_nothing() -> None:
    assert judged(life(), fact("babel", "isaac", "1940-01-27", "arrest")) is None
    assert judged(life(), fact("bebel", "isaac", "1940-01-27")) is None
    assert judged(life(predicates=""), fact("babel", "isaac", "1940-01-27")) is None
    assert judged(life(date=""), fact("babel", "isaac", "1940-01-27")) is None
    assert judged(life(date="no date"), fact("babel", "isaac", "1940-01-27")) is None


def test_a_date_that_overlaps_is_supported_and_another_contradicted() -> None:
    supported = judged(life("1940"), fact("babel", "isaac", "1940-01-27"))
    assert supported is not None
    assert (supported.verdict, supported.comparable) == ("supported", True)
    assert supported.reason == "babel, isaac: 1940-01-27 (A List)"
    overlap = judged(life("1940-01/1940-06"), fact("babel", "isaac", "1939-12/1940-02"))
    assert overlap is not None
    assert (overlap.verdict, "1939-12 to 1940-02" in overlap.reason) == ("supported", True)
    wrong = judged(life("1941"), fact("babel", "isaac", "1940-01-27"))
    assert wrong is not None
    assert (wrong.verdict, wrong.comparable, wrong.evidence) == ("contradicted", True, ("list:1",))


def test_a_denied_date_is_not_contradicted() -> None:
    assert judged(life("1941", negated=True), fact("babel", "isaac", "1940-01-27")) is None


@pytest.mark.parametrize(
    ("theirs", "ours", "meant"),
    [
        ("isaac", "isaac", True),
        ("i", "isaac", True),
        ("isaac", "i", True),
        ("isaac", "", True),
        ("", "isaac", True),
        ("isa", "isaac", True),
        ("isaac", "isa", True),
        ("ivan", "isaac", False),
        ("p", "isaac", False),
        ("isaac", "p", False),
    ],
)
def test_a_given_name_or_an_initial_may_rule_a_person_out(theirs: str, ours: str, meant: bool) -> None:
    assert (judged(life(given=ours), fact("babel", theirs, "1940-01-27")) is not None) is meant


def test_namesakes_support_and_only_one_person_contradicts() -> None:
    two = (fact("babel", "isaac", "1940-01-27", id="a"), fact("babel", "peter", "1937-05-01", id="b"))
    found = judged(life("1937", given=""), *two)
    assert found is not None
    assert (found.verdict, found.evidence) == ("supported", ("b",))
    assert judged(life("1950", given=""), *two) is None
    one = (fact("babel", "isaac", "1940-01-27", id="a"), fact("babel", "i", "1940-01-28", id="b"))
    wrong = judged(life("1950", given=""), *one)
    assert wrong is not None
    assert wrong.evidence == ("a", "b")
    unnamed = judged(life("1950", given=""), fact("babel", "isaac", "1940", id="a"), fact("babel", "", "1941", id="b"))
    assert unnamed is not None
    assert unnamed.verdict == "contradicted"


def test_no_more_than_six_rows_are_named() -> None:
    found = judged(life("1940"), *(fact("babel", "isaac", "1940-01-27", id=f"r{at}") for at in range(8)))
    assert found is not None
    assert found.evidence == tuple(f"r{at}" for at in range(6))


def test_a_death_told_in_a_year_is_not_the_death_of_who_tells_it() -> None:
    text = "In 1953 Lavrenty Beria announced that Mikhoels had been murdered by Viktor Abakumov."
    assert all(claim.judgement.verdict != "supported" for claim in audited(text).claims)
