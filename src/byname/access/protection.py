"""Who may be living, and what is withheld of them: the one rule for the report, the commands and every export.

Takes the derived tables, what a keeper has withheld (takedown.py), and the year from which people may be living. A
person of whose death no source speaks, and who stands on no list of the dead or disappeared, is withheld where a
source's date of birth *may* fall in the protected years (1930s, after 1930, about 1925), or where a birth is stated
that nobody could read and none is stated that could be. Who has no birth stated is taken for grown up when
they were first arrested, sentenced, deported, released or made to disappear: who may have been born in the protected
years then is withheld, so that a list of last year's prisoners without ages is. A text is withheld too where it gives
such a year as the birth of somebody else (a child, a wife, a witness; births.yaml has the words), and a text that
nobody could read where it holds any year of that time. What a keeper has withheld goes out the same way: the people
with such an entry, and the texts of others that name them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

import polars as pl

from byname.access.takedown import NOTHING, Withheld, withheld_now
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.records.outcomes import outcomes_saying
from byname.values.dates import FuzzyDate
from byname.values.printed import FACTS
from byname.values.shipped import shipped_yaml

if TYPE_CHECKING:
    from byname.records.reading import RecordBatch

WITHHELD = "withheld: the person may be living"
WITHHELD_TEXT = "withheld: it may speak of somebody who is living"
GROWN_UP = 18  # years, of people whose birth no source states, when the first thing happened to them
_EVENTS = ("arrest", "sentence_date", "deportation", "release", "disappearance")
_SAID = ("standing", "outcome", "birth", *_EVENTS)  # columns of records that say whether somebody may be living
TABLES_OF_THE_RULE = ("people", "assignments", "records", "statements")  # by which it tells who may be living
_INCIDENT = "incident_date"
_DAYS_OF_A_CENTURY = 36_525
LISTS_OF_THE_DEAD = ("dead", "disappeared")  # what standing in a list means (`standing` of its mapping)
# Fields whose words may speak of others; a year in any other field is a fact about the record's own person.
OPEN_FIELDS = frozenset({"name", "alias", "relation", "see", "note", "entry_text", "charge", "role"})
_BIRTHS = frozenset({"birth", "birth_date"})
_OWN_NAME = frozenset({"name", "alias"})
_NAME_PARTS = frozenset({"surname", "given_name", "patronymic", "maiden_name", "alias_given", "alias_patronymic"})
_OF_OTHERS = (OPEN_FIELDS | _BIRTHS) - _OWN_NAME  # what is withheld of a record whose text speaks of somebody living
_YEAR = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?!\d)|(?<!\d)(?P<decade>\d{3})[Xx]|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?P<short>\d\d)(?!\d)"
)
Span = tuple[str | None, int, int]  # the cell, for tables, and the characters in it or in the text


class Tables(Protocol):
    """Where the rule finds the tables of records and people by their names."""

    def scan(self, name: str) -> pl.LazyFrame:
        """A table, read when it is collected."""
        ...

    def rows(
        self,
        name: str,
        key: str,
        values: Iterable[str],
        columns: Sequence[str] | None = None,
        *,
        where: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """Some columns of the rows of a table whose `key` is one of some values, and of which `where` holds."""
        ...

    def are_indexed(self, *names: str) -> bool:
        """Whether an index beside the tables was made of them as they are now."""
        ...


class TablesOfList:
    """The tables of some records of a list that is in no archive: each record is taken for a person of its own."""

    def __init__(self, batch: RecordBatch) -> None:
        own = pl.col("record_id").alias("person_id")
        self._tables = {
            "entries": batch.entries,
            "records": batch.records,
            "statements": batch.statements,
            "assignments": batch.records.select("record_id", own),
            "people": batch.records.select(own, "death", "outcome"),
        }

    def scan(self, name: str) -> pl.LazyFrame:
        """A table of the records."""
        return self._tables[name].lazy()

    def rows(
        self,
        name: str,
        key: str,
        values: Iterable[str],
        columns: Sequence[str] | None = None,
        *,
        where: pl.Expr | None = None,
    ) -> pl.DataFrame:
        """Some columns of the rows of a table whose `key` is one of some values, and of which `where` holds."""
        wanted = pl.col(key).is_in(pl.Series(values, dtype=pl.String).implode())
        found = self._tables[name].filter(wanted if where is None else wanted & where)
        return found if columns is None else found.select(columns)

    def are_indexed(self, *names: str) -> bool:
        """There is no index beside a list that is in no archive."""
        return False


@dataclass(frozen=True, slots=True)
class WithheldOfList:
    """What is withheld of a list before it is in an archive: all that records say of people who may be living, and
    what others say about somebody else who may be."""

    living: frozenset[str]
    told: frozenset[str]

    def words(self, record_id: str, field: str) -> str | None:
        """The words that stand for a record's value of a field; None where it is shown."""
        if record_id in self.living:
            return WITHHELD
        return WITHHELD_TEXT if record_id in self.told and field in _OF_OTHERS else None


