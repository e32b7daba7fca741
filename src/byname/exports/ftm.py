"""People as FollowTheMoney entities (followthemoney 4.11), a line of JSON an entity.

Takes an archive as it is exported and the table of properties (ftm.yaml); writes a Document a list, and for each person
a Person, an Event for each entry that tells of one (a Sanction for a sentence), a Documentation for each entry, and a
Family for each stated relation. FollowTheMoney drops values it does not take without a word: each is held against its
rules before it is written, and what it would drop is counted as lost; a date that it cannot hold stands in the notes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from byname.exports.losses import Losses, counted, counted_people
from byname.exports.people import Batch, ExportedArchive, ExportedPerson, Said
from byname.values.fields import fields
from byname.values.shipped import shipped_yaml

_NO_DATE = (
    "FollowTheMoney has no date of this form (an interval, a doubt, a year before 1000); its words are in the notes"
)
_NO_READING = "FollowTheMoney has no normal forms beside the words"
_NO_WORDS = "FollowTheMoney takes the reading of it and not its words"
_NO_DOUBT = "FollowTheMoney has no place for a doubt about one value"
_NO_ENTRY = "a value of a Person in FollowTheMoney does not name the entry that says it"
_DERIVED = "derived from what the entries say, which is there"
_NO_PROBABILITY = "FollowTheMoney has no place for probabilities"
_TOO_LONG = "longer than FollowTheMoney lets a value of its type be"
_NOTHING_LEFT = "nothing is left of it without what FollowTheMoney takes out"
_CLEANED = "without control characters, signs that cannot be seen, and spaces too many, which FollowTheMoney takes out"
_DATE = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_SPACES = re.compile("[\u2000-\u200a\u2028\u2029\u0a00\u1680\u202f\u205f\u3000]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u061c\u2060-\u2064\u00ad\ufeff\ud800-\udfff]")
_QUOTED = re.compile(r"""^["'](.*)["']$""")
_BREAKS = re.compile(r"(\r\n|\n|<BR/>|<BR>|\t|ESQ\.,|ESQ,|;)")
_COMMAS = re.compile(r"(,\s?[,.])")
_GENDERS = ("male", "female", "other")
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Properties = dict[str, dict[str, None]]  # the values of each property, each once and in their order


@dataclass(frozen=True, slots=True)
class _Term:
    """Where a field goes: the kind of event (empty: the person), the property, what is carried, and its type."""

    kind: str
    property: str
    reading: bool
    type: str
    most: int


_NOTE = _Term("", "notes", False, "text", 65_000)
_NOTE_OF_SANCTION = _Term("", "summary", False, "text", 65_000)  # it has no notes
_OUTCOME = _Term("", "status", False, "string", 1024)


@cache
def _terms() -> Mapping[str, _Term]:
    data = shipped_yaml("exports", "ftm.yaml")
    found = {}
    for group in ("person", "events"):
        for field, row in data[group].items():
            most = data["most"].get(row["type"], 0)
            found[field] = _Term(row.get("kind", ""), row["property"], row["part"] == "reading", row["type"], most)
    return found


@cache
def _sanctions() -> frozenset[str]:
    """The kinds of events that are measures of an authority."""
    return frozenset(shipped_yaml("exports", "ftm.yaml")["sanctions"])


def write_ftm(archive: ExportedArchive, out: Path) -> None:
    """Write the entities."""
    documents = {one.name: f"list.{number}" for number, one in enumerate(archive.lists)}
    with out.open("w", encoding="utf-8", newline="\n") as handle:
        for one in archive.lists:
            said = {"title": one.title, "author": one.citation, "summary": one.universe, "sourceUrl": one.address}
            values = {name: [text] for name, value in said.items() if (text := as_taken(value, "text"))}
            if not one.address.startswith(("http://", "https://")):
                values.pop("sourceUrl", None)
            handle.write(_entity(documents[one.name], "Document", values))
        for batch in archive.batches():
            lines: list[str] = []
            for person in batch.persons:
                _Writing(person, documents, archive.losses, lines).write()
            handle.writelines(lines)
            _count_what_is_the_same_for_all(archive.losses, batch)


def _count_what_is_the_same_for_all(losses: Losses, batch: Batch) -> None:
    """Count what does not depend on the value: doubts, entries, relations, and the fields of people."""
    for (part, field), count in counted(batch.statements).items():
        term = _terms().get(field, _NOTE)
        if part in ("words", "reading"):
            if (part == "reading") == term.reading:
                losses.give(part, field, count)
            else:
                losses.lose(part, field, _NO_WORDS if term.reading else _NO_READING, count)
        elif part == "doubt":
            losses.lose(part, field, _NO_DOUBT, count)
        elif term.kind:
            losses.give(part, field, count)
        else:
            losses.lose(part, field, _NO_ENTRY, count)
    for (part, field), count in counted_people(batch.people, batch.entries, batch.relations).items():
        if field == "probability":
            losses.lose(part, field, _NO_PROBABILITY, count)
        elif field in ("person_id", "record_id", "relation", "name", "outcome"):
            losses.give(part, field, count)
        else:
            losses.lose(part, field, _DERIVED, count)


def as_taken(text: str, kind: str) -> str:
    r"""A text as FollowTheMoney takes it for a type; empty where nothing is left of it.

    >>> as_taken(" Uno\x00\tVanavalge ", "name"), as_taken("193X", "date")
    ('Uno Vanavalge', '')
    """
    if kind == "date":
        return text if _DATE.fullmatch(text) else ""
    if kind == "gender":
        return text if text in _GENDERS else ""
    plain = text.isascii() or unicodedata.is_normalized("NFC", text)
    if not (plain and text.isprintable() and " " not in (text[:1], text[-1:])) or "\u00a0" in text:
        text = _UNSEEN.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text))).strip()
    if kind == "name":
        quoted = _QUOTED.match(text) if text[:1] in ("'", '"') else None
        return " ".join((quoted[1] if quoted else text).split())
    if kind == "address":
        return " ".join(_COMMAS.sub(", ", _BREAKS.sub(", ", text)).split()).strip()
    return text


