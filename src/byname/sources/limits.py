"""The sizes that a source file may have; past one of them reading stops with a clear error instead of a full memory.

A frozen object, made once where reading begins and passed down. The numbers leave room for every list we know of: the
longest entry of a book of memory has some thousand characters, the largest page of an encyclopaedia two million.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what is read: characters of one line, cell, entry or page, columns, cells, bytes after unpacking,
    seconds of computing for one entry.

    >>> Limits(entry_characters=2_000).entry_characters
    2000
    """

    entry_characters: int = 1_000_000
    page_characters: int = 8_000_000
    columns: int = 10_000
    unpacked_bytes: int = 64 * 1024**3
    packing_ratio: int = 250
    packing_ratio_from: int = 4 * 1024**2
    workbook_bytes: int = 1024**3
    workbook_cells: int = 50_000_000
    workbook_memory: int = 4 * 1024**3
    sample_bytes: int = 1024**2
    download_bytes: int = 2 * 1024**3
    entry_seconds: float = 5.0


DEFAULT_LIMITS = Limits()
