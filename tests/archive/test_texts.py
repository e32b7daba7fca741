from __future__ import annotations

import os
from pathlib import Path

import pytest

from byname.archive.archive import Archive
from byname.archive.texts import keep_text, subject_files, subject_of, texts_of


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive", "Tests")


def written(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_an_archive_without_texts_has_none(archive: Archive) -> None:
    assert texts_of(archive) == []


def test_texts_are_kept_under_their_names_and_given_in_order(archive: Archive, tmp_path: Path) -> None:
    for name in ("b.md", "a.txt"):
        keep_text(archive, written(tmp_path / "in", name, name))
    (archive.folder / "texts" / "drafts").mkdir()
    assert [path.name for path in texts_of(archive)] == ["a.txt", "b.md"]
    assert [path.read_text(encoding="utf-8") for path in texts_of(archive)] == ["a.txt", "b.md"]


def test_a_text_that_is_kept_already_is_left_alone_and_a_changed_one_takes_its_place(
    archive: Archive, tmp_path: Path
) -> None:
    text = written(tmp_path / "in", "essay.md", "first")
    keep_text(archive, text)
    (kept,) = texts_of(archive)
    os.utime(kept, (1_000, 1_000))
    keep_text(archive, text)
    assert kept.stat().st_mtime == 1_000
    keep_text(archive, written(tmp_path / "in", "essay.md", "second"))
    assert [path.read_text(encoding="utf-8") for path in texts_of(archive)] == ["second"]


def test_an_archive_may_keep_a_subject_of_its_own(archive: Archive) -> None:
    assert (subject_of(archive), subject_files(archive)) == (None, [])
    for name in ("subject.yaml", "gazetteer.yaml"):
        written(archive.folder / "subject", name, "")
    assert subject_of(archive) == archive.folder / "subject"
    assert [path.name for path in subject_files(archive)] == ["gazetteer.yaml", "subject.yaml"]
