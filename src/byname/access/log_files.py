"""The files of the transparency log as anybody may have them: they hold hashes and times, and name nobody.

Takes an archive and the path of a file of its log; gives the content. No other file can be asked for.
"""

from __future__ import annotations

import re
from typing import Final

from byname.archive.archive import Archive
from byname.archive.transparency_log import CHECKPOINT, KEYS

TEXTS: Final = (CHECKPOINT, KEYS)
_NUMBER: Final = r"(x\d{3}/)*\d{3}(\.p/[1-9]\d{0,2})?"
_PATH: Final = re.compile(rf"{'|'.join(TEXTS)}|tile/(\d|entries)/{_NUMBER}")


def log_file(archive: Archive, path: str) -> bytes | None:
    """The content of a file of the log; None where there is no such file."""
    if not _PATH.fullmatch(path):
        return None
    try:
        return (archive.log / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
