"""The people of an archive as a memorial shows them: by name, by day, by place, by list, household, incident.

Takes an archive that is built; gives tables in memory in the order of the names, without anybody who may be living. A
memorial holds those of whom a source says that they were persecuted, or who stand on a list that means it; the list of
all names holds everybody. Only exact dates count: what a source gives as a month or a year is no day of remembrance.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

# What happened on a day, in the order in which a page of a day says it; by columns of people and of records.
EVENTS: Final = {
    "death": "died", "disappearance": "disappeared", "sentence_date": "sentenced", "deportation": "deported",
    "arrest": "arrested",
}  # fmt: skip
_OF_RECORDS: Final = ("disappearance", "deportation")
# What ties a person to a place, in the order in which a page of a place says it.
PLACES: Final = {
    "birth_place": "born", "residence": "lived", "arrest_place": "arrested", "exile_place": "deported",
    "camp": "imprisoned", "death_place": "died", "burial_place": "buried", "disappearance_place": "disappeared",
}  # fmt: skip
_SHOWN: Final = ("person_id", "name", "birth", "death", "outcome")
_TOLD: Final = ("key", "source", "incident", "date", "place")
_MEANS_IT: Final = ("dead", "disappeared", "persecuted")  # what standing on a list means
_DAY: Final = r"^(\d{4})-(\d\d-\d\d)$"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A person in a memorial: name as written, dates of birth and death (EDTF), outcome (a code).

    `why` says what puts the person on a page (a value of EVENTS or PLACES; empty where all are there for one reason),
    `year` in which year.
    """

    person_id: str
    name: str
    birth: str | None
    death: str | None
    outcome: str | None
    why: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceOfMany:
    """A place: its folded name, as sources write it most often, and how many people it has to do with."""

    place: str
    words: str
    people: int


@dataclass(frozen=True, slots=True)
class Household:
    """A household: the record of its head, the head's name, and how many of it are shown."""

    head: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Incident:
    """An incident as a list tells of it: source, name, date (EDTF), place, and how many of its dead are shown."""

    key: str
    source: str
    name: str
    date: str | None
    place: str | None
    people: int


@dataclass(frozen=True, slots=True)
class Memorial:
    """The tables: `people` who were persecuted, by name; `days` (person, why, day "MM-DD", year), `places` (person,
    why, place, words), `lists` (person, source), `households` (person, head), `incidents` (person, key), each `told`.

    `person` is the row in `people`.
    """

    people: pl.DataFrame
    days: pl.DataFrame
    places: pl.DataFrame
    lists: pl.DataFrame
    households: pl.DataFrame
    incidents: pl.DataFrame
    told: pl.DataFrame

    @property
    def all_rows(self) -> pl.DataFrame:
        """The rows of everybody by name."""
        return self.people.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("person"))

    def tables(self) -> dict[str, tuple[pl.DataFrame, str]]:
        """The table of each kind of group, and the column of its key."""
        return {
            "day": (self.days, "day"), "place": (self.places, "place"), "list": (self.lists, "source"),
            "household": (self.households, "head"), "incident": (self.incidents, "key"),
        }  # fmt: skip

    def calendar(self) -> dict[str, int]:
        """How many people each day ("MM-DD") has."""
        counted = self.days.group_by("day").agg(pl.col("person").n_unique())
        return dict(counted.sort("day").iter_rows())

    def on_day(self, day: str) -> pl.DataFrame:
        """The rows of a day, what happened first, then by year and name."""
        rows = self.days.filter(pl.col("day") == day).with_columns(_rank(EVENTS.values()))
        return rows.sort("rank", "year", "person")

    def on_list(self, name: str) -> pl.DataFrame:
        """The rows of a list by name."""
        return self.lists.filter(pl.col("source") == name).sort("person")

    def at_place(self, place: str) -> pl.DataFrame:
        """The rows of a place (its folded name): who was born there first, then who lived there and so on."""
        rows = self.places.filter(pl.col("place") == place).with_columns(_rank(PLACES.values()))
        return rows.sort("rank", "person").unique(["why", "person"], keep="first", maintain_order=True)

    def place_names(self) -> tuple[PlaceOfMany, ...]:
        """All places, those of most people first."""
        said = self.places.group_by("place", "words").len().sort("len", "words", descending=[True, False])
        commonest = said.unique("place", keep="first", maintain_order=True).select("place", "words")
        counted = self.places.group_by("place").agg(pl.col("person").n_unique().alias("people"))
        rows = counted.join(commonest, on="place").sort("people", "place", descending=[True, False])
        return tuple(PlaceOfMany(*row) for row in rows.select("place", "words", "people").iter_rows())

    def household_names(self) -> tuple[Household, ...]:
        """All households of whom more than one is shown, by the name of the first."""
        rows = self.households.sort("person").group_by("head", maintain_order=True)
        counted = rows.agg(pl.col("person").first(), pl.col("person").n_unique().alias("people"))
        several = counted.filter(pl.col("people") > 1)
        names = self.people["name"]
        return tuple(Household(head, names[person], people) for head, person, people in several.iter_rows())

    def in_household(self, head: str) -> pl.DataFrame:
        """The rows of a household."""
        return self.households.filter(pl.col("head") == head).sort("person")

    def incident_names(self) -> tuple[Incident, ...]:
        """All incidents by date."""
        counted = self.incidents.group_by("key").agg(pl.col("person").n_unique().alias("people"))
        rows = self.told.join(counted, on="key", how="left").with_columns(pl.col("people").fill_null(0))
        ordered = rows.sort("date", "key", nulls_last=True)
        return tuple(Incident(*row) for row in ordered.select(*_TOLD, "people").iter_rows())

    def of_incident(self, key: str) -> pl.DataFrame:
        """The rows of an incident."""
        return self.incidents.filter(pl.col("key") == key).sort("person")

    def people_of(self, rows: pl.DataFrame) -> tuple[Remembered, ...]:
        """The people of some rows, in their order."""
        own = self.people[rows["person"].to_list()]
        extra = [name for name in ("why", "year") if name in rows.columns]
        return remembered(pl.concat([own, rows.select(extra)], how="horizontal") if extra else own)


