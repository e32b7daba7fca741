from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from byname.claims.audit import audit_document
from byname.claims.evidence.figures import Evidence
from byname.claims.formats import audit_json
from byname.claims.text.reading import document_of, read_document
from byname.errors import BadText

SENTENCE = "In 1937 and 1938 the NKVD shot 681,692 people."


def _docx(*paragraphs: str, footnote: str = "") -> bytes:
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


def _pdf(text: str) -> bytes:
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


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", SENTENCE.encode()),
        ("a.txt", b"\xef\xbb\xbf" + SENTENCE.encode()),
        ("a.txt", SENTENCE.encode("utf-16")),
        ("a.md", b"# Title\n\nIn 1937 and **1938** the NKVD shot [681,692](https://example.org/a) people."),
        ("a.html", b"<html><script>var a = 12;</script><p>In 1937 and 1938 the <i>NKVD</i> shot 681,692 people.</p>"),
        ("a.docx", _docx(SENTENCE)),
        ("a.pdf", _pdf(SENTENCE)),
    ],
    ids=["text", "with a mark", "utf-16", "markdown", "html", "docx", "pdf"],
)
def test_every_form_gives_the_same_claim(name: str, data: bytes) -> None:
    audit = audit_document(document_of(data, name), Evidence())
    assert [(n.low, n.unit) for n in audit.numbers] == [(681_692, "persons")]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.md"])
def test_offsets_are_characters_of_the_file_as_given(name: str) -> None:
    source = {
        "a.txt": f"\ufeffTitle\r\n\r\n{SENTENCE}",
        "a.html": "<h1>Title</h1>\n<p>In 1937 &amp; 1938 the NKVD shot <b>681,692</b>&nbsp;people.</p>",
        "a.md": "# Title\n\nIn 1937 and 1938 *the* NKVD shot **681,692** people.",
    }[name]
    data = audit_json(audit_document(document_of(source.encode(), name), Evidence()), Evidence())
    (number,) = data["numbers"]
    assert source[number["start"] : number["end"]] == "681,692"
    (claim,) = data["claims"]
    assert source[claim["start"] : claim["end"]].startswith("In 1937")
    assert source[claim["start"] : claim["end"]].rstrip(".").endswith("people")


def test_a_footnote_of_a_docx_file_is_a_citation_with_an_entry() -> None:
    document = document_of(_docx(SENTENCE, footnote="Conquest, Robert. The Great Terror. 1968."), "a.docx")
    citations = audit_document(document, Evidence()).citations
    assert [c.found.kind for c in citations] == ["note", "entry"]
    assert citations[1].found.fields.authors == "Conquest, Robert"
    assert "no-entry" not in citations[0].defects


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", b"\x00\x01\x02" * 400, "binary"),
        ("a.docx", b"PK\x03\x04 not a package", "DOCX"),
        ("a.docx", _docx()[:60], "DOCX"),
        ("a.pdf", b"%PDF-1.7 broken", "PDF"),
        ("a.html", b"<html><body></body></html>", "no text"),
    ],
    ids=["empty", "white", "binary", "no-package", "cut-package", "broken-pdf", "no-words"],  # the package is dated
)
def test_a_file_that_cannot_be_read_is_one_error_that_says_what_to_do(name: str, data: bytes, words: str) -> None:
    with pytest.raises(BadText, match=words) as caught:
        document_of(data, name)
    assert caught.value.fix


def test_a_zip_bomb_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 120_000_000)
    with pytest.raises(BadText, match="unpacks to too much"):
        document_of(packed.getvalue(), "a.docx")


def test_a_file_beyond_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("a" * 2_000)
    with pytest.raises(BadText, match="at most 1,000"):
        read_document(path, most_bytes=1_000)
    with pytest.raises(BadText, match="No such file"):
        read_document(tmp_path / "absent.txt")


def test_another_language_and_another_direction_are_said() -> None:
    german = document_of(b"Die meisten wurden nicht von der Truppe entlassen, und das war nicht alles.", "a.txt")
    assert "German" in german.notes[0]
    arabic = document_of("في عام 1937 قُتل 681692 شخصا وهذا نص طويل".encode(), "a.txt")
    assert any("right to left" in note for note in arabic.notes)


def test_damage_of_a_text_is_reported_where_it_stands() -> None:
    first = "Stalin 's purge ( see below ) grew …show more content…"
    text = f"{first}\nMany were shot\x07 and “purged” and the list of them goes on"
    document = document_of(text.encode(), "a.txt")
    kinds = [defect.kind for defect in document.defects]
    assert kinds.count("odd-space") == 3
    assert kinds.count("cut") == 2
    assert {"control-characters", "curly-quotes"} <= set(kinds)
    assert len(document.text) == len(text)
    assert "show more" not in document.text


def test_malformed_html_is_read_as_far_as_it_goes() -> None:
    document = document_of(b"<p>In 1937 they shot <b>12 men <div>and 3 women <p>&lt;end &bogus; <", "a.html")
    assert "12 men" in document.text
    assert "3 women" in document.text
