from __future__ import annotations

import io
import zipfile

import pytest
from tests.claims.conftest import docx_of

from byname.claims.audit import audit_document
from byname.claims.evidence.figures import Evidence
from byname.claims.text.docx_and_pdf import docx_pages
from byname.claims.text.reading import document_of, pages_of
from byname.errors import BadText


def test_a_footnote_of_a_docx_file_is_a_citation_with_an_entry() -> None:
    document = document_of(
        docx_of("In 1937 and 1938 the NKVD shot 681,692 people.", footnote="Conquest, Robert. The Great Terror. 1968."),
        "a.docx",
    )
    citations = audit_document(document, Evidence()).citations
    assert [c.found.kind for c in citations] == ["note", "entry"]
    assert citations[1].found.fields.authors == "Conquest, Robert"
    assert "no-entry" not in citations[0].defects


def test_a_zip_bomb_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 120_000_000)
    with pytest.raises(BadText, match="unpacks to too much"):
        document_of(packed.getvalue(), "a.docx")


def test_the_pages_of_a_file_are_parted_by_its_page_breaks() -> None:
    assert docx_pages(docx_of("One", "Two"), "a.docx") == ["One\nTwo"]
    broken = '</w:t><w:br w:type="page"/><w:t>'
    marked = f"</w:t><w:lastRenderedPageBreak/><w:t>Two{broken}"
    assert docx_pages(docx_of(f"One{broken}Two"), "a.docx") == ["One ", "Two"]
    assert docx_pages(docx_of(f"One {marked}again"), "a.docx") == ["One ", "Two again"]  # its marks count, then
    assert document_of(docx_of(f"One{broken}Two"), "a.docx").text == "One Two"
    assert pages_of(b"<p>One</p>\x0cTwo", "a.html") == ["\nOne\n", "Two"]
