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
KINDS: Final = ("day", "place", "list", "household", "incident")  # of groups
_FEW: Final = ("why", "day", "source")  # columns of few words
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
class Groups:
    """The rows of a table in the order of a key, and where those of each key begin: a page reads its own alone.

    `keys` has each key once, sorted; `starts` the row at which each begins, and at the end how many there are.
    """

    rows: pl.DataFrame
    key: str
    keys: pl.Series
    starts: pl.Series

    @classmethod
    def by(cls, key: str, rows: pl.DataFrame) -> Groups:
        """The groups of a table that is sorted by their key; names of lists, days and reasons take little room then."""
        counted = rows.group_by(key, maintain_order=True).len()
        starts = pl.concat([pl.Series("len", [0], dtype=pl.UInt32), counted["len"].cum_sum().cast(pl.UInt32)])
        few = [name for name in _FEW if name in rows.columns]
        return cls(rows.with_columns(pl.col(few).cast(pl.Categorical)), key, counted[key].set_sorted(), starts)

    def of(self, value: str) -> pl.DataFrame:
        """The rows of a key, in their order; none where there is no such key."""
        place = int(self.keys.search_sorted(value)) if len(self.keys) else 0
        if place == len(self.keys) or self.keys[place] != value:
            return self.rows.clear()
        first = int(self.starts[place])
        return self.rows.slice(first, int(self.starts[place + 1]) - first)


@dataclass(frozen=True, slots=True)
class Memorial:
    """The tables: `people` who were persecuted, by name, and `names` of everybody; `days` (person, why, day "MM-DD",
    year), `places` (person, why, place, words), `lists` (person, source), `households` (person, head), `incidents`
    (person, key), each `told`.

    `person` is the row in `people`. Groups are in the order in which their pages show them.
    """

    people: pl.DataFrame
    names: pl.DataFrame
    by_day: Groups
    by_place: Groups
    by_list: Groups
    by_household: Groups
    by_incident: Groups
    told: pl.DataFrame

    @property
    def all_rows(self) -> pl.DataFrame:
        """The rows of everybody by name."""
        return self.people.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("person"))

    def tables(self) -> dict[str, tuple[pl.DataFrame, str]]:
        """The table of each kind of group, and the column of its key."""
        groups = (self.by_day, self.by_place, self.by_list, self.by_household, self.by_incident)
        return {kind: (one.rows, one.key) for kind, one in zip(KINDS, groups, strict=True)}

    def calendar(self) -> dict[str, int]:
        """How many people each day ("MM-DD") has."""
        counted = self.by_day.rows.group_by("day").agg(pl.col("person").n_unique())
        return dict(counted.with_columns(pl.col("day").cast(pl.String)).sort("day").iter_rows())

    def on_day(self, day: str) -> pl.DataFrame:
        """The rows of a day, what happened first, then by year and name."""
        return self.by_day.of(day)

    def on_list(self, name: str) -> pl.DataFrame:
        """The rows of a list by name."""
        return self.by_list.of(name)

    def at_place(self, place: str) -> pl.DataFrame:
        """The rows of a place (its folded name): who was born there first, then who lived there and so on."""
        return self.by_place.of(place)

    def place_names(self) -> tuple[PlaceOfMany, ...]:
        """All places, those of most people first."""
        said = self.by_place.rows.group_by("place", "words").len().sort("len", "words", descending=[True, False])
        commonest = said.unique("place", keep="first", maintain_order=True).select("place", "words")
        counted = self.by_place.rows.group_by("place").agg(pl.col("person").n_unique().alias("people"))
        rows = counted.join(commonest, on="place").sort("people", "place", descending=[True, False])
        return tuple(PlaceOfMany(*row) for row in rows.select("place", "words", "people").iter_rows())

    def household_names(self) -> tuple[Household, ...]:
        """All households of whom more than one is shown, by the name of the first."""
        rows = self.by_household.rows.group_by("head")
        counted = rows.agg(pl.col("person").min(), pl.col("person").n_unique().alias("people"))
        several = counted.filter(pl.col("people") > 1).sort("person", "head")
        names = self.people["name"]
        return tuple(Household(head, names[person], people) for head, person, people in several.iter_rows())

    def in_household(self, head: str) -> pl.DataFrame:
        """The rows of a household."""
        return self.by_household.of(head)

    def incident_names(self) -> tuple[Incident, ...]:
        """All incidents by date."""
        counted = self.by_incident.rows.group_by("key").agg(pl.col("person").n_unique().alias("people"))
        rows = self.told.join(counted, on="key", how="left").with_columns(pl.col("people").fill_null(0))
        ordered = rows.sort("date", "key", nulls_last=True)
        return tuple(Incident(*row) for row in ordered.select(*_TOLD, "people").iter_rows())

    def of_incident(self, key: str) -> pl.DataFrame:
        """The rows of an incident."""
        return self.by_incident.of(key)

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
    named = _named(archive, tables)
    persecuted = named.join(_persecuted(tables), on="person_id", how="semi", maintain_order="left")
    people = named if persecuted.height == named.height else persecuted  # one table where all were
    numbered = people.select("person_id", pl.int_range(pl.len(), dtype=pl.UInt32).alias("person"))
    owners = tables.scan("assignments").select("record_id", "person_id").collect().join(numbered, on="person_id")
    owned = owners.select("record_id", "person")
    records = tables.scan("records").select("record_id", "source", "head", *_OF_RECORDS).collect()
    records = records.join(owned, on="record_id")
    return Memorial(
        people=people.select(_SHOWN),
        names=named.select(_SHOWN),
        by_day=Groups.by("day", _days(people.with_row_index("person"), records)),
        by_place=Groups.by("place", _places(tables, numbered)),
        by_list=Groups.by("source", records.select("person", "source").unique().sort("source", "person")),
        by_household=Groups.by("head", _households(records)),
        by_incident=Groups.by("key", _of_incidents(tables, owned)),
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
    ranked = pl.concat(found).unique().with_columns(_rank(EVENTS.values()))
    return ranked.sort("day", "rank", "year", "person").drop("rank")


def _places(tables: DerivedTables, numbered: pl.DataFrame) -> pl.DataFrame:
    said = tables.scan("attestations").filter(pl.col("field").is_in(list(PLACES)) & pl.col("value").is_not_null())
    rows = said.select("person_id", "field", "value", pl.col("as_written").str.strip_chars()).collect()
    found = rows.join(numbered, on="person_id").select(
        "person", pl.col("field").replace_strict(PLACES).alias("why"), pl.col("value").alias("place"),
        pl.col("as_written").alias("words"),
    )  # fmt: skip
    ranked = found.filter(pl.col("place") != "").with_columns(_rank(PLACES.values()))
    ordered = ranked.sort("place", "rank", "person", "words").drop("rank")
    return ordered.unique(["place", "why", "person"], keep="first", maintain_order=True)


def _households(records: pl.DataFrame) -> pl.DataFrame:
    heads = records.select("head").drop_nulls().unique()
    members = records.filter(pl.col("head").is_not_null()).select("person", "head")
    own = records.join(heads, left_on="record_id", right_on="head").select("person", pl.col("record_id").alias("head"))
    return pl.concat([own, members]).unique().sort("head", "person")


def _of_incidents(tables: DerivedTables, owned: pl.DataFrame) -> pl.DataFrame:
    """The people of each incident: person, key."""
    rows = _incidents(tables).select("key", "record_id").join(owned, on="record_id")
    return rows.select("person", "key").sort("key", "person")


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
