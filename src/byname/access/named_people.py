"""Everybody who is shown, with all their names and what tells them from namesakes, for an index of names.

Takes an archive; gives two tables in the order of the names. Names, places and years of a person's own are no words
about others, so nothing but the people who may be living is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from byname.access.protection import Protection
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

_NAMES: Final = ("name", "alias", "maiden_name")
_TOLD: Final = ("birth_place", "occupation")  # the first of them that a source gives
_DATES: Final = ("birth", "death", "arrest", "sentence_date", "release")


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """`people`: person_id, name, birth, death, outcome, told, lists, years (lists of text); `names`: person (the row in
    `people`), words as a source writes them."""

    people: pl.DataFrame
    names: pl.DataFrame


def named_people(archive: Archive) -> NamedPeople:
    """Everybody with a name; raises BadArchive where the archive is not built."""
    tables = DerivedTables.built(archive)
    hidden = Protection.of(archive).people()
    shown = tables.scan("people").filter(
        ~pl.col("person_id").is_in(hidden.implode()) & pl.col("name").fill_null("").ne("")
    )
    years = pl.concat_list(pl.col(name).str.extract_all(r"\d{4}").fill_null([]) for name in _DATES).list.unique()
    people = shown.select("person_id", "name", "birth", "death", "outcome", years.list.sort().alias("years"))
    ordered = people.sort("name", "person_id").collect().with_row_index("person")
    rows = ordered.select("person_id", "person")
    said = tables.scan("attestations").filter(pl.col("field").is_in([*_NAMES, *_TOLD]))
    words = said.select("person_id", "field", "as_written", "record_id").collect().join(rows, on="person_id")
    own = words.filter(pl.col("field").is_in(_NAMES)).select("person", pl.col("as_written").alias("words")).unique()
    known = ordered.select("person", pl.col("name").alias("words"))
    return NamedPeople(
        ordered.join(_told(words), on="person", how="left", maintain_order="left")
        .join(_lists(tables, rows), on="person", how="left", maintain_order="left")
        .drop("person"),
        pl.concat([own, known]).unique().sort("person", "words"),
    )


def _told(words: pl.DataFrame) -> pl.DataFrame:
    order = pl.col("field").replace_strict({name: place for place, name in enumerate(_TOLD)}, default=None)
    told = words.filter(pl.col("field").is_in(_TOLD)).with_columns(order.alias("order"))
    first = told.sort("person", "order", "record_id").unique("person", keep="first", maintain_order=True)
    return first.select("person", pl.col("as_written").str.strip_chars().alias("told"))


def _lists(tables: DerivedTables, rows: pl.DataFrame) -> pl.DataFrame:
    source = pl.col("record_id").str.split(":").list.first().alias("source")
    owned = tables.scan("assignments").select("person_id", source).collect().join(rows, on="person_id")
    return owned.group_by("person").agg(pl.col("source").unique().sort().alias("lists"))
