"""Motive stage: populations at risk: how many people of each kind there were, by census or on the rolls.

Goes in: the table that ships with the package, or a table of facts of an archive. Comes out: the counts of one place
and date by the value of an attribute, with their sources. A count that no source gives is not made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from byname.errors import BadFigureTable, CannotEstimate
from byname.sources.facts import FactTable, read_facts
from byname.values.shipped import shipped

_COLUMNS = ("id", "place", "date", "attribute", "value", "count", "unit")


@dataclass(frozen=True, slots=True)
class Population:
    """People of one place and date by the value of one attribute; `total` is everybody, where a source counts them;
    `notes` say what the sources' rows say of themselves."""

    place: str
    date: str
    attribute: str
    counts: dict[str, int]
    total: int | None
    sources: tuple[str, ...]
    notes: tuple[str, ...] = ()


def bundled_populations() -> pl.DataFrame:
    """The populations that ship with the package, one row a count, each with its source.

    >>> bundled_populations().filter(pl.col("id") == "pop-144")["count"].item()
    93933065
    """
    return read_populations(shipped("motive", "populations.csv"))


def populations_with(facts: Mapping[str, FactTable]) -> pl.DataFrame:
    """The populations that ship with the package and those of an archive's table `populations`.

    Where both count a place at one date by one attribute, the archive's rows stand.
    """
    bundled = bundled_populations()
    if "populations" not in facts:
        return bundled
    own, key = _counted(facts["populations"].rows), ["place", "date", "attribute"]
    return pl.concat([own, bundled.join(own, on=key, how="anti")], how="diagonal")


def read_populations(path: Path) -> pl.DataFrame:
    """Read a table of populations; raises BadFigureTable where a row names no source or a column is missing."""
    table = read_facts(path, "populations").rows
    missing = [column for column in _COLUMNS if column not in table.columns]
    if missing:
        raise BadFigureTable(f"there is no column {missing[0]!r}", where=str(path), fix="add it")
    return _counted(table)


def _counted(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(pl.col("count").cast(pl.Float64, strict=False).round(0).cast(pl.Int64))


def population_of(table: pl.DataFrame, place: str, attribute: str, date: str | None = None) -> Population:
    """The population of a place by an attribute, at the date that begins so, or the one with most values.

    Raises CannotEstimate where the table has none, and says which places it has.
    """
    here = table.filter((pl.col("place") == place) & (pl.col("unit") == "persons"))
    chosen = here.filter((pl.col("attribute") == attribute) & pl.col("date").str.starts_with(date or ""))
    if not len(chosen):
        known = ", ".join(sorted(set(table.filter(pl.col("attribute") == attribute)["place"])))
        raise CannotEstimate(
            f"no population of {place} by {attribute.replace('_', ' ')} is at hand",
            where="populations",
            fix=f"add a table of populations; there is one for: {known or 'no place'}",
        )
    ranked = chosen.group_by("date").agg(pl.col("value").n_unique().alias("n")).sort(["n", "date"], descending=True)
    at = str(ranked["date"][0])
    rows = chosen.filter(pl.col("date") == at)
    counts = dict(rows.group_by("value", maintain_order=True).agg(pl.col("count").sum()).iter_rows())
    notes = tuple(note for note in rows["notes"].unique(maintain_order=True) if note) if "notes" in rows.columns else ()
    return Population(place, at, attribute, counts, _total(here, at, attribute, counts), _sources(rows), notes)


def _total(here: pl.DataFrame, at: str, attribute: str, counts: dict[str, int]) -> int | None:
    if attribute in ("gender", "age_group"):
        return sum(counts.values())
    everybody = here.filter((pl.col("attribute") == "all") & (pl.col("date") == at))["count"]
    if len(everybody):
        return int(everybody[0])
    sexes = here.filter((pl.col("attribute") == "gender") & (pl.col("date") == at))["count"]
    return int(sexes.sum()) if len(sexes) == 2 else None


def _sources(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows["source_title"].unique(maintain_order=True))