def withheld_of_list(batch: RecordBatch, born_from: int) -> WithheldOfList:
    """What is withheld of some records of a list that is in no archive."""
    rule = Protection(TablesOfList(batch), born_from)
    living = rule.records()
    told = rule.hidden_texts(batch.entries.select("record_id", "text"), living)
    return WithheldOfList(frozenset(living), frozenset(told))


class Protection:
    """The rule for one archive; `born_from` 0 protects nobody, `withheld` is what a keeper has taken out."""

    def __init__(self, tables: Tables, born_from: int, withheld: Withheld = NOTHING) -> None:
        self.tables = tables
        self.born_from = born_from
        self.withheld = withheld

    @classmethod
    def of(cls, archive: Archive, tables: DerivedTables | None = None, *, protected: bool = True) -> Protection:
        """The rule as settings and ledger of an archive have it; one that lets everything pass unless `protected`.

        Raises BadArchive where the archive is not built.
        """
        read = tables or DerivedTables.built(archive)
        return cls(read, archive.protect_born_from, withheld_now(archive, read)) if protected else cls(read, 0)

    def people(self, among: Iterable[str] | None = None) -> pl.Series:
        """The ids of those who are withheld, sorted; of all people, or of those among some."""
        asked = None if among is None else list(among)
        return pl.concat([self._living(asked), self.taken_down(asked)]).unique().sort()

    def taken_down(self, among: list[str] | None = None) -> pl.Series:
        """The people with an entry that a keeper has withheld."""
        if not self.withheld:
            return pl.Series("person_id", [], dtype=pl.String)
        found = self.tables.rows("assignments", "record_id", sorted(self.withheld.records), ["person_id"])["person_id"]
        return found if among is None else found.filter(found.is_in(among))

    def _living(self, among: list[str] | None) -> pl.Series:
        """The people who may be living."""
        if not self.born_from:
            return pl.Series("person_id", [], dtype=pl.String)
        births = self.latest_births(among)
        first_day = dt.date(self.born_from, 1, 1).toordinal()
        # A birth that could not be read has no latest day: null where no other source gives one.
        may = births.filter(pl.col("latest").is_null() | (pl.col("latest") >= first_day))
        return may["person_id"]

    def latest_births(self, among: Iterable[str] | None = None) -> pl.DataFrame:
        """`person_id` and `latest`, the latest day that a stated birth can mean, of all who may be living by what is
        said of their deaths; null where no birth that is stated could be read. Where none is stated, the latest day on
        which somebody was born who was grown up when the first thing happened to them. Whatever the protected years
        are."""
        columns = ["person_id", "death", "outcome"]
        if among is None:
            known = self.tables.scan("people").select(columns).collect()
        else:
            known = self.tables.rows("people", "person_id", among, columns)
        dead_outcome = pl.col("outcome").is_in(outcomes_saying("yes", "presumed")).fill_null(value=False)
        undead = known.filter(~(pl.col("death").is_not_null() | dead_outcome))["person_id"]
        if undead.is_empty():
            return pl.DataFrame(schema={"person_id": pl.String, "latest": pl.Int64})
        owners = self.tables.rows("assignments", "person_id", undead, ["record_id", "person_id"])
        said = self.tables.rows("records", "record_id", owners["record_id"], ["record_id", *_SAID])
        owners = owners.join(_on_lists_of_the_dead(said).join(owners, on="record_id"), on="person_id", how="anti")
        births = self._births(owners, said).group_by("person_id").agg(pl.col("latest").max())
        others = owners.join(births, on="person_id", how="anti")
        return births if others.is_empty() else pl.concat([births, self._births_before_events(others, said)])

    def records(self, people: pl.Series | None = None) -> pl.Series:
        """The ids of the records of those who are withheld, and of those that are withheld themselves, sorted."""
        hidden = self.people() if people is None else people
        owned = self.tables.rows("assignments", "person_id", hidden, ["record_id"])["record_id"]
        apart = pl.Series("record_id", sorted(self.withheld.records), dtype=pl.String)
        return pl.concat([owned, apart]).unique().sort()

    def _births(self, owners: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
        """Each stated birth of some people: person_id, and the latest day it can mean, null where nobody could read
        it; `said`: the columns _SAID of their records."""
        births = said.drop_nulls("birth").select("record_id", "birth")
        known = births.join(_latest_days(births["birth"]), on="birth").select("record_id", "latest")
        not_read = pl.col("field").is_in(sorted(_BIRTHS)) & pl.col("value").is_null()
        stated = self.tables.rows("statements", "record_id", owners["record_id"], ["record_id"], where=not_read)
        unread = stated.select("record_id", pl.lit(None, pl.Int64).alias("latest"))
        return pl.concat([known, unread]).join(owners, on="record_id").select("person_id", "latest")

    def _births_before_events(self, owners: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
        """Of people without a stated birth the latest day that it can have been: `person_id`, `latest`."""
        owners = owners.select("record_id", "person_id")
        dated = said.select("record_id", *_EVENTS).join(owners, on="record_id")
        dates = dated.unpivot(on=list(_EVENTS), index="person_id", value_name="date").drop_nulls("date")
        incident = (pl.col("field") == _INCIDENT) & pl.col("value").is_not_null()
        rows = self.tables.rows("statements", "record_id", owners["record_id"], ["record_id", "value"], where=incident)
        incidents = rows.join(owners, on="record_id").select("person_id", pl.col("value").alias("date"))
        every = pl.concat([dates.select("person_id", "date"), incidents])
        first = (
            every.join(_latest_days(every["date"]), on="date")
            .group_by("person_id")
            .agg(pl.col("latest").min())
            .drop_nulls("latest")
        )
        return first.with_columns(pl.col("latest") - GROWN_UP * _DAYS_OF_A_CENTURY // 100)

    def hidden_texts(self, entries: pl.DataFrame, records: pl.Series | None = None) -> set[str]:
        """The ids of those entries (record_id, text) whose text is withheld; `records` are those of withheld people."""
        own = set(self.records() if records is None else records) | self.withheld.records
        there = own & set(entries["record_id"])
        return self._telling_of_living(entries, own) | self._telling_of_withheld(entries) | there

    def _telling_of_living(self, entries: pl.DataFrame, own: Collection[str]) -> set[str]:
        """The ids of those entries whose text may speak of somebody living; none of the people's `own` records."""
        if not self.born_from:
            return set()
        texts = {
            record_id: text
            for record_id, text in entries.select("record_id", "text").iter_rows()
            if text and record_id not in own and not record_id.startswith(FACTS) and self.mentions(text, anywhere=True)
        }
        said = self.tables.rows("records", "record_id", list(texts), ["record_id", "kind", "birth"])
        not_understood = set(said.filter(pl.col("kind") != "person")["record_id"])
        suspect = [id for id, text in texts.items() if id in not_understood or self.mentions(text)]
        if not suspect:
            return set()
        births = pl.DataFrame({"record_id": suspect}, schema={"record_id": pl.String})
        spans = self._own_facts(births.join(said, on="record_id", how="left"))
        return {id for id in suspect if self.mentions(texts[id], spans.get(id, ()), anywhere=id in not_understood)}

    def _telling_of_withheld(self, entries: pl.DataFrame) -> set[str]:
        """The ids of those entries whose text names somebody whom a keeper has withheld, elsewhere than where it gives
        the name of its own person: a namesake stays."""
        if not self.withheld.names:
            return set()
        near = pl.col("text").str.to_lowercase().str.contains_any(sorted({name[0] for name in self.withheld.names}))
        named = {
            record_id: text
            for record_id, text in entries.filter(near).select("record_id", "text").iter_rows()
            if self.withheld.is_named_in(text)
        }
        own_name = pl.col("field").is_in(sorted(_OWN_NAME | _NAME_PARTS))
        columns = ["record_id", "column", "start", "end"]
        said = self.tables.rows("statements", "record_id", list(named), columns, where=own_name)
        spans: dict[str, list[Span]] = {}
        for record_id, column, start, end in said.iter_rows():
            spans.setdefault(record_id, []).append((column, start, end))
        return {id for id, text in named.items() if self.withheld.is_named_in(_without(text, spans.get(id, ())))}

    def _own_facts(self, births: pl.DataFrame) -> dict[str, list[Span]]:
        """The characters of each record's text that its own facts account for; a second birth is somebody else's.

        `births`: `record_id` and `birth` of the records.
        """
        columns = ["record_id", "field", "value", "column", "start", "end"]
        own_fields = ~pl.col("field").is_in(sorted(OPEN_FIELDS)) & pl.col("value").is_not_null()
        facts = self.tables.rows("statements", "record_id", births["record_id"], columns, where=own_fields)
        own = ~pl.col("field").is_in(sorted(_BIRTHS)) | (pl.col("value") == pl.col("birth"))
        facts = facts.join(births.select("record_id", "birth"), on="record_id", how="left").filter(own)
        found: dict[str, list[Span]] = {}
        for record_id, column, start, end in facts.select("record_id", "column", "start", "end").iter_rows():
            found.setdefault(record_id, []).append((column, start, end))
        return found

    def mentions(self, text: str, accounted: Sequence[Span] = (), *, anywhere: bool = False) -> bool:
        """Whether a text gives a year of the protected time as somebody's birth, or (`anywhere`) mentions one at all,
        outside the characters that are accounted for."""
        return any(
            not any(column == own and start <= year.start() < end for own, start, end in accounted)
            and (anywhere or _is_birth(part, year))
            for column, part in _parts(text)
            for year in _YEAR.finditer(part)
            if _latest_year(year) >= self.born_from
        )

    def without_people(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
        """A table without the rows of withheld people, by `person_id` or `record_id`; and how many people that was."""
        hidden = self.people()
        if "person_id" in frame.columns:
            return frame.filter(~pl.col("person_id").is_in(hidden.implode())), len(hidden)
        return frame.filter(~pl.col("record_id").is_in(self.records(hidden).implode())), len(hidden)

    def values_withheld(
        self, frame: pl.DataFrame, column: str, records: pl.Series, *, told: Collection[str] | None = None
    ) -> pl.DataFrame:
        """The table (record_id, field, `column`) of values with those withheld that may speak of somebody living.

        They are all values of withheld people (`records`); and where a record's text mentions a year of the protected
        time that is not its own, its words about others. `told`: the entries of which this was found before.
        """
        if told is None:
            texts = self.tables.rows("entries", "record_id", frame["record_id"].unique(), ["record_id", "text"])
            told = self.hidden_texts(texts, records)
        if not (len(told) or len(records) or self.withheld.records):
            return frame
        of_others = pl.col("field").is_in(sorted(_OF_OTHERS))
        living = pl.col("record_id").is_in([*records, *self.withheld.records])
        hidden = living | (of_others & pl.col("record_id").is_in(list(told)))
        words = pl.when(living).then(pl.lit(WITHHELD)).otherwise(pl.lit(WITHHELD_TEXT))
        shown = [pl.when(hidden).then(words).otherwise(pl.col(column)).alias(column)]
        # What was read of a value, and why it is doubtful, repeat its words.
        shown += [
            pl.when(~hidden).then(pl.col(name)).alias(name) for name in ("value", "flag") if name in frame.columns
        ]
        return frame.with_columns(shown)

    def with_texts_withheld(
        self,
        frame: pl.DataFrame,
        column: str,
        records: pl.Series | None = None,
        *,
        told: Collection[str] | None = None,
    ) -> pl.DataFrame:
        """The table (record_id, `column`) with every text that is withheld replaced by the words that say so; `told`:
        the entries of which this was found before."""
        own = self.records() if records is None else records
        if told is None:
            told = self.hidden_texts(frame.select("record_id", pl.col(column).fill_null("").alias("text")), own)
        if not told:
            return frame
        hidden = pl.col("record_id").is_in(list(told))
        living = pl.col("record_id").is_in(own.implode())
        words = pl.when(living).then(pl.lit(WITHHELD)).otherwise(pl.lit(WITHHELD_TEXT))
        return frame.with_columns(pl.when(hidden).then(words).otherwise(pl.col(column)).alias(column))


def _on_lists_of_the_dead(said: pl.DataFrame) -> pl.DataFrame:
    """`record_id` of the records by which a list of the dead or the disappeared names somebody, and does not say that
    they came back."""
    came_back = pl.col("outcome").is_in(outcomes_saying("no")).fill_null(value=False)
    return said.filter(pl.col("standing").is_in(LISTS_OF_THE_DEAD) & ~came_back).select("record_id")


@dataclass(frozen=True, slots=True)
class _BirthWords:
    """The words of births.yaml: those near a year, those right before its date, and how far near is (characters)."""

    near: re.Pattern[str]
    mark: re.Pattern[str]
    reach: int
    after: int


@cache
def _birth_words() -> _BirthWords:
    data = shipped_yaml("access", "births.yaml")
    near = sorted({word for words in data["near"].values() for word in words}, key=len, reverse=True)
    marks = "|".join(re.escape(mark) for mark in sorted(data["mark"], key=len, reverse=True))
    return _BirthWords(
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, near))})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{marks})\s*(?:\d{{1,2}}[./-]){{0,2}}$", re.IGNORECASE),
        data["reach"],
        data["after"],
    )


