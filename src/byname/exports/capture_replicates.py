"""Replicates of the capture histories of single people, in the columns that verdata (HRDAG, Colombia) gave such tables.

Takes an archive as it is exported; writes a folder: R1.csv to R10.csv, a row a person (`match_group_id`) with a column
of 0 and 1 a list, sex and year; which list is which; and a script by which R makes of them what Rcapture, LCMCR and dga
take. Replicates differ in the linkage: in each, an entry stands with its person as often as its probability says, and
else alone. Nothing is imputed: what is not known is empty. Whoever is withheld is in none.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from byname.exports.people import Batch, ExportedArchive
from byname.values.shipped import shipped

REPLICATES = 10
_ONLY_LISTS = "a replicate says who stands on which lists, the sex and a year, and no more"
_SEXES = {"female": "MUJER", "male": "HOMBRE"}
_YEAR = r"^(\d{4})"


def write_capture_replicates(archive: ExportedArchive, out: Path) -> None:
    """Write the folder."""
    out.mkdir()
    columns = {one.name: f"in_{number}" for number, one in enumerate(archive.lists, 1)}
    rows = [(columns[one.name], one.name, one.title) for one in archive.lists]
    pl.DataFrame(rows, schema=["column", "list", "title"], orient="row").write_csv(out / "lists.csv")
    (out / "replicates.R").write_bytes(shipped("exports", "replicates.R").read_bytes())
    drawn = [np.random.default_rng([number]) for number in range(1, REPLICATES + 1)]
    with ExitStack() as open_files:
        files = [open_files.enter_context((out / f"R{n}.csv").open("wb")) for n in range(1, REPLICATES + 1)]
        first = True
        for batch in archive.batches():
            for number, (random, file) in enumerate(zip(drawn, files, strict=True), 1):
                _write_rows(_replicate(batch, columns, number, random), file, header=first)
            first = False
            archive.losses.give("entries", "record_id", len(batch.entries))
            archive.losses.give("person", "person_id", len(batch.people))
            archive.losses.give("person", "gender", batch.people["gender"].count())
    archive.losses.lose_rest(_ONLY_LISTS)


def _write_rows(rows: pl.DataFrame, file: BinaryIO, *, header: bool) -> None:
    rows.write_csv(file, include_header=header, line_terminator="\n")


def _replicate(batch: Batch, columns: dict[str, str], number: int, random: np.random.Generator) -> pl.DataFrame:
    """A row each person and each entry that is drawn to be alone, in the order of people."""
    sure = batch.entries["probability"].fill_null(1.0)
    together = pl.Series("together", random.random(len(sure)) < sure.to_numpy())
    drawn = batch.entries.with_columns(together)
    group = pl.when("together").then("person_id").otherwise(pl.concat_str("person_id", pl.lit(" "), "record_id"))
    lists = [(pl.col("source") == name).any().cast(pl.Int8).alias(column) for name, column in columns.items()]
    people = batch.people.select(
        "person_id",
        pl.col("gender").replace_strict(_SEXES, default=None, return_dtype=pl.String).alias("sexo"),
        pl.coalesce("death", "arrest").str.extract(_YEAR, 1).alias("yy_hecho"),
    )
    told = drawn.group_by(group.alias("group"), maintain_order=True).agg(pl.col("person_id").first(), *lists)
    ids = pl.Series("match_group_id", [hashlib.sha1(one.encode()).hexdigest() for one in told["group"].to_list()])
    whole = told.with_columns(ids).join(people, on="person_id", how="left", maintain_order="left")
    return whole.select(
        pl.lit(f"R{number}").alias("replica"),
        "match_group_id",
        *columns.values(),
        "sexo",
        pl.lit("FALSE").alias("sexo_imputed"),
        "yy_hecho",
    )
