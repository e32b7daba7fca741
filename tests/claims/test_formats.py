from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from tests.claims.conftest import audited

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json, audit_sarif, audit_text
from byname.claims.frames.proposals import CommandProposer
from byname.claims.text.reading import document_of
from byname.claims.verdicts.verdict import VERDICTS
from byname.claims.versions import changes_json, changes_text, compare_versions
from byname.errors import BadText
from byname.site.audit_page import audit_page

TEXT = (
    "In 1937 and 1938 the NKVD shot 681,692 people (Conquest 485). At least 20 million people were executed in the "
    "Soviet Union in 1937 and 1938. Stalin died on 5 March 1953."
)


def test_the_json_keeps_the_contract() -> None:
    data = audit_json(audited(TEXT), shipped_evidence())
    json.dumps(data)
    assert [claim["verdict"] for claim in data["claims"]] == ["supported", "contradicted", "supported"]
    for claim in data["claims"]:
        assert {
            "id",
            "start",
            "end",
            "text",
            "kind",
            "quantity",
            "date",
            "subject",
            "citation",
            "verdict",
            "reason",
            "evidence",
        } <= set(claim)
        assert claim["verdict"] in VERDICTS
        assert " ".join(TEXT[claim["start"] : claim["end"]].split()) == claim["text"]
        assert set(claim["evidence"]) <= set(data["evidence"])
    assert data["claims"][0]["quantity"] == {"low": 681692.0, "high": 681692.0, "unit": "persons"}
    assert data["claims"][1]["quantity"] == {"low": 20_000_000.0, "high": None, "unit": "persons"}
    assert data["claims"][2]["quantity"] is None
    assert data["claims"][2]["date"] == "1953-03-05"
    assert [claim["cited"] for claim in data["claims"]] == [True, False, False]
    (citation,) = data["citations"]
    assert {"start", "end", "authors", "title", "container", "date", "defects"} <= set(citation)
    assert TEXT[citation["start"] : citation["end"]] == "(Conquest 485)"
    assert data["coverage"] == {"numbers": 2, "framed": 2, "comparable": 2, "judged": 3}


def test_sarif_points_at_what_is_not_supported() -> None:
    sarif = audit_sarif(audited(TEXT), "1.0")
    results = sarif["runs"][0]["results"]
    (wrong,) = [result for result in results if result["ruleId"] == "contradicted"]
    region = wrong["locations"][0]["physicalLocation"]["region"]
    assert "20 million" in TEXT[region["charOffset"] : region["charOffset"] + region["charLength"]]
    assert wrong["level"] == "error"
    assert {result["ruleId"] for result in results} == {
        rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]
    }


def test_the_text_always_prints_the_coverage() -> None:
    assert "Coverage: 2 numbers seen" in audit_text(audited(TEXT))
    nothing = audit_text(audited("The weather is nice."))
    assert "No claim was found" in nothing
    assert "Coverage: 0 numbers seen" in nothing


def test_the_page_marks_the_text_runs_no_script_and_escapes() -> None:
    audit = audited(TEXT + " <script>alert(1)</script> & more than 5 writers were shot.")
    page = audit_page(audit, shipped_evidence())
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert page.count('<mark class="supported"') >= 2
    assert '<mark class="contradicted"' in page
    for id in re.findall(r'href="#(c\d+)"', page):
        assert f'id="{id}"' in page
    assert "Coverage: " in page
    assert "681,692" in page


def test_two_versions_are_compared_claim_by_claim() -> None:
    before = audited(TEXT)
    after = audited(
        TEXT.replace("20 million", "700 thousand").replace(" Stalin died on 5 March 1953.", "")
        + " Yezhov was executed in February 1940."
    )
    changes = compare_versions(before, after)
    assert [change.change for change in changes] == ["same", "changed", "added", "removed"]
    assert changes[1].verdict_changed
    assert "contradicted" in changes_text(changes)
    assert [row["change"] for row in changes_json(changes)] == ["same", "changed", "added", "removed"]


def _proposer(tmp_path: Path, answer: str) -> CommandProposer:
    log = tmp_path / "calls.txt"
    code = f"import sys; open({str(log)!r}, 'a').write('x'); sys.stdin.read(); print({answer!r})"
    return CommandProposer([sys.executable, "-c", code], tmp_path / "cache")


def test_a_model_may_only_propose_and_its_answers_are_kept(tmp_path: Path) -> None:
    text = "Silence fell on the towns. Nothing moved at all in there."
    answer = json.dumps(
        [
            {"text": "Silence fell", "kind": "cause"},
            {"text": "not there", "kind": "cause"},
            {"text": "Silence", "kind": "guess"},
            7,
        ]
    )
    proposer = _proposer(tmp_path, answer)
    for _ in range(2):
        audit = audit_document(document_of(text.encode(), "a.txt"), shipped_evidence(), proposer=proposer)
    (claim,) = audit.claims
    assert claim.frame.proposed
    assert claim.judgement.verdict == "not in our sources"
    assert text[claim.frame.start : claim.frame.end] == "Silence fell"
    assert (tmp_path / "calls.txt").read_text() == "xx"  # two sentences, asked once each
    assert audit_json(audit, shipped_evidence())["claims"][0]["proposed"] is True


def test_an_answer_that_is_no_list_proposes_nothing_and_a_command_that_fails_is_told(tmp_path: Path) -> None:
    document = document_of(b"Silence fell on the towns.", "a.txt")
    assert not audit_document(document, shipped_evidence(), proposer=_proposer(tmp_path, "no list")).claims
    with pytest.raises(BadText, match="proposes claims failed"):
        audit_document(document, shipped_evidence(), proposer=CommandProposer(["byname-no-such-command"]))
