"""People stage: where the sources contradict each other about a person.

Goes in: the records with their person. Comes out: one row for each attribute of a person whose values cannot all be
true, with the records that give them and the size of the contradiction, so that the largest can be listed first.
"""

from __future__ import annotations

import polars as pl

from byname.people.comparison.features import day_bounds

CONFLICTS: dict[str, pl.DataType] = {
    "person_id": pl.String(),
    "field": pl.String(),
    "values": pl.List(pl.String()),
    "record_ids": pl.List(pl.String()),
    "size": pl.Int32(),  # days between the values; 0 where days say nothing (gender)
    "severity": pl.String(),  # slip (under a month) | months | years
}
_DATES = ("birth", "arrest", "sentence_date", "deportation", "release", "death")
_MONTH, _YEAR = 31, 366
_KEYS = ["person_id", "field"]


def find_conflicts(joined: pl.DataFrame) -> pl.DataFrame:
    """The conflicts of all people, the largest first; `joined` is the records table with a column `person_id`.

    Two dates are in conflict where no day can be meant by both ("1937" and "1937-05-22" are not). A death before the
    release that another record gives is one, too, as are two genders.
    """
    several = joined.filter(pl.len().over("person_id") > 1)
    dates = [_dated(several, field) for field in _DATES]
    found = [_of_dates(pl.concat(dates)), _of_death_and_release(several), _of_gender(several)]
    severity = (
        pl.when(pl.col("size") >= _YEAR)
        .then(pl.lit("years"))
        .when(pl.col("size") > _MONTH)
        .then(pl.lit("months"))
        .when(pl.col("field") == "gender")
        .then(pl.lit("years"))
        .otherwise(pl.lit("slip"))
    )
    table = pl.concat(found).with_columns(severity.alias("severity")).select(list(CONFLICTS))
    return largest_first(table.cast(pl.Schema(CONFLICTS)))


def largest_first(conflicts: pl.DataFrame) -> pl.DataFrame:
    """Conflicts with the largest contradiction first."""
    return conflicts.sort(["size", "person_id", "field"], descending=[True, False, False])


def _dated(joined: pl.DataFrame, field: str) -> pl.DataFrame:
    known = joined.filter(pl.col(field).is_not_null())
    bounds = day_bounds(known[field])
    return known.select("person_id", pl.lit(field).alias("field"), pl.col(field).alias("value"), "record_id").join(
        bounds, on="value", how="left"
    )


def _of_dates(dates: pl.DataFrame) -> pl.DataFrame:
    grouped = (
        dates.sort("record_id")
        .group_by(_KEYS)
        .agg(
            pl.col("value").alias("values"),
            pl.col("record_id").alias("record_ids"),
            (pl.col("low").max() - pl.col("high").min()).alias("size"),
        )
    )
    return _columns(grouped.filter(pl.col("size") > 0))


def _of_death_and_release(joined: pl.DataFrame) -> pl.DataFrame:
    both = pl.concat([_dated(joined, "death"), _dated(joined, "release")])
    died, released = pl.col("field") == "death", pl.col("field") == "release"
    grouped = (
        both.sort("field", "record_id")
        .group_by("person_id")
        .agg(
            pl.col("value").alias("values"),
            pl.col("record_id").alias("record_ids"),
            (pl.col("low").filter(released).max() - pl.col("high").filter(died).max()).alias("size"),
        )
    )
    named = grouped.filter(pl.col("size") > 0).with_columns(pl.lit("death and release").alias("field"))
    return _columns(named)


def _of_gender(joined: pl.DataFrame) -> pl.DataFrame:
    known = joined.filter(pl.col("gender").is_not_null()).sort("record_id")
    grouped = known.group_by("person_id").agg(
        pl.col("gender").alias("values"), pl.col("record_id").alias("record_ids"), pl.lit(0).first().alias("size")
    )
    unlike = grouped.filter(pl.col("values").list.n_unique() > 1).with_columns(pl.lit("gender").alias("field"))
    return _columns(unlike)


def _columns(table: pl.DataFrame) -> pl.DataFrame:
    return table.select("person_id", "field", "values", "record_ids", pl.col("size").cast(pl.Int32))
