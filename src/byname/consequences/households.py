"""Consequences stage: families that were taken together.

Goes in: records with the head under whom an entry stands and their relation. Comes out: the table `households` (one row
a household: when it was deported, its size, women, men, children, old people, who died there and who returned), and its
make-up as an analysis.
"""

from __future__ import annotations

import datetime as dt

import polars as pl

from byname.people.comparison.features import day_bounds
from byname.statistics.normal import normal_quantile
from byname.statistics.series import day_number
from byname.values.analysis import Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition

HOUSEHOLDS = ("head", "record_ids", "deported_low", "deported_high", "size", "children", "women", "men", "old",
              "died_in_exile", "returned", "not_deported")  # fmt: skip
_CHILD, _OLD = 16, 60


def make_households(records: pl.DataFrame) -> pl.DataFrame:
    """One row for each household of two or more entries, and for each head alone who was deported, of the sources that
    name heads. The day of deportation is the first that an entry of the household gives; children are under 16, old
    people 60 and over, in that year. People marked not deported are counted apart and belong to no other column."""
    naming = records.filter(pl.col("head").is_not_null())["source"].unique()
    own = records.filter(pl.col("source").is_in(naming.implode()) & (pl.col("kind") == "person"))
    own = own.with_columns(pl.coalesce("head", "record_id").alias("head"))
    bounds = day_bounds(own["deportation"])
    low, high = (
        own["deportation"].replace_strict(bounds["value"], bounds[s], default=None, return_dtype=pl.Int32).alias(s)
        for s in ("low", "high")
    )
    own = own.with_columns(low, high).sort("head", "position")
    year = pl.col("low").drop_nulls().first().over("head").cast(pl.Date).dt.year()
    own = own.with_columns((year - pl.col("birth_year")).alias("age"))
    there = (pl.col("outcome") != "not-deported").fill_null(value=True)
    grown = there & (pl.col("age") >= _CHILD)
    table = own.group_by("head", maintain_order=True).agg(
        pl.col("record_id").alias("record_ids"),
        pl.col("low").drop_nulls().first().alias("deported_low"),
        pl.col("high").drop_nulls().first().alias("deported_high"),
        there.sum().cast(pl.Int32).alias("size"),
        (there & (pl.col("age") < _CHILD)).sum().cast(pl.Int32).alias("children"),
        (grown & (pl.col("gender") == "female")).sum().cast(pl.Int32).alias("women"),
        (grown & (pl.col("gender") == "male")).sum().cast(pl.Int32).alias("men"),
        (there & (pl.col("age") >= _OLD)).sum().cast(pl.Int32).alias("old"),
        (there & (pl.col("outcome") == "died-in-exile")).sum().cast(pl.Int32).alias("died_in_exile"),
        (there & (pl.col("outcome") == "released")).sum().cast(pl.Int32).alias("returned"),
        (~there).sum().cast(pl.Int32).alias("not_deported"),
    )
    kept = (pl.col("record_ids").list.len() > 1) | pl.col("deported_low").is_not_null()
    return table.filter(kept).select(HOUSEHOLDS)


def households(table: pl.DataFrame, first: dt.date, last: dt.date, name: str) -> Analysis:
    """The make-up of the households deported between two days: sizes, children, women, men, old people, deaths there
    and returns; shares with intervals that allow for people of one household being alike (ratio estimate, Cochran 1977,
    section 6.3)."""
    id, title = f"households-{first.year}-{first.month:02d}", f"Households of the {name}"
    low, high = (day_number(day) for day in (first, last))
    own = table.filter((pl.col("deported_low") >= low) & (pl.col("deported_high") <= high) & (pl.col("size") > 0))
    if len(own) < 10:
        return refusal(id, title, f"Our sources name {len(own)} households that were deported then.")
    where = (Condition("deported_low", "between", (low, high)), Condition("size", "at-least", 1))
    people = int(own["size"].sum())
    rows, numbers = [], []
    numbers.append(counted(f"{id}-count", f"households, {name}", len(own), "households", *where, unit="households"))
    for group in ("children", "women", "men", "old", "died_in_exile", "returned"):
        part = _ratio(own[group], own["size"])
        key, words = f"{id}-{group.replace('_', '-')}", group.replace("_", " ")
        numbers.append(estimated(key, f"share of {words} among the people of these households", part,
                                 "ratio estimate, Cochran 1977", "households", where, "share", 3))  # fmt: skip
        rows.append({"group": words, "people": int(own[group].sum()), "share": part.value, "share_low": part.low,
                     "share_high": part.high, "share_id": key})  # fmt: skip
    mean = people / len(own)
    largest = int(own["size"].max() or 0)  # type: ignore[arg-type]
    share = rows[0]
    sentence = (
        f"{len(own):,} households of {people:,} people, {mean:.1f} each, the largest of {largest}; "
        f"{share['share']:.0%} were children under {_CHILD} ({share['share_low']:.0%} to {share['share_high']:.0%})."
    )
    warning = "Age is known from birth years; people whose year or sex is not stated are in no group but in the total."
    return Analysis(id, title, "counted by household", pl.DataFrame(rows), (sentence,), (warning,), tuple(numbers))


def sizes(table: pl.DataFrame, first: dt.date, last: dt.date) -> pl.DataFrame:
    """How many households of each size were deported between two days: size, households."""
    low, high = (day_number(day) for day in (first, last))
    own = table.filter((pl.col("deported_low") >= low) & (pl.col("deported_high") <= high) & (pl.col("size") > 0))
    return own.group_by("size").agg(pl.len().alias("households")).sort("size")


def _ratio(part: pl.Series, whole: pl.Series, level: float = 0.95) -> Estimate:
    x, n = part.cast(pl.Float64).to_numpy(), whole.cast(pl.Float64).to_numpy()
    ratio = float(x.sum() / n.sum())
    spread = float((((x - ratio * n) ** 2).sum() / (len(n) - 1)) ** 0.5 / (n.mean() * len(n) ** 0.5))
    width = normal_quantile(level) * spread
    return Estimate(ratio, max(0.0, ratio - width), min(1.0, ratio + width), int(x.sum()), level)
