"""Reads the people of a family tree in Gramps XML (`.gramps`) as flat objects: a column a part of what is said.

Takes the file twice, as a person comes before the places and after the events that are theirs; gives one object a
person, in order: names, sex, each event (`Birth.date`, `Birth.place`, `Occupation`), attributes by their type, notes.
Several values of one column are joined by `; `. Families and sources are not read, as they are about nobody by
themselves. A document type is passed over and never fetched; entities are refused.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from byname.errors import BadSource
from byname.sources.counted_bytes import CountedBytes
from byname.sources.limits import Limits
from byname.sources.objects import BETWEEN
from byname.sources.xml_damage import local_name, xml_read

_KEPT = ("event", "placeobj", "note")
_DEEPEST = 12  # places that lie in each other
_DATES = ("dateval", "daterange", "datespan", "datestr")
Columns = dict[str, dict[str, None]]  # the values of each column, each once and in their order


@dataclass
class _Tree:
    """What people refer to, by handle: events and notes as their columns, places with the place they lie in."""

    events: dict[str, tuple[str, dict[str, str], str]] = field(default_factory=dict)  # type, values, place
    notes: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[str, str]] = field(default_factory=dict)

    def keep(self, element: Element) -> None:
        """Keep an event, a place or a note."""
        handle, kind = element.get("handle", ""), local_name(element)
        if kind == "event":
            self.events[handle] = _event(element)
        elif kind == "placeobj":
            names = [one.get("value", "") for one in _below(element, "pname")]
            within = next((one.get("hlink", "") for one in _below(element, "placeref")), "")
            self.places[handle] = next(iter([*names, _text(element, "ptitle")])), within
        else:
            self.notes[handle] = _text(element, "text")

    def place(self, handle: str) -> str:
        """The name of a place and of those it lies in, the widest last."""
        names: dict[str, None] = {}
        for _ in range(_DEEPEST):  # places can be said to lie in each other
            if handle not in self.places:
                break
            name, handle = self.places[handle]
            names[name] = None
        return ", ".join(filter(None, names))


def read_gramps(
    binary: io.BufferedReader, again: io.BufferedReader, where: str, limits: Limits
) -> Iterator[Mapping[str, str]]:
    """Give the people of a file that is opened twice; raises BadSource where the XML is damaged, defines entities, or
    holds no person."""
    tree, people = _Tree(), 0
    for element in _elements(binary, _KEPT, where, limits):
        tree.keep(element)
    for person in _elements(again, ("person",), where, limits):
        people += 1
        yield _flat(person, tree)
    if not people:
        raise BadSource("the family tree holds no person", where=where, fix="check which file was meant")


def _elements(binary: io.BufferedReader, wanted: tuple[str, ...], where: str, limits: Limits) -> Iterator[Element]:
    """The elements of some names that stand in the lists of the tree; each is cleared behind us."""
    counted = CountedBytes(binary, where, 4 * limits.page_characters)
    found = 0
    with xml_read(
        where,
        refused=lambda kind: f"the XML defines entities ({kind}), which Gramps never does",
        again="the tree",
        read=lambda: f"{found:,} of its parts",
    ):
        stream = iterparse(counted, events=("start", "end"), forbid_dtd=False)
        _, root = next(stream)
        if local_name(root) != "database":
            raise BadSource("this XML is no family tree of Gramps", where=where, fix="export the tree again")
        depth = 1
        for event, element in stream:
            depth += 1 if event == "start" else -1
            if event == "start" or depth > 2:
                continue
            found += 1
            if depth == 2 and local_name(element) in wanted:
                yield element
            element.clear()
            counted.taken()
            if depth == 1:
                root.clear()


def _event(element: Element) -> tuple[str, dict[str, str], str]:
    """The type of an event, what is said of it by aspect (empty: the event itself), and the handle of its place."""
    values = {"": _text(element, "description"), "date": _date(element), "cause": _text(element, "cause")}
    for one in _below(element, "attribute"):
        values[one.get("type", "attribute").lower()] = one.get("value", "")
    place = next((one.get("hlink", "") for one in _below(element, "place")), "")
    return _text(element, "type") or "Event", {name: text for name, text in values.items() if text}, place


def _date(element: Element) -> str:
    """The date below an element, in words; a day of the Julian calendar says so."""
    found = next((one for one in element if local_name(one) in _DATES), None)
    if found is None:
        return ""
    kind = local_name(found)
    if kind in ("dateval", "datestr"):
        before = found.get("type") or ("about" if found.get("quality") else "")
        text = f"{before} {found.get('val', '')}".strip()
    else:
        words = ("between", "and") if kind == "daterange" else ("from", "to")
        text = f"{words[0]} {found.get('start', '')} {words[1]} {found.get('stop', '')}"
    calendar = found.get("cformat")
    if calendar:
        text += " (old style)" if calendar == "Julian" else f" ({calendar} calendar)"
    return text


def _flat(person: Element, tree: _Tree) -> dict[str, str]:
    found: Columns = {"id": {person.get("id", "") or person.get("handle", ""): None}}
    for one in _below(person, "gender"):
        _put(found, "gender", {"M": "male", "F": "female"}.get(one.text or "", ""))
    for one in _below(person, "name"):
        _name(found, one)
    for one in _below(person, "eventref"):
        _event_of(found, one, tree)
    for one in _below(person, "attribute"):
        _put(found, one.get("type", "attribute"), one.get("value", ""))
    for one in _below(person, "address"):
        _put(found, "address", ", ".join(part.text for part in one if part.text and local_name(part) != "noteref"))
    for one in _below(person, "noteref"):
        _put(found, "note", tree.notes.get(one.get("hlink", ""), ""))
    return {name: BETWEEN.join(texts) for name, texts in found.items()}


def _name(found: Columns, name: Element) -> None:
    """The parts of the first name; any other is whole, in the column of its type."""
    surnames = [" ".join(filter(None, (one.get("prefix"), one.text))) for one in _below(name, "surname")]
    given, surname = _text(name, "first"), " ".join(surnames)
    if "surname" in found or "first name" in found:
        _put(found, name.get("type") or "Other Name", " ".join(filter(None, (given, surname))))
        return
    _put(found, "first name", given)
    _put(found, "surname", surname)
    for part, column in (("suffix", "suffix"), ("title", "title"), ("nick", "nickname"), ("call", "call name")):
        _put(found, column, _text(name, part))


def _event_of(found: Columns, reference: Element, tree: _Tree) -> None:
    """What is said of an event, in columns of its type; of one in which the person had another part, of that, too."""
    handle, role = reference.get("hlink", ""), reference.get("role", "Primary")
    if handle not in tree.events:
        return
    kind, values, place = tree.events[handle]
    column = kind if role in ("Primary", "") else f"{role} of {kind}"
    if place:
        values = {**values, "place": tree.place(place)}
    for aspect, text in values.items():
        _put(found, f"{column}.{aspect}" if aspect else column, text)
    if not values:
        _put(found, column, "yes")


def _put(found: Columns, column: str, text: str) -> None:
    text = " ".join(text.split()) if column != "note" else text.strip()
    if text:
        found.setdefault(column, {})[text] = None


def _below(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element if local_name(one) == name)


def _text(element: Element, name: str) -> str:
    return next(("".join(one.itertext()).strip() for one in _below(element, name)), "")
