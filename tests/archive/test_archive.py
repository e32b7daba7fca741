from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import polars as pl
import psutil
import pytest
from filelock import FileLock
from tests.commands import BYNAME
from tests.lists import ROWS, files_of, invented_list, what_differs, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.settings import FORMAT
from byname.errors import BadArchive, BadMapping, BadSource
from byname.pipeline.build import build
from byname.sources.bundled import demo_collection


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", "Tests")


def test_adding_the_same_file_again_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    pair = write_list(tmp_path / "in", "one", ROWS)
    assert [file.status for file in add_files(archive, [pair])] == ["new"]
    before = files_of(archive.folder)
    assert [file.status for file in add_files(archive, [pair])] == ["unchanged"]
    assert files_of(archive.folder) == before


def test_corrected_file_updates_its_records_and_keeps_the_earlier_version(archive: Archive, tmp_path: Path) -> None:
    pair = write_list(tmp_path / "in", "one", ROWS)
    add_files(archive, [pair])
    build(archive)
    earlier = {path.name for path in (archive.folder / "originals").iterdir()}
    write_list(tmp_path / "in", "one", [*ROWS, ("Рыков Алексей Иванович", "1881", "15.03.1938")])
    assert [file.status for file in add_files(archive, [pair])] == ["updated"]
    build(archive)
    records = pl.read_parquet(archive.tables / "records" / "one.parquet")
    assert records["record_id"].to_list() == ["one:0", "one:1", "one:2"]
    assert earlier < {path.name for path in (archive.folder / "originals").iterdir()}


def test_second_build_does_only_what_changed(archive: Archive, tmp_path: Path) -> None:
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS), write_list(tmp_path / "in", "two", ROWS[:1])])
    assert "records/one" in build(archive).made
    assert build(archive).made == ()
    add_files(archive, [write_list(tmp_path / "in", "two", ROWS)])
    made = build(archive).made
    assert "records/two" in made
    assert "records/one" not in made


def test_two_builds_from_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    collection = demo_collection()
    files = []
    for number, processes in ((1, 1), (2, 2)):
        archive = Archive.create(tmp_path / f"archive-{number}", collection.title)
        add_files(archive, collection.lists)
        files.append(build(archive, processes=processes).files)
    assert files[0] == files[1]


def test_verify_finds_every_kind_of_change(archive: Archive, tmp_path: Path) -> None:
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    build(archive)
    assert what_differs(archive) == []
    table = archive.tables / "people.parquet"
    original = table.read_bytes()
    table.write_bytes(original + b" ")
    assert what_differs(archive) == ["table people.parquet was changed"]
    table.write_bytes(original)
    kept = next(path for path in (archive.folder / "originals").iterdir() if b"name,born" in path.read_bytes())
    kept.write_bytes(kept.read_bytes() + b"\n")
    found = what_differs(archive)
    assert found == [f"original {kept.name} (one.csv) was changed"]


def test_file_at_fault_leaves_the_archive_as_it_was(archive: Archive, tmp_path: Path) -> None:
    good, mapping = write_list(tmp_path / "in", "one", ROWS)
    other_folder = tmp_path / "other"
    bad, bad_mapping = write_list(other_folder, "two", ROWS)
    bad.write_bytes(b"")
    before = files_of(archive.folder)
    with pytest.raises(BadSource):
        add_files(archive, [(good, mapping), (bad, bad_mapping)])
    assert files_of(archive.folder) == before


def test_two_files_for_one_place_are_refused(archive: Archive, tmp_path: Path) -> None:
    first, mapping = write_list(tmp_path / "in", "one", ROWS)
    second = tmp_path / "in" / "copy.csv"
    shutil.copy(first, second)
    with pytest.raises(BadMapping, match="would both be the file of one"):
        add_files(archive, [(first, mapping), (second, mapping)])


