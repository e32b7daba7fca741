from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.commands import data_of, run
from tests.lists import ROWS, write_list


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    assert run("init", folder).returncode == 0
    path, mapping = write_list(tmp_path / "in", "one", ROWS)
    assert run("add", folder, path, "--mapping", mapping).returncode == 0
    return folder


def test_keepers_restore_an_archive_with_a_key_that_three_of_five_hold(archive: Path, tmp_path: Path) -> None:
    key, repository, shares = tmp_path / "key", tmp_path / "repository", tmp_path / "shares"
    public = data_of("backup", "key", "--out", key)["public"]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    made = data_of("backup", archive, repository, "--to", public)
    assert made["known"] == 0
    assert data_of("backup", archive, repository, "--to", public)["new"] <= 1  # its manifest, unless a second has gone
    assert len(data_of("backup", "share-key", key, "--out", shares)["shares"]) == 5
    key.unlink()
    some = [shares / f"share-{number}.txt" for number in (1, 3, 5)]
    assert run("backup", "join-key", *some[:2], "--out", tmp_path / "two").returncode == 1
    assert data_of("backup", "join-key", *some, "--out", tmp_path / "joined")["public"] == public
    listed = data_of("backup", "list", repository, "--identity", tmp_path / "joined")["backups"]
    assert [row["files"] for row in listed] == [made["files"]] * 2
    assert run("backup", "check", repository, "--identity", tmp_path / "joined").returncode == 0
    restored = data_of("restore", repository, tmp_path / "new", "--identity", tmp_path / "joined")
    assert restored["head"] == data_of("ledger", "head", archive)["head"]
    assert data_of("verify", tmp_path / "new", "--quick")["differences"] == []


def test_everything_that_was_built_is_restored_with_all(demo: Path, tmp_path: Path) -> None:
    public = data_of("backup", "key", "--out", tmp_path / "key")["public"]
    made = data_of("backup", demo, tmp_path / "repository", "--to", public, "--all")
    assert made["files"] > 100
    data_of("restore", tmp_path / "repository", tmp_path / "new", "--identity", tmp_path / "key")
    assert data_of("verify", tmp_path / "new", "--quick")["differences"] == []
    assert run("search", tmp_path / "new", "Бухарин").stdout == run("search", demo, "Бухарин").stdout


def test_backups_are_pruned_and_what_is_damaged_is_named(archive: Path, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    public = data_of("backup", "key", "--out", tmp_path / "key")["public"]
    first = data_of("backup", archive, repository, "--to", public)["backup"]
    path, mapping = write_list(tmp_path / "in", "two", ROWS)
    run("add", archive, path, "--mapping", mapping)
    second = data_of("backup", archive, repository, "--to", public)["backup"]
    pruned = data_of("backup", "prune", repository, "--keep", "1")
    assert (pruned["removed"], pruned["kept"]) == (sorted([first, second])[:1], sorted([first, second])[1:])
    assert run("backup", "prune", repository, "--keep", "0").returncode == 1
    assert data_of("backup", "check", repository)["differences"] == []
    damaged = next((repository / "blobs").glob("*/*"))
    damaged.unlink()
    done = run("backup", "check", repository)
    assert done.returncode == 1
    assert damaged.name in done.stderr


def test_keys_are_not_written_over_and_backups_do_not_lie_in_the_archive(archive: Path, tmp_path: Path) -> None:
    public = data_of("backup", "key", "--out", tmp_path / "key")["public"]
    assert "is lost" in run("backup", "key", "--out", tmp_path / "key").stderr
    assert "lie in the archive" in run("backup", archive, archive / "backups", "--to", public).stderr
    assert "name a public key by --to" in run("backup", archive, tmp_path / "repository").stderr
    assert run("backup", "list", tmp_path).returncode == 1
