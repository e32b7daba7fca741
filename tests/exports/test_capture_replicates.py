from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import polars as pl
import pytest
from tests.exports.made import MadeArchive, exported
from tests.exports.test_export import hostile_people

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.exports.capture_replicates import REPLICATES
from byname.exports.people import ExportedArchive

# Base R alone: what each function gives, as JSON of numbers.
READ = """
source(file.path(commandArgs(TRUE)[1], "replicates.R"))
for (number in c(1, 10)) {
  r <- replicate_of(number, commandArgs(TRUE)[1])
  h <- for_rcapture(r); l <- for_lcmcr(r); d <- for_dga(r)
  stopifnot(all(h[, -ncol(h)] %in% c(0, 1)), all(sapply(l, is.factor)), d[1] == 0, is.integer(d))
  stopifnot(identical(dim(d), rep(2L, ncol(l))) || identical(as.numeric(dim(d)), rep(2, ncol(l))))
  cat(sprintf("[%d,%d,%d,%d,%d]\\n", nrow(r), sum(h[, "count"]), nrow(l), sum(d), nrow(h)))
}
"""


@pytest.fixture(scope="module")
def folder(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The replicates of the bundled collection."""
    out, _ = exported(ExportedArchive(Archive.open(demo)), "replicates", tmp_path_factory.mktemp("replicates"))
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_each_replicate_holds_every_entry_once_and_they_differ(folder: Path, demo: Path) -> None:
    tables = DerivedTables.built(Archive.open(demo))
    shown = {person.id for batch in ExportedArchive(Archive.open(demo)).batches() for person in batch.persons}
    owned = tables.read("assignments").filter(pl.col("person_id").is_in(list(shown)))
    sources = owned["record_id"].str.split(":").list.first().value_counts().rows()
    lists = {row["column"]: row["list"] for row in _rows(folder / "lists.csv")}
    sizes = set()
    for number in range(1, REPLICATES + 1):
        rows = _rows(folder / f"R{number}.csv")
        sizes.add(len(rows))
        assert len({row["match_group_id"] for row in rows}) == len(rows) >= len(shown)
        assert {row["replica"] for row in rows} == {f"R{number}"}
        assert all(any(row[column] == "1" for column in lists) for row in rows)
        on_list = {name: sum(int(row[column]) for row in rows) for column, name in lists.items()}
        assert all(on_list[name] <= count for name, count in sources)
    assert {row["sexo"] for row in rows} == {"HOMBRE", "MUJER", ""}
    assert all(row["yy_hecho"] == "" or len(row["yy_hecho"]) == 4 for row in rows)
    assert len(sizes) > 1  # as entries are not all sure to be one person


def test_people_of_hostile_names_are_counted_and_not_named(tmp_path: Path) -> None:
    out, statement = exported(MadeArchive(hostile_people()), "replicates", tmp_path)
    rows = _rows(out / "R3.csv")
    assert len(rows) == statement["people"]
    assert all(row["in_1"] == "1" and row["sexo"] == "MUJER" for row in rows)


def test_r_makes_of_a_replicate_what_its_packages_take(folder: Path, tmp_path: Path, rscript: str) -> None:
    script = tmp_path / "read.R"
    script.write_text(READ, encoding="utf-8")
    done = subprocess.run([rscript, "--vanilla", script, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    for number, (people, by_history, in_rows, in_array, histories) in zip((1, 10), told, strict=True):
        rows = _rows(folder / f"R{number}.csv")
        columns = [name for name in rows[0] if name.startswith("in_")]
        assert people == by_history == in_rows == in_array == len(rows)
        assert histories == len({tuple(row[name] for name in columns) for row in rows})
