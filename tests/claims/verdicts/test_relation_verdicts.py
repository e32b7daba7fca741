from __future__ import annotations

import pytest
from tests.claims.conftest import audited, claim_of, verdict_of

from byname.claims.evidence.findings import findings
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.lexicon.entities import gazetteer, offices
from byname.claims.verdicts.definition_verdicts import elements_in, legal_definitions
from byname.values.shipped import shipped_rows, shipped_yaml


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


def test_a_definition_is_set_beside_the_elements_of_the_legal_text() -> None:
    judgement = claim_of("Genocide is defined as the killing of an ethnic group.").judgement
    assert judgement.verdict == "imprecise"
    assert "intent" in judgement.reason
    assert "ethnic group" not in judgement.reason.split("leaves out")[1]
    full = (
        "Genocide is defined as acts with intent to destroy, in whole or in part, a national, ethnic, racial or "
        "religious group: killing, "
        "bodily or mental harm, conditions of life, measures to prevent births and transfer of children."
    )
    assert claim_of(full).judgement.verdict == "supported"
    present, missing = elements_in("Nothing of it.", legal_definitions()[0])
    assert not present
    assert len(missing) == 11


def test_a_quotation_is_not_judged_and_wants_a_citation() -> None:
    audit = audited('"Its consequences among the survivors were long-lasting and incalculable."')
    assert audit.claims[0].judgement.verdict == "not checkable"
    assert "uncited-quotation" in [defect.kind for defect in audit.defects]


def test_every_finding_names_a_source_and_known_entries() -> None:
    known = set(shipped_evidence().sources) | {fact.id for fact in shipped_evidence().dates}
    relations = set(shipped_yaml("claims", "frames.yaml")["relations"]) | {"kill"}
    for row, finding in zip(shipped_rows("claims", "findings.csv"), findings(), strict=True):
        assert finding.address.startswith("http"), finding.id
        assert row["read_on"], finding.id
        assert finding.relation in relations, finding.id
        assert finding.stance in ("affirmed", "denied", "disputed", "partial"), finding.id
        assert {finding.subject, finding.object} <= set(gazetteer()), finding.id
        assert set(finding.figures) <= known, finding.id


def test_every_entry_of_the_gazetteer_says_where_it_was_taken_from() -> None:
    known = set(shipped_evidence().sources) | {fact.id for fact in shipped_evidence().dates}
    unverified = {"F056"}
    for entity in gazetteer().values():
        assert entity.words, entity.id
        for source in (part.strip() for part in entity.source.split(";")):
            named = source in known | unverified or source.startswith(
                ("list ", "order_00447", "periods.yaml", "spelling only", "finding ")
            )
            assert named, f"{entity.id}: {source}"
        assert not entity.within or entity.within in gazetteer(), entity.id


def test_every_office_holder_is_in_the_gazetteer_with_a_source() -> None:
    for office in offices().values():
        assert office.id in gazetteer()
        for holder in office.holders:
            assert holder.person in gazetteer()
            assert holder.source
