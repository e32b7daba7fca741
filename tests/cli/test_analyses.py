"""The commands `motive` and `consequences` on the bundled collection."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.commands import data_of
from typer.testing import CliRunner

from byname.access.analyses import PARTS
from byname.access.trace import trace
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.cli.analyses import _leading_lines
from byname.cli.app import app
from byname.pipeline.analyses import answer_numbers

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def archive(demo: Path) -> Archive:
    return Archive.open(demo)


@pytest.mark.parametrize("part", PARTS)
def test_every_analysis_answers_or_says_why_not(archive: Archive, part: str) -> None:
    found = data_of(part, str(archive.folder))["analyses"]
    assert len(found) > 8
    for one in found:
        assert bool(one["refused"]) != bool(one["rows"])
        assert one["sentences"] or one["rows"]


@pytest.mark.parametrize("part", PARTS)
def test_no_estimate_is_printed_without_its_interval(archive: Archive, part: str) -> None:
    numbers = {number.id: number for number in answer_numbers(DerivedTables(archive.tables))}
    for one in data_of(part, str(archive.folder))["analyses"]:
        for row in one["rows"]:
            for name, value in row.items():
                if name.endswith("_low"):
                    assert (value is None) == (row[name[:-4]] is None) == (row[f"{name[:-4]}_high"] is None)
                if name.endswith("_id") and value:
                    assert numbers[value].value == pytest.approx(row[name[:-3]])


def test_a_number_leads_to_rows_of_the_originals(archive: Archive) -> None:
    found = trace(archive, "path-taken-arrested-death-sentence")
    assert found.number.value == len(
        pl.read_parquet(archive.tables / "subjects.parquet").filter(
            pl.col("persecuted") & (pl.col("taken") == "arrested") & (pl.col("sentenced") == "death sentence")
        )
    )
    assert found.rows
    assert all(row.sha256 for row in found.rows)


def test_rates_are_refused_without_a_population_and_given_with_one(archive: Archive) -> None:
    before = {one["id"]: one for one in data_of("motive", str(archive.folder))["analyses"]}
    assert "No population at risk" in before["rates"]["refused"]
    after = {one["id"]: one for one in data_of("motive", str(archive.folder), "--population", "USSR")["analyses"]}
    assert after["rates-gender"]["rows"]
    assert any("lower bounds" in warning for warning in after["rates-gender"]["warnings"])


def test_the_text_names_numbers_and_warnings(archive: Archive) -> None:
    said = RUNNER.invoke(app, ["consequences", str(archive.folder), "--all"]).stdout
    assert "[path-taken-" in said
    assert "Warning:" in said
    assert "30 percent of purged officers, 1937 to 1939" in said


@pytest.mark.parametrize("part", PARTS)
def test_a_handful_of_sentences_answers_first_and_says_what_it_rests_on(archive: Archive, part: str) -> None:
    said = RUNNER.invoke(app, [part, str(archive.folder)]).stdout
    answers = data_of(part, str(archive.folder))["answers"]
    assert 4 <= len(answers) <= 6
    assert len(said.splitlines()) < 40
    assert "Not answered" not in said
    assert f"byname {part} {archive.folder} --all" in said
    for one in answers:
        assert said.count(one["question"]) == 1
        assert one["sentence"] in said
        assert f"Rests on: {one['rests_on']}" in said
        if one["number"]:
            assert trace(archive, one["number"]).number.id == one["number"]
    assert sum(bool(one["number"]) for one in answers) >= 4


def test_an_archive_that_answers_nothing_says_so(tmp_path: Path) -> None:
    said = "\n".join(_leading_lines(tmp_path, "motive", (), [{"refused": "No source dates an arrest."}]))
    assert said.startswith("The sources of this archive do not answer this.\n0 of 1 questions are answered")


def test_the_report_has_both_sections_and_no_verdict(archive: Archive) -> None:
    page = (archive.report / "index.html").read_text(encoding="utf-8")
    for id in ("motive", "consequences", "motive-explanations", "motive-elements", "consequences-paths"):
        assert f'id="{id}"' in page
    assert "not legal advice" in page
    assert "none is declared the winner" in page


def test_an_archive_that_is_not_built_says_so(tmp_path: Path) -> None:
    empty = Archive.create(tmp_path / "empty", "Empty")
    result = RUNNER.invoke(app, ["motive", str(empty.folder)])
    assert result.exit_code == 1
    assert "byname build" in result.output


def test_the_chain_of_an_office_is_printed_with_numbers_that_can_be_traced(archive: Archive) -> None:
    (found,) = data_of("consequences", str(archive.folder), "--office", "state-security-leader")["analyses"]
    yagoda = next(row for row in found["rows"] if "Jagoda" in row["holder"])
    assert (yagoda["lost"], yagoda["by"], yagoda["died"]) == ("1938-03-13", "sentence", "1938-03-15")
    assert "1934-07-10 to 1936-09-26" in yagoda["published_terms"]
    assert trace(archive, yagoda["holder_id"]).rows
    days = [row for row in found["rows"] if row["days_from_arrest_to_death_id"]]
    assert all(trace(archive, row["days_from_arrest_to_death_id"]).number.unit == "days" for row in days)
    printed = RUNNER.invoke(app, ["consequences", str(archive.folder), "--office", "state-security-leader"])
    assert printed.stdout.count("holder ") >= len(found["rows"])


def test_an_unknown_office_lists_the_codes(archive: Archive) -> None:
    result = RUNNER.invoke(app, ["consequences", str(archive.folder), "--office", "marshl"])
    assert result.exit_code == 1
    said = result.output + result.stderr
    assert "did you mean marshal?" in said
    assert "state-security-leader" in said


def test_an_office_that_nobody_holds_is_said(archive: Archive) -> None:
    (found,) = data_of("consequences", str(archive.folder), "--office", "bishop")["analyses"]
    assert "name nobody" in found["refused"]
