"""Consequences stage: a table of camps by year and place, and deaths in the camps by year.

Goes in: a table of facts with prisoners by camp and year and coordinates; the yearly totals among the facts. Comes out:
typed rows of which those that count are marked, sums by year, and the camps of a year. Years without a figure stay
empty; a figure of a camp without a name counts nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from byname.errors import BadFigureTable
from byname.sources.facts import FactTable
from byname.statistics.ratios import share
from byname.values.analysis import Analysis, refusal

COLUMNS = {"camp_id": pl.String, "camp_en": pl.String, "lon": pl.Float64, "lat": pl.Float64, "year": pl.Int32,
           "prisoners": pl.Int64}  # fmt: skip
INMATES = ("year", "inmates")  # the columns of a table of prisoners by year
DEATHS = (*INMATES, "deaths")
_OTHER = ("camp_ru", "source_title", "source_address")
_EMPTY = ["", "null"]


def read_camps(path: Path) -> pl.DataFrame:
    """Read a table of camps by year: camp_id, camp_en, lon, lat (degrees), year, prisoners; camp_ru where it is there.

    Raises BadFigureTable where a column is missing, a value is no number, or a place lies off the globe.
    """
    try:
        rows = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadFigureTable(f"the table of camps cannot be read: {error}", where=str(path)) from error
    return _typed(rows, range(1, len(rows) + 1), str(path))


def camps_of(facts: FactTable) -> pl.DataFrame:
    """The rows of a table of facts as `read_camps` gives them, with their sources."""
    return _typed(facts.rows, facts.numbers or range(1, len(facts.rows) + 1), facts.name)


def _typed(rows: pl.DataFrame, numbers: Sequence[int], where: str) -> pl.DataFrame:
    """Columns by their kinds, with the row of the file, the camp's label, and whether the row counts.

    A row counts that names a camp and holds its largest figure of the year.
    """
    missing = [name for name in COLUMNS if name not in rows.columns]
    if missing:
        fix = f"a table of camps has the columns {', '.join(COLUMNS)}"
        raise BadFigureTable(f"the table of camps has no column {missing[0]!r}", where=where, fix=fix)
    others = [name for name in _OTHER if name in rows.columns]
    text = rows.select(pl.col(name).str.strip_chars().replace(_EMPTY, None) for name in (*COLUMNS, *others))
    _check_numbers(text, numbers, where)
    table = text.with_columns(pl.col(name).cast(kind) for name, kind in COLUMNS.items())
    table = table.with_columns(pl.Series("row", numbers, dtype=pl.Int64))
    off = table.filter((pl.col("lat").abs() > 90) | (pl.col("lon").abs() > 180))
    if len(off):
        first = off.row(0, named=True)
        what = f"row {first['row']}: camp {first['camp_id']} lies off the globe"
        raise BadFigureTable(what, where=where, fix="correct its place")
    return _counted(_labelled(table.drop_nulls(["year", "prisoners"])))


def _check_numbers(text: pl.DataFrame, numbers: Sequence[int], where: str) -> None:
    for name, kind in COLUMNS.items():
        if kind == pl.String:
            continue
        bad = text[name].is_not_null() & text[name].cast(kind, strict=False).is_null()
        if bad.any():
            place = int(bad.arg_true()[0])
            what = f"row {numbers[place]}: {text[name][place]!r} is no number of the column {name}"
            raise BadFigureTable(what, where=where, fix="write whole numbers, degrees with a point, or nothing")


def _labelled(table: pl.DataFrame) -> pl.DataFrame:
    """With the label of each camp: its English name; its Russian one where it has no other, or shares it."""
    local = pl.col("camp_ru") if "camp_ru" in table.columns else pl.lit(None, dtype=pl.String)
    shared = table.group_by("camp_en").agg(pl.col("camp_id").n_unique() > 1).filter("camp_id")["camp_en"]
    both = pl.concat_str("camp_en", pl.lit(" ("), local, pl.lit(")"))
    label = pl.when(pl.col("camp_en").is_in(shared.implode())).then(pl.coalesce(both, "camp_en")).otherwise("camp_en")
    return table.with_columns(pl.coalesce(label, local).alias("camp"))


def _counted(table: pl.DataFrame) -> pl.DataFrame:
    once = pl.struct("camp_id", "year").is_first_distinct()
    ranked = table.sort(["prisoners", "row"], descending=[True, False]).with_columns(once.alias("counts"))
    return ranked.with_columns(pl.col("counts") & pl.col("camp").is_not_null()).sort("row")


def doubled(table: pl.DataFrame) -> pl.DataFrame:
    """The camps that have more than one figure for a year, with how many: such years cannot be added up."""
    return table.group_by("camp_id", "camp_en", "year").len().filter(pl.col("len") > 1).sort("camp_id", "year")


def nameless(table: pl.DataFrame) -> pl.DataFrame:
    """The rows that name no camp, the largest first; they count nowhere."""
    return table.filter(pl.col("camp").is_null()).sort(["prisoners", "row"], descending=[True, False])


def by_year(table: pl.DataFrame) -> pl.DataFrame:
    """Prisoners in the camps of the table, by year: year, camps, prisoners. Of doubled figures the largest counts."""
    counting = table.filter("counts")
    return counting.group_by("year").agg(pl.len().alias("camps"), pl.col("prisoners").sum()).sort("year")


def by_place(table: pl.DataFrame, year: int) -> pl.DataFrame:
    """The camps of one year with their places, the largest first: camp_id, camp, lon, lat, prisoners, row."""
    own = table.filter(pl.col("counts") & (pl.col("year") == year))
    ranked = own.sort(["prisoners", "camp", "camp_id"], descending=[True, False, False])
    return ranked.select("camp_id", "camp", "lon", "lat", "prisoners", "row")


def yearly_table(facts: Mapping[str, FactTable], *columns: str) -> FactTable | None:
    """The first table of facts that has these columns; None where there is none."""
    return next((table for table in facts.values() if {*columns, "source_title"} <= set(table.rows.columns)), None)


def mortality(facts: FactTable) -> Analysis:
    """Deaths a year per hundred prisoners from a table of year, inmates, deaths.

    The inmates are those of one day; many passed through in a year, so the rate is of the mean number only where the
    number of prisoners was steady.
    """
    id, title = "camp-deaths", "Deaths in the camps, by year"
    rows = []
    for year, inmates, deaths in facts.rows.select(DEATHS).iter_rows():
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