def _is_birth(text: str, year: re.Match[str]) -> bool:
    """Whether a year stands beside a word that makes it somebody's birth."""
    words = _birth_words()
    before = text[max(0, year.start() - words.reach) : year.start()]
    after = text[year.end() : year.end() + words.after]
    return bool(words.near.search(before) or words.near.search(after) or words.mark.search(before))


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text with the characters of some spans blanked."""
    parts = []
    for column, part in _parts(text):
        signs = list(part)
        for own, start, end in spans:
            if own == column:
                signs[start:end] = " " * (min(end, len(signs)) - min(start, len(signs)))
        parts.append("".join(signs))
    return "\n".join(parts)


def _latest_days(dates: pl.Series) -> pl.DataFrame:
    """Each of some dates (EDTF), in a column of their name, with `latest`, the latest day that it can mean."""
    texts = dates.unique()
    return pl.DataFrame({dates.name: texts, "latest": pl.Series([_latest(text) for text in texts], dtype=pl.Int64)})


def _latest(text: str) -> int | None:
    date = FuzzyDate.parse_or_none(text)
    return date.latest if date else None


def _parts(text: str) -> Iterator[tuple[str | None, str]]:
    """The cells of a row of a table, which is kept as a JSON object, or the text itself."""
    if text.startswith("{"):
        try:
            cells: Mapping[str, object] = json.loads(text)
        except (ValueError, RecursionError):
            cells = {}
        if cells:
            yield from ((column, str(value)) for column, value in cells.items())
            return
    yield None, text


def _latest_year(match: re.Match[str]) -> int:
    """The latest year that a mention can mean; a year of more than a century ahead is a number, not a year."""
    if match["decade"]:
        year = int(match["decade"]) * 10 + 9
    elif match["short"]:
        year = 1900 + int(match["short"])
    else:
        year = int(match["year"])
    return year if year <= 2100 else 0
