"""The texts that an archive keeps for auditing, and the subject that they are read with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from byname.archive.files import flush_folder, make_folder, write_whole

if TYPE_CHECKING:
    from byname.archive.archive import Archive

TEXTS, SUBJECT = "texts", "subject"


def texts_of(archive: Archive) -> list[Path]:
    """The texts that an archive keeps for auditing (its folder `texts`)."""
    folder = archive.folder / TEXTS
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def subject_of(archive: Archive) -> Path | None:
    """The folder of the archive's own subject (its folder `subject`), with which its texts are read; None where it has
    none."""
    folder = archive.folder / SUBJECT
    return folder if folder.is_dir() else None


def subject_files(archive: Archive) -> list[Path]:
    """The files of the archive's own subject."""
    folder = subject_of(archive)
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder else []


def keep_text(archive: Archive, text: Path) -> None:
    """Put a text beside the archive's tables, so that its report audits it."""
    kept = archive.folder / TEXTS / text.name
    content = text.read_bytes()
    if kept.exists() and kept.read_bytes() == content:
        flush_folder(kept.parent)
        return
    make_folder(kept.parent)
    write_whole(kept, content)
