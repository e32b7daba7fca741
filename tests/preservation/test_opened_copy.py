from __future__ import annotations

from pathlib import Path

import pyrage
import pytest
from tests.commands import data_of, run
from tests.lists import ROWS, what_differs, write_list
from tests.preservation.conftest import IDENTITY

from byname.archive.accession import add_facts, add_files
from byname.archive.archive import Archive
from byname.archive.sources import sealed_sources, sources_of
from byname.errors import BadArchive, BadMapping
from byname.pipeline.build import build
from byname.preservation.backup import back_up
from byname.preservation.keys import new_identity, recipient_of
from byname.preservation.opened_copy import open_copy, seal_faults, sealed_originals
from byname.preservation.repository import Repository

KEY = recipient_of(IDENTITY)
KEYS = [pyrage.x25519.Identity.from_str(IDENTITY)]
SECRET = [("Invented-Sealed Anna", "1881", "1938"), *ROWS]


def restricted_list(folder: Path, name: str = "secret") -> tuple[Path, Path]:
    """A list whose mapping says that it is restricted."""
    path, mapping = write_list(folder, name, SECRET)
    mapping.write_text(mapping.read_text(encoding="utf-8") + "restricted: true\n", encoding="utf-8")
    return path, mapping


@pytest.fixture
def sealed(archive: Archive, tmp_path: Path) -> Archive:
    add_files(archive, [restricted_list(tmp_path / "in")], sealed_for=[KEY])
    return archive


def test_the_archive_holds_a_restricted_list_encrypted_and_does_not_read_it(sealed: Archive) -> None:
    assert [source.name for source in sources_of(sealed)] == ["one"]
    assert sealed_sources(sealed) == ["secret"]
    assert set(sealed_originals(sealed).values()) == {"secret"}
    assert what_differs(sealed) == []
    assert seal_faults(sealed, KEYS) == []
    said = b"".join(path.read_bytes() for path in sealed.folder.rglob("*") if path.is_file())
    assert b"Invented-Sealed" not in said


def test_an_opened_copy_reads_it_gives_nothing_out_and_takes_nothing_in(sealed: Archive, tmp_path: Path) -> None:
    assert open_copy(sealed, tmp_path / "opened", KEYS) == ["secret"]
    assert (tmp_path / "opened").stat().st_mode & 0o077 == 0
    opened = Archive.open(tmp_path / "opened")
    assert [source.name for source in sources_of(opened)] == ["one", "secret"]
    build(opened, processes=1)
    assert what_differs(opened) == []
    assert seal_faults(opened, KEYS) == []
    assert "Invented-Sealed" in run("search", opened.folder, "Invented-Sealed").stdout
    with pytest.raises(BadArchive, match="nothing is given out"):
        back_up(opened, Repository.open_or_create(tmp_path / "repository"), [KEY])
    refused: list[list[str | Path]] = [
        ["release", opened.folder, tmp_path / "out"], ["publish", opened.folder, tmp_path / "out"],
        ["export", opened.folder], ["export", opened.folder, "--as", "jsonl", "--out", tmp_path / "out"],
        ["serve", opened.folder, "--host", "0.0.0.0", "--port", "0"],
    ]  # fmt: skip
    for words in refused:
        assert "nothing is given out" in run(*words).stderr, words
        assert not (tmp_path / "out").exists() or not any((tmp_path / "out").iterdir())
    with pytest.raises(BadArchive, match="this is an opened copy"):
        add_files(opened, [write_list(tmp_path / "in", "three", ROWS)])
    opened.ledger.close()


def test_a_changed_file_of_an_opened_copy_is_found(sealed: Archive, tmp_path: Path) -> None:
    open_copy(sealed, tmp_path / "opened", KEYS)
    opened = Archive.open(tmp_path / "opened")
    path = next(path for path in opened.opened.iterdir() if b"Invented-Sealed" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"Anna", b"Olga"))
    assert what_differs(opened) == [f"opened/{path.name} is not what was opened; open the archive anew"]
    assert "is not what was encrypted" in seal_faults(opened, KEYS)[0]
    (opened.opened / ".made-from").unlink()
    assert what_differs(opened) == ["opened is not part of the archive"]
    opened.ledger.close()


def test_a_damaged_or_missing_sealed_original_is_found_with_and_without_the_key(sealed: Archive) -> None:
    digest = next(iter(sealed_originals(sealed)))
    path = sealed.original(digest)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert [words for words in what_differs(sealed) if digest in words]
    assert "damaged" in seal_faults(sealed, KEYS)[0]
    assert digest in run("doctor", sealed.folder).stdout
    path.unlink()
    assert seal_faults(sealed, KEYS) == [f"secret: {digest} is missing"]


def test_another_identity_opens_nothing_and_leaves_nothing(sealed: Archive, tmp_path: Path) -> None:
    other = [pyrage.x25519.Identity.from_str(new_identity())]
    with pytest.raises(BadArchive, match="the identity does not open"):
        open_copy(sealed, tmp_path / "opened", other)
    assert len(seal_faults(sealed, other)) == 2
    assert not (tmp_path / "opened").exists()
    assert not list(tmp_path.glob(".coming-*"))
    with pytest.raises(BadArchive, match="there already"):
        open_copy(sealed, sealed.folder, KEYS)
    with pytest.raises(BadArchive, match="would lie in the archive"):
        open_copy(sealed, sealed.folder / "new", KEYS)


def test_a_list_is_restricted_from_its_first_file_on_or_never(sealed: Archive, tmp_path: Path) -> None:
    again = restricted_list(tmp_path / "again")
    add_files(sealed, [again])  # for the keys of the last one
    assert list(sealed.imported()[-1].sealed_for) == [KEY]
    with pytest.raises(BadMapping, match="no longer says so"):
        add_files(sealed, [write_list(tmp_path / "open", "secret", ROWS)])
    with pytest.raises(BadMapping, match="lie here in the clear"):
        add_files(sealed, [restricted_list(tmp_path / "late", "one")])
    other = Archive.create(tmp_path / "other", "Tests")
    with pytest.raises(BadMapping, match="nobody could open the files"):
        add_files(other, [again])
    assert list((other.folder / "originals").iterdir()) == []
    with pytest.raises(BadArchive, match="no restricted list"):
        sealed_originals(other)
    assert add_facts(other, {}) == []
    sealed.withdraw("secret", "everybody may read it")
    assert add_files(sealed, [write_list(tmp_path / "open", "secret", ROWS)])[0].status == "new"
    other.ledger.close()


def test_an_archive_with_restricted_lists_is_backed_up_and_restored(sealed: Archive, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    identity = tmp_path / "identity"
    identity.write_text(IDENTITY)
    assert run("backup", "make", sealed.folder, repository, "--to", KEY).returncode == 0
    assert run("restore", repository, tmp_path / "again", "--identity", identity).returncode == 0
    assert data_of("restricted", "check", tmp_path / "again", "--identity", identity)["lists"] == ["secret"]