def names_of(archive: Archive) -> pl.DataFrame:
    """Everybody who is shown, persecuted or not: person_id, name, birth, death, outcome, by name."""
    return _named(archive, DerivedTables.built(archive)).select(_SHOWN)


def memorial_of(archive: Archive) -> Memorial:
    """The memorial of an archive; raises BadArchive where it is not built."""
    tables = DerivedTables.built(archive)
    people = _named(archive, tables).join(_persecuted(tables), on="person_id", how="semi", maintain_order="left")
    numbered = people.select("person_id", pl.int_range(pl.len(), dtype=pl.UInt32).alias("person"))
    owners = tables.scan("assignments").select("record_id", "person_id").collect().join(numbered, on="person_id")
    owned = owners.select("record_id", "person")
    records = tables.scan("records").select("record_id", "source", "head", *_OF_RECORDS).collect()
    records = records.join(owned, on="record_id")
    return Memorial(
        people=people.select(_SHOWN),
        days=_days(people.with_row_index("person"), records),
        places=_places(tables, numbered),
        lists=records.select("person", "source").unique(),
        households=_households(records),
        incidents=_incidents(tables).select("key", "record_id").join(owned, on="record_id").select("person", "key"),
        told=_incidents(tables).select(_TOLD).unique("key"),
    )


def _named(archive: Archive, tables: DerivedTables) -> pl.DataFrame:
    hidden = Protection.of(archive).people()
    shown = tables.scan("people").filter(
        ~pl.col("person_id").is_in(hidden.implode()) & pl.col("name").fill_null("").ne("")
    )
    return shown.select(*_SHOWN, "arrest", "sentence_date").sort("name", "person_id").collect()


def _persecuted(tables: DerivedTables) -> pl.DataFrame:
    """The ids of those of whom a source says so, or who stand on a list that means it."""
    said = tables.scan("subjects").filter(pl.col("persecuted")).select("person_id")
    listed = tables.scan("records").filter(pl.col("standing").is_in(_MEANS_IT)).select("record_id")
    owners = tables.scan("assignments").select("record_id", "person_id")
    return pl.concat([said, listed.join(owners, on="record_id").select("person_id")]).unique().collect()


def _days(people: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    parts = [(people, name) for name in EVENTS if name not in _OF_RECORDS] + [(records, name) for name in _OF_RECORDS]
    found = [
        frame.select(
            pl.col("person").cast(pl.UInt32),
            pl.lit(EVENTS[name]).alias("why"),
            pl.col(name).str.extract(_DAY, 2).alias("day"),
            pl.col(name).str.extract(_DAY, 1).cast(pl.Int32).alias("year"),
        ).drop_nulls()
        for frame, name in parts
    ]
    return pl.concat(found).unique()


def _places(tables: DerivedTables, numbered: pl.DataFrame) -> pl.DataFrame:
    said = tables.scan("attestations").filter(pl.col("field").is_in(list(PLACES)) & pl.col("value").is_not_null())
    rows = said.select("person_id", "field", "value", pl.col("as_written").str.strip_chars()).collect()
    found = rows.join(numbered, on="person_id").select(
        "person", pl.col("field").replace_strict(PLACES).alias("why"), pl.col("value").alias("place"),
        pl.col("as_written").alias("words"),
    )  # fmt: skip
    return found.filter(pl.col("place") != "").unique()


def _households(records: pl.DataFrame) -> pl.DataFrame:
    heads = records.select("head").drop_nulls().unique()
    members = records.filter(pl.col("head").is_not_null()).select("person", "head")
    own = records.join(heads, left_on="record_id", right_on="head").select("person", pl.col("record_id").alias("head"))
    return pl.concat([own, members]).unique()


def _incidents(tables: DerivedTables) -> pl.DataFrame:
    """Each incident with each of its records: key, source, incident, date, place, record_id."""
    rows = tables.scan("incidents").select("source", "incident", "date", "place", "record_ids").collect()
    key = (pl.col("source") + ":" + pl.col("incident")).alias("key")
    return rows.explode("record_ids").rename({"record_ids": "record_id"}).with_columns(key)


def _rank(order: Iterable[str]) -> pl.Expr:
    ranks = {word: place for place, word in enumerate(order)}
    return pl.col("why").replace_strict(ranks, return_dtype=pl.UInt8).alias("rank")


def remembered(rows: pl.DataFrame) -> tuple[Remembered, ...]:
    """The people of some rows of names."""
    return tuple(Remembered(**row) for row in rows.iter_rows(named=True))
