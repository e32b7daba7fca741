"""Reads the people of a GEDCOM file (5.5.1 or 7.0) as flat objects: a column a structure (`BIRT.DATE`).

Takes the lines of a file; gives one object an `INDI` record, in order, without holding the file in memory. A surname is
taken from between the slashes of a name where no `SURN` gives it; the values of a structure that stands several times
are joined by `; `.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from byname.errors import BadSource
from byname.sources.objects import BETWEEN
from byname.sources.tables import LineFeed
from byname.values import FuzzyDate
from byname.values.fields import fields

_LINE = re.compile(r"\s*(\d{1,2}) +(?:@([^@]+)@ +)?([A-Za-z0-9_]+)(?: (.*))?")
_TYPED = ("EVEN", "FACT", "IDNO")  # structures that their TYPE tells apart
_GIVEN, _PATRONYMIC = "NAME.GIVN", f"FACT {fields()['patronymic'].en}"
_EDTF = "EDTF: "  # how our export of 5.5.1 begins the note beside a date
_POINTER = re.compile(r"@[^@\s]+@")
_SURNAME = re.compile(r"/([^/]*)/?")


@dataclass
class _Structure:
    """A structure with its text and those below it."""

    tag: str
    text: str
    below: list[_Structure] = field(default_factory=list)

    def of(self, tag: str) -> str:
        """The text of the first structure below with a tag; empty where there is none."""
        return next((one.text for one in self.below if one.tag == tag), "")


def read_gedcom(feed: LineFeed, where: str) -> Iterator[Mapping[str, str]]:
    """Give the people; raises BadSource at a line that is none of GEDCOM, or where no person is found."""
    open_ones: list[_Structure] = []
    id, found = "", 0
    seven, people = False, 0
    for line in feed:
        match = _LINE.fullmatch(line.rstrip("\r\n").lstrip("\ufeff"))
        if match is None or int(match[1]) > len(open_ones):
            if not line.strip():
                continue
            raise BadSource(f"line {feed.number + 1} is no line of GEDCOM", where=where, fix="export it again")
        level, own, tag, text = int(match[1]), match[2], match[3].upper(), match[4] or ""
        if level == 0:
            if open_ones and open_ones[0].tag == "INDI":
                people += 1
                yield _flat(id, open_ones[0])
            feed.taken()
            id, open_ones, found = own or "", [], found + 1
        if tag == "VERS" and not people and text.startswith("7"):
            seven = True
        text = _plain(text, seven)
        if tag in ("CONT", "CONC") and level:
            open_ones[level - 1].text += ("\n" if tag == "CONT" else "") + text
            del open_ones[level:]
            open_ones.append(_Structure(tag, ""))
            continue
        del open_ones[level:]
        one = _Structure(tag, text)
        if level:
            open_ones[level - 1].below.append(one)
        open_ones.append(one)
    if open_ones and open_ones[0].tag == "INDI":
        people += 1
        yield _flat(id, open_ones[0])
    if not people:
        raise BadSource("the GEDCOM file holds no person", where=where, fix="check which file was meant")


def _plain(text: str, seven: bool) -> str:
    if _POINTER.fullmatch(text):
        return text
    if seven:
        return text[1:] if text.startswith("@@") else text
    return text.replace("@@", "@")


def _flat(id: str, person: _Structure) -> dict[str, str]:
    """The texts of a person by column, `id` being that of the record."""
    found: dict[str, dict[str, None]] = {}
    for one in person.below:
        _add(found, "", one)
    if _PATRONYMIC in found and _GIVEN in found:
        found[_GIVEN] = {_without(text, found[_PATRONYMIC]): None for text in found[_GIVEN]}
    return {"id": id} | {name: BETWEEN.join(texts) for name, texts in found.items()}


def _without(given: str, patronymics: Iterable[str]) -> str:
    """Given names without the patronymic behind them, where a fact says which it is.

    >>> _without("Uno Mart Jaani", ["Jaani"])
    'Uno Mart'
    """
    return next((given.removesuffix(f" {one}") for one in patronymics if given.endswith(f" {one}")), given)


def _add(found: dict[str, dict[str, None]], above: str, one: _Structure) -> None:
    kind = one.of("TYPE") if one.tag in _TYPED else ""
    name = above + (f"{one.tag} {kind}" if kind else one.tag)
    text = one.text
    if name == "NAME":
        surname = _SURNAME.search(text)
        given = _SURNAME.sub(" ", text)
        for part, said in (("SURN", surname[1] if surname else ""), ("GIVN", given if surname else "")):
            if said.strip() and not one.of(part):
                found.setdefault(f"NAME.{part}", {})[" ".join(said.split())] = None
        text = " ".join(text.replace("/", "").split())
    if text and not _POINTER.fullmatch(text):
        found.setdefault(name, {})[text] = None
    exact = _exact_dates(one)
    for below in one.below:
        if below.tag == "DATE" and exact:
            found.setdefault(f"{name}.DATE", {})[exact] = None
        elif not (kind and below.tag == "TYPE") and not (exact and below.text == _EDTF + exact):
            _add(found, f"{name}.", below)


def _exact_dates(event: _Structure) -> str:
    """The EDTF that is the phrase of the one date of an event, or a note beside it, where GEDCOM cannot say it; else
    nothing."""
    dates = [one for one in event.below if one.tag == "DATE"]
    if len(dates) != 1:
        return ""
    notes = [one.text.removeprefix(_EDTF) for one in event.below if one.tag == "NOTE" and one.text.startswith(_EDTF)]
    told = [text for text in (dates[0].of("PHRASE"), *notes) if FuzzyDate.parse_or_none(text)]
    return told[0] if len(told) == 1 else ""
