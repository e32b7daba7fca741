"""Consequences stage: the camps: prisoners by year and place, deaths by year, and where the people of a list were sent.

Goes in: a table of camps by year with coordinates, the yearly totals among the facts, and places of detention or exile
named in records. Comes out: tables for charts and maps, and sentences. Years without a figure stay empty.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from byname.errors import BadFigureTable
from byname.motive.ratios import share
from byname.motive.result import Analysis, counted, refusal
from byname.sources.facts import FactTable
from byname.values.printed import Condition

_COLUMNS = {"camp_id": pl.String, "camp_en": pl.String, "lon": pl.Float64, "lat": pl.Float64, "year": pl.Int32,
            "prisoners": pl.Int64}  # fmt: skip
_FEWEST = 10


def read_camps(path: Path) -> pl.DataFrame:
    """Read a table of camps by year: camp_id, camp_en, lon, lat (degrees), year, prisoners.

    Raises BadFigureTable where a column is missing, a place lies off the globe, or a camp has two figures for a year.
    """
    try:
        table = pl.read_csv(path, infer_schema=False, null_values=["", "null"]).select(
            pl.col(name).str.strip_chars().cast(kind) for name, kind in _COLUMNS.items()
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadFigureTable(f"the table of camps cannot be read: {error}", where=str(path)) from error
    off = table.filter((pl.col("lat").abs() > 90) | (pl.col("lon").abs() > 180))
    if len(off):
        raise BadFigureTable(f"camp {off['camp_id'][0]} lies off the globe", where=str(path), fix="correct its place")
    return table.drop_nulls(["year", "prisoners"])


def doubled(table: pl.DataFrame) -> pl.DataFrame:
    """The camps that have more than one figure for a year, with how many: such years cannot be added up."""
    return table.group_by("camp_id", "camp_en", "year").len().filter(pl.col("len") > 1).sort("camp_id", "year")


def by_year(table: pl.DataFrame) -> pl.DataFrame:
    """Prisoners in the camps of the table, by year: year, camps, prisoners. Of doubled figures the largest counts."""
    once = table.group_by("camp_id", "year").agg(pl.col("prisoners").max())
    return once.group_by("year").agg(pl.len().alias("camps"), pl.col("prisoners").sum()).sort("year")


def by_place(table: pl.DataFrame, year: int) -> pl.DataFrame:
    """The camps of one year with their places, the largest first: camp_en, lon, lat, prisoners."""
    own = table.filter(pl.col("year") == year)
    once = own.group_by("camp_id").agg(pl.col("camp_en", "lon", "lat").first(), pl.col("prisoners").max())
    return once.sort(["prisoners", "camp_en"], descending=[True, False]).select("camp_en", "lon", "lat", "prisoners")


def mortality(facts: FactTable) -> Analysis:
    """Deaths a year per hundred prisoners from a table of year, inmates, deaths.

    The inmates are those of one day; many passed through in a year, so the rate is of the mean number only where the
    number of prisoners was steady.
    """
    id, title = "camp-deaths", "Deaths in the camps, by year"
    rows = []
    for year, inmates, deaths in facts.rows.select("year", "inmates", "deaths").iter_rows():
        part = share(int(deaths), int(inmates))
        rows.append({"year": int(year), "inmates": int(inmates), "deaths": int(deaths), "rate": part.value,
                     "rate_low": part.low, "rate_high": part.high})  # fmt: skip
    if not rows:
        return refusal(id, title, "The table holds no year.")
    top = max(rows, key=lambda row: row["rate"])
    sentence = (
        f"The deadliest year of the table is {top['year']}: {top['deaths']:,} deaths for {top['inmates']:,} inmates "
        f"({top['rate']:.1%})."
    )
    warnings = (
        f"From {facts.rows['source_title'][0]}; the intervals are those of chance alone, the figures may be wrong.",
        "Inmates are a number of one day; more people passed through the camps in a year.",
    )
    return Analysis(id, title, "published figures", pl.DataFrame(rows), (sentence,), warnings)


def destinations(sent: pl.DataFrame) -> Analysis:
    """Where the people of the lists were sent, by the first word of the place.

    `sent`: person_id, place (camp or exile as stated, normal form), kind (camp or exile).
    """
    id, title = "destinations", "Where people were sent"
    first = sent.with_columns(pl.col("place").str.split(" ").list.first().alias("place")).unique(
        ["person_id", "kind", "place"]
    )
    counts = first.group_by("kind", "place").len().filter(pl.col("len") >= _FEWEST)
    if not len(counts):
        return refusal(id, title, f"No place of detention or exile is named for {_FEWEST} or more people.")
    rows, numbers = [], []
    for kind, place, people in (
        counts.sort(["len", "kind", "place"], descending=[True, False, False]).head(30).iter_rows()
    ):
        key = f"{id}-{kind}-{place}"
        where = (Condition("kind", "is", kind), Condition("place", "is", place))
        numbers.append(counted(key, f"people sent to {place} ({kind})", people, "destinations", *where))
        rows.append({"kind": kind, "place": place, "people": people, "people_id": key})
    top = rows[0]
    sentence = f"Most often named is {top['place']} ({top['kind']}): {top['people']:,} people."
    warning = "Places stand as the sources write them; several spellings can be one place."
    return Analysis(id, title, "counted", pl.DataFrame(rows), (sentence,), (warning,), tuple(numbers))
