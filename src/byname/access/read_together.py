"""Many people and their entries read in one go, for a publication that makes the page of everybody.

Takes an archive and the ids of some people, or of entries that speak of nobody; gives what `person_of`, `record_of` and
`household_of` would give for each, without reading the tables anew for each. People who may be living are taken out by
the same rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import polars as pl

from byname.access.household import Member
from byname.access.lists import ArchiveList, lists_of
from byname.access.protection import WITHHELD_TEXT, Protection
from byname.access.record import STATED, ShownRecord, shown_statements
from byname.access.trace import Trace
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import NotInSources

_NONE = pl.Series("record_id", [], dtype=pl.String)
T = TypeVar("T")
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom and what a publication has pages of: the ids of people, and of entries that were taken to speak of nobody,
    each sorted; `hidden` are the ids of people who are withheld."""

    people: pl.Series
    unowned: pl.Series
    hidden: pl.Series


def shown_ids(archive: Archive) -> Shown:
    """Whom a publication shows; raises BadArchive where the archive is not built."""
    tables = DerivedTables.built(archive)
    protection = Protection.of(archive)
    hidden = protection.people()
    people = tables.scan("people").select("person_id").collect()["person_id"]
    owned = tables.scan("assignments").select("record_id")
    unowned = tables.scan("entries").select("record_id").join(owned, on="record_id", how="anti").collect()
    apart = unowned["record_id"].filter(~unowned["record_id"].is_in(protection.records(hidden).implode()))
    return Shown(people.filter(~people.is_in(hidden.implode())).sort(), apart.sort(), hidden)


@dataclass(frozen=True, slots=True)
class ReadTogether:
    """Some people, entries and numbers, in memory; a Reader that knows no others."""

    people: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    records: Mapping[str, ShownRecord] = field(default_factory=dict)
    households: Mapping[str, tuple[Member, ...]] = field(default_factory=dict)
    numbers: Mapping[str, Trace] = field(default_factory=dict)

    def person(self, person_id: str) -> dict[str, Any]:
        """A person."""
        return _found(self.people, person_id)

    def record(self, record_id: str) -> ShownRecord:
        """An entry."""
        return _found(self.records, record_id)

    def household(self, person_id: str) -> tuple[Member, ...]:
        """The others of the household."""
        return self.households.get(person_id, ())

    def trace(self, number_id: str, limit: int) -> Trace:
        """A number with as many rows as were read of it."""
        return _found(self.numbers, number_id)


def people_together(archive: Archive, people: pl.Series, hidden: pl.Series) -> ReadTogether:
    """Some people with their entries and households; `hidden` are those of the archive who are withheld.

    An id of somebody who is withheld is as one that nobody has.
    """
    tables = DerivedTables.built(archive)
    protection = Protection.of(archive)
    ids = people.filter(~people.is_in(hidden.implode()))
    members = tables.rows("assignments", "person_id", ids).sort("record_id")
    entries = tables.rows("entries", "record_id", members["record_id"])
    told = protection.hidden_texts(_written(entries), _NONE)
    columns = ("record_id", "source", "file", "text")
    texts = protection.with_texts_withheld(entries.select(columns), "text", _NONE, told=told)
    own = members.select("record_id", "person_id")
    by_person = _grouped(texts.join(own, on="record_id").sort("person_id", "record_id"))
    said = tables.rows("attestations", "person_id", ids)
    attested = _grouped(protection.values_withheld(said, "as_written", _NONE, told=told))
    conflicts = _grouped(tables.rows("conflicts", "person_id", ids))
    sure: dict[str, dict[str, float]] = {}
    for record_id, person, probability in members.select("record_id", "person_id", "probability").iter_rows():
        sure.setdefault(person, {})[record_id] = probability
    found = {}
    for row in tables.rows("people", "person_id", ids).iter_rows(named=True):
        id = row["person_id"]
        found[id] = row | {
            "records": by_person.get(id, []),
            "probabilities": sure.get(id, {}),
            "attestations": attested.get(id, []),
            "conflicts": conflicts.get(id, []),
        }
    owners = {record: (person, sure[person][record]) for record, person in own.iter_rows()}
    records = _records(archive, protection, entries, owners, told)
    return ReadTogether(found, records, _households(tables, own, hidden))


def entries_together(archive: Archive, unowned: pl.Series) -> ReadTogether:
    """Some entries that were taken to speak of nobody."""
    tables = DerivedTables.built(archive)
    protection = Protection.of(archive)
    entries = tables.rows("entries", "record_id", unowned)
    told = protection.hidden_texts(_written(entries), _NONE)
    return ReadTogether(records=_records(archive, protection, entries, {}, told))


