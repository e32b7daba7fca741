"""What the search knows of each person: the folded words of all names, places and years, and what is shown.

Takes the tables of records and people; gives two tables, both in the order of the person ids: one row a person with
what is shown, and one row a word of a person with the part it plays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.access.search.results import DATES, TOLD, latest_births, telling_words
from byname.archive.tables import DerivedTables, pieces_of
from byname.statistics.ordered import distinct

# The parts that a word can play for a person; their places in the tuple are stored in the index.
PARTS: Final = (
    "surname", "other_surname", "given", "other_given", "father", "birth_place", "residence", "birth_year",
    "death_year", "event_year",
)  # fmt: skip
YEARS: Final = ("birth_year", "death_year", "event_year")
SHOWN: Final = ("person_id", "name", *DATES, "outcome", "lists", *TOLD)
_TEXTS: Final = {
    "surname": "surname", "given": "given", "patronymic": "father", "birth_place": "birth_place",
    "residence": "residence",
}  # fmt: skip
_LISTS: Final = {"alias_surnames": "other_surname", "alias_givens": "other_given"}
_EVENTS: Final = ("arrest", "sentence_date", "deportation", "release", "disappearance")
_DATES: Final = {"birth": "birth_year", "death": "death_year"} | dict.fromkeys(_EVENTS, "event_year")
_COLUMNS: Final = ("source", *_TEXTS, *_LISTS, *_DATES)
_JOINED: Final = ("surname", "given", "alias_surnames", "alias_givens")


@dataclass(frozen=True, slots=True)
class Documents:
    """What is indexed of all people.

    `shown`: a row a person (SHOWN); `named`: `source` and `person` (the row in `shown`), sorted, a row for each list
    that names a person; `births`: the last year in which each may have been born, if they may be living
    (`latest_births`); `different`: the words, sorted; `words`: `person`, `part` (place in PARTS), `number` (the place
    of the word), a row for each word that a part of a person has.
    """

    shown: pl.DataFrame
    named: pl.DataFrame
    births: npt.NDArray[np.int16]
    different: pl.Series
    words: pl.DataFrame


def documents_of(tables: DerivedTables) -> Documents:
    """The documents of all people of the tables, sorted by person and, for each, by part and word.

    The records are read piece by piece, so that memory is that of the words.
    """
    people = tables.read("people", ["person_id", "name", *DATES, "outcome"]).sort("person_id")
    people = people.with_columns(pl.col("name").fill_null(""))  # of somebody whom no source names
    persons = people.select("person_id", pl.int_range(pl.len(), dtype=pl.Int32).alias("person"))
    owners = tables.scan("assignments").select("record_id", "person_id").collect()
    owners = owners.join(persons, on="person_id").select("record_id", "person")
    named, said = [], []
    for path in tables.files("records"):
        for records in pieces_of(path, ("record_id", *_COLUMNS)):
            owned = records.join(owners, on="record_id")
            named.append(owned.select("person", "source").unique())
            said.append(_said(owned))
    lists = pl.concat(named).unique().sort("source", "person")
    told = telling_words(tables)
    people = people.join(told, on="person_id", how="left", maintain_order="left")
    shown = people.with_columns(_lists(lists, len(people))).select(SHOWN)
    words = pl.concat(said)
    different = words["word"].unique().sort()
    births = latest_births(tables, people["person_id"])
    return Documents(shown, lists, births, different, _numbered(words, different))


def _numbered(words: pl.DataFrame, different: pl.Series) -> pl.DataFrame:
    """The words as their places in `different`, each row once and in order; sorted as one number a row, which needs a
    tenth of the memory."""
    number = words["word"].cast(pl.Enum(different)).to_physical().to_numpy().astype(np.int64)
    whose = words["person"].to_numpy().astype(np.int64) * len(PARTS) + words["part"].to_numpy()
    size = max(len(different), 1)
    whose, number = np.divmod(distinct(whose * size + number), size)
    person, part = np.divmod(whose, len(PARTS))
    columns = {"person": person.astype(np.int32), "part": part.astype(np.uint8), "number": number.astype(np.int32)}
    return pl.DataFrame(columns)


def _said(records: pl.DataFrame) -> pl.DataFrame:
    """The words of some records, each once a person and part."""
    pieces = [_words(records, column, part) for column, part in (_TEXTS | _LISTS).items()]
    pieces += [_joined(records, column, (_TEXTS | _LISTS)[column]) for column in _JOINED]
    pieces += [_years(records, column, part) for column, part in _DATES.items()]
    return pl.concat(pieces).filter(pl.col("word") != "").unique()


def _lists(named: pl.DataFrame, people: int) -> pl.Series:
    """The sources of each person in the order of their names, in words; `named`: person, source, each pair once."""
    ordered = named.sort("person", "source").group_by("person", maintain_order=True)
    of = ordered.agg(lists=pl.col("source").str.join(", "))
    everybody = pl.DataFrame({"person": pl.int_range(people, dtype=pl.Int32, eager=True)})
    return everybody.join(of, on="person", how="left", maintain_order="left")["lists"].fill_null("")


def _column(name: str, part: str) -> list[pl.Expr]:
    return [pl.lit(PARTS.index(part), pl.UInt8).alias("part"), pl.col(name).alias("word")]


def _words(records: pl.DataFrame, column: str, part: str) -> pl.DataFrame:
    """Each word of a column of texts, or of lists of texts."""
    text = pl.col(column).list.join(" ") if column in _LISTS else pl.col(column)
    table = records.select("person", text.str.split(" ").alias(column)).drop_nulls()
    return table.explode(column, empty_as_null=True).drop_nulls().select("person", *_column(column, part))


def _joined(records: pl.DataFrame, column: str, part: str) -> pl.DataFrame:
    """The names of several words written as one, as some write them ("Ter-Petrosian", "Terpetrosian")."""
    table = records.select("person", column).drop_nulls()
    if column in _LISTS:
        table = table.explode(column, empty_as_null=True).drop_nulls()
    table = table.filter(pl.col(column).str.contains(" ", literal=True))
    return table.with_columns(pl.col(column).str.replace_all(" ", "", literal=True)).select(
        "person", *_column(column, part)
    )


def _years(records: pl.DataFrame, column: str, part: str) -> pl.DataFrame:
    """The years of a column of dates in EDTF: both ends of a span of years."""
    dated = records.select("person", pl.col(column).str.extract_all(r"\d{4}")).drop_nulls()
    return dated.explode(column, empty_as_null=True).drop_nulls().select("person", *_column(column, part))