def test_full_disk_is_one_clear_error_and_the_next_run_completes(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = write_list(tmp_path / "in", "one", ROWS)

    def full(source: str | Path, target: str | Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(BadArchive, match="the disk is full"):
            add_files(archive, [pair])
    assert archive.imported() == []
    assert [file.status for file in add_files(archive, [pair])] == ["new"]
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(BadArchive, match="the disk is full"):
            build(archive)
    assert build(archive).files


def test_folder_that_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="this is not an archive"):
        Archive.open(tmp_path)
    (tmp_path / "something.txt").write_text("here", encoding="utf-8")
    with pytest.raises(BadArchive, match="the folder is not empty"):
        Archive.create(tmp_path, "Tests")


def test_archive_interrupted_while_it_was_made_can_be_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    Archive.create(folder, "Tests").ledger.close()
    (folder / "byname.toml").rename(folder / ".coming-1-byname.toml")
    archive = Archive.create(folder, "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    assert not list(folder.rglob(".coming-*"))
    (folder / "byname.toml").unlink()
    with pytest.raises(BadArchive, match="the folder is not empty"):
        Archive.create(folder, "Tests")


def test_copy_left_half_done_is_swept_away(archive: Archive, tmp_path: Path) -> None:
    (archive.folder / "originals" / ".coming-1").write_bytes(b"half a file")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    assert not list(archive.folder.rglob(".coming-*"))


def test_archive_without_sources_cannot_be_built(archive: Archive) -> None:
    with pytest.raises(BadArchive, match="has no sources"):
        build(archive)


def test_second_writer_is_told_to_wait(archive: Archive) -> None:
    with archive.locked(), pytest.raises(BadArchive, match="another process"), Archive.open(archive.folder).locked():
        pass


# More moments in tests/attack, by the work that a build is at.
@pytest.mark.parametrize("wait", [0.8, 1.8])
def test_killed_build_leaves_an_archive_that_opens_and_completes(tmp_path: Path, wait: float) -> None:
    folder = tmp_path / "archive"
    command = [*BYNAME, "demo", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.wait()
    completed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert completed.returncode == 0, completed.stderr
    archive = Archive.open(folder)
    assert what_differs(archive) == []
    assert not list(folder.rglob(".coming-*"))


def _workers_of(folder: Path) -> list[int]:
    """Processes that still work for a build of the folder's parent process group."""
    return [
        p.pid for p in psutil.process_iter(["environ"]) if (p.info["environ"] or {}).get("BYNAME_TEST") == str(folder)
    ]


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_build_with_workers_can_be_stopped_and_goes_on(tmp_path: Path, sent: signal.Signals) -> None:
    folder = tmp_path / "archive"
    archive = Archive.create(folder, "Tests")
    add_files(archive, [invented_list(tmp_path / "in", 40_000)])
    environment = os.environ | {"BYNAME_TEST": str(folder)}
    command = [*BYNAME, "build", str(folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while not list((folder / "tables").glob(".coming-*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(process.pid, sent) if sent == signal.SIGINT else process.send_signal(sent)
    _, error = process.communicate(timeout=60)
    if sent == signal.SIGINT:
        assert process.returncode == 130
        assert error.strip() == "Stopped. What was finished is kept; run the same command again to go on."
    for _ in range(100):
        if not _workers_of(folder):
            break
        time.sleep(0.2)
    assert not _workers_of(folder)
    completed = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert completed.returncode == 0, completed.stderr
    assert len(pl.read_parquet(archive.tables / "records" / "invented.parquet")) == 40_000


def test_team_keeps_its_ledger_on_postgresql(tmp_path: Path, postgresql_url: str) -> None:
    folder = tmp_path / "archive"
    Archive.create(folder, "Tests").ledger.close()
    (folder / "ledger.sqlite").unlink()
    settings = folder / "byname.toml"
    settings.write_text(f'{settings.read_text(encoding="utf-8")}ledger = "{postgresql_url}"\n', encoding="utf-8")
    archive = Archive.open(folder)
    already = len(list(archive.ledger.entries()))
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    assert len(list(archive.ledger.entries())) == already + 1
    assert not (folder / "ledger.sqlite").exists()
    assert [file.source for file in archive.imported() if file.source == "one"] == ["one"]
    archive.ledger.close()


EARLIER = Path(__file__).parent / "format-1"  # made by the version before commitments, with one judgement


def _earlier(tmp_path: Path) -> Path:
    folder = tmp_path / "earlier"
    shutil.copytree(EARLIER, folder)
    for part in ("tables", "search", "report"):
        (folder / part).mkdir()
    return folder


def test_an_archive_of_format_1_is_read_goes_on_and_is_refused_by_what_wrote_it(tmp_path: Path) -> None:
    archive = Archive.open(_earlier(tmp_path))
    assert archive.settings.format == FORMAT
    assert "format = 2" in (archive.folder / "byname.toml").read_text()
    assert archive.changed_settings() == []
    archive.ledger.append("judgement", {"record_a": "trials:0", "record_b": "trials:2", "verdict": "different"})
    kinds = [entry.commitment is not None for entry in archive.ledger.all_entries()]
    assert kinds == [False, False, False, True, True]
    assert archive.ledger.check("2:cec8622c179b9eb913fcfe896f6e28d000e416c2a5af25cf82d5d59dc84adca1") == []
    assert build(archive).files
    assert what_differs(archive) == []


def test_an_archive_of_format_1_that_cannot_be_written_is_read_as_it_is(tmp_path: Path) -> None:
    folder = _earlier(tmp_path)
    with FileLock(folder / ".lock"):
        archive = Archive.open(folder)
    assert archive.settings.format == 1
    assert [entry.kind for entry in archive.ledger.entries()] == ["settings", "import", "judgement"]
    assert archive.changed_settings() == []


def test_an_archive_of_a_later_format_is_refused_politely(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    settings = archive.folder / "byname.toml"
    settings.write_text(settings.read_text().replace(f"format = {FORMAT}", f"format = {FORMAT + 1}"))
    with pytest.raises(BadArchive, match=f"format {FORMAT + 1}, this version reads up to {FORMAT}.*or a later one"):
        Archive.open(archive.folder)


def test_settings_that_somebody_else_changed_meanwhile_are_not_written_over(tmp_path: Path) -> None:
    first = Archive.create(tmp_path / "archive", "Tests")
    second = Archive.open(first.folder)
    second.set(second.settings.changed("population", "USSR"))
    with pytest.raises(BadArchive, match="the settings were changed meanwhile"):
        first.set(first.settings.changed("title", "Another"))
    assert Archive.open(first.folder).population == "USSR"
    assert Archive.open(first.folder).changed_settings() == []
