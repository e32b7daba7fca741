from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import docx_of, pdf_of

from byname.claims.audit import audit_document
from byname.claims.evidence.figures import Evidence
from byname.claims.formats import audit_json
from byname.claims.text.reading import document_of, read_document
from byname.errors import BadText

SENTENCE = "In 1937 and 1938 the NKVD shot 681,692 people."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", SENTENCE.encode()),
        ("a.txt", b"\xef\xbb\xbf" + SENTENCE.encode()),
        ("a.txt", SENTENCE.encode("utf-16")),
        ("a.md", b"# Title\n\nIn 1937 and **1938** the NKVD shot [681,692](https://example.org/a) people."),
        ("a.html", b"<html><script>var a = 12;</script><p>In 1937 and 1938 the <i>NKVD</i> shot 681,692 people.</p>"),
        ("a.docx", docx_of(SENTENCE)),
        ("a.pdf", pdf_of(SENTENCE)),
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


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n ", "empty"),
        ("a.txt", b"\x00\x01\x02" * 400, "binary"),
        ("a.docx", b"PK\x03\x04 not a package", "DOCX"),
        ("a.docx", docx_of()[:60], "DOCX"),
        ("a.pdf", b"%PDF-1.7 broken", "PDF"),
        ("a.html", b"<html><body></body></html>", "no text"),
    ],
    ids=["empty", "white", "binary", "no-package", "cut-package", "broken-pdf", "no-words"],  # the package is dated
)
def test_a_file_that_cannot_be_read_is_one_error_that_says_what_to_do(name: str, data: bytes, words: str) -> None:
    with pytest.raises(BadText, match=words) as caught:
        document_of(data, name)
    assert caught.value.fix


def test_a_file_beyond_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("a" * 2_000)
    with pytest.raises(BadText, match="at most 1,000"):
        read_document(path, most_bytes=1_000)
    with pytest.raises(BadText, match="there is no such file"):
        read_document(tmp_path / "absent.txt")
