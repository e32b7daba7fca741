from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals import comparison_library as compared
from splink.internals.splink_dataframe import SplinkDataFrame
from tests.exports.conftest import Validators
from tests.exports.made import MadeArchive, exported
from tests.exports.test_export import HOSTILE, hostile_people

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.exports.people import ExportedArchive

RESOLVER = """
import json, sys
from nomenklatura.resolver import Edge
edges = [Edge.from_line(line) for line in open(sys.argv[1])]
print(json.dumps([[e.target.id, e.source.id, e.judgement.value, e.score] for e in edges]))
"""


@pytest.mark.filterwarnings("ignore::Warning")
def test_splink_reads_input_and_labels(demo: Path, tmp_path: Path) -> None:
    archive = Archive.open(demo)
    out, statement = exported(ExportedArchive(archive), "splink", tmp_path)
    entries, labels = pl.read_parquet(out / "input.parquet"), pl.read_parquet(out / "labels.parquet")
    owners = DerivedTables.built(archive).read("assignments")
    assert len(entries) == entries["unique_id"].n_unique() == len(owners)
    assert dict(entries.select("unique_id", "cluster").iter_rows()) == dict(
        owners.select("record_id", "person_id").iter_rows()
    )
    sizes = owners.group_by("person_id").len()["len"].to_list()
    assert len(labels) == sum(size * (size - 1) // 2 for size in sizes) > 10
    for part, field, column in (("words", "surname", "surname"), ("reading", "death_date", "death_date")):
        (row,) = (row for row in statement["fields"] if (row["part"], row["field"]) == (part, field))
        assert entries[column].count() == row["out"]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[compared.ExactMatch("surname"), compared.ExactMatch("death_date")],
        blocking_rules_to_generate_predictions=[block_on("surname")],
    )
    database = DuckDBAPI(duckdb.connect())
    linker = Linker(database.register(entries.to_arrow()), settings)
    table = linker.table_management.register_labels_table(database.register(labels.to_arrow()))
    judged = linker.evaluation.accuracy_analysis_from_labels_table(table, output_type="table")
    assert isinstance(judged, SplinkDataFrame)
    assert judged.as_record_list()


def test_nomenklatura_reads_the_edges(demo: Path, tmp_path: Path, validators: Validators) -> None:
    out, statement = exported(ExportedArchive(Archive.open(demo)), "resolver", tmp_path)
    script = RESOLVER
    edges = json.loads(validators.run("-c", script, out))
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert edges == [edge[:4] for edge in written]
    (row,) = (row for row in statement["fields"] if row["field"] == "record_id" and row["part"] == "entries")
    assert len(edges) == row["out"] > 400
    assert all(one[0].startswith("NK-") and one[2] == "positive" for one in edges)


def test_hostile_values_are_in_the_input_of_splink_as_they_were(tmp_path: Path) -> None:
    made = MadeArchive(hostile_people())
    out, _ = exported(made, "splink", tmp_path)
    (batch,) = made.batches()
    rows = pl.read_parquet(out / "input.parquet")
    for field, column in (("surname", "as_written"), ("birth_date", "value")):
        said = batch.statements.filter(pl.col("field") == field)
        assert rows[field].to_list() == said[column].to_list()
    assert rows["surname"].to_list() == list(HOSTILE)
