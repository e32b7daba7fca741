"""An archive of another subject brings its own explanations, through the commands."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.cli.app import app
from byname.sources.bundled import demo_collection

SOURCE = {"source_title": "a register", "source_address": "parish archive"}
JUMP = {"by": "largest_jump", "table": "burials", "column": "dead", "first": 1790, "last": 1795, "year": 1793,
        "words": "Burials rose {jump:.1f} times in 1793, in no other year more than {other:.1f} times."}  # fmt: skip
ROW = {"explanation": "famine", "title": "A famine", "held_by": "a book", "says": "People died of want.",
       "assumes": "Burials are counted.", "id": "jump", "expects": "Burials jump", "test": "burials-jump",
       "by": json.dumps(JUMP), "sign": "positive", "weight": "hoop", "shared_with": ""}  # fmt: skip
BURIALS = (90, 99, 100, 500, 510, 400)


def written(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(*words: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done.stdout if not code else done.stderr


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("other")
    made = Archive.create(folder / "archive", "A parish")
    add_files(made, demo_collection().lists[1:2])  # some list; its people play no part
    counts = [{"year": str(1790 + n), "dead": str(dead)} | SOURCE for n, dead in enumerate(BURIALS)]
    run("facts", "add", made.folder, written(folder / "burials.csv", *counts))
    run("facts", "add", made.folder, written(folder / "explanations.csv", ROW | SOURCE))
    run("build", made.folder)
    return made


def answers(archive: Archive) -> dict[str, Any]:
    return {one["id"]: one for one in json.loads(run("motive", archive.folder, "--json"))["analyses"]}


def test_its_explanations_are_held_against_its_facts_and_no_others_are(archive: Archive) -> None:
    found = answers(archive)
    (row,) = found["explanations"]["rows"]
    assert (row["explanation"], row["verdict"]) == ("A famine", "for")
    assert row["found"] == "Burials rose 5.0 times in 1793, in no other year more than 1.1 times."
    assert "rank-gradient" not in found
    assert found["explanations"]["sentences"] == [
        "One explanation stands alone: no rival is held against the same evidence."
    ]


def test_what_the_table_is_for_is_listed(archive: Archive) -> None:
    assert "explanations of its own" in run("facts", "list", archive.folder)


def test_a_table_of_explanations_that_cannot_be_read_is_refused_when_it_is_added(
    archive: Archive, tmp_path: Path
) -> None:
    bad = written(tmp_path / "explanations.csv", ROW | SOURCE | {"by": "{by: guess}"})
    assert "there is no test 'guess'" in run("facts", "add", archive.folder, bad, code=1)
    assert answers(archive)["explanations"]["rows"]
