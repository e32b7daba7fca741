"""The people of an archive as every export reads them: a batch at a time, with what each source says of them.

Takes an archive and whom to leave out; gives batches of people with their statements, entries and relations, in the
order of their ids. Whoever may be living is out before anything is read, and so is what a list's terms keep back; what
is left out is counted (losses.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from byname.access.lists import ArchiveList, lists_of
from byname.access.protection import WITHHELD, WITHHELD_TEXT, Protection
from byname.access.record import SHORT_VALUE
from byname.access.search.search import search_archive
from byname.access.told_texts import told_of_all
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables, pieces_of
from byname.errors import NotInSources
from byname.exports.losses import Losses, counted

SAID = ("person_id", "field", "as_written", "value", "flag", "record_id", "source")
SUMMARY = ("name", "gender", "birth", "death", "arrest", "sentence_date", "release", "outcome", "nationality")
ENTRIES = ("person_id", "record_id", "source", "probability")
RELATIONS = ("person_id", "other_id", "relation", "record_id")
_KEPT_BACK = "the terms of the list keep it back"
_TELLS = "it may speak of somebody who is living"
_AT_ONCE = 40_000  # statements of a batch, at least, but for the last
_FITS = 75.0  # the least score (0 to 100) of a search by which somebody is taken to be meant
_NONE = pl.Series("record_id", [], dtype=pl.String)
Progress = Callable[[str, float], None]


class Said(NamedTuple):
    """What one entry says of a person: a field as written, as it was read (None where it was not), and the doubt."""

    field: str
    words: str
    value: str | None
    flag: str | None
    record_id: str
    source: str


class Relation(NamedTuple):
    """A stated relation: the other is the head of the household, whose `relation` (a code) the person is."""

    other_id: str
    relation: str | None
    record_id: str


@dataclass(frozen=True, slots=True)
class ExportedPerson:
    """A person: the row of the table of people, what is said, the entries with their probabilities, and relations."""

    row: Mapping[str, Any]
    said: list[Said]
    entries: list[tuple[str, str, float]]  # record, list, probability
    relations: list[Relation]

    @property
    def id(self) -> str:
        """The id."""
        return str(self.row["person_id"])


@dataclass(frozen=True)
class Batch:
    """Some people with all that is said of them, as tables in the order of `person_id`."""

    people: pl.DataFrame
    statements: pl.DataFrame
    entries: pl.DataFrame
    relations: pl.DataFrame

    @cached_property
    def persons(self) -> list[ExportedPerson]:
        """The same as values, person by person."""
        said, entries, relations = (_by_person(frame) for frame in (self.statements, self.entries, self.relations))
        return [
            ExportedPerson(
                row,
                list(map(Said._make, said.get(row["person_id"], ()))),
                entries.get(row["person_id"], []),
                [Relation(*one) for one in relations.get(row["person_id"], ())],
            )
            for row in self.people.iter_rows(named=True)
        ]


def _by_person(frame: pl.DataFrame) -> dict[str, list[Any]]:
    """The rows of a table by `person_id`, its first column, without it."""
    found: dict[str, list[Any]] = {}
    rest = frame.drop("person_id").iter_rows()
    for person, row in zip(frame["person_id"].to_list(), rest, strict=True):
        found.setdefault(person, []).append(row)
    return found


class ExportedArchive:
    """An archive as it is exported: its title, its lists, and its people in batches."""

    def __init__(
        self, archive: Archive, *, only: str = "", protected: bool = True, progress: Progress = lambda step, share: None
    ) -> None:
        archive.check_given()
        self.title = archive.title
        self.lists: tuple[ArchiveList, ...] = lists_of(archive)
        self.losses = Losses()
        self._progress = progress
        self._tables = DerivedTables.built(archive)
        self._protection = Protection.of(archive, self._tables, protected=protected)
        progress("who may be living", 0.0)
        hidden = self._protection.people()
        self.withheld = len(hidden)
        people = self._tables.read("people").sort("person_id")
        self._people = people.filter(~pl.col("person_id").is_in(hidden.implode()))
        if only:
            self._people = self._people.filter(pl.col("person_id").is_in(_found(archive, only, protected).implode()))
            if self._people.is_empty():
                raise NotInSources(f"nobody fits {only!r}", where=str(archive.folder), fix="try fewer words")
        self._told = told_of_all(self._tables, self._protection, hidden)

    @cached_property
    def unnamed(self) -> pl.Series:
        """The ids of people who stand in the lists without a name."""
        found = self._tables.scan("person_lists").filter(~pl.col("named")).select("person_id").collect()["person_id"]
        return found.filter(found.is_in(self._people["person_id"].implode()))

    @property
    def count(self) -> int:
        """How many people are exported."""
        return len(self._people)

    def batches(self) -> Iterator[Batch]:
        """The people, some at a time; what goes in is counted, and what is withheld of it.

        The next are read while these are written: reading is work of polars, which leaves Python free meanwhile.
        """
        coming = self._batches()
        with ThreadPoolExecutor(1) as reading:
            future = reading.submit(next, coming, None)
            while batch := future.result():
                future = reading.submit(next, coming, None)
                yield batch

    def _batches(self) -> Iterator[Batch]:
        entries, relations = self._entries(), self.relations
        done = 0
        for first, last, said in self._statements():
            people = _between(self._people, first, last)
            batch = Batch(
                people,
                self._shown(said.filter(pl.col("person_id").is_in(people["person_id"].implode()))),
                _between(entries, first, last),
                _between(relations, first, last),
            )
            self.losses.take_people(batch.people, batch.entries, batch.relations)
            if not people.is_empty():
                yield batch
            done += len(people)
            self._progress("people", done / max(1, self.count))

    def _statements(self) -> Iterator[tuple[str, str | None, pl.DataFrame]]:
        """Whole people at a time: the first id that may be in, the id before which it ends (None at the end), and what
        is said."""
        kept = pl.DataFrame(schema=dict.fromkeys(SAID, pl.String))
        first = ""
        for path in self._tables.files("attestations"):
            for piece in pieces_of(path, SAID):
                kept = pl.concat([kept, piece.cast(pl.String)])
                while len(kept) > _AT_ONCE:
                    last = kept["person_id"][_AT_ONCE]
                    whole = int(kept["person_id"].search_sorted(last, "left"))
                    if not whole:
                        break
                    yield first, last, kept.head(whole)
                    first, kept = last, kept.slice(whole)
        yield first, None, kept

    def _shown(self, said: pl.DataFrame) -> pl.DataFrame:
        """What may be shown of what is said; the rest is counted as lost."""
        self.losses.take_statements(said)
        shown = self._protection.values_withheld(said, "as_written", _NONE, told=self._told)
        told = shown["as_written"].is_in([WITHHELD, WITHHELD_TEXT]).fill_null(value=False)
        closed = pl.Series([one.name for one in self.lists if not one.republish], dtype=pl.String)
        long = said["source"].is_in(closed.implode()) & (said["as_written"].str.len_chars() > SHORT_VALUE)
        self.losses.lose_all(counted(said.filter(told)), _TELLS)
        self.losses.lose_all(counted(said.filter(long & ~told)), _KEPT_BACK)
        return shown.filter(~told & ~long)

    def _entries(self) -> pl.DataFrame:
        owned = self._tables.scan("assignments").select("record_id", "person_id", "probability").collect()
        owned = owned.filter(pl.col("person_id").is_in(self._people["person_id"].implode()))
        source = pl.col("record_id").str.split_exact(":", 1).struct.field("field_0")
        return owned.with_columns(source.alias("source")).select(ENTRIES).sort("person_id", "record_id")

    @cached_property
    def relations(self) -> pl.DataFrame:
        """All relations (RELATIONS) between people who are exported, in the order of the people."""
        if "head" not in self._tables.filled("records"):
            return pl.DataFrame(schema=dict.fromkeys(RELATIONS, pl.String))
        owned = self._tables.scan("assignments").select("record_id", "person_id")
        headed = self._tables.scan("records").filter(pl.col("head").is_not_null())
        heads = owned.rename({"record_id": "head", "person_id": "other_id"})
        found = headed.select("record_id", "head", "relation").join(owned, on="record_id").join(heads, on="head")
        shown = self._people["person_id"].implode()
        both = pl.col("person_id").is_in(shown) & pl.col("other_id").is_in(shown)
        kept = found.filter(both & (pl.col("person_id") != pl.col("other_id")))
        return kept.select(RELATIONS).collect().sort("person_id", "record_id")


def _between(frame: pl.DataFrame, first: str, last: str | None) -> pl.DataFrame:
    """The rows of the people from `first` to before `last`, of a table in the order of its people."""
    if frame.is_empty():
        return frame
    low = int(frame["person_id"].search_sorted(first, "left"))
    high = len(frame) if last is None else int(frame["person_id"].search_sorted(last, "left"))
    return frame.slice(low, high - low)


def _found(archive: Archive, words: str, protected: bool) -> pl.Series:
    hits, _ = search_archive(archive, words, limit=1_000_000, protected=protected)
    fit = [hit.person_id for hit in hits if hit.fit in ("exact", "forms") and hit.score >= _FITS]
    return pl.Series(fit, dtype=pl.String)
