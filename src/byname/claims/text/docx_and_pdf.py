"""Claims stage: the text of DOCX and PDF files.

A DOCX file is a zip of XML: its paragraphs and footnotes are read, with limits against bombs. A PDF file is read page
by page with pypdf. A damaged, locked or empty file is one BadText.
"""

from __future__ import annotations

import io
import logging
import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from byname.errors import BadText
from byname.sources.unpacking import ZIP_DAMAGE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_UNPACKED = 100_000_000
MOST_PAGES = 2_000
_PAGE_BREAK = "\f"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_text(data: bytes, where: str) -> str:
    """The paragraphs of a DOCX file, one a line, with its footnotes at the end as "[1] ..."."""
    return _docx_text(data, where).replace(_PAGE_BREAK, "")


def docx_pages(data: bytes, where: str) -> list[str]:
    """The text of a DOCX file by its pages, as far as its page breaks are written into it; the footnotes stand on the
    last page."""
    return _docx_text(data, where).split(_PAGE_BREAK)


def _docx_text(data: bytes, where: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "word/document.xml", where)
            notes = _part(package, "word/footnotes.xml", where) if "word/footnotes.xml" in package.namelist() else None
    except (*ZIP_DAMAGE, KeyError) as error:
        raise BadText("the DOCX file is damaged or no DOCX file", where=where, fix="save it again as DOCX") from error
    lines = _paragraphs(body)
    if notes is not None:
        lines += [
            f"[{note.get(f'{_W}id')}] " + " ".join(_paragraphs(note)).replace(_PAGE_BREAK, "").strip()
            for note in notes.iter(f"{_W}footnote")
            if note.get(f"{_W}type") is None
        ]
    return "\n".join(lines)


def _part(package: zipfile.ZipFile, name: str, where: str) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if package.getinfo(name).file_size > MOST_UNPACKED:
        raise BadText("the DOCX file unpacks to too much", where=where, fix="split it into parts")
    try:
        root: Element = fromstring(package.read(name))
    except (ParseError, DefusedXmlException) as error:
        raise BadText("the DOCX file is damaged", where=where, fix="save it again as DOCX") from error
    return root


def _paragraphs(root: Element) -> list[str]:
    """The paragraphs in the order in which they begin; one inside another (a text box) stands apart. Every node is
    visited once, however deep the paragraphs lie in each other."""
    found: list[list[str]] = []
    rendered = root.find(f".//{_W}lastRenderedPageBreak") is not None  # then each page is marked so, however it ended
    waiting: list[tuple[Element, list[str]]] = [(root, [])]
    while waiting:
        node, paragraph = waiting.pop()
        if node.tag == f"{_W}p":
            paragraph = []
            found.append(paragraph)
        elif node.tag == f"{_W}t":
            paragraph.append(node.text or "")
        elif node.tag == f"{_W}br" and node.get(f"{_W}type") == "page" and not rendered:
            paragraph.append(f" {_PAGE_BREAK}")
        elif node.tag == f"{_W}lastRenderedPageBreak":
            paragraph.append(_PAGE_BREAK)
        elif node.tag in (f"{_W}tab", f"{_W}br"):
            paragraph.append(" ")
        elif node.tag == f"{_W}footnoteReference":
            paragraph.append(f"[{node.get(f'{_W}id')}]")
        waiting += [(child, paragraph) for child in reversed(node)]
    return ["".join(paragraph) for paragraph in found]


def pdf_text(data: bytes, where: str) -> tuple[str, int]:
    """The text of a PDF file, lines joined into paragraphs where they run on, and how many pages it has; of more than
    MOST_PAGES only the first are read."""
    pages, count = pdf_pages(data, where)
    return "\n".join(pages), count


def pdf_pages(data: bytes, where: str) -> tuple[list[str], int]:
    """The text of each page of a PDF file up to MOST_PAGES, and how many pages it has."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadText("the PDF file is locked", where=where, fix="save it without a password")
        count = len(reader.pages)
        return [_joined_lines(reader.pages[at].extract_text() or "") for at in range(min(count, MOST_PAGES))], count
    except BadText:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
    ) as error:
        raise BadText(
            "the PDF file is damaged or no PDF file", where=where, fix="save it again as PDF or as text"
        ) from error


def _joined_lines(page: str) -> str:
    """A page with the lines of a paragraph joined; a hyphen at a line's end is kept with its word."""
    parts: list[str] = []
    length = 0  # of the line that is being joined
    for line in page.splitlines():
        last = parts[-1][-1:] if parts else ""
        runs_on = bool(last) and last not in '.!?:;"”»\n' and bool(line[:1].strip()) and length > 40
        if runs_on and last == "-" and line[:1].islower():
            parts[-1] = parts[-1][:-1]
            parts.append(line)
        elif runs_on:
            parts += [" ", line]
        else:
            line = line.rstrip()
            parts += ["\n", line] if parts else [line]
            length = 0
        length += len(line) + 1
    return "".join(parts)