def _written(entries: pl.DataFrame) -> pl.DataFrame:
    return entries.select("record_id", pl.col("text").fill_null(""))


def _grouped(frame: pl.DataFrame, by: str = "person_id") -> dict[str, Rows]:
    """The rows of a table by the id of their person or record, in their order, without the column of the id."""
    found: dict[str, Rows] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row.pop(by), []).append(row)
    return found


def _records(
    archive: Archive,
    protection: Protection,
    entries: pl.DataFrame,
    owners: Mapping[str, tuple[str, float]],
    told: Collection[str],
) -> dict[str, ShownRecord]:
    """The entries by id; `owners`: the person of each, and the probability that it belongs there; `told`: the ids of
    those whose text is withheld."""
    lists = {one.name: one for one in lists_of(archive)}
    shown = dict(protection.with_texts_withheld(_written(entries), "text", _NONE, told=told).iter_rows())
    stated = protection.tables.rows("statements", "record_id", entries["record_id"])
    said = protection.values_withheld(stated, "as_written", _NONE, told=told)
    by_record = _grouped(said.select("record_id", *STATED), "record_id")
    return {
        row["record_id"]: _record(
            row, lists[row["source"]], shown[row["record_id"]], by_record.get(row["record_id"], []), owners
        )
        for row in entries.iter_rows(named=True)
    }


def _record(
    entry: Mapping[str, Any],
    source: ArchiveList,
    text: str,
    said: Rows,
    owners: Mapping[str, tuple[str, float]],
) -> ShownRecord:
    person, probability = owners.get(entry["record_id"], (None, None))
    withheld = text == WITHHELD_TEXT
    return ShownRecord(
        record_id=entry["record_id"],
        list=source,
        file=entry["file"],
        sha256=dict(source.files).get(entry["file"], ""),
        item=entry["item"],
        text=text if source.republish and not withheld else None,
        withheld=withheld,
        problems=entry["problems"] or "",
        person_id=person,
        probability=probability,
        statements=tuple(shown_statements(said, source)),
    )


def _households(tables: DerivedTables, own: pl.DataFrame, hidden: pl.Series) -> dict[str, tuple[Member, ...]]:
    """The others of the household of each person; nobody where no list has households."""
    if "head" not in tables.filled("records"):
        return {}
    columns = ("record_id", "source", "position", "head", "relation")
    records = tables.scan("records").select(columns)
    mine = records.filter(pl.col("record_id").is_in(own["record_id"].implode())).collect()
    heads = pl.concat([mine["head"].drop_nulls(), mine["record_id"]]).unique().implode()
    entered = records.filter(pl.col("head").is_in(heads) | pl.col("record_id").is_in(heads))
    owners = tables.scan("assignments").select("record_id", "person_id")
    rows = entered.join(owners, on="record_id").collect()
    rows = rows.filter(~pl.col("person_id").is_in(hidden.implode()))
    names = tables.scan("people").filter(pl.col("person_id").is_in(rows["person_id"].unique().implode()))
    named = names.select("person_id", "name", "birth", "death").filter(pl.col("name").is_not_null())
    members = rows.join(named.collect(), on="person_id").sort("source", "position").to_dicts()
    by_head: dict[str, Rows] = {}
    for row in members:
        for head in {row["head"], row["record_id"]} - {None}:
            by_head.setdefault(head, []).append(row)
    heads_of: dict[str, set[str]] = {}
    for person, head, record in mine.join(own, on="record_id").select("person_id", "head", "record_id").iter_rows():
        heads_of.setdefault(person, set()).update({record} if head is None else {record, head})
    return {person: _others(person, found, by_head) for person, found in heads_of.items()}


def _others(person: str, heads: Iterable[str], by_head: Mapping[str, Rows]) -> tuple[Member, ...]:
    rows = {row["record_id"]: row for head in heads for row in by_head.get(head, ()) if row["person_id"] != person}
    ordered = sorted(rows.values(), key=lambda row: (row["source"], row["position"]))
    return tuple(_each_once(ordered))


def _each_once(rows: Rows) -> Iterator[Member]:
    seen = set()
    for row in rows:
        if row["person_id"] not in seen:
            seen.add(row["person_id"])
            yield Member(row["person_id"], row["name"], row["birth"], row["death"], row["relation"])


def _found(things: Mapping[str, T], id: str) -> T:
    if id not in things:
        raise NotInSources(f"{id!r} is not in our sources", fix="it may be withheld")
    return things[id]
