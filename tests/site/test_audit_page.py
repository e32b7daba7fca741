from __future__ import annotations

import re

import pytest

from byname.claims.audit import Audit, audit_document
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of
from byname.site.audit_page import WORDS, audit_page, verdict_class

TEXT = """In 1937 and 1938 681,692 people were shot.

A paragraph <b>without</b> a claim.

In 1937 they shot 12 men & 3 women in the invented village of Kanari.
"""


def _audit(text: str, evidence: Evidence | None = None) -> Audit:
    return audit_document(document_of(text.encode(), "essay.txt"), evidence or Evidence())


def _plain(page: str) -> str:
    """The words of a page's passages without marks, notes and the numbers of claims."""
    passages = re.findall(r'<p class="said"[^>]*>(.*?)</p>', page, re.DOTALL)
    return "\n\n".join(re.sub(r'<a class="to-claim".*?</a>|<[^>]+>', "", passage) for passage in passages)


@pytest.fixture(scope="module")
def audit() -> Audit:
    """The audit of the text above against the shipped evidence."""
    return _audit(TEXT, shipped_evidence())


@pytest.fixture(scope="module")
def page(audit: Audit) -> str:
    """Its page."""
    return audit_page(audit, shipped_evidence())


def test_the_text_stands_whole_and_escaped_around_its_marks(page: str) -> None:
    wanted = TEXT.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert _plain(page) == wanted


def test_every_claim_is_marked_by_its_verdict_and_leads_to_its_place_in_the_margin(audit: Audit, page: str) -> None:
    assert len(audit.claims) > 1
    for claim in audit.claims:
        name = verdict_class(claim.judgement.verdict)
        assert f'<mark class="{name}"' in page
        assert page.count(f'id="{claim.id}"') == page.count(f'href="#{claim.id}"') == 1
        assert f"{claim.judgement.reason}." in page.replace("&#39;", "'")


def test_the_evidence_of_a_verdict_stands_with_its_source(audit: Audit, page: str) -> None:
    supported = next(claim for claim in audit.claims if claim.judgement.verdict == "supported")
    assert supported.judgement.evidence
    for id in supported.judgement.evidence:
        assert f"<code>{id}</code>" in page


def test_a_page_runs_no_script_and_asks_for_nothing(page: str) -> None:
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b", page)
    assert not page.endswith("\n")


def test_only_verdicts_that_were_given_stand_in_the_legend(audit: Audit, page: str) -> None:
    given = {claim.judgement.verdict for claim in audit.claims}
    legend = page.partition('<ul class="legend"')[2].partition("</ul>")[0]
    assert {verdict for verdict in WORDS if WORDS[verdict] in legend.replace("&#39;", "'")} == given
    assert 0 < len(given) < len(WORDS)


def test_a_text_without_a_claim_has_a_page_without_marks() -> None:
    page = audit_page(_audit("It was a cold morning."), Evidence())
    assert "<mark" not in page
    assert "0 claims and 0 citations" in page
    assert _plain(page) == "It was a cold morning."


@pytest.mark.parametrize(
    ("verdict", "name"), [("not in our sources", "not-in-our-sources"), ("supported", "supported")]
)
def test_the_name_of_a_verdict_in_the_style_sheet_has_no_space(verdict: str, name: str) -> None:
    assert verdict_class(verdict) == name
