"""Opens the archive that a command names, and says what was given where it is none: a file, an address, a mapping."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.sources.regular_files import check_regular

SETTINGS = "byname.toml"


def open_archive(folder: Path, files: Sequence[Path] = ()) -> Archive:
    """Open an archive; `files` are what the command names behind it. BadArchive says what is wrong with the order."""
    if folder.is_file():
        swapped = next((file for file in files if (file / SETTINGS).is_file()), None)
        what = "this is a file, and the folder of the archive comes first"
        fix = f"turn them round: {swapped} {folder}" if swapped else "name the folder of the archive, then the files"
        raise BadArchive(what, where=str(folder), fix=fix)
    if not folder.exists() and ":/" in str(folder):
        check_regular(folder, BadArchive)
    return Archive.open(folder)
