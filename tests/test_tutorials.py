"""The tutorials do what they say: their files are written, their commands and examples run, their answers hold."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from manual.__main__ import tutorials
from manual.checks import EASY, plain_words, reading_ease
from tests.commands import Done, data_of, run

DOCS = Path(__file__).resolve().parents[1] / "docs"
# A server never ends, a password is asked for, and a report takes half a minute; each has tests of its own.
NOT_RUN = {("serve",), ("account", "add"), ("estimate", "--report")}
_STEP = re.compile(
    r"Save it as `(?P<file>[\w.-]+)`:\n\n```\n(?P<text>.*?)```|```python\n(?P<code>.*?)```|"
    r"^    byname (?P<command>[^\n]+)$",
    re.DOTALL | re.MULTILINE,
)


def steps(page: str) -> Iterator[tuple[str, str, str]]:
    """What a reader does, in order: (file, name, text), (code, "", text) or (command, "", words)."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for match in _STEP.finditer(text):
        if match["file"]:
            yield "file", match["file"], match["text"]
        elif match["code"]:
            yield "code", "", match["code"]
        else:
            yield "command", "", match["command"]


def follow(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch, but: tuple[str, ...] = ()) -> dict[str, Done]:
    """Do all that a page says in a folder, but for some commands; gives what each command said."""
    monkeypatch.chdir(folder)
    names: dict[str, object] = {}
    said: dict[str, Done] = {}
    for kind, name, text in steps(page):
        if kind == "file":
            (folder / name).write_text(text, encoding="utf-8")
        elif kind == "code":
            exec(compile(text, page, "exec"), names)
        elif not _is_left_out(shlex.split(text)) and shlex.split(text)[0] not in but:
            said[text] = run(*shlex.split(text))
            assert said[text].returncode == 0, f"{page}: byname {text}: {said[text].stderr}"
    return said


def _is_left_out(words: list[str]) -> bool:
    return any(all(word in words for word in left_out) and words[0] == left_out[0] for left_out in NOT_RUN)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Done]]]:
    """The folder of whoever has followed the archivist's tutorial, and what the commands said."""
    folder = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        yield folder, follow("tutorial-archivist.md", folder, patch)


@pytest.fixture
def study(demo: Path, tmp_path: Path) -> Path:
    """A folder beside the demonstration archive."""
    (tmp_path / "demo-archive").symlink_to(demo, target_is_directory=True)
    return tmp_path


def test_the_archivist_comes_from_two_spreadsheets_to_a_site(town: tuple[Path, dict[str, Done]]) -> None:
    folder, said = town
    people = pl.read_parquet(folder / "my-archive" / "tables" / "people.parquet")
    assert (people.height, people.filter(pl.col("lists") > 1).height) == (5, 2)  # as the page says
    assert "Aldana Reyes" in said['search my-archive "Aldana"'].stdout
    assert (folder / "site" / "index.html").is_file()
    assert len(said) >= 8


def test_the_keeper_goes_on_with_the_archive(
    town: tuple[Path, dict[str, Done]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(town[0] / "my-archive", tmp_path / "my-archive")
    said = follow("tutorial-keeper.md", tmp_path, monkeypatch, but=("build", "publish"))  # as in the other
    assert re.fullmatch(r"\d+:[0-9a-f]{64}\n", said["ledger head my-archive"].stdout)
    assert "csv" in said["formats"].stdout
    assert (tmp_path / "people").is_dir()


def test_the_analyst_gets_a_range_and_a_judged_claim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = follow("tutorial-analyst.md", tmp_path, monkeypatch)
    assert "For 10,000 people to hold" in said["estimate kosovo.csv --claim 10000"].stdout


def test_the_historian_gets_answers_with_the_rest_behind_them(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = follow("tutorial-historian.md", study, monkeypatch)
    everything = said["motive demo-archive --all"].stdout
    for part in ("Wave 1 of arrests", "5.1 times as many", "none is declared the winner", "not legal advice"):
        assert part in everything
    assert len(said["motive demo-archive"].stdout) < len(everything) / 5


def test_the_developer_teaches_a_new_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = follow("tutorial-developer.md", tmp_path, monkeypatch)
    assert "not understood:" not in said["check book.yaml book.txt"].stdout
    people = pl.read_parquet(tmp_path / "my-archive" / "tables" / "people.parquet")
    assert people.height == 3  # as the page says
    records = pl.read_parquet(tmp_path / "my-archive" / "tables" / "records" / "book.parquet")
    assert records.filter(kind="person")["sentence"].to_list() == [None, None, "camp:5"]


def test_the_investigator_keeps_incidents_that_name_nobody(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = follow("tutorial-investigator.md", study, monkeypatch)
    incidents = pl.read_csv(study / "rows.csv")
    assert incidents.select("incident", "fewest_dead", "most_dead").rows() == [
        ("I-01", 4, 7),
        ("I-02", 4, 6),
        ("I-03", 1, 1),
    ]
    assert pl.read_parquet(study / "case" / "tables" / "people.parquet").height == 3
    everything = said["motive demo-archive --all"].stdout
    assert all(f"state {state}" in everything for state in ("evidence", "contested", "missing"))
    assert "sha256" in said["trace demo-archive element-murder-killed"].stdout


def test_the_engineer_gets_the_same_tables_from_every_way_of_building(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = follow("tutorial-engineer.md", tmp_path, monkeypatch)
    records = pl.read_parquet(tmp_path / "big" / "tables" / "records" / "long.parquet")
    assert records.height == 400
    assert "Made anew" not in said["build big"].stdout  # the second time


def test_the_first_five_minutes_find_the_man_by_another_spelling(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = follow("start.md", study, monkeypatch)
    assert "P-" in said['search demo-archive "Tuchatschewski"'].stdout


def test_the_answer_key_of_the_teacher_is_what_the_audit_says(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    follow("tutorial-teacher.md", study, monkeypatch)
    assert (study / "poster.html").is_file()
    claims = data_of("audit", study / "essay.txt")["claims"]
    found = {claim["text"]: claim["verdict"] for claim in claims}
    assert sorted(found.values()) == ["contradicted", "not in our sources", "supported", "supported"]
    assert next(text for text, verdict in found.items() if verdict == "contradicted").startswith(
        "In 1937 the NKVD shot 2"
    )
    key = (DOCS / "tutorial-teacher.md").read_text(encoding="utf-8")
    assert "353,074 death sentences" in run("audit", study / "essay.txt").stdout
    assert "353,074 death sentences" in key


@pytest.mark.parametrize("path", tutorials(), ids=lambda path: path.stem)
def test_a_tutorial_is_easy_to_read(path: Path) -> None:
    assert reading_ease(plain_words(path.read_text(encoding="utf-8"))) >= EASY


def test_every_audience_has_its_tutorial() -> None:
    names = {path.stem for path in tutorials()}
    audiences = ("archivist", "analyst", "historian", "teacher", "investigator", "developer", "keeper", "engineer")
    assert names == {"start", *(f"tutorial-{audience}" for audience in audiences)}
    start = (DOCS / "start.md").read_text(encoding="utf-8")
    assert all(f"(tutorial-{audience}.md)" in start for audience in audiences)
