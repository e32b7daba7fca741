from __future__ import annotations

import pytest

from byname.claims.evidence.facts import stated_facts
from byname.claims.evidence.figure_tables import KINDS, UNVERIFIED
from byname.claims.lexicon.entities import gazetteer
from byname.claims.lexicon.predicates import known_predicates
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import pack_rows
from byname.values import FuzzyDate

ROWS = [row for name in subject().facts for row in pack_rows(f"{name}.csv")]


def row(**cells: str) -> dict[str, str]:
    names = "id date statement statement_ru entities predicates source_author source_title source_year source_page"
    return dict.fromkeys([*names.split(), "source_address", "kind"], "") | {"id": "a", "date": "1921-03"} | cells


def test_a_fact_speaks_of_what_its_columns_name_and_not_of_its_words() -> None:
    told = row(statement="Stalin was shot.", entities="kirov leningrad", predicates="kill", kind="popular")
    (fact,) = stated_facts([told])
    assert (fact.words, fact.date.edtf, fact.strength) == ("Stalin was shot", "1921-03", 1)
    assert fact.entities == frozenset({"kirov", "leningrad"})
    assert fact.predicates == frozenset({"kill"})


def test_a_fact_says_its_sentence_in_each_language_that_it_has() -> None:
    (fact,) = stated_facts([row(statement="It began.", statement_ru="Началось.")])
    assert fact.wording == {"en": "It began.", "ru": "Началось."}
    (fact,) = stated_facts([row(statement="It began.")])
    assert fact.wording == {"en": "It began."}


def test_the_source_is_told_with_its_page_and_the_first_address_at_which_it_was_read() -> None:
    source = {"source_author": "Getty and Naumov", "source_title": "The Road to Terror", "source_year": "1999"}
    (fact,) = stated_facts([row(**source, source_page="480", source_address="https://a.org ; https://b.org")])
    assert (fact.source, fact.address) == ("Getty and Naumov, The Road to Terror, 1999, p. 480", "https://a.org")


def test_a_date_that_is_none_is_no_fact() -> None:
    with pytest.raises(ValueError, match="spring"):
        next(stated_facts([row(date="in spring")]))


def test_there_are_ordinary_facts_and_no_id_stands_twice() -> None:
    assert len(ROWS) >= 240
    assert len({row["id"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("fact", ROWS, ids=[row["id"] for row in ROWS])
def test_every_shipped_fact_has_a_date_known_ids_its_sentences_and_a_source(fact: dict[str, str]) -> None:
    assert FuzzyDate.parse(fact["date"])
    assert fact["entities"].split()
    assert set(fact["entities"].split()) <= set(gazetteer())
    assert set(fact["predicates"].split()) <= known_predicates()
    assert all(fact[column].endswith(".") for column in ("statement", "statement_ru", "statement_es"))
    assert fact["source_title"]
    assert all(address.startswith("http") for address in fact["source_address"].split(" ; "))
    assert fact["kind"] in KINDS
    assert fact["kind"] != UNVERIFIED
    assert FuzzyDate.parse(fact["read_on"])
    assert not fact["verified"] or FuzzyDate.parse(fact["verified"])
