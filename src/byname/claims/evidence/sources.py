"""Claims stage: the source of a row of figures, facts or findings: who says it, and where it can be found.

A source has an author or a title, and is found at an address, by an ISBN or a DOI, at a place in an archive, or on a
page of a named book. Goes in: a row. Comes out: its source in words with its address, or what is missing or wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from byname.claims.evidence.figures import FigureSource, pages

FOUND_BY = ("source_isbn", "source_doi", "source_archive", "source_page")
ADDRESSES = ("source_url", "source_address")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_RESOLVER = "https://doi.org/"


def isbn_mistake(text: str) -> str:
    """What is wrong with an ISBN of ten or thirteen digits (ISO 2108); empty where it is right.

    >>> isbn_mistake("978-0-19-531700-8"), isbn_mistake("0-19-531700-8")
    ('', 'its check digit does not fit')
    """
    digits = re.sub(r"[\s-]", "", text.upper().removeprefix("ISBN").lstrip(": "))
    if not re.fullmatch(r"\d{9}[\dX]|\d{13}", digits):
        return "it has no 10 or 13 digits"
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(values) == 10:
        fits = sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0
    else:
        fits = sum((1, 3)[place % 2] * value for place, value in enumerate(values)) % 10 == 0
    return "" if fits else "its check digit does not fit"


def doi_of(text: str) -> str:
    """A DOI without what is written before it; empty where it has not the form of one.

    >>> doi_of("https://doi.org/10.1080/1462352042000320592"), doi_of("10/abc")
    ('10.1080/1462352042000320592', '')
    """
    plain = _DOI_BEFORE.sub("", text.strip())
    return plain if _DOI.fullmatch(plain) else ""


def source_mistakes(row: Mapping[str, str]) -> Iterator[str]:
    """What a row's source lacks, and what is wrong with it.

    >>> list(source_mistakes({"source_title": "A Book", "source_page": "7"}))
    []
    """
    if not (row.get("source_author") or row.get("source_title")):
        yield "it names no source: fill in source_author or source_title"
    found = any(row.get(name) for name in (*ADDRESSES, *FOUND_BY[:-1]))
    if not found and not (row.get("source_title") and row.get("source_page")):
        yield (
            "it does not say where its source is found: fill in source_url, source_isbn, source_doi or source_archive, "
            "or source_title with source_page"
        )
    isbn, doi = row.get("source_isbn", ""), row.get("source_doi", "")
    if isbn and isbn_mistake(isbn):
        yield f"the ISBN {isbn!r} is none: {isbn_mistake(isbn)}"
    if doi and not doi_of(doi):
        yield f"the DOI {doi!r} is none: it begins with 10., four digits or more, and a slash"


def address_of(row: Mapping[str, str]) -> str:
    """The first address of a row's source; that of its DOI where it has no other."""
    given = next((row[name] for name in ADDRESSES if row.get(name)), "").split(" ; ")[0]
    doi = doi_of(row.get("source_doi", ""))
    return given or (_RESOLVER + doi if doi else "")


def found_by(row: Mapping[str, str]) -> str:
    """By what else than an address a row's source is found, as it is told.

    >>> found_by({"source_isbn": "0-19-531700-9", "source_archive": "GARF, f. 9401, op. 1, d. 4157"})
    'ISBN 0-19-531700-9, GARF, f. 9401, op. 1, d. 4157'
    """
    isbn, doi = row.get("source_isbn", ""), doi_of(row.get("source_doi", ""))
    plain = re.sub(r"^ISBN[:\s]*", "", isbn, flags=re.IGNORECASE)
    parts = (isbn and f"ISBN {plain}", doi and f"doi:{doi}", row.get("source_archive", ""))
    return ", ".join(part for part in parts if part)


def source_of(row: Mapping[str, str]) -> FigureSource:
    """The source of a row: the original that it names first, and then where it was read; else what was read."""
    author, title, year, page = (row.get(f"source_{part}", "") for part in ("author", "title", "year", "page"))
    read = FigureSource(row["kind"], author, title, year, address_of(row), page, found_by=found_by(row))
    if not row.get("original_title"):
        return read
    author, title, year, page = (row.get(f"original_{part}", "") for part in ("author", "title", "year", "page"))
    return FigureSource(read.kind, author, title, year, read.address, page, read_at=read.text)


def source_words(row: Mapping[str, str]) -> str:
    """The source of a dated fact or a finding in words: author, title, year, page, and by what it is found.

    >>> source_words({"source_author": "A. Author", "source_title": "A Book", "source_page": "7"})
    'A. Author, A Book, p. 7'
    """
    names = ("source_author", "source_title", "source_year")
    parts = (*(row.get(name, "") for name in names), pages(row.get("source_page", "")), found_by(row))
    return ", ".join(part for part in parts if part)
