"""Review and explanation as a user works with them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.commands import data_of, run, run_in_terminal


@pytest.fixture(scope="module")
def built(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(demo, tmp_path_factory.mktemp("review") / "archive"))


def _first(folder: Path, *words: str) -> tuple[str, str]:
    doubt = data_of("review", folder, "--limit", "1", *words)["queue"][0]
    return doubt["record_a"], doubt["record_b"]


def test_the_queue_begins_where_a_wrong_decision_misplaces_most(built: Path) -> None:
    queue = data_of("review", built)["queue"]
    assert queue
    expected = [doubt["expected"] for doubt in queue]
    assert expected == sorted(expected, reverse=True)


def test_a_judgement_is_law_in_the_next_build_and_can_be_taken_back(built: Path) -> None:
    a, b = _first(built)
    assert (
        data_of("review", built, "--judge", a, b, "same", "--by", "anna", "--why", "same office")["set_aside"] is False
    )
    assert _first(built) != (a, b)
    assert _first(built, "--by", "boris") == (a, b)
    run("build", built)
    person = {record: data_of("show", built, record)["person_id"] for record in (a, b)}
    assert person[a] == person[b]
    assert data_of("explain", built, a, b)["pairs"][0]["probability"] > 0.999
    assert data_of("review", built, "--undo", "--by", "anna")["undone"]["verdict"] == "same"
    run("build", built)
    assert _first(built) == (a, b)


def test_reviewers_who_disagree_are_compared(built: Path) -> None:
    a, b = _first(built)
    for by, verdict in (("anna", "same"), ("boris", "different")):
        run("review", built, "--judge", a, b, verdict, "--by", by, "--why", "posts")
    found = data_of("review", built, "--agreement")
    assert found["disputed"] == [[a, b]]
    assert found["agreement"][0]["alike"] == 0.0
    assert _first(built) == (a, b)
    run("review", built, "--judge", a, b, "different", "--by", "clara", "--why", "posts", "--adjudicate")
    assert data_of("review", built, "--agreement")["disputed"] == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--judge", "trials:54", "trials:54", "same"), "a record is itself"),
        (("--judge", "trials:54", "nobody:1", "same"), "no such record"),
        (("--judge", "trials:54", "trials:55", "perhaps"), "no verdict"),
        (("--judge", "trials:54", "trials:55", "same"), "needs a reason"),
        (("--undo", "--by", "nobody"), "no judgement to undo"),
    ],
)
def test_a_wrong_judgement_is_refused_in_words(built: Path, words: tuple[str, ...], says: str) -> None:
    completed = run("review", built, *words)
    assert completed.returncode == 1
    assert says in completed.stderr


def test_a_person_is_explained_and_drawn(built: Path, tmp_path: Path) -> None:
    picture = tmp_path / "evidence.svg"
    found = data_of("explain", built, "trials:54", "--picture", picture)["pairs"]
    assert len(found) == 2
    assert sum(line["weight"] for line in found[0]["evidence"]) == pytest.approx(found[0]["weight"], abs=1e-3)
    assert "log2 odds" in picture.read_text(encoding="utf-8")
    assert run("explain", built, "trials:54", "--picture", tmp_path / "x.bmp").returncode == 1
    assert run("explain", built, "trials:1", "writers-artists:1").returncode == 1


def test_pairs_are_judged_in_the_terminal(built: Path) -> None:
    """A real terminal: unsure, then back, then quit."""
    done = run_in_terminal("u\ntoo little\nb\nq\n", "review", built, "--limit", "2", "--by", "dora")
    assert done.returncode == 0
    assert "1 of 2" in done.stdout
    assert "Taken back: unsure" in done.stdout
    assert "Nothing judged." in done.stdout


def test_a_merge_in_the_terminal_is_asked_for_its_reason_until_there_is_one(built: Path) -> None:
    """A real terminal: the same, but without a reason; the pair stands there again; the same, with one; back; quit."""
    done = run_in_terminal("s\n\ns\nsame post\nb\nq\n", "review", built, "--limit", "2", "--by", "elsa")
    assert done.returncode == 0
    assert done.stdout.count("1 of 2") == 3
    assert "needs a reason" in done.stdout
    assert "Taken back: same" in done.stdout
