from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from tests.commands import data_of, run

from byname.claims.lexicon.subject_pack import pack_folder
from byname.claims.subject_check import ReadFigure
from byname.cli.subject import figure_table

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "subject-argentina"
PAGE = ROOT / "docs" / "subjects.md"
TEXT = "CONADEP documented 8,961 disappearances between 1976 and 1983. Galtieri died in 1995."


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "essay.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def verdicts(data: dict[str, Any]) -> list[str]:
    return [claim["verdict"] for claim in data["claims"]]


def test_a_new_subject_passes_its_check_and_reads_texts(tmp_path: Path, essay: Path) -> None:
    folder = tmp_path / "my" / "subject"
    written = data_of("subject", "new", folder, "--name", 'The "dirty war": 1976')
    assert "gazetteer.yaml" in written["files"]
    checked = data_of("subject", "check", folder)
    assert (checked["name"], checked["entries"], checked["remarks"]) == ('The "dirty war": 1976', 1, [])
    assert data_of("subject", "new", tmp_path / "islands")["name"] == "islands"
    assert verdicts(data_of("audit", essay, "--subject", folder)) == ["not in our sources"] * 2


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text("mine", encoding="utf-8")
    done = run("subject", "new", tmp_path)
    assert (done.returncode, "facts.csv already" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["facts.csv"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be written" in run("subject", "new", tmp_path / "file" / "x").stderr


def test_a_text_is_read_with_the_subject_that_is_named_and_then_with_the_shipped_one(essay: Path) -> None:
    default = pack_folder()
    assert verdicts(data_of("audit", essay, "--subject", EXAMPLE)) == ["supported", "contradicted"]
    assert pack_folder() == default
    assert "AF-29" not in data_of("audit", essay)["evidence"]


def test_the_check_lists_every_mistake_and_an_audit_refuses_the_folder(tmp_path: Path, essay: Path) -> None:
    run("subject", "new", tmp_path / "s")
    (tmp_path / "s" / "gazetteer.yaml").write_text(
        "- {id: country, kind: place, words: [Ruritania], capital: x}\n- {id: a, kind: thing, words: [b]}\n",
        encoding="utf-8",
    )
    done = run("subject", "check", tmp_path / "s")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "gazetteer.yaml, country: it has an unknown key 'capital'" in done.stderr
    assert "gazetteer.yaml, a: the kind 'thing'" in done.stderr
    assert run("audit", essay, "--subject", tmp_path / "s").returncode == 1
    assert "no subject.yaml" in run("audit", essay, "--subject", tmp_path).stderr


def test_an_archive_with_a_subject_of_its_own_is_read_with_it(tmp_path: Path, essay: Path) -> None:
    archive = tmp_path / "archive"
    assert run("init", archive).returncode == 0
    (archive / "subject").mkdir()
    for path in EXAMPLE.iterdir():
        (archive / "subject" / path.name).write_bytes(path.read_bytes())
    assert verdicts(data_of("audit", essay, "--archive", archive)) == ["supported", "contradicted"]


def test_a_wide_cell_of_the_table_is_cut() -> None:
    lines = list(figure_table([ReadFigure("a", "", "everyone", "", "1921", "9" * 60)]))
    assert lines[0].split() == ["id", "counts", "whom", "where", "when", "how", "many"]
    assert lines[1] == f"a   -       everyone  -      1921  {'9' * 37}..."


# A file that the page writes, or a command with what it prints, in the order of the page.
STEP = re.compile(
    r"^`(?P<file>[\w/.-]+)`:\n\n```(?:yaml|csv|txt)\n(?P<body>.*?)```"
    r"|^    (?P<command>byname [^\n]+)\n\n```text\n(?P<printed>.*?)```",
    re.MULTILINE | re.DOTALL,
)


def test_the_walkthrough_gives_what_it_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for step in STEP.finditer(PAGE.read_text(encoding="utf-8")):
        if step["file"]:
            Path(step["file"]).parent.mkdir(exist_ok=True)
            Path(step["file"]).write_text(step["body"], encoding="utf-8")
            continue
        commands += 1
        done = run(*shlex.split(step["command"])[1:])
        assert (done.stdout + done.stderr).split() == step["printed"].split(), step["command"]
    assert commands == 5
