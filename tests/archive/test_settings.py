from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.commands import run
from tests.lists import ROWS, what_differs, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.settings import SETTINGS_FILE, ArchiveSettings, read_settings
from byname.errors import BadArchive
from byname.pipeline.build import build

GOOD = 'format = 1\ntitle = "An archive"\nprotect_born_from = 1926\n'


def _read(folder: Path, text: str) -> ArchiveSettings:
    path = folder / SETTINGS_FILE
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (GOOD.replace("protect_born_from", "protekt_born_from"), "did you mean protect_born_from"),
        (GOOD.replace("protect_born_from", "protekt_born_from"), "there is no protect_born_from"),
        (GOOD.replace("1926", "1826"), "no year from which people may be living"),
        (GOOD.replace("1926", "9926"), "no year from which people may be living"),
        (GOOD.replace("1926", '"1926"'), "not a whole number"),
        (GOOD.replace("1926", "true"), "not a whole number"),
        (GOOD.replace("1926", "1926.0"), "not a whole number"),
        (GOOD + "populatoin = 'USSR'\n", "did you mean population"),
        (GOOD + "population = 7\n", "which is not text"),
        (GOOD.replace("An archive", "bell\\u0007"), "U+0007"),
        (GOOD.replace("format = 1", "format = 3"), "this version reads up to 2"),
        (GOOD + "title = 'twice'\n", "cannot be read"),
        ("", "there is no format; there is no title"),
        ("\x00", "cannot be read"),
    ],
)
def test_settings_that_cannot_be_read_are_never_taken_for_none(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadArchive) as error:
        _read(tmp_path, text)
    assert says in str(error.value)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip),
    st.sampled_from([0, 1850, 1926, 2100]),
    st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)
def test_what_is_written_is_read_again(title: str, year: int, population: str | None) -> None:
    import tempfile

    settings = ArchiveSettings(title, year, population)
    with tempfile.TemporaryDirectory() as folder:
        again = _read(Path(folder), settings.to_toml())
    assert again == settings
    assert again.sha256 == settings.sha256


def test_the_address_of_the_ledger_is_no_part_of_the_hash() -> None:
    settings = ArchiveSettings("A", 1926)
    shared = ArchiveSettings("A", 1926, ledger="postgresql://user:secret@host/db")
    assert shared.sha256 == settings.sha256
    assert ArchiveSettings("A", 1927).sha256 != settings.sha256


def test_a_setting_is_changed_in_the_file_and_in_the_ledger(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    done = run("settings", archive.folder, "protect_born_from=1900", "population=USSR")
    assert done.returncode == 0
    again = Archive.open(archive.folder)
    assert (again.protect_born_from, again.population, again.changed_settings()) == (1900, "USSR", [])
    assert [entry.payload["protect_born_from"] for entry in again.ledger.entries("settings")][-1] == 1900
    assert run("settings", archive.folder, "share_audits=yes", "download_people=reviewer").returncode == 0
    said = Archive.open(archive.folder).settings
    assert (said.share_audits, said.download_people, said.download_statements) == (True, "reviewer", None)
    assert run("settings", archive.folder, "population=").returncode == 0
    assert Archive.open(archive.folder).population is None
    for wrong, says in (
        ("protect_born_from=soon", "not a whole number"),
        ("titel=x", "did you mean title"),
        ("share_audits=perhaps", "neither yes nor no"),
        ("download_people=friends", "is one of reader, contributor"),
        ("x", "KEY=VALUE"),
    ):
        done = run("settings", archive.folder, wrong)
        assert done.returncode == 1
        assert says in done.stderr


def test_settings_changed_by_hand_wait_for_somebody_to_accept_them(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    build(archive, processes=1)
    path = archive.folder / SETTINGS_FILE
    year = archive.protect_born_from
    path.write_text(path.read_text(encoding="utf-8").replace(str(year), str(year + 60)), encoding="utf-8")
    opened = Archive.open(archive.folder)
    assert opened.protect_born_from == year  # the stricter of the two, until the other is accepted
    assert what_differs(opened) == [f"protect_born_from is {year + 60} in byname.toml and {year} in the ledger"]
    with pytest.raises(BadArchive, match="changed by hand"):
        build(opened)
    assert run("settings", archive.folder, "title=Other").returncode == 1
    assert run("settings", archive.folder, "--accept").returncode == 0
    accepted = Archive.open(archive.folder)
    assert accepted.protect_born_from == year + 60
    assert "report" in build(accepted).made


def test_stricter_settings_by_hand_count_at_once(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    path = archive.folder / SETTINGS_FILE
    year = archive.protect_born_from
    path.write_text(path.read_text(encoding="utf-8").replace(str(year), str(year - 60)), encoding="utf-8")
    assert Archive.open(archive.folder).protect_born_from == year - 60
