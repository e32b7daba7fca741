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
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_text(data: bytes, where: str) -> str:
    """The paragraphs of a DOCX file, one a line, with its footnotes at the end as "[1] ..."."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            body = _part(package, "word/document.xml", where)
            notes = _part(package, "word/footnotes.xml", where) if "word/footnotes.xml" in package.namelist() else None
    except (*ZIP_DAMAGE, KeyError) as error:
        raise BadText("the DOCX file is damaged or no DOCX file", where=where, fix="save it again as DOCX") from error
    lines = [_paragraph(paragraph) for paragraph in body.iter(f"{_W}p")]
    if notes is not None:
        lines += [
            f"[{note.get(f'{_W}id')}] " + " ".join(_paragraph(p) for p in note.iter(f"{_W}p")).strip()
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


def _paragraph(paragraph: Element) -> str:
    parts = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br"):
            parts.append(" ")
        elif node.tag == f"{_W}footnoteReference":
            parts.append(f"[{node.get(f'{_W}id')}]")
    return "".join(parts)


def pdf_text(data: bytes, where: str) -> str:
    """The text of a PDF file, lines joined into paragraphs where they run on."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadText("the PDF file is locked", where=where, fix="save it without a password")
        pages = [page.extract_text() or "" for page in reader.pages[:MOST_PAGES]]
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
    return "\n".join(_joined_lines(page) for page in pages)


def _joined_lines(page: str) -> str:
    """A page with the lines of a paragraph joined; a hyphen at a line's end is kept with its word."""
    lines: list[str] = []
    for line in page.splitlines():
        runs_on = (
            bool(lines) and lines[-1] and lines[-1][-1] not in '.!?:;"”»' and line[:1].strip() and len(lines[-1]) > 40
        )
        if runs_on and lines[-1].endswith("-") and line[:1].islower():
            lines[-1] = lines[-1][:-1] + line
        elif runs_on:
            lines[-1] += " " + line
        else:
            lines.append(line.rstrip())
    return "\n".join(lines)
