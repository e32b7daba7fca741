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
    ("form", "words"),
    [
        ("text", "Coverage:"),
        ("json", '"claims"'),
        ("html", "<mark"),
        ("sarif", "2.1.0"),
        ("claimreview", "ClaimReview"),
    ],
)
def test_audit_writes_every_form(essay: Path, tmp_path: Path, form: str, words: str) -> None:
    out = tmp_path / "new" / f"audit.{form}"
    completed = run("audit", essay, "--format", form, "--out", out)
    assert completed.returncode == 0, completed.stderr
    assert words in out.read_text(encoding="utf-8")
    assert "Coverage:" in completed.stdout


def test_audit_looks_the_cited_works_up_in_a_folder(tmp_path: Path) -> None:
    essay, works = tmp_path / "essay.txt", tmp_path / "works"
    essay.write_text("In 1937 and 1938 the NKVD shot 681,692 people (Conquest 485).", encoding="utf-8")
    works.mkdir()
    (works / "a.txt").write_text("484\nNothing.\f485\nThey shot 681 692.", encoding="utf-8")
    (works / "sources.csv").write_text("file,author,title,year\na.txt,Robert Conquest,,1968\n", encoding="utf-8")
    told = data_of("audit", essay, "--sources", works)["sources"]
    assert [(check["outcome"], check["page"]) for check in told["checks"]] == [("found", 485)]
    for form in ("text", "html"):
        completed = run("audit", essay, "--sources", works, "--format", form)
        assert "found in a.txt, page 485" in completed.stdout
    absent = run("audit", essay, "--sources", tmp_path / "absent")
    assert (absent.returncode, "no such folder of cited works" in absent.stderr) == (1, True)
    assert run("audit", essay, "--sources", works, "--compare", essay).returncode == 2


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
