from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from benchmarks.claims import essay, mutations, passages, swapped_deeds, unseen

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of, read_document

pytestmark = pytest.mark.measured


@pytest.mark.shared
def test_the_sample_essay_is_audited_as_it_is_labelled(shared: Path) -> None:
    found = essay.measure(shared / "texts")
    assert found.found == found.claims == 31
    assert found.equal >= 27  # 28 until a share in a broken sentence, which no syntax binds, was left unjudged
    assert found.acceptable >= 30
    assert found.false_contradictions == 0
    assert found.cited_right == 31
    assert found.defects_found == found.defects


@pytest.mark.parametrize("split", ["dev", "test", "second"])
def test_what_is_judged_in_passages_is_judged_rightly(split: str) -> None:
    score = passages.measure(split)
    assert score.precision >= 0.98
    assert score.recall >= 0.95


def test_a_changed_sentence_is_no_longer_supported() -> None:
    found = mutations.measure()
    assert found["supported"] >= 0.86
    assert found["fell"] >= 0.99


def test_a_day_of_a_life_supports_no_other_deed_on_it() -> None:
    found = swapped_deeds.measure()
    unchanged, swapped = found["unchanged"], found["swapped"]
    assert unchanged["supported"] >= 0.97 * unchanged.total()
    assert swapped["supported"] <= 0.005 * swapped.total()
    assert swapped.total() >= 400


# Parts 1 and 3 and the Russian essay had each lost a claim that was "supported" on a false ground only: the day of a
# decision, by the term of an office that somebody named beside it held.
@pytest.mark.parametrize(("part", "recall"), [("part1", 0.46), ("part2", 0.40), ("part3", 0.25), ("part4", 0.20)])
def test_passages_of_real_pages_are_contradicted_by_nothing_false(part: str, recall: float) -> None:
    score = unseen.measure(part)["all"]
    judged, wrong = sum(score.judged.values()), sum(score.wrong.values())
    assert score.wrong["contradicted"] == 0
    assert wrong / judged <= 0.08
    assert score.reached / score.judgeable >= recall


@pytest.mark.parametrize(
    ("name", "supported"),
    [
        ("essay-en", 24),
        ("essay-ru", 16),
        ("essay-es", 9),
        ("chronology-en", 18),
        ("sentences", 53),
        ("sentences-2", 20),
    ],
)
def test_true_texts_of_our_own_are_contradicted_nowhere(name: str, supported: int) -> None:
    """Written as pupils write, from facts of the literature. At the first reading five of 320 claims were contradicted
    and nine called imprecise."""
    document = read_document(Path(__file__).parents[1] / "measured_data" / "true-texts" / f"{name}.txt")
    verdicts = Counter(claim.judgement.verdict for claim in audit_document(document, shipped_evidence()).claims)
    assert verdicts["contradicted"] == 0
    assert verdicts["imprecise"] <= 2
    assert verdicts["supported"] >= supported


def test_false_sentences_of_our_own_are_seldom_supported() -> None:
    """60 sentences, each with one thing wrong. At the first reading 14 were supported; of the five that still are, two
    are right in the words that are judged."""
    path = Path(__file__).parents[1] / "measured_data" / "false-texts" / "sentences.txt"
    read = [
        {
            claim.judgement.verdict
            for claim in audit_document(document_of(text.encode(), "a.txt"), shipped_evidence()).claims
        }
        for text in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(read) == 60
    assert sum("supported" in verdicts for verdicts in read) <= 5
    assert sum("contradicted" in verdicts for verdicts in read) >= 27
