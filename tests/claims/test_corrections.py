from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import audited

from byname.claims.audit import Audit, audit_document
from byname.claims.corrections import read_corrections
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of
from byname.errors import BadText

TEXT = "In those years 353,074 of the bearded were put down in the Soviet Union. In 1937 they shot 12 bakers."


def with_corrections(tmp_path: Path, yaml: str, text: str = TEXT) -> Audit:
    path = tmp_path / "corrections.yaml"
    path.write_text(yaml, encoding="utf-8")
    return audit_document(document_of(text.encode(), "t.txt"), shipped_evidence(), corrections=read_corrections(path))


def test_the_verdict_follows_a_corrected_reading(tmp_path: Path) -> None:
    assert audited(TEXT).claims[0].judgement.verdict == "not in our sources"
    reading = "predicates: [execute], groups: [], operations: [], place: ussr, period: '1937'"
    yaml = f"corrections:\n- {{words: '353,074', {reading}}}"
    right = with_corrections(tmp_path, yaml)
    assert right.claims[0].judgement.verdict == "supported"
    wrong = with_corrections(tmp_path, yaml.replace("353,074", "953,074"), TEXT.replace("353,074", "953,074"))
    assert wrong.claims[0].judgement.verdict == "contradicted"  # what a reader has put right is firm
    assert [c.judgement for c in right.claims[1:]] == [c.judgement for c in audited(TEXT).claims[1:]]


def test_a_number_can_be_put_right_and_a_place_tells_one_claim_from_another_like_it(tmp_path: Path) -> None:
    text = f"{TEXT} {TEXT}"
    at = text.index("353,074", 50)
    reading = "number: 953074, predicates: [execute], groups: [], operations: [], place: ussr, period: '1937'"
    found = with_corrections(tmp_path, f"- {{words: '353,074', at: {at}, {reading}}}", text)
    said = [(claim.frame.number.low, claim.judgement.verdict) for claim in found.claims if claim.frame.number]
    assert (353074.0, "not in our sources") in said
    assert (953074.0, "contradicted") in said
    assert len(said) == 4


def test_words_that_claim_nothing_are_left_out(tmp_path: Path) -> None:
    found = with_corrections(tmp_path, "- {words: '12 bakers', leave_out: true}")
    assert len(found.claims) == len(audited(TEXT).claims) - 1


def test_words_that_do_not_hold_the_number_mean_another_claim(tmp_path: Path) -> None:
    found = with_corrections(tmp_path, "- {words: 'Soviet Union', leave_out: true}")
    assert len(found.claims) == len(audited(TEXT).claims)


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("words", "no list of corrections"),
        ("- {predicates: [execute]}", "no words"),
        ("- {words: x, verbs: [shoot]}", "has no 'verbs'"),
        ("- {words: x, predicates: [shoot]}", "'shoot', which is none of ours"),
        ("- {words: x, groups: 5}", "no list of names"),
        ("- {words: x, place: elbonia}", "'elbonia', which is none of ours"),
        ("- {words: x, period: someday}", "'someday' is no date"),
        ("- {words: x, number: many}", "which is no number"),
        ("- {words: x, number: [5, 1]}", "first end is the larger"),
        ("- {words: x, number: .nan}", "which is no number"),
        ("- {words: x, number: true}", "which is no number"),
        ("- {words: x, at: -1}", "no place of a character"),
        ("- {words: [", "cannot be read"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, yaml: str, told: str) -> None:
    with pytest.raises(BadText) as error:
        with_corrections(tmp_path, yaml)
    assert told in str(error.value)
    assert "corrections.yaml" in str(error.value)
