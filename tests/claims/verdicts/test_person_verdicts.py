from __future__ import annotations

import pytest
from tests.claims.conftest import audited, claim_of, verdict_of

from byname.claims.evidence.people import name_parts, person_facts
from byname.claims.evidence.shipped import bundled_people, shipped_evidence
from byname.claims.formats import audit_json


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Isaac Babel was executed on 27 January 1940.", "supported"),
        ("Isaac Babel was executed in 1938.", "contradicted"),
        ("Krestinsky was shot in March 1938.", "supported"),
        ("Тухачевский был расстрелян в июне 1937 года.", "supported"),
        ("Mikhail Koltsov was arrested in December 1938.", "supported"),
        ("Mikhail Koltsov was arrested in December 1935.", "contradicted"),
        ("Nobody Known was shot in March 1938.", "not in our sources"),
    ],
)
def test_dates_of_lives_are_set_beside_the_lists_in_any_spelling(text: str, verdict: str) -> None:
    assert verdict_of(text) == verdict


def test_the_evidence_is_the_row_of_the_list() -> None:
    audit = audited("Isaac Babel was executed on 27 January 1940.")
    data = audit_json(audit, shipped_evidence())
    (id,) = data["claims"][0]["evidence"]
    assert id.startswith("writers-artists:")
    assert "1940-01-27" in data["evidence"][id]["says"]
    assert data["evidence"][id]["address"].startswith("http")


def test_namesakes_are_not_taken_for_one_another() -> None:
    rows = [
        {"name_as_in_source": "Ivanov, A. P.", "name_language": "en", "death_date": "1937-05-01"},
        {"name_as_in_source": "Ivanov, B. K.", "name_language": "en", "death_date": "1941-05-01"},
    ]
    facts = list(person_facts(rows, "list"))
    assert [(fact.surname, fact.given) for fact in facts] == [("ivanov", "a"), ("ivanov", "b")]


def test_a_given_name_that_does_not_fit_is_another_person() -> None:
    assert claim_of("Peter Babel was executed in 1938.").judgement.verdict == "not in our sources"


@pytest.mark.parametrize(
    ("name", "language", "surname"),
    [
        ("Якир, И. Э.", "ru", "iakir"),
        ("Jagoda, Genrich", "de", "iagoda"),
        ("Я.С.Агранов", "ru", "agranov"),
        ("", "en", ""),
    ],
)
def test_the_surname_of_a_name_is_found(name: str, language: str, surname: str) -> None:
    assert name_parts(name, language)[0] == surname


def test_the_bundled_lists_give_dates() -> None:
    assert sum(len(facts) for facts in bundled_people().values()) > 150
