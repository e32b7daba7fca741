"""A newcomer's way from raw files to a report in Spanish: three lists of an invented town (examples/rio-hondo)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import polars as pl
import pytest
from tests.commands import data_of, run

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "rio-hondo"
LISTS = ("registro", "comision", "hechos")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three lists, built into an archive whose report is in Spanish."""
    folder = tmp_path_factory.mktemp("walkthrough") / "rio-hondo"
    data_of("init", folder, "--title", "Río Hondo (datos inventados)")
    data_of("settings", folder, "language=es")
    for name in LISTS:
        data_of("add", folder, EXAMPLE / f"{name}.csv", "--mapping", EXAMPLE / f"{name}.yaml")
    data_of("build", folder)
    return folder


@pytest.mark.parametrize("name", LISTS)
def test_every_cell_of_the_lists_is_understood_or_flagged(name: str) -> None:
    data = data_of("check", EXAMPLE / f"{name}.yaml", EXAMPLE / f"{name}.csv")
    assert data["entries"] > 15
    assert {
        field: counts["not_understood"] for field, counts in data["fields"].items() if counts["not_understood"]
    } == {}


def test_the_report_is_in_spanish_and_speaks_of_what_the_lists_say(archive: Path) -> None:
    page = (archive / "report" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="es"' in page
    for words in (
        "En breve",
        "personas de las que una fuente dice: desaparición",
        "Hechos con muertos",
        "Desapariciones",
    ):
        assert words in page
    summary = page.split('id="overlap"')[0]
    assert "fusil" not in summary
    assert "shot" not in summary


def test_no_years_of_life_are_counted_by_the_life_table_of_another_country(archive: Path) -> None:
    found = json.loads((archive / "tables" / "consequences.json").read_text(encoding="utf-8"))
    (years,) = [one for one in found if one["id"] == "years-lost"]
    assert years["refused"] == "The life table is that of RSFSR; lists of the archive are of another country (AR)."


def test_the_disappeared_are_shown_and_those_set_free_are_not(archive: Path) -> None:
    records = pl.read_parquet(archive / "tables" / "records" / "registro.parquet")
    gone = records.filter(pl.col("outcome") == "disappeared")["record_id"][0]
    free = records.filter(pl.col("outcome") == "released")["record_id"][0]
    assert run("show", archive, gone).returncode == 0
    assert "may be living" in run("show", archive, free).stderr


def test_incidents_keep_their_numbers_and_make_nobody_up(archive: Path) -> None:
    incidents = pl.read_parquet(archive / "tables" / "incidents.parquet")
    assert (incidents.height, incidents.filter(pl.col("named") == 0).height) == (14, 4)
    assert (incidents["fewest_dead"] <= incidents["most_dead"]).all()
    records = pl.read_parquet(archive / "tables" / "records" / "hechos.parquet")
    unnamed = records.filter(pl.col("kind") == "incident")
    assert unnamed.height == 4
    people = pl.read_parquet(archive / "tables" / "assignments.parquet")
    assert people.filter(pl.col("record_id").is_in(unnamed["record_id"].implode())).is_empty()
    numbers = data_of("trace", archive, "incidents-fewest_dead")
    assert numbers["number"]["value"] == incidents["fewest_dead"].sum()


def test_the_infant_is_not_taken_for_her_mother_of_the_same_name(archive: Path) -> None:
    people = pl.read_parquet(archive / "tables" / "assignments.parquet").select("record_id", "person_id")
    records = pl.concat([pl.read_parquet(archive / "tables" / "records" / f"{name}.parquet") for name in LISTS])
    joined = records.join(people, on="record_id").filter(pl.col("age").is_not_null())
    ages = joined.group_by("person_id").agg(pl.col("age").min().alias("least"), pl.col("age").max().alias("most"))
    assert ages.filter(pl.col("least") == 0).height == 1
    assert ages.filter(pl.col("most") - pl.col("least") > 5).is_empty()


def test_the_manual_of_the_example_names_the_commands_that_are_run_here() -> None:
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^    byname (\w+)", text, re.MULTILINE)
    assert set(commands) >= {"init", "settings", "add", "build", "check"}
    assert "inventad" in text
