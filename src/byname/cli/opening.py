"""Opens the archive that a command names, and says what was given where it is none: a file, an address, a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from byname.archive.archive import Archive
from byname.archive.settings import SETTINGS_FILE
from byname.errors import BadArchive
from byname.sources.regular_files import check_regular


def open_archive(folder: Path, others: Sequence[Path] = ()) -> Archive:
    """Open an archive; `others` are what the command names behind it. BadArchive says what is wrong with the order."""
    if not (folder / SETTINGS_FILE).exists():
        swapped = next((other for other in others if (other / SETTINGS_FILE).is_file()), None)
        is_file = folder.is_file()
        if is_file or swapped:
            what = "this is a file" if is_file else "this is not an archive"
            fix = f"turn them round: {swapped} {folder}" if swapped else "name the folder of the archive, then the rest"
            raise BadArchive(f"{what}, and the folder of the archive comes first", where=str(folder), fix=fix)
        if not folder.exists() and ":/" in str(folder):
            check_regular(folder, BadArchive)
    return Archive.open(folder)


def open_or_create(folder: Path, title: str) -> Archive:
    """Open the archive of a folder, or make one of this title where there is none."""
    return open_archive(folder) if (folder / SETTINGS_FILE).exists() else Archive.create(folder, title)


def sources_named(archive: Archive) -> list[str]:
    """The names of the sources of an archive."""
    return list(dict.fromkeys(file.source for file in archive.imported()))
