"""People stage: incidents in which more people died than sources name: "4 to 6 killed, 2 named" is kept as such.

Goes in: records with the statements of their incidents, and the person of each record. Comes out: one row an incident
of a source with its day, its place, the fewest and most dead that the source gives, and how many people it names.
Nobody is made up for those who are not named.
"""

from __future__ import annotations

import polars as pl

INCIDENTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "incident": pl.String(),  # as the source calls it
    "date": pl.String(),  # EDTF
    "place": pl.String(),  # as written
    "fewest_dead": pl.Int64(),  # null where the source gives none
    "most_dead": pl.Int64(),
    "named": pl.UInt32(),  # people of the archive whom entries of the incident name
    "record_ids": pl.List(pl.String()),
}
INCIDENT_FIELDS = ("incident", "incident_date", "incident_place", "fewest_dead", "most_dead")


def gather_incidents(records: pl.DataFrame, statements: pl.DataFrame, assignments: pl.DataFrame) -> pl.DataFrame:
    """The incidents of all sources, with the columns of INCIDENTS, by source and incident.

    Of several numbers that entries of one incident give, the lowest and the highest stand; where only one side is
    given it stands for both.
    """
    said = statements.filter(pl.col("field").is_in(INCIDENT_FIELDS) & pl.col("value").is_not_null())
    if said.is_empty():
        return pl.DataFrame(schema=INCIDENTS)
    wide = said.group_by("record_id").agg(
        _first(field, "as_written" if field == "incident_place" else "value") for field in INCIDENT_FIELDS
    )
    own = wide.filter(pl.col("incident").is_not_null()).join(records.select("record_id", "source"), on="record_id")
    joined = own.join(assignments.select("record_id", "person_id"), on="record_id", how="left").sort("record_id")
    dead = [pl.col(field).cast(pl.Int64, strict=False) for field in ("fewest_dead", "most_dead")]
    found = joined.group_by("source", "incident").agg(
        pl.col("incident_date").drop_nulls().first().alias("date"),
        pl.col("incident_place").drop_nulls().first().alias("place"),
        pl.min_horizontal(dead).min().alias("fewest_dead"),
        pl.max_horizontal(dead).max().alias("most_dead"),
        pl.col("person_id").drop_nulls().n_unique().alias("named"),
        pl.col("record_id").alias("record_ids"),
    )
    return found.select(pl.col(name).cast(kind) for name, kind in INCIDENTS.items()).sort("source", "incident")


def _first(field: str, column: str) -> pl.Expr:
    return pl.col(column).filter(pl.col("field") == field).first().alias(field)
