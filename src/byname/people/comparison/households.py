"""People stage: what the head of a household lends its members.

Goes in: the records, which say under which head of household each stands. Comes out: the name of the head; and the
further surnames of members who bear the head's surname and print no further one, those that the head prints ("ka
Eimann"). In the Estonian books 57 % of such members print them themselves. The further surnames of a woman are left
out: they may be hers alone, by birth or by an earlier marriage; and so is every further given name.
"""

from __future__ import annotations

from typing import Final

import polars as pl

HEAD_NAME: Final = "head_name"  # the column that `with_families` adds


def with_family_names(people: pl.DataFrame) -> pl.DataFrame:
    """The records with the further surnames (`alias_surnames`) of their households."""
    if people["head"].null_count() == len(people):
        return people
    return with_families(people, people).drop(HEAD_NAME)


def with_families(people: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    """The same and the name of each head (HEAD_NAME), where all heads are among the records `heads`."""
    named = (pl.col("alias_surnames").list.len() > 0) & (pl.col("gender").fill_null("") != "female")
    wanted = heads.filter(pl.col("record_id").is_in(people["head"].drop_nulls().unique().implode())).select(
        pl.col("record_id").alias("head"),
        pl.concat_str("surname", "given", separator=" ").alias(HEAD_NAME),
        pl.when(named).then(pl.col("surname")).alias("_surname"),
        pl.when(named).then(pl.col("alias_surnames")).alias("_further"),
    )
    joined = people.join(wanted, on="head", how="left", maintain_order="left")
    takes = (pl.col("surname") == pl.col("_surname")) & (pl.col("alias_surnames").list.len().fill_null(0) == 0)
    taken = pl.when(takes).then(pl.col("_further")).otherwise(pl.col("alias_surnames"))
    return joined.with_columns(taken.alias("alias_surnames")).drop("_surname", "_further")


def head_names(records: pl.DataFrame) -> pl.Series:
    """The name of the head of household that each record stands under; the heads are among the records unless
    `with_families` has found them."""
    if HEAD_NAME in records.columns:
        return records[HEAD_NAME]
    if records["head"].null_count() == len(records):
        return pl.Series(HEAD_NAME, [None] * len(records), dtype=pl.String)
    return with_families(records, records)[HEAD_NAME]
