"""Another subject: what the example on Argentina makes of texts that were labelled before they were read with it."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.evidence.sources import source_mistakes
from byname.claims.formats import audit_json, json_text
from byname.claims.lexicon.lemmas import lemmas
from byname.claims.lexicon.subject_pack import subject_pack
from byname.claims.subject_check import check_subject
from byname.claims.text.reading import document_of, read_document
from byname.sources.bundled import demo_collection
from byname.values import FuzzyDate

ROOT = Path(__file__).resolve().parents[2]
PACK = ROOT / "examples" / "subject-argentina"
TEXTS = Path(__file__).resolve().parents[1] / "measured_data" / "subject-argentina"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def verdicts(language: str) -> dict[str, Counter[str]]:
    """How many true and wrong sentences have each verdict; of several claims the gravest, supported before silence."""
    rows = rows_of(TEXTS / f"{language}.csv")
    text = " ".join(row["sentence"] for row in rows)
    found: dict[str, Counter[str]] = {"true": Counter(), "wrong": Counter()}
    with subject_pack(PACK):
        audit = audit_document(document_of(text.encode(), "text.txt"), shipped_evidence())
    start = 0
    for row in rows:
        end = start + len(row["sentence"])
        told = {claim.judgement.verdict for claim in audit.claims if start <= claim.frame.start < end}
        grave = next((v for v in ("contradicted", "contested", "imprecise", "supported") if v in told), "silent")
        found[row["truth"]][grave] += 1
        start = end + 1
    return found


# First run, before anything was tuned: 7 of 10 true sentences supported in English, 5 of 10 in Spanish, 5 of 8 in
# Russian (where the words were there already). A wrong one is contradicted only where a parser reads its language, so
# none of the Spanish ones.
@pytest.mark.parametrize(("language", "supported", "contradicted"), [("en", 9, 2), ("es", 10, 0), ("ru", 5, 1)])
def test_true_sentences_are_supported_and_none_is_contradicted(
    language: str, supported: int, contradicted: int
) -> None:
    found = verdicts(language)
    assert found["true"]["supported"] >= supported
    assert found["true"]["contradicted"] == 0
    assert found["wrong"]["supported"] == 0
    if lemmas("расстреляны") != {"расстреляны"}:  # the parsers are installed together
        assert found["wrong"]["contradicted"] >= contradicted


def test_the_shipped_subject_reads_as_before_once_another_was_read_with() -> None:
    essay = demo_collection().essay

    def told() -> str:
        evidence = shipped_evidence()
        return json_text(audit_json(audit_document(read_document(essay), evidence), evidence))

    before, first = told(), verdicts("en")
    assert (told(), verdicts("en")) == (before, first)


def test_the_example_has_no_mistakes_and_nothing_that_its_author_should_look_at() -> None:
    check = check_subject(PACK)
    assert (check.mistakes, check.remarks) == ((), ())
    assert (check.entries, len(check.figures), check.facts) == (42, 7, 31)


def test_every_row_of_the_example_has_a_source_and_every_fact_its_sentence_in_three_languages() -> None:
    for table in ("figures", "facts"):
        for row in rows_of(PACK / f"{table}.csv"):
            assert list(source_mistakes(row)) == [], row["id"]
    for row in rows_of(PACK / "facts.csv"):
        assert all(row[column].endswith(".") for column in ("statement", "statement_es", "statement_ru")), row["id"]
        assert FuzzyDate.parse(row["read_on"])
