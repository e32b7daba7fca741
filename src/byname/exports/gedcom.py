"""People as GEDCOM 7.0 or 5.5.1, the form in which genealogists exchange people, families, events and sources.

Takes an archive as it is exported and the table of structures (gedcom.yaml); writes a source a list, a person each with
names, events and facts, each citing the entry that says it, and the families that households tell of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from byname.access.lists import ArchiveList
from byname.exports.gedcom_dates import gedcom_date
from byname.exports.gedcom_lines import Lines, cleaned
from byname.exports.losses import Losses, counted, counted_people
from byname.exports.people import Batch, ExportedArchive, ExportedPerson, Said
from byname.values.fields import fields
from byname.values.shipped import shipped_yaml

_NO_READING = "GEDCOM has no normal forms beside the words"
_ONE_SEX = "GEDCOM has one SEX a person, and the lists say another too"
_NOTHING_LEFT = "nothing is left of it without control characters, of which GEDCOM has none"
_DERIVED = "derived from what the entries say, which is there"
_NO_PROBABILITY = "GEDCOM has no place for probabilities"
_NO_OUTCOME = "GEDCOM has no codes of outcomes; the words are there"
_CLEANED = "without control characters, line ends of one kind, which is all that GEDCOM has; names without slashes"
_IN_ORDER = "the name of a person in the order that GEDCOM has: given names, then the surname"
_WORD = re.compile(r"\w+")
_SEX = {"male": "M", "female": "F"}
_CHILDREN = ("son", "daughter", "child")
_HOLDS = {"place": "PLAC", "cause": "CAUS", "agency": "AGNC"}
_NAME_PARTS = ("name", "surname", "given_name", "patronymic")
Group = tuple[str, str, str, str, str]  # structure, type, payload, entry, list


@cache
def _facts() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = shipped_yaml("exports", "gedcom.yaml")["facts"]
    return found


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = shipped_yaml("exports", "gedcom.yaml")["names"]
    return found


@cache
def _structure(field: str, seven: bool) -> tuple[str, str, str]:
    """The structure of a field that is no part of a name, its TYPE, and what stands in it."""
    if field in _names():
        kind = _names()[field]["type"]
        return "NAME", kind if seven else kind.lower(), "payload"
    fact = _facts().get(field)
    if fact is None:
        return "FACT", fields()[field].en if field in fields() else field, "payload"
    return fact["term"], fact.get("type", ""), fact["holds"]


def write_gedcom_7(archive: ExportedArchive, out: Path) -> None:
    """Write GEDCOM 7.0."""
    _write(archive, out, Lines(seven=True))


def write_gedcom_551(archive: ExportedArchive, out: Path) -> None:
    """Write GEDCOM 5.5.1."""
    _write(archive, out, Lines(seven=False))


def reference(person_id: str) -> str:
    """The id of a person's record.

    >>> reference("P-00a1")
    'P00A1'
    """
    return "".join(sign for sign in person_id if sign.isalnum()).upper()


def _write(archive: ExportedArchive, out: Path, lines: Lines) -> None:
    families = _Families(archive.relations, lines)
    sources = {one.name: f"@S{number}@" for number, one in enumerate(archive.lists, 1)}
    with out.open("w", encoding="utf-8", newline="") as handle:
        handle.write(_head(archive, lines))
        handle.writelines(_source(one, sources[one.name], lines) for one in archive.lists)
        for batch in archive.batches():
            handle.writelines(
                [_Person(person, sources, lines, archive.losses).record(families) for person in batch.persons]
            )
            _count_what_is_the_same_for_all(archive.losses, batch)
        handle.writelines(families.records(sources))
        handle.write("0 TRLR\n")


def _head(archive: ExportedArchive, lines: Lines) -> str:
    version = "1 GEDC\n2 VERS 7.0\n" if lines.seven else "1 GEDC\n2 VERS 5.5.1\n2 FORM LINEAGE-LINKED\n1 CHAR UTF-8\n"
    submitter = "1 SUBM @U1@\n"
    title = lines.of(1, "NOTE", archive.title)
    source = "1 SOUR byname\n2 NAME Byname\n"
    head = version + source if lines.seven else source + version
    return f"0 HEAD\n{head}{submitter}{title}0 @U1@ SUBM\n1 NAME Byname\n"


def _source(one: ArchiveList, id: str, lines: Lines) -> str:
    said = [(1, "TITL", one.title), (1, "PUBL", one.citation), (1, "NOTE", f"covers: {one.universe}")]
    said += [(1, "NOTE", f"terms: {one.licence}"), (1, "NOTE", f"address: {one.address}")]
    kept = "".join(lines.of(level, tag, text) for level, tag, text in said if not text.endswith(": "))
    return f"0 {id} SOUR\n{kept}" + lines.of(1, "REFN", one.name)


def _count_what_is_the_same_for_all(losses: Losses, batch: Batch) -> None:
    for (part, field), count in counted(batch.statements).items():
        if part != "reading" or _facts().get(field, {}).get("holds") == "date":
            losses.give(part, field, count)
        elif field != "gender":
            losses.lose(part, field, _NO_READING, count)
    for (part, field), count in counted_people(batch.people, batch.entries, batch.relations).items():
        if field == "probability":
            losses.lose(part, field, _NO_PROBABILITY, count)
        elif field == "outcome":
            losses.lose(part, field, _NO_OUTCOME, count)
        elif field in ("person_id", "record_id", "relation", "gender"):
            losses.give(part, field, count)
        elif field != "name":
            losses.lose(part, field, _DERIVED, count)


class _Person:
    """One person on the way into a record."""

    __slots__ = ("cited", "groups", "lines", "losses", "person", "sex", "sources")

    def __init__(self, person: ExportedPerson, sources: Mapping[str, str], lines: Lines, losses: Losses) -> None:
        self.person, self.sources, self.lines, self.losses = person, sources, lines, losses
        self.groups: dict[Group, tuple[list[str], list[str]]] = {}  # its own lines, and those of its citation
        self.cited: dict[tuple[str, str], str] = {}  # the citation of an entry without words of it
        self.sex = person.row["gender"]

    def record(self, families: _Families) -> str:
        """The record."""
        parts = [f"0 @{reference(self.person.id)}@ INDI\n"]
        parts += self._all_names()
        if self.sex is not None:
            parts.append(f"1 SEX {_SEX.get(self.sex, 'X' if self.lines.seven else 'U')}\n")
        for said in self.person.said:
            if said.field == "patronymic":
                self._patronymic(said)
            elif said.field not in _NAME_PARTS:
                self._said(said)
        for (tag, kind, payload, record, source), (own, cited) in self.groups.items():
            parts.append(self.lines.of(1, tag, payload) if payload else f"1 {tag}\n")
            if kind:
                parts.append(f"2 TYPE {kind}\n")
            parts += own
            parts.append(self._citation(record, source, cited))
        parts += families.of(self.person.id)
        parts.append(self.lines.of(1, "REFN", self.person.id))
        for record, source, _ in self.person.entries:
            parts.append(f"1 SOUR {self.sources[source]}\n{self.lines.of(2, 'PAGE', record)}")
        return "".join(parts)

    def _all_names(self) -> list[str]:
        """The names, first the one that the person is called by."""
        names = self._names()
        summary = self.person.row["name"]
        if summary is None:
            return [text for _, text in names]
        called = _slashless(str(summary))
        if not called:
            self.losses.lose("person", "name", _NOTHING_LEFT)
            return [text for _, text in names]
        self.losses.give("person", "name")
        same = called if any(name == called for name, _ in names) else self._turned(called, names)
        first = [text for name, text in names if name == same]
        rest = [text for name, text in names if name != same]
        return [*(first or [self.lines.of(1, "NAME", called)]), *rest]

    def _turned(self, called: str, names: list[tuple[str, str]]) -> str | None:
        """The name of the same words in another order (`Vanavalge, Uno`), whose surname GEDCOM can tell."""
        words = sorted(_WORD.findall(called))
        found = next((name for name, _ in names if sorted(_WORD.findall(name)) == words), None)
        if found is not None:
            self.losses.change(_IN_ORDER)
        return found

    def _citation(self, record: str, source: str, words: list[str]) -> str:
        plain = self.cited.get((record, source))
        if plain is None:
            plain = f"2 SOUR {self.sources[source]}\n{self.lines.of(3, 'PAGE', record)}"
            self.cited[record, source] = plain
        if not words:
            return plain
        return f"{plain}3 DATA\n" + "".join([self.lines.of(4, "TEXT", one) for one in words])

    def _names(self) -> list[tuple[str, str]]:
        """A NAME for each entry that gives one, with its parts: the name without slashes, and the lines."""
        by_entry: dict[tuple[str, str], dict[str, list[str]]] = {}
        flags: dict[tuple[str, str], list[str]] = {}
        for said in self.person.said:
            if said.field in _NAME_PARTS:
                key = said.record_id, said.source
                parts = by_entry.setdefault(key, {})
                if self._is_left("words", said.field, said.words):
                    parts.setdefault(said.field, []).append(said.words)
                if said.flag is not None:
                    flags.setdefault(key, []).append(f"{said.field}: {said.flag}")
        return [self._name(key, parts, flags.get(key, ())) for key, parts in by_entry.items()]

    def _name(self, key: tuple[str, str], parts: Mapping[str, list[str]], flags: Any) -> tuple[str, str]:
        surname = " ".join(parts.get("surname", ()))
        given = [*parts.get("given_name", ()), *parts.get("patronymic", ())]
        names = [_slashless(name) for name in parts.get("name", ())]
        plain = _slashless(surname)
        if names and plain and plain in names[0]:
            names[0] = names[0].replace(plain, f"/{plain}/", 1)
        whole = names[0] if names else " ".join([*map(_slashless, given), *([f"/{plain}/"] if plain else [])])
        whole = " ".join(whole.split())
        without = whole.replace("/", "")
        text = self.lines.of(1, "NAME", whole or "?")
        if given:
            text += self.lines.of(2, "GIVN", " ".join(given))
        if surname:
            text += self.lines.of(2, "SURN", surname)
        text += "".join(self.lines.of(2, "NOTE", flag) for flag in flags)
        # The words of a name with slashes, or of a second name, stand in the citation.
        cited = [name for name in parts.get("name", ()) if name != without]
        return without, text + self._citation(*key, cited)

    def _patronymic(self, said: Said) -> None:
        """It stands in NAME and with the given names, as genealogists write it; that it is one, a fact says."""
        if cleaned(said.words).strip():
            kind = fields()[said.field].en
            self.groups.setdefault(("FACT", kind, said.words, said.record_id, said.source), ([], []))

    def _said(self, said: Said) -> None:
        field, words = said.field, said.words
        tag, kind, holds = _structure(field, self.lines.seven)
        payload = ""
        if holds == "payload":
            payload = _slashless(words) if tag == "NAME" else words
        own, cited = self.groups.setdefault((tag, kind, payload, said.record_id, said.source), ([], []))
        if holds == "date":
            if said.value is not None:
                own.append(_date_lines(said.value, self.lines))
        elif field == "gender" and said.value is not None:
            self._reading(said)
        if holds in _HOLDS:
            own.append(self.lines.of(2, _HOLDS[holds], words))
        if said.flag is not None:
            own.append(self.lines.of(2, "NOTE", f"{field}: {said.flag}"))
        plain = words.isprintable() and bool(words) and not words.isspace()
        if (plain or self._is_left("words", field, words)) and (
            holds == "date" or (holds == "payload" and payload != words)
        ):
            cited.append(words)

    def _reading(self, said: Said) -> None:
        if said.value == self.sex:
            self.losses.give("reading", said.field)
        else:
            self.losses.lose("reading", said.field, _ONE_SEX)

    def _is_left(self, part: str, field: str, words: str) -> bool:
        """Whether anything is left of a text; it is counted as lost where nothing is (and is no longer given), and as
        changed where it is another."""
        if words.isprintable() and not words.isspace() and words:
            return True
        left = cleaned(words)
        if not left.strip():
            self.losses.give(part, field, -1)
            self.losses.lose(part, field, _NOTHING_LEFT)
            return False
        if left != words:
            self.losses.change(_CLEANED)
        return True


@lru_cache(maxsize=65_536)
def _date_lines(edtf: str, lines: Lines) -> str:
    """A date, and as its phrase the EDTF where GEDCOM cannot say it exactly."""
    date, phrase = gedcom_date(edtf)
    if lines.seven:
        return lines.of(2, "DATE", date) + (lines.of(3, "PHRASE", phrase) if phrase else "")
    text = lines.of(2, "DATE", date or f"({phrase})")
    return text + lines.of(2, "NOTE", f"EDTF: {phrase}") if phrase and date else text


def _slashless(name: str) -> str:
    """A name without slashes, which set off the surname in GEDCOM, on one line."""
    if name.isprintable() and "/" not in name and "  " not in name and " " not in (name[:1], name[-1:]):
        return name
    return " ".join(cleaned(name).replace("/", " ").split())


class _Families:
    """The families that relations to heads of households tell of; relations that make none become associations."""

    def __init__(self, relations: pl.DataFrame, lines: Lines) -> None:
        self.lines = lines
        self.members: dict[str, list[tuple[str, str]]] = {}  # by the id of the family: role, person
        self.said: dict[str, list[str]] = {}  # by the id of the family: the entries that say so
        self.links: dict[str, list[str]] = {}  # by person: the lines of their record
        for person, head, relation, record in relations.iter_rows():
            self._add(person, head, relation or "", record)

    def of(self, person_id: str) -> list[str]:
        """The lines of a person's record."""
        return self.links.get(person_id, [])

    def records(self, sources: Mapping[str, str]) -> list[str]:
        """The records of families."""
        return [self._record(id, members, sources) for id, members in self.members.items()]

    def _add(self, person: str, head: str, relation: str, record: str) -> None:
        if relation == "wife":
            spouses = sum(id.startswith(f"F{reference(head)}X") for id in self.members)
            self._join(f"F{reference(head)}X{spouses}", [("HUSB", head), ("WIFE", person)], record)
        elif relation in _CHILDREN:
            self._join(f"F{reference(head)}X0", [("HUSB", head), ("CHIL", person)], record)
        elif relation in ("father", "mother"):
            role = "HUSB" if relation == "father" else "WIFE"
            self._join(f"F{reference(head)}P", [(role, person), ("CHIL", head)], record)
        else:
            kind = relation or "member of the household"
            role = f"2 ROLE OTHER\n3 PHRASE {kind}\n" if self.lines.seven else f"2 RELA {kind}\n"
            # The one that is linked to is the head; the role is what the other is to them.
            self.links.setdefault(head, []).append(f"1 ASSO @{reference(person)}@\n{role}")

    def _join(self, id: str, members: list[tuple[str, str]], record: str) -> None:
        there = self.members.setdefault(id, [])
        for role, person in members:
            taken = role != "CHIL" and any(one == role for one, _ in there)
            if (role, person) in there or taken:
                continue
            there.append((role, person))
            link = "FAMC" if role == "CHIL" else "FAMS"
            self.links.setdefault(person, []).append(f"1 {link} @{id}@\n")
        self.said.setdefault(id, []).append(record)

    def _record(self, id: str, members: list[tuple[str, str]], sources: Mapping[str, str]) -> str:
        order = {"HUSB": 0, "WIFE": 1, "CHIL": 2}
        inside = "".join(
            f"1 {role} @{reference(person)}@\n" for role, person in sorted(members, key=lambda one: order[one[0]])
        )
        cited = "".join(
            f"1 SOUR {sources[record.partition(':')[0]]}\n" + self.lines.of(2, "PAGE", record)
            for record in dict.fromkeys(self.said[id])
        )
        return f"0 @{id}@ FAM\n{inside}{cited}"
