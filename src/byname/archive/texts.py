"""The texts that an archive keeps for auditing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from byname.archive.archive import Archive

TEXTS = "texts"


def texts_of(archive: Archive) -> list[Path]:
    """The texts that an archive keeps for auditing (its folder `texts`)."""
    folder = archive.folder / TEXTS
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def keep_text(archive: Archive, text: Path) -> None:
    """Put a text beside the archive's tables, so that its report audits it."""
    kept = archive.folder / TEXTS / text.name
    content = text.read_bytes()
    if kept.exists() and kept.read_bytes() == content:
        return
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(content)
