"""The words of the sources that no vocabulary understands, with how often each stands there, the commonest first."""

from __future__ import annotations

import polars as pl

from byname.access.protection import WITHHELD, WITHHELD_TEXT, Protection
from byname.archive.meanings import CODED
from byname.values.fields import fields


def words_not_understood(protection: Protection) -> pl.DataFrame:
    """The columns `source`, `field`, `text`, `count`; words of people who are withheld, and words about others who may
    be living, are left out."""
    coded = [name for name, field in fields().items() if field.type in CODED]
    unread = protection.tables.scan("statements").filter(pl.col("value").is_null() & pl.col("field").is_in(coded))
    said = protection.values_withheld(unread.collect(), "as_written", protection.records())
    shown = said.filter(~pl.col("as_written").is_in([WITHHELD, WITHHELD_TEXT])).lazy()
    source = pl.col("record_id").str.split(":").list.first().alias("source")
    text = pl.col("as_written").str.strip_chars().alias("text")
    counted = shown.group_by(source, "field", text).agg(pl.len().cast(pl.Int64).alias("count")).collect()
    return counted.sort(["count", "source", "field", "text"], descending=[True, False, False, False])
