"""People stage: the further surnames of a household.

Goes in: the records, which say under which head of household each stands. Comes out: the same, where members who bear
the head's surname and print no further one have those that the head prints ("ka Eimann"). In the Estonian books 57 % of
such members print them themselves. The further surnames of a woman are left out: they may be hers alone, by birth or by
an earlier marriage; and so is every further given name.
"""

from __future__ import annotations

import polars as pl


def with_family_names(people: pl.DataFrame) -> pl.DataFrame:
    """The records with the further surnames (`alias_surnames`) of their households."""
    if people["head"].null_count() == len(people):
        return people
    named = (pl.col("alias_surnames").list.len() > 0) & (pl.col("gender").fill_null("") != "female")
    heads = people.filter(named).select(
        pl.col("record_id").alias("head"),
        pl.col("surname").alias("_surname"),
        pl.col("alias_surnames").alias("_further"),
    )
    joined = people.join(heads, on="head", how="left", maintain_order="left")
    takes = (pl.col("surname") == pl.col("_surname")) & (pl.col("alias_surnames").list.len().fill_null(0) == 0)
    taken = pl.when(takes).then(pl.col("_further")).otherwise(pl.col("alias_surnames"))
    return joined.with_columns(taken.alias("alias_surnames")).drop("_surname", "_further")
