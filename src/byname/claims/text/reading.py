"""Claims stage: reads a file as a text to audit: plain text, Markdown, HTML, DOCX or PDF.

Goes in: a path. Comes out: a Document with its layout defects. The form is found by the first bytes and the name. Every
fault of the file is one BadText that says what to do.
"""

from __future__ import annotations

import codecs
import unicodedata
from pathlib import Path

from byname.claims.text.document import Document, Form
from byname.claims.text.docx_and_pdf import MOST_PAGES, docx_pages, docx_text, pdf_pages, pdf_text
from byname.claims.text.html import html_text
from byname.claims.text.language import language_note, language_of
from byname.claims.text.markdown import markdown_text
from byname.claims.text.repairs import find_repairs
from byname.errors import BadSource, BadText
from byname.sources.regular_files import check_regular

MOST_BYTES = 10_000_000
MOST_CHARACTERS = 4_000_000  # a thousand pages of a book; DOCX and PDF files hold more text than bytes
_MARKDOWN = {".md", ".markdown", ".mkd"}
_HTML = {".html", ".htm", ".xhtml"}


def read_document(path: Path, *, most_bytes: int = MOST_BYTES) -> Document:
    """Read a file; raises BadText where it is missing, empty, too large, binary or damaged."""
    where = str(path)
    check_regular(path, BadText)
    try:
        size = path.stat().st_size
        if size > most_bytes:
            raise BadText(
                f"the text has {size:,} bytes, and at most {most_bytes:,} are read",
                where=where,
                fix="split it into parts",
            )
        data = path.read_bytes()
    except OSError as error:
        raise BadText(f"the text cannot be read: {error.strerror}", where=where, fix="check the path") from error
    return document_of(data, path.name, where=where)


def document_of(data: bytes, name: str, *, where: str = "") -> Document:
    """The document of a file's bytes.

    >>> document_of(b"In 1937 they were arrested.", "a.txt").form
    'text'
    """
    where = where or name
    if not data.strip():
        raise BadText("the text is empty", where=where, fix="check that it was saved and copied whole")
    form = _form(data, name)
    notes: list[str] = []
    if form == "docx":
        text, offsets = docx_text(data, where), None
        notes.append("offsets are characters of the text taken out of the DOCX file")
    elif form == "pdf":
        (text, pages), offsets = pdf_text(data, where), None
        if pages > MOST_PAGES:
            notes.append(f"only the first {MOST_PAGES:,} of the {pages:,} pages of the PDF file were read")
        notes.append("offsets are characters of the text taken out of the PDF file")
    else:
        source = _decoded(data, where)
        text, offsets = (
            html_text(source) if form == "html" else markdown_text(source) if form == "markdown" else (source, None)
        )
    if not text.strip():
        raise BadText("the file holds no text", where=where, fix="a scanned page must be read by OCR first")
    if len(text) > MOST_CHARACTERS:
        raise BadText(
            f"the text has {len(text):,} characters, and at most {MOST_CHARACTERS:,} are read",
            where=where,
            fix="split it into parts",
        )
    repaired, defects, cuts = find_repairs(text, spaces=form != "html")
    language = language_of(repaired)
    notes += [note for note in [language_note(language), *_warnings(text)] if note]
    return Document(name, form, repaired, offsets, defects, cuts, language, tuple(notes))


def pages_of(data: bytes, name: str, *, where: str = "") -> list[str]:
    """The pages of a file: those of a PDF file, or what page breaks part; one where the file has none.

    >>> pages_of(b"One.\\fTwo.", "a.txt")
    ['One.', 'Two.']
    """
    where = where or name
    form = _form(data, name)
    if form == "pdf":
        return pdf_pages(data, where)[0]
    if form == "docx":
        return docx_pages(data, where)
    source = _decoded(data, where)
    text = html_text(source)[0] if form == "html" else markdown_text(source)[0] if form == "markdown" else source
    return text.split("\f")


def _form(data: bytes, name: str) -> Form:
    suffix = Path(name).suffix.lower()
    if data.startswith(b"PK\x03\x04") or suffix == ".docx":
        return "docx"
    if data.lstrip()[:5] == b"%PDF-" or suffix == ".pdf":
        return "pdf"
    head = data[:1000].lstrip().lower()
    if suffix in _HTML or head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "markdown" if suffix in _MARKDOWN else "text"


def _decoded(data: bytes, where: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _by_letters(data, where)
    odd = sum(1 for char in text[:20_000] if unicodedata.category(char) == "Cc" and char not in "\t\n\r\f")
    if "\0" in text or odd > max(20, len(text[:20_000]) / 20):
        raise BadText("this is not a text but a binary file", where=where, fix="give a text, HTML, DOCX or PDF file")
    return text


def _by_letters(data: bytes, where: str) -> str:
    from byname.sources.encoding import detect_encoding  # rarely needed and slow to import

    try:
        return data.decode(detect_encoding(data[:200_000], where).name, errors="replace")
    except (BadSource, LookupError) as error:
        raise BadText("this is not a text but a binary file", where=where, fix="save it as UTF-8 text") from error


def _warnings(text: str) -> list[str]:
    sample = text[:20_000]
    letters = sum(1 for char in sample if char.isalpha())
    to_left = sum(1 for char in sample if unicodedata.bidirectional(char) in ("R", "AL"))
    return ["the text runs from right to left; only numbers in digits are read"] if to_left > letters / 2 > 0 else []
