"""Claims stage: the fields of one citation: authors, title, container, date, pages, address.

Goes in: the words of a citation without its brackets, in the manner of MLA, APA, Chicago or none. Comes out: what could
be read; an empty field was not given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from byname.claims.citations.known_sources import known_source, names_institution
from byname.claims.numbers.date_grammar import DateReader
from byname.claims.text.tokens import tokenize

LONGEST = 1_000  # characters of a citation that are read; what is longer is no entry of a list of works
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)\]>]+")
_PAGES = re.compile(
    r"(?:\bpp?\.|\bс\.|\bpages?)\s*(\d+(?:\s*[-–]\s*\d+)?)|:\s*(\d+\s*[-–]\s*\d+)\b|,\s*(\d{1,4}\s*[-–]\s*\d{1,4})\b"
    r"|\b(?:1[5-9]|20)\d\d[a-z]?\s?[:,]\s*(\d{1,4})$"  # (Ellman 2002: 1151)
)
_QUOTED = re.compile(r"[“\"«]\s*([^”\"»]+?)\s*[”\"»]")
_ACCESSED = re.compile(r"\b(?:accessed|retrieved|viewed|дата обращения:?)\b[^.;)]*", re.IGNORECASE)
_SHORT_PAGE = re.compile(r"^(?P<author>[A-ZА-ЯЁ][\w’'\- ]+?),?\s+(?P<page>\d{1,3}(?:[-–]\d+)?)$")
_APA = re.compile(
    r"^(?P<authors>.+?)\s*[,.]?\s*\(?(?P<year>(?:1[5-9]|20)\d\d|n\.d\.)[a-z]?\)?[.,:]?\s*(?P<rest>.*)$", re.DOTALL
)
_GIVEN = r"(?:(?:[A-ZА-ЯЁ]\.\s?)+|[A-ZА-ЯЁ][\w’'\-]+(?:\s[A-ZА-ЯЁ]\.?)?)"
_NAME_FIRST = re.compile(
    rf"^\s*(?P<authors>[A-ZА-ЯЁ][\w’'\-]+,\s+{_GIVEN}(?:,?\s*(?:and|&|et al\.?)\s[^.“\"«]*)?)\.?\s+(?P<rest>\S.*)$",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CitationFields:
    """What a citation says of its source; an empty string where it says nothing."""

    authors: str = ""
    title: str = ""
    container: str = ""
    date: str = ""
    pages: str = ""
    address: str = ""
    accessed: str = ""


def read_fields(written: str) -> CitationFields:
    """Read a citation.

    >>> read_fields('Liao, Jim. "The Purge." The Epoch Times, 14 Feb. 2017')
    CitationFields(authors='Liao, Jim', title='The Purge', container='The Epoch Times', date='2017-02-14', \
pages='', address='', accessed='')
    """
    text = " ".join(written[:LONGEST].split())
    accessed = _ACCESSED.search(text)
    if accessed:
        text = text.replace(accessed.group(), " ")
    address = _ADDRESS.search(text)
    if address:
        text = text.replace(address.group(), " ")
    pages = _PAGES.search(text)
    found_pages = next((part for part in pages.groups() if part), "") if pages else ""
    date, without_date = _date(text)
    authors, title, container = _names(text, without_date)
    short = _SHORT_PAGE.match(text.strip())
    if short:
        authors, title, container, found_pages = short["author"], "", "", short["page"]
    return CitationFields(
        authors,
        title,
        container,
        date,
        found_pages,
        address.group().rstrip(".,") if address else "",
        accessed.group().strip() if accessed else "",
    )


def _date(text: str) -> tuple[str, str]:
    """The last date of a citation that is no part of its title, and the text without it."""
    masked = _QUOTED.sub(lambda match: "\x01" * len(match.group()), text)
    tokens = tokenize(masked)
    reader, found, at = DateReader(tokens), None, 0
    while at < len(tokens):
        date = reader.date(at) if tokens[at].kind == "number" or tokens[at].lower[:3].isalpha() else None
        if date and date.rule in ("day", "month", "year", "range"):
            found, at = date, date.last
        else:
            at += 1
    if found is None:
        return "", text
    start, end = tokens[found.first].start, tokens[found.last - 1].end
    return found.edtf, text[:start] + "\x00" + text[end:]


def _names(text: str, without_date: str) -> tuple[str, str, str]:
    quoted = _QUOTED.search(without_date)
    if quoted:
        authors = _clean(without_date[: quoted.start()])
        container = re.split(r"\x00|\bvol\.|\bpp?\.|\bno\.|\d", without_date[quoted.end() :])[0]
        return authors, quoted[1].strip(" .,"), _clean(container)
    apa = _APA.match(text)
    if (
        apa
        and len(apa["authors"]) < 120
        and re.match(r"[A-ZА-ЯЁ]", apa["authors"])
        and ". " not in apa["authors"].rstrip(". ")[8:]
    ):
        title, _, rest = _clean(apa["rest"]).partition(". ")
        return _clean(apa["authors"]), "" if re.match(r"(pp?\.|\d|$)", title) else title, rest.split(",")[0].strip()
    name = _NAME_FIRST.match(without_date)
    if name:
        title, _, rest = name["rest"].partition(". ")
        title = re.split(r",?\s*(?:\x00|\bpp?\.|\btable\b|\bvol\.|\bch)", title)[0]
        return _clean(name["authors"]), _clean(title), _clean(rest.split(",")[0].replace("\x00", ""))
    return "", "", _clean(without_date.split("\x00")[0]) if len(text) < 80 else ""


def _clean(text: str) -> str:
    return text.replace("\x00", " ").strip(" .,;:()[]*_")


def read_name(source: str, year: str = "", page: str = "") -> CitationFields:
    """A source that is named in the sentence: a known container, a web site, an institution, or an author.

    >>> read_name("History.com").container, read_name("Robert Conquest", "1968").authors
    ('History.com', 'Robert Conquest')
    """
    name = re.sub(r"^(?:the|an?)\s+", "", source.strip(), flags=re.IGNORECASE).rstrip(".,")
    known = known_source(name)
    if known or "." in name.strip(".") or names_institution(name):
        return CitationFields(container=known.name if known else name, date=year, pages=page)
    return CitationFields(authors=name, date=year, pages=page)
