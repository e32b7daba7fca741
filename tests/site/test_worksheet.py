from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.commands import run

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of
from byname.site.worksheet import MOST, worksheet

TEXT = "In 1937 and 1938 the NKVD shot 681,692 people <b>&. In 1937 the NKVD shot 2 million people."


def sheet(text: str) -> str:
    """The worksheet of a text."""
    return worksheet(audit_document(document_of(text.encode(), "essay.txt"), shipped_evidence()), shipped_evidence())


@pytest.fixture(scope="module")
def page() -> str:
    return sheet(TEXT)


def test_the_answers_stand_on_a_sheet_of_their_own_and_nowhere_before(page: str) -> None:
    asked, key = page.split('<section class="sheet key"')
    assert asked.count("<li>") == key.count("<li>") == 2
    for verdict in ("supported", "contradicted"):
        assert f"<strong>{verdict}</strong>" in key
        assert verdict not in asked.partition("<main")[2]
    assert "353,074" in key
    assert "353,074" not in asked
    assert "page-break-before: always" in page


def test_the_text_is_escaped_and_the_page_asks_for_nothing(page: str) -> None:
    assert "681,692 people &lt;b&gt;&amp;." in page
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b", page)


def test_a_long_text_gives_what_a_class_can_check_and_says_what_is_left() -> None:
    page = sheet("\n\n".join(f"In 1937 the NKVD shot {number},000 people in Moscow." for number in range(10, 34)))
    assert page.partition('<section class="sheet key"')[0].count("<li>") == MOST
    assert "4 more claims of the text are left out." in page


def test_a_text_without_a_claim_says_so() -> None:
    assert "No claim of this text can be checked." in sheet("It was a cold morning.")


def test_the_command_writes_it(tmp_path: Path) -> None:
    (tmp_path / "essay.txt").write_text(TEXT, encoding="utf-8")
    done = run("audit", tmp_path / "essay.txt", "--format", "worksheet", "--out", tmp_path / "sheet.html")
    assert done.returncode == 0, done.stderr
    assert "Answers, for the teacher" in (tmp_path / "sheet.html").read_text(encoding="utf-8")
