from __future__ import annotations

from pathlib import Path

from byname.access.desk.accounts import add_account
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.archive.ledger import Ledger
from byname.preservation.contents import contents


def _paths(archive: Archive, folder: Path, *, derived: bool = False) -> set[str]:
    folder.mkdir()
    return {path for path, _ in contents(archive, folder, derived=derived)}


def test_everything_but_what_is_derived_or_under_way_is_backed_up(archive: Archive, tmp_path: Path) -> None:
    (archive.tables / "people.parquet").write_bytes(b"x")
    (archive.folder / "originals" / ".coming-1").write_bytes(b"x")
    (archive.folder / "note.txt").write_bytes(b"x")
    originals = {f"originals/{digest}" for file in archive.imported() for digest in (file.sha256, file.mapping_sha256)}
    kept = {"byname.toml", "ledger.sqlite", "texts/a text.txt", "note.txt", *originals}
    assert _paths(archive, tmp_path / "one") == kept
    assert _paths(archive, tmp_path / "two", derived=True) == kept | {"tables/people.parquet"}


def test_a_folder_that_is_a_link_is_backed_up_with_what_is_in_it(archive: Archive, tmp_path: Path) -> None:
    (archive.folder / "texts").rename(tmp_path / "elsewhere")
    (archive.folder / "texts").symlink_to(tmp_path / "elsewhere")
    assert "texts/a text.txt" in _paths(archive, tmp_path / "one")


def test_a_ledger_and_a_desk_on_a_server_are_copied_into_files(server: Archive, tmp_path: Path) -> None:
    store = DeskStore(server)
    add_account(server, store, "anna", "keeper", "a long enough password")
    (tmp_path / "copies").mkdir()
    found = dict(contents(server, tmp_path / "copies", derived=False))
    copy = Ledger.in_file(found["ledger.sqlite"])
    assert copy.check() == []
    assert copy.head() == server.ledger.head()
    assert b"anna" in found["desk.sqlite"].read_bytes()
    copy.close()
    store.close()
