from __future__ import annotations

from pathlib import Path

import pytest
from tests.commands import data_of, run
from tests.preservation.test_opened_copy import restricted_list

from byname.archive.archive import Archive
from byname.preservation.keys import new_identity, recipient_of


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    path = tmp_path / "identity"
    path.write_text(new_identity(), encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path: Path, identity: Path) -> Path:
    """An archive with nothing but a restricted list."""
    folder, (path, mapping) = tmp_path / "archive", restricted_list(tmp_path / "in")
    Archive.create(folder, "Tests").ledger.close()
    assert "name a public key by --sealed-for" in run("add", folder, path, "--mapping", mapping).stderr
    key = recipient_of(identity.read_text(encoding="utf-8"))
    assert run("add", folder, path, "--mapping", mapping, "--sealed-for", key).returncode == 0
    return folder


def test_whoever_has_the_key_opens_a_copy(archive: Path, identity: Path, tmp_path: Path) -> None:
    assert data_of("restricted", "check", archive, "--identity", identity)["lists"] == ["secret"]
    assert run("build", archive).returncode == 1, "there is nothing that can be read"
    data = data_of("restricted", "open", archive, tmp_path / "opened", "--identity", identity)
    assert data == {"archive": str(archive), "opened": str(tmp_path / "opened"), "lists": ["secret"]}
    assert len(list((tmp_path / "opened" / "opened").glob("[!.]*"))) == 2


def test_whoever_has_another_key_is_told_so(archive: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text(new_identity(), encoding="utf-8")
    tried: list[list[str | Path]] = [["check", archive], ["open", archive, tmp_path / "opened"]]
    for words in tried:
        done = run("restricted", *words, "--identity", other)
        assert done.returncode == 1
        assert "the identity does not open this restricted file" in done.stderr
