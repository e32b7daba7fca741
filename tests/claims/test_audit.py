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


@pytest.mark.parametrize(
    ("text", "uncited"),
    [
        ("Two trials were held in Moscow in 1937.", []),
        ("In 1937 they shot two or three marshals.", []),
        ("Three of the five marshals were shot.", []),
        ("Расстреляли троих маршалов.", []),
        ("They shot twelve marshals.", ["twelve"]),
        ("They shot 3 marshals.", ["3"]),
        ("Two million people were shot.", ["Two million"]),
        ("Half of the officers were arrested.", ["Half"]),
        ("They were arrested in great numbers.3 The NKVD shot them.", []),
        ('They were called "enemies."12 The NKVD shot them.', []),
        ("They were shot in 1937.12 Then the trials began.", []),
        ("They rose by 19.12 percent in 1937.", ["19.12 percent"]),
        ("12. Getty says that people were shot.", []),
        ("They fell.\n(3) People were shot.", []),
        ("12 people were shot.", ["12"]),
    ],
)
def test_footnote_numbers_and_small_number_words_want_no_citation(text: str, uncited: list[str]) -> None:
    found = [defect for defect in audited(text, Evidence()).defects if defect.kind == "uncited-number"]
    assert [text[defect.start : defect.end] for defect in found] == uncited


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


def test_a_sentence_that_counts_nobody_is_not_told_as_one_thing() -> None:
    found = audited("But on January 12, 1950, the death penalty was reinstated for spies.").claims[-1].judgement
    assert (found.verdict, found.evidence[0]) == ("supported", "K231")
