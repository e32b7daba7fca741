from __future__ import annotations

import io
import zipfile
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


def docx_of(*paragraphs: str, footnote: str = "") -> bytes:
    """A DOCX file of some paragraphs, each with the same footnote where there is one."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>' if footnote else ""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r>{note}</w:p>" for text in paragraphs)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        if footnote:
            text = f'<w:footnote w:id="2"><w:p><w:r><w:t>{footnote}</w:t></w:r></w:p></w:footnote>'
            package.writestr("word/footnotes.xml", f"<w:footnotes {space}>{text}</w:footnotes>")
    return packed.getvalue()


def pdf_of(text: str) -> bytes:
    """A PDF of one page with one line, written by hand."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