def _entity(id: str, schema: str, properties: Mapping[str, Any]) -> str:
    listed = {name: list(values) for name, values in properties.items()}
    return _json({"id": id, "schema": schema, "properties": listed}) + "\n"


class _Writing:
    """One person on the way into entities."""

    __slots__ = ("documents", "events", "lines", "losses", "own", "person")

    def __init__(self, person: ExportedPerson, documents: Mapping[str, str], losses: Losses, lines: list[str]) -> None:
        self.person, self.documents, self.losses, self.lines = person, documents, losses, lines
        self.own: Properties = {}
        self.events: dict[tuple[str, str, str], Properties] = {}

    def write(self) -> None:
        """Write the person and all that belongs to it."""
        self._summary()
        for said in self.person.said:
            self._said(said)
        id, lines = self.person.id, self.lines
        lines.append(_entity(id, "Person", self.own))
        for number, ((kind, record, source), properties) in enumerate(self.events.items()):
            measure = kind in _sanctions()
            of_kind = {"program": [kind], "entity": [id]} if measure else {"name": [kind], "involved": [id]}
            whole: dict[str, Any] = of_kind | {"recordId": [record], "proof": [self.documents[source]]}
            schema, part = ("Sanction", "sanction") if measure else ("Event", "event")
            lines.append(_entity(f"{id}.{part}.{number}", schema, whole | properties))
        for number, (record, source, _) in enumerate(self.person.entries):
            lines.append(
                f'{{"id":"{id}.entry.{number}","schema":"Documentation","properties":{{"document":'
                f'["{self.documents[source]}"],"entity":["{id}"],"recordId":[{_json(record)}]}}}}\n'
            )
        for number, one in enumerate(self.person.relations):
            whole = {"person": [one.other_id], "relative": [id], "relationship": [one.relation or "member"]}
            whole["recordId"] = [one.record_id]
            lines.append(_entity(f"{id}.family.{number}", "Family", whole))

    def _summary(self) -> None:
        for field, term in (("name", _terms()["name"]), ("outcome", _OUTCOME)):
            value = self.person.row[field]
            if value is not None:
                self._put(self.own, term, str(value), "person", field)

    def _said(self, said: Said) -> None:
        term = _terms().get(said.field, _NOTE)
        losses, field = self.losses, said.field
        into = self.events.setdefault((term.kind, said.record_id, said.source), {}) if term.kind else self.own
        if term is _NOTE:
            self._note(self.own, said)
        elif not term.reading:
            self._put(into, term, said.words, "words", field)
        elif said.value is not None and as_taken(said.value, term.type):
            self._put(into, term, said.value, "reading", field)
        else:  # the words in place of the reading
            losses.give("words", field)
            losses.lose("words", field, _NO_WORDS, -1)
            self._note(into, said, _NOTE_OF_SANCTION if term.kind in _sanctions() else _NOTE)
            if said.value is not None:
                losses.give("reading", field, -1)
                losses.lose("reading", field, _NO_DATE)

    def _note(self, into: Properties, said: Said, term: _Term = _NOTE) -> None:
        label = fields()[said.field].en if said.field in fields() else said.field
        self._put(into, term, said.words, "words", said.field, f"{label}: ")

    def _put(self, into: Properties, term: _Term, words: str, part: str, field: str, before: str = "") -> None:
        """Put a value where it belongs, or count it as lost and no longer as given."""
        text = as_taken(words, term.type)
        if not text or (term.most and len(before) + len(text) > term.most):
            self.losses.give(part, field, -1)
            self.losses.lose(part, field, _TOO_LONG if text else _NOTHING_LEFT)
            return
        if text != words:
            self.losses.change(_CLEANED)
        there = into.get(term.property)
        if there is None:
            into[term.property] = {before + text: None}
        else:
            there[before + text] = None
