"""What a person's page shows, in the order in which it is shown.

Takes a person as `access/` gives it and the lists of the archive; gives names, what happened in the order of its dates,
each attribute with every list that states it, and how sure it is that the entries are one person, in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from byname.access.lists import ArchiveList
from byname.access.protection import WITHHELD, WITHHELD_TEXT
from byname.access.record import SHORT_VALUE
from byname.site.language import Language
from byname.values.dates import FuzzyDate
from byname.values.fields import fields

# From this probability on, what is said of an entry that was joined with others.
SURENESS = (
    (0.99, "practically certain"),
    (0.95, "very probable"),
    (0.8, "probable"),
    (0.5, "more probable than not"),
    (0.0, "doubtful"),
)
# What happened, by the field that dates it; English messages of the site.
EVENTS = {
    "birth": "born", "birth_date": "born", "arrest": "arrested", "arrest_date": "arrested",
    "sentence_event": "sentenced", "sentence_date": "sentenced", "deportation": "deported",
    "deportation_date": "deported", "disappearance": "disappeared", "disappearance_date": "disappeared",
    "release": "released", "release_date": "released", "reinstated_date": "reinstated", "death": "died",
    "death_date": "died", "rehabilitation": "rehabilitated", "rehabilitation_date": "rehabilitated",
    "incident_date": "incident",
}  # fmt: skip
_PLACED = {"born": "birth_place", "arrested": "arrest_place", "deported": "exile_place", "died": "death_place",
           "disappeared": "disappearance_place", "incident": "incident_place"}  # fmt: skip
_NOT_SHOWN = frozenset({"language", "surname", "given_name", "patronymic", "gender", "source_title", "source_address",
                        "read_on", "entry_text", "page_region"})  # fmt: skip
_COMPARED = {
    "birth": "birth_date",
    "death": "death_date",
    "arrest": "arrest_date",
}  # fields of conflicts by their names


@dataclass(frozen=True, slots=True)
class Attestation:
    """What one entry says: its text as written, its reading, why that is doubtful, and where it stands."""

    words: str
    value: str
    flag: str
    record_id: str
    source: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened (a value of EVENTS) on a date (EDTF) at a place, with all entries that say so."""

    what: str
    date: str
    place: str
    said_by: tuple[Attestation, ...]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field with every attestation of it; `disputed`: the lists disagree about it."""

    field: str
    said: tuple[Attestation, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry that was taken for this person, and how sure that is, in words; empty where it stands alone."""

    record_id: str
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """All that a person's page shows."""

    person_id: str
    name: str
    other_names: tuple[str, ...]
    birth: str | None
    death: str | None
    outcome: str | None
    events: tuple[Event, ...]
    attributes: tuple[Attribute, ...]
    entries: tuple[Entry, ...]
    sure: str
    conflicts: tuple[Mapping[str, Any], ...]
    attestations: tuple[tuple[str, Attestation], ...]  # all of them, each with its field


def person_view(person: Mapping[str, Any], lists: Sequence[ArchiveList]) -> PersonView:
    """The view of a person of `person_of`; long texts stay out where the licence of their list keeps them back."""
    open_lists = {one.name for one in lists if one.republish}
    said = [_attestation(row, open_lists) for row in person["attestations"]]
    by_field: dict[str, list[Attestation]] = {}
    for row, one in zip(person["attestations"], said, strict=True):
        by_field.setdefault(row["field"], []).append(one)
    alone = len(person["records"]) == 1
    return PersonView(
        person_id=person["person_id"],
        name=person["name"] or person["person_id"],
        other_names=tuple(_other_names(person["name"], by_field)),
        birth=person["birth"],
        death=person["death"],
        outcome=person["outcome"],
        events=tuple(_events(by_field)),
        attributes=tuple(_attributes(by_field, person["conflicts"])),
        entries=tuple(
            Entry(row["record_id"], row["source"], "" if alone else sureness(person["probabilities"][row["record_id"]]))
            for row in person["records"]
        ),
        sure="" if alone else sureness(person["probability"]),
        conflicts=tuple(person["conflicts"]),
        attestations=tuple((row["field"], one) for row, one in zip(person["attestations"], said, strict=True)),
    )


def sureness(probability: float) -> str:
    """How sure a link is, in words; an English message of the site.

    >>> sureness(0.9934), sureness(0.6)
    ('practically certain', 'more probable than not')
    """
    return next(words for least, words in SURENESS if probability >= least)


def fate_words(view: PersonView, speech: Language, outcome: str) -> str:
    """One line: what became of the person, and when, as far as the lists say; `outcome` is its label.

    Empty where no list says anything.
    """
    from byname.site.web.dates import date_words

    if not view.death:
        return outcome
    died = speech.text("died %(date)s") if not outcome else f"{outcome}, %(date)s"
    return died % {"date": date_words(view.death, speech)}


def _attestation(row: Mapping[str, Any], open_lists: set[str]) -> Attestation:
    words, value = row["as_written"].strip(), row["value"] or ""
    withheld = words in (WITHHELD, WITHHELD_TEXT)
    kept_back = row["source"] not in open_lists and len(words) > SHORT_VALUE
    if kept_back:
        words, value = "", ""
    return Attestation(words, value, row["flag"] or "", row["record_id"], row["source"], withheld)


def _other_names(name: str | None, by_field: Mapping[str, Sequence[Attestation]]) -> list[str]:
    names = [one.words for field in ("name", "alias", "maiden_name") for one in by_field.get(field, ())]
    return [other for other in dict.fromkeys(names) if other and other not in (name, WITHHELD, WITHHELD_TEXT)]


def _events(by_field: Mapping[str, Sequence[Attestation]]) -> list[Event]:
    """What happened, in the order of the first day that each date can mean."""
    found: dict[tuple[str, str], list[Attestation]] = {}
    for name, said in by_field.items():
        for one in said if name in EVENTS else ():
            if FuzzyDate.parse_or_none(one.value) is not None:
                found.setdefault((EVENTS[name], one.value), []).append(one)
    events = [Event(what, date, _place(what, said, by_field), tuple(said)) for (what, date), said in found.items()]
    order = {what: place for place, what in enumerate(EVENTS.values())}
    return sorted(events, key=lambda event: (FuzzyDate.parse(event.date).earliest, order[event.what]))


def _place(what: str, said: Sequence[Attestation], by_field: Mapping[str, Sequence[Attestation]]) -> str:
    """Where the entries that date an event say that it happened; empty where they do not."""
    records = {one.record_id for one in said}
    places = (one for one in by_field.get(_PLACED.get(what, ""), ()) if one.record_id in records and not one.withheld)
    return next((one.words for one in places if one.words), "")


def _attributes(
    by_field: Mapping[str, Sequence[Attestation]], conflicts: Sequence[Mapping[str, Any]]
) -> list[Attribute]:
    """The fields in the order of the vocabulary, without those that only repeat the name."""
    disputed = {_COMPARED.get(row["field"], row["field"]) for row in conflicts}
    return [
        Attribute(name, tuple(one for one in by_field[name] if one.words), name in disputed)
        for name in fields()
        if name in by_field and name not in _NOT_SHOWN and any(one.words for one in by_field[name])
    ]
