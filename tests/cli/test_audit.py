from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.commands import data_of, run

from byname.sources.bundled import demo_collection

TEXT = "In 1937 and 1938 the NKVD shot 681,692 people. From 1933 to 1935, 4,200 teachers were dismissed in Ruritania."
TEACHERS = "own-1,Teachers' purge,dismissed,,4200,,persons,1933,1935,Ruritania,teachers"


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "essay.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def verdicts(data: dict[str, Any]) -> list[str]:
    return [claim["verdict"] for claim in data["claims"]]


def test_audit_prints_one_object_and_uses_the_tables_that_are_given(essay: Path, table: Callable[..., Path]) -> None:
    assert verdicts(data_of("audit", essay)) == ["supported", "not in our sources"]
    figures = table((TEACHERS, "archival-statistic"))
    assert verdicts(data_of("audit", essay, "--figures", figures)) == ["supported", "supported"]


@pytest.mark.parametrize(
    ("form", "words"), [("text", "Coverage:"), ("json", '"claims"'), ("html", "<mark"), ("sarif", "2.1.0")]
)
def test_audit_writes_every_form(essay: Path, tmp_path: Path, form: str, words: str) -> None:
    out = tmp_path / "new" / f"audit.{form}"
    completed = run("audit", essay, "--format", form, "--out", out)
    assert completed.returncode == 0, completed.stderr
    assert words in out.read_text(encoding="utf-8")
    assert "Coverage:" in completed.stdout


def test_audit_compares_two_versions(essay: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("681,692", "6,816,920"), encoding="utf-8")
    data = data_of("audit", essay, "--compare", other)
    assert [change["change"] for change in data["changes"]] == ["changed", "same"]
    assert data["changes"][0]["after"]["verdict"] == "contradicted"


def test_figures_are_checked_and_added_to_an_archive(essay: Path, tmp_path: Path, table: Callable[..., Path]) -> None:
    figures = table((TEACHERS, "archival-statistic"))
    assert data_of("figures", "check", figures)["tables"][0]["figures"] == 1
    archive = tmp_path / "archive"
    assert run("init", archive).returncode == 0
    assert data_of("figures", "add", archive, figures)["changed"] == ["figures-own"]
    assert verdicts(data_of("audit", essay, "--archive", archive)) == ["supported", "supported"]
    changed = table((TEACHERS.replace("4200", "9900"), "archival-statistic"))
    assert data_of("figures", "add", archive, changed)["changed"] == ["figures-own"]
    assert verdicts(data_of("audit", essay, "--archive", archive)) == ["supported", "contradicted"]


def test_a_wrong_table_and_a_wrong_text_are_one_message(
    essay: Path, tmp_path: Path, table: Callable[..., Path]
) -> None:
    wrong = table((TEACHERS, "rumour"))
    completed = run("figures", "check", wrong)
    assert (completed.returncode, completed.stderr.count("\n")) == (1, 1)
    assert "kind 'rumour'" in completed.stderr
    assert run("audit", essay, "--figures", wrong).returncode == 1
    absent = run("audit", tmp_path / "absent.txt")
    assert (absent.returncode, "absent.txt" in absent.stderr) == (1, True)
    assert run("audit", essay, "--format", "docx").returncode == 2


def test_the_bundled_essay_has_right_wrong_and_disputed_claims_and_broken_citations() -> None:
    data = data_of("audit", demo_collection().essay)
    assert {"supported", "contradicted", "imprecise", "not in our sources", "contested"} <= set(verdicts(data))
    kinds = {defect["kind"] for defect in data["defects"]}
    assert {"citation-never-closed", "citation-never-cited", "citation-no-entry", "citation-entry-in-text"} <= kinds


def test_audit_starts_without_the_libraries_of_other_stages(essay: Path) -> None:
    code = (
        "import sys; from byname.cli.app import app; from typer.testing import CliRunner; "
        f"result = CliRunner().invoke(app, ['audit', {str(essay)!r}]); assert result.exit_code == 0, result.output; "
        "heavy = {'polars', 'numba', 'altair', 'pyarrow', 'scipy'} & set(sys.modules); assert not heavy, heavy"
    )
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert completed.returncode == 0, completed.stderr
