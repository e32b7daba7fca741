from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from byname.claims.audit import Audit, Claim, audit_document
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of

HEAD = (
    "id,subject,quantity,value_low,value_best,value_high,unit,period_start,period_end,place,group,"
    "source_author,source_title,source_year,source_url,kind"
)
SOURCE = "A. Author,A Book,1990,https://example.org/book"


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Writes a table of figures from rows without their source and kind: (cells, kind)."""

    def write(*rows: tuple[str, str], name: str = "own.csv") -> Path:
        path = tmp_path / name
        lines = [HEAD, *(f"{cells},{SOURCE},{kind}" for cells, kind in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def audited(text: str, evidence: Evidence | None = None) -> Audit:
    """The audit of a text against the shipped evidence, or another."""
    return audit_document(document_of(text.encode(), "text.txt"), shipped_evidence() if evidence is None else evidence)


def claim_of(text: str, evidence: Evidence | None = None, words: str = "") -> Claim:
    """The claim of a text that holds the words, or its first."""
    claims = audited(text, evidence).claims
    return next(claim for claim in claims if words.lower() in claim.frame.text.lower())


def verdict_of(text: str, evidence: Evidence | None = None, words: str = "") -> str:
    """The verdict on that claim."""
    return claim_of(text, evidence, words).judgement.verdict
