"""The documents behind a person's page: what the entries say that they were taken from, and where a case file lies.

Takes what the page shows of a person; gives each document once, with the entries that name it. A document is named as
its entry names it; an address is given only where it is one of the web.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from byname.site.web.person_view import Attestation, PersonView

_TITLES = ("source_title", "archive", "see")  # fields that name a document
_ADDRESS = re.compile(r"https?://[^\s;<>\"|\\^`{}]+")  # an entry may name several
_OF_SOURCE = ("source_address", "read_on")


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document: the field that names it, its words, its addresses in the web, the day it was read (empty where nobody
    says), and the entries that name it."""

    field: str
    words: str
    addresses: tuple[str, ...]
    read_on: str
    entries: tuple[Attestation, ...]


def documents_of(view: PersonView) -> tuple[CitedDocument, ...]:
    """The documents of a person in the order of their entries: sources first, then case files and cross-references."""
    beside: dict[tuple[str, str], str] = {}
    for field, one in view.attestations:
        if field in _OF_SOURCE and not one.withheld:
            beside.setdefault((field, one.record_id), one.words)
    found: dict[tuple[str, str, str], list[Attestation]] = {}
    for field, one in view.attestations:
        if field in _TITLES and one.words and not one.withheld:
            address = beside.get(("source_address", one.record_id), "") if field == "source_title" else ""
            found.setdefault((field, one.words, address), []).append(one)
    ordered = sorted(found.items(), key=lambda row: _TITLES.index(row[0][0]))
    return tuple(
        CitedDocument(
            field,
            words,
            tuple(_ADDRESS.findall(address)),
            beside.get(("read_on", entries[0].record_id), "") if field == "source_title" else "",
            tuple(entries),
        )
        for (field, words, address), entries in ordered
    )
