from __future__ import annotations

import pytest
from tests.claims.conftest import audited

from byname.claims.evidence.figures import Evidence
from byname.claims.syntax import parsers


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


def test_the_output_says_where_sentences_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    spanish = audited("En 1937 y 1938 fueron fusiladas 681.692 personas en la URSS.")
    assert any("Spanish are read without a parser" in note for note in spanish.document.notes)
    assert spanish.claims[0].judgement.verdict == "supported"
    text = "In 1937 and 1938 the NKVD shot 2,000,000 bearded people in the Soviet Union."
    assert not audited(text).document.notes
    monkeypatch.setattr(parsers, "find_spec", lambda name: None)  # as where the extra is not installed
    parsers.parser_of.cache_clear()
    try:
        plain = audited(text)
        assert any("`syntax`" in note for note in plain.document.notes)
        assert plain.claims[0].judgement.verdict == "not in our sources"
    finally:
        monkeypatch.undo()
        parsers.parser_of.cache_clear()
