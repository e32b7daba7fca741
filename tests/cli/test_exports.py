from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.commands import data_of, run
from tests.served import small_archive

from byname.exports.formats import formats


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_archive(tmp_path_factory.mktemp("exports")).folder


def test_an_export_tells_what_it_lost(archive: Path, tmp_path: Path) -> None:
    done = run("export", archive, "--as", "jsonl", "--out", tmp_path / "people.jsonl")
    assert done.returncode == 0, done.stderr
    assert "5 people as jsonl" in done.stdout
    assert "2 people are withheld" in done.stderr
    assert "it may speak of somebody who is living" in done.stdout
    assert "note (words): 3 in, 1 out" in done.stdout
    told = data_of("export", archive, "--as", "jsonl", "--out", tmp_path / "people.jsonl")
    assert told["people"] == 5
    assert json.loads((tmp_path / "people.jsonl.loss.json").read_text(encoding="utf-8")).items() <= told.items()


def test_some_people_only_and_everybody_for_the_keeper(archive: Path, tmp_path: Path) -> None:
    some = data_of("export", archive, "--as", "csv", "--only", "Vanavalge", "--out", tmp_path / "some")
    assert some["people"] == 2
    everybody = data_of("export", archive, "--as", "csv", "--unprotected", "--out", tmp_path / "all")
    assert everybody["people"] == 7


@pytest.mark.parametrize(
    ("words", "said"),
    [(("--as", "cvs", "--out", "x"), "did you mean csv?"), (("--as", "csv"), "--out"), (("--only", "Uno"), "--as"),
     (("--json",), "--as"),
     (("--as", "csv", "--only", "Zzzz", "--out", "x"), "nobody fits")],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(archive: Path, words: tuple[str, ...], said: str) -> None:
    done = run("export", archive, *words)
    assert done.returncode in (1, 2)
    assert said in done.stderr


def test_formats_are_listed_with_what_they_carry() -> None:
    done = run("formats")
    told = data_of("formats")["formats"]
    assert [row["name"] for row in told] == list(formats())
    for row in told:
        assert f"{row['name']}: {row['title']}" in done.stdout
        assert f"loses {row['loses']}" in done.stdout


def test_a_release_is_made_of_an_archive_in_which_nothing_differs(archive: Path, tmp_path: Path) -> None:
    done = run("release", archive, tmp_path / "out")
    assert (done.returncode, "holds release v1" in done.stdout, "Not signed" in done.stdout) == (0, True, True), (
        done.stderr
    )
    assert data_of("release", archive, tmp_path / "other")["version"] == "v1"
    assert "nothing has changed" in run("release", archive, tmp_path / "out").stderr
    copy = Path(shutil.copytree(archive, tmp_path / "archive"))
    next(iter((copy / "originals").iterdir())).write_bytes(b"something else")
    refused = run("release", copy, tmp_path / "third")
    assert (refused.returncode, "was changed" in refused.stderr, (tmp_path / "third").exists()) == (1, True, False)
