"""Who may be living: the one rule of what is withheld."""

from __future__ import annotations

import polars as pl

from byname.archive.tables import DerivedTables

WITHHELD = "withheld: the person may be living"
DEATHS = {"shot", "killed", "died-in-custody", "died-in-exile", "suicide", "died-after-release", "died"}


def possibly_living(tables: DerivedTables, born_from: int) -> pl.Series:
    """The records of people who were born in or after a year and of whose death no source speaks."""
    if not born_from:
        return pl.Series("record_id", [], dtype=pl.String)
    year = pl.col("birth").str.slice(0, 4).cast(pl.Int32, strict=False)
    dead = pl.col("death").is_not_null() | pl.col("outcome").is_in(sorted(DEATHS)).fill_null(value=False)
    people = tables["people"].filter((year >= born_from) & ~dead).select("person_id")
    return tables["assignments"].join(people, on="person_id").select("record_id").collect()["record_id"].sort()


def withheld(frame: pl.DataFrame, living: pl.Series, column: str) -> pl.DataFrame:
    """The table with what a column says of possibly living people withheld; `living` holds their record ids."""
    hidden = pl.col("record_id").is_in(living.implode())
    return frame.with_columns(pl.when(hidden).then(pl.lit(WITHHELD)).otherwise(pl.col(column)).alias(column))
