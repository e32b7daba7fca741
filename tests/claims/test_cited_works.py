from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.claims.conftest import audited

from byname.claims.audit import Audit
from byname.claims.citations.source_check import CheckedSources, SourceCheck
from byname.claims.cited_works import (
    check_cited_works,
    check_line,
    checks_by_claim,
    sources_json,
    sources_lines,
)
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json, audit_text
from byname.site.audit_page import audit_page

TEXT = "In 1937 and 1938 the NKVD shot 681,692 people (Conquest 485). It shot 353,074 people in 1937 (Getty 12)."


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Audit, CheckedSources]:
    (tmp_path / "conquest.txt").write_text("484\nNothing.\f485\nThey shot <681 692>.", encoding="utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4")
    audit = audited(TEXT)
    return audit, check_cited_works(audit, tmp_path)


def test_the_checks_are_in_every_form_and_change_no_verdict(sources: tuple[Audit, CheckedSources]) -> None:
    audit, checked = sources
    data = audit_json(audit, shipped_evidence(), checked)
    json.dumps(data)
    told = data.pop("sources")
    assert data == audit_json(audit, shipped_evidence())
    assert told["outcomes"] == {"found": 1, "found elsewhere": 0, "not found": 0, "not at hand": 1}
    assert told["files"] == [{"file": "conquest.txt", "pages": 2, "citations": [0]}]
    assert [row["file"] for row in told["unread"]] == ["broken.pdf"]
    assert told["checks"][0] == {
        "claim": "c1",
        "citation": 0,
        "outcome": "found",
        "sought": "number",
        "cited_pages": "485",
        "file": "conquest.txt",
        "page": 485,
        "file_page": 2,
        "quotation": "485 They shot <681 692>.",
    }
    line = 'found in conquest.txt, page 485 (page 2 of the file): "485 They shot <681 692>."'
    assert line in audit_text(audit, checked)
    assert "cited work not at hand: (Getty 12)" in audit_text(audit, checked)
    assert "Cited works" not in audit_text(audit)
    page = audit_page(audit, shipped_evidence(), checked)
    assert "They shot &lt;681 692&gt;." in page
    assert "Not read: broken.pdf" in page
    assert sources_json(checked) == told


def test_a_line_tells_where_a_thing_stands_and_where_not() -> None:
    check = SourceCheck("c1", 0, "found elsewhere", "date", "12", "a.pdf", 14, 14, "on 5 March")
    assert check_line(check, "(A 12)") == (
        'cited work: the date found elsewhere in a.pdf, page 14, not on page 12: "on 5 March"'
    )
    absent = SourceCheck("c1", 0, "not found", "words", "12", "a.pdf")
    assert check_line(absent, "(A 12)") == "cited work: the words not found in a.pdf"


def test_without_works_nothing_is_told() -> None:
    assert (sources_lines(None), checks_by_claim(None)) == ([], {})
    assert sources_lines(CheckedSources((), (), ()))[0].startswith("Cited works: no cited claim")
