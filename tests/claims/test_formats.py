from __future__ import annotations

import json
import re

from tests.claims.conftest import audited

from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json, audit_sarif, audit_text
from byname.claims.verdicts.verdict import VERDICTS
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
