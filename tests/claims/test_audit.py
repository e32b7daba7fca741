from __future__ import annotations

from tests.claims.conftest import audited

from byname.claims.evidence.figures import Evidence


def kinds(text: str) -> set[str]:
    return {defect.kind for defect in audited(text, Evidence()).defects}


def test_a_number_and_a_definition_without_a_citation_are_named() -> None:
    assert "uncited-number" in kinds("In 1937 they shot 100 writers.")
    assert "uncited-number" not in kinds("In 1937 they shot 100 writers (Conquest 485).")
    assert "uncited-definition" in kinds("Genocide is defined as the killing of a group.")


def test_a_quotation_is_not_judged_and_wants_a_citation() -> None:
    audit = audited('"Its consequences among the survivors were long-lasting and incalculable."')
    assert audit.claims[0].judgement.verdict == "not checkable"
    assert "uncited-quotation" in [defect.kind for defect in audit.defects]


def test_coverage_counts_what_was_understood() -> None:
    audit = audited("In 1937 and 1938 the NKVD shot 681,692 people. The train had 60 wagons. He served ten years.")
    c = audit.coverage
    assert (c.numbers, c.framed, c.comparable, c.judged) == (3, 1, 1, 1)
