"""What other programs of record linkage take: entries and labels for Splink, judgements for nomenklatura.

Takes an archive as it is exported; writes a folder with a row an entry and the pairs that Byname took for one person
(Splink), or a file of the edges between such entries (nomenklatura's resolver).
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from byname.exports.people import Batch, ExportedArchive

# The columns of Splink's input with the fields that they hold: the words of names and places, the readings of the rest.
WORDS = ("name", "surname", "given_name", "patronymic", "maiden_name", "birth_place", "occupation", "residence")
READINGS = ("birth_date", "death_date", "arrest_date", "gender", "nationality")
_FIRST_ONLY = "a column of Splink holds one value an entry, the first"
_NO_COLUMN = "Splink's input has no column for it"
_ONLY_PAIRS = "a resolver of nomenklatura holds which entries are one, and no more"


def write_splink(archive: ExportedArchive, out: Path) -> None:
    """Write a folder: `input.parquet` (an entry a row; `cluster` is the person) and `labels.parquet` (pairs)."""
    import pyarrow as pa  # slow to import
    import pyarrow.parquet as pq

    out.mkdir()
    input = pa.schema(
        [(name, pa.large_string()) for name in ("unique_id", "source_dataset", "cluster", *WORDS, *READINGS)]
    )
    ids = ("source_dataset_l", "unique_id_l", "source_dataset_r", "unique_id_r")
    label = pa.schema([*((name, pa.large_string()) for name in ids), ("clerical_match_score", pa.float64())])
    with (
        pq.ParquetWriter(out / "input.parquet", input) as entries,
        pq.ParquetWriter(out / "labels.parquet", label) as labels,
    ):
        for batch in archive.batches():
            entries.write_table(_splink_rows(archive, batch).select(input.names).to_arrow().cast(input))
            labels.write_table(_pairs(batch).select(label.names).to_arrow().cast(label))
    archive.losses.lose_rest(_NO_COLUMN)


def _splink_rows(archive: ExportedArchive, batch: Batch) -> pl.DataFrame:
    rows = batch.entries.select(
        pl.col("record_id").alias("unique_id"),
        pl.col("source").alias("source_dataset"),
        pl.col("person_id").alias("cluster"),
    )
    losses = archive.losses
    for column, part, fields in (("as_written", "words", WORDS), ("value", "reading", READINGS)):
        for field in fields:
            said = batch.statements.filter((pl.col("field") == field) & pl.col(column).is_not_null())
            first = said.unique("record_id", keep="first", maintain_order=True)
            losses.give(part, field, len(first))
            losses.lose(part, field, _FIRST_ONLY, len(said) - len(first))
            named = first.select(pl.col("record_id").alias("unique_id"), pl.col(column).alias(field))
            rows = rows.join(named, on="unique_id", how="left", maintain_order="left")
    losses.give("entries", "record_id", len(rows))
    losses.give("person", "person_id", len(batch.people))
    return rows


def _pairs(batch: Batch) -> pl.DataFrame:
    """Each pair of entries of one person, with the smaller of their probabilities."""
    left = batch.entries.rename({"record_id": "unique_id_l", "source": "source_dataset_l", "probability": "l"})
    right = batch.entries.rename({"record_id": "unique_id_r", "source": "source_dataset_r", "probability": "r"})
    both = left.join(right, on="person_id", maintain_order="left_right")
    one_way = both.filter(pl.col("unique_id_l") < pl.col("unique_id_r"))
    return one_way.with_columns(pl.min_horizontal("l", "r").alias("clerical_match_score"))


def write_resolver(archive: ExportedArchive, out: Path) -> None:
    """Write the edges between the entries of each person, as nomenklatura 4 loads them: a line of JSON an edge."""
    with out.open("w", encoding="utf-8", newline="\n") as handle:
        for batch in archive.batches():
            archive.losses.give("entries", "record_id", len(batch.entries))
            archive.losses.give("entries", "probability", batch.entries["probability"].count())
            archive.losses.give("person", "person_id", len(batch.people))
            for person in batch.persons:
                for record, _, probability in person.entries:
                    edge = [f"NK-{person.id}", record, "positive", probability, "byname", None]
                    handle.write(json.dumps(edge, ensure_ascii=False) + "\n")
    archive.losses.lose_rest(_ONLY_PAIRS)
