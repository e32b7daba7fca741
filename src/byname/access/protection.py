"""Who may be living, and what is withheld of them: the one rule for the report, the commands and every export.

Takes the derived tables and the year from which people may be living. A person of whose death no source speaks is
withheld where a source's date of birth *may* fall in the protected years (1930s, after 1930, about 1925), or where a
birth is stated that nobody could read and none is stated that could be. A text is withheld too where it mentions a year
of that time that none of its record's own facts accounts for: it may be the birth of a child, a wife or a witness.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.values.dates import FuzzyDate
from byname.values.printed import FACTS

WITHHELD = "withheld: the person may be living"
DEATHS = frozenset({"shot", "killed", "died-in-custody", "died-in-exile", "suicide", "died-after-release", "died"})
# Fields whose words may speak of others; a year in any other field is a fact about the record's own person.
OPEN_FIELDS = frozenset({"name", "alias", "relation", "see", "note", "entry_text", "charge", "role"})
_BIRTHS = frozenset({"birth", "birth_date"})
_OWN_NAME = frozenset({"name", "alias"})
_YEAR = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?!\d)|(?<!\d)(?P<decade>\d{3})[Xx]|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?P<short>\d\d)(?!\d)"
)
Span = tuple[str | None, int, int]  # the cell, for tables, and the characters in it or in the text


class Protection:
    """The rule for one archive; `born_from` 0 protects nobody."""

    def __init__(self, tables: DerivedTables, born_from: int) -> None:
        self.tables = tables
        self.born_from = born_from

    @classmethod
    def of(cls, archive: Archive) -> Protection:
        """The rule as the settings of an archive have it; raises BadArchive where the archive is not built."""
        return cls(DerivedTables.built(archive), archive.protect_born_from)

    def people(self, among: Iterable[str] | None = None) -> pl.Series:
        """The ids of those who are withheld, sorted; of all people, or of those among some."""
        nobody = pl.Series("person_id", [], dtype=pl.String)
        if not self.born_from:
            return nobody
        known = self.tables.scan("people").select("person_id", "death", "outcome")
        if among is not None:
            known = known.filter(pl.col("person_id").is_in(list(among)))
        dead = pl.col("death").is_not_null() | pl.col("outcome").is_in(sorted(DEATHS)).fill_null(value=False)
        owners = known.filter(~dead).select("person_id").join(self._owners(), on="person_id").collect()
        births = self._births(owners).group_by("person_id").agg(pl.col("latest").max())
        first_day = dt.date(self.born_from, 1, 1).toordinal()
        # A birth that could not be read has no latest day: null where no other source gives one.
        may = births.filter(pl.col("latest").is_null() | (pl.col("latest") >= first_day))
        return may["person_id"].sort()

    def records(self, people: pl.Series | None = None) -> pl.Series:
        """The ids of the records of those who are withheld, sorted."""
        hidden = self.people() if people is None else people
        owned = self._owners().filter(pl.col("person_id").is_in(hidden.implode()))
        return owned.select("record_id").collect()["record_id"].sort()

    def _owners(self) -> pl.LazyFrame:
        return self.tables.scan("assignments").select("record_id", "person_id")

    def _births(self, owners: pl.DataFrame) -> pl.DataFrame:
        """Each stated birth of some people: person_id, and the latest day it can mean, null where nobody could read
        it."""
        wanted = owners["record_id"].implode()
        read = self.tables.scan("records").filter(pl.col("record_id").is_in(wanted) & pl.col("birth").is_not_null())
        births = read.select("record_id", "birth").collect()
        texts = births["birth"].unique()
        latest = pl.DataFrame({"birth": texts, "latest": pl.Series([_latest(text) for text in texts], dtype=pl.Int64)})
        known = births.join(latest, on="birth").select("record_id", "latest")
        stated = self.tables.scan("statements").filter(
            pl.col("record_id").is_in(wanted) & pl.col("field").is_in(sorted(_BIRTHS)) & pl.col("value").is_null()
        )
        unread = stated.select("record_id", pl.lit(None, pl.Int64).alias("latest")).collect()
        return pl.concat([known, unread]).join(owners, on="record_id").select("person_id", "latest")

    def hidden_texts(self, entries: pl.DataFrame, records: pl.Series | None = None) -> set[str]:
        """The ids of those entries (record_id, text) whose text is withheld; `records` are those of withheld people."""
        if not self.born_from:
            return set()
        own = set(self.records() if records is None else records)
        of_people = ~pl.col("record_id").str.starts_with(FACTS) & ~pl.col("record_id").is_in(list(own))
        suspect = entries.filter(pl.col("text").str.contains(r"\d") & of_people)
        spans = self._own_facts(suspect["record_id"])
        open_ = {
            record_id
            for record_id, text in suspect.select("record_id", "text").iter_rows()
            if self.mentions(text, spans.get(record_id, ()))
        }
        return open_ | (own & set(entries["record_id"]))

    def _own_facts(self, records: pl.Series) -> dict[str, list[Span]]:
        """The characters of each record's text that its own facts account for; a second birth is somebody else's."""
        births = self.tables.scan("records").select("record_id", "birth")
        stated = self.tables.scan("statements").filter(
            pl.col("record_id").is_in(records.implode())
            & ~pl.col("field").is_in(sorted(OPEN_FIELDS))
            & pl.col("value").is_not_null()
        )
        own = ~pl.col("field").is_in(sorted(_BIRTHS)) | (pl.col("value") == pl.col("birth"))
        stated = stated.join(births, on="record_id", how="left").filter(own)
        found: dict[str, list[Span]] = {}
        for record_id, column, start, end in stated.select("record_id", "column", "start", "end").collect().iter_rows():
            found.setdefault(record_id, []).append((column, start, end))
        return found

    def mentions(self, text: str, accounted: Sequence[Span] = ()) -> bool:
        """Whether a text mentions a year of the protected time outside the characters that are accounted for."""
        return any(
            not any(column == own and start <= place < end for own, start, end in accounted)
            for column, place in self._mentioned(text)
        )

    def _mentioned(self, text: str) -> Iterator[tuple[str | None, int]]:
        for column, part in _parts(text):
            for match in _YEAR.finditer(part):
                if _latest_year(match) >= self.born_from:
                    yield column, match.start()

    def without_people(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
        """A table without the rows of withheld people, by `person_id` or `record_id`; and how many people that was."""
        hidden = self.people()
        if "person_id" in frame.columns:
            return frame.filter(~pl.col("person_id").is_in(hidden.implode())), len(hidden)
        return frame.filter(~pl.col("record_id").is_in(self.records(hidden).implode())), len(hidden)

    def values_withheld(self, frame: pl.DataFrame, column: str, records: pl.Series) -> pl.DataFrame:
        """The table (record_id, field, `column`) of values with those withheld that may speak of somebody living.

        They are all values of withheld people (`records`); and where a record's text mentions a year of the protected
        time that is not its own, its words about others.
        """
        ids = frame["record_id"].unique()
        texts = self.tables.scan("entries").filter(pl.col("record_id").is_in(ids.implode())).select("record_id", "text")
        told = list(self.hidden_texts(texts.collect(), records)) if self.born_from else []
        of_others = pl.col("field").is_in(sorted((OPEN_FIELDS | _BIRTHS) - _OWN_NAME))
        hidden = pl.col("record_id").is_in(records.implode()) | (of_others & pl.col("record_id").is_in(told))
        shown = frame.with_columns(pl.when(hidden).then(pl.lit(WITHHELD)).otherwise(pl.col(column)).alias(column))
        if "value" not in frame.columns:
            return shown
        return shown.with_columns(pl.when(pl.col(column) != WITHHELD).then(pl.col("value")).alias("value"))

    def with_texts_withheld(self, frame: pl.DataFrame, column: str, records: pl.Series | None = None) -> pl.DataFrame:
        """The table (record_id, `column`) with every text that is withheld replaced by the words that say so."""
        texts = frame.select("record_id", pl.col(column).fill_null("").alias("text"))
        hidden = pl.col("record_id").is_in(list(self.hidden_texts(texts, records)))
        return frame.with_columns(pl.when(hidden).then(pl.lit(WITHHELD)).otherwise(pl.col(column)).alias(column))


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
