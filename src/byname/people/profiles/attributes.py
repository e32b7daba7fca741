"""People stage: what the sources say of each person.

Goes in: records, statements and the person of each record. Comes out: one row a person with the best value of each
attribute, every attestation beside it with its record and source, and the conflicts between sources (conflicts.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from byname.people.profiles.conflicts import find_conflicts

_MOST_FREQUENT = ("gender", "outcome", "nationality")
_DATES = ("birth", "death", "arrest", "sentence_date", "release")
_PEOPLE = ("person_id", "name", "records", "lists", "gender", *_DATES, "outcome", "nationality", "probability")


@dataclass(frozen=True, slots=True)
class Attributes:
    """The people and what is known of them.

    `people`: person_id, name, records, lists, gender, birth, death, arrest, sentence_date, release (EDTF), outcome,
    nationality, probability. `attestations`: person_id, field, as_written, value, flag, record_id, source. `conflicts`:
    person_id, field, values, record_ids, size (days), severity.
    """

    people: pl.DataFrame
    attestations: pl.DataFrame
    conflicts: pl.DataFrame


def gather_attributes(records: pl.DataFrame, statements: pl.DataFrame, assignments: pl.DataFrame) -> Attributes:
    """Gather the attestations of each person and choose the best value of each attribute.

    The best date lies in the year that most records give and is the most precise of them; among words the most frequent
    wins; ties go to the value first in order. `probability` is that all records of the person belong together.
    """
    joined = records.join(assignments, on="record_id", how="inner").sort("person_id", "record_id")
    alone = joined["person_id"].is_unique()
    people = pl.concat([_of_one_record(joined.filter(alone)), _of_several(joined.filter(~alone))]).sort("person_id")
    return Attributes(people, _attestations(statements, joined), find_conflicts(joined))


def _of_one_record(joined: pl.DataFrame) -> pl.DataFrame:
    """The people with one record each: it says all that is known of them."""
    counted = [pl.lit(1, pl.UInt32).alias(name) for name in ("records", "lists")]
    return joined.with_columns(*counted, pl.col("person_probability").alias("probability")).select(_PEOPLE)


def _of_several(joined: pl.DataFrame) -> pl.DataFrame:
    """The people with several records each."""
    people = joined.group_by("person_id").agg(
        pl.len().alias("records"),
        pl.col("source").n_unique().alias("lists"),
        pl.col("person_probability").first().alias("probability"),
    )
    people = people.join(_display_names(joined), on="person_id", how="left")
    for field in _MOST_FREQUENT:
        people = people.join(_most_frequent(joined, field), on="person_id", how="left")
    for field in _DATES:
        people = people.join(_best_date(joined, field), on="person_id", how="left")
    return people.select(_PEOPLE)


def _display_names(joined: pl.DataFrame) -> pl.DataFrame:
    """The name that says most: full given name and patronymic, an alphabet before signs, then the commonest."""
    full = sum(
        ((pl.col(part).str.len_chars() > 2).fill_null(False).cast(pl.Int8) for part in ("given", "patronymic")),
        start=pl.lit(0, pl.Int8),
    )
    ranked = joined.filter(pl.col("name").is_not_null()).select(
        "person_id",
        "name",
        full.alias("parts"),
        pl.col("script").is_in(["Latn", "Cyrl"]).fill_null(False).alias("alphabet"),
        pl.len().over("person_id", "name").alias("times"),
    )
    order = ["person_id", "parts", "alphabet", "times", "name"]
    ranked = ranked.sort(order, descending=[False, True, True, True, False])
    return ranked.unique("person_id", keep="first", maintain_order=True).select("person_id", "name")


def _most_frequent(joined: pl.DataFrame, field: str) -> pl.DataFrame:
    counted = joined.filter(pl.col(field).is_not_null()).group_by("person_id", field).len()
    ranked = counted.sort(["person_id", "len", field], descending=[False, True, False])
    return ranked.unique("person_id", keep="first", maintain_order=True).select("person_id", field)


def _best_date(joined: pl.DataFrame, field: str) -> pl.DataFrame:
    value = pl.col(field)
    plain = value.str.contains(r"^\d{4}(-\d\d)?(-\d\d)?$")
    counted = joined.filter(value.is_not_null()).group_by("person_id", field).len()
    ranked = counted.with_columns(
        pl.when(plain).then(value.str.len_chars()).otherwise(0).alias("precision"),
        value.str.slice(0, 4).alias("year"),
    ).with_columns(pl.col("len").sum().over("person_id", "year").alias("agree"))
    order = ["person_id", "agree", "precision", "len", field]
    ranked = ranked.sort(order, descending=[False, True, True, True, False])
    return ranked.unique("person_id", keep="first", maintain_order=True).select("person_id", field)


def _attestations(statements: pl.DataFrame, joined: pl.DataFrame) -> pl.DataFrame:
    where = joined.select("record_id", "person_id", "source").with_row_index("place")
    columns = ["person_id", "field", "as_written", "value", "flag", "record_id", "source"]
    person = pl.col("place").first().over("person_id").alias("person")  # their order is that of the ids
    owned = statements.join(where.with_columns(person), on="record_id", how="inner")
    return owned.sort("person", "field", "place", maintain_order=True).select(columns)
