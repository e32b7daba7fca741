from __future__ import annotations

import pytest

from byname.claims.evidence.people import name_parts, person_facts


def test_namesakes_are_not_taken_for_one_another() -> None:
    rows = [
        {"name_as_in_source": "Ivanov, A. P.", "name_language": "en", "death_date": "1937-05-01"},
        {"name_as_in_source": "Ivanov, B. K.", "name_language": "en", "death_date": "1941-05-01"},
    ]
    facts = list(person_facts(rows, "list"))
    assert [(fact.surname, fact.given) for fact in facts] == [("ivanov", "a"), ("ivanov", "b")]


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
