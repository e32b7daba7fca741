"""What a reader needs to find a source again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as it is cited: author, title, container, date, address and the day it was read (EDTF dates)."""

    title: str
    author: str | None = None
    container: str | None = None
    date: str | None = None
    address: str | None = None
    read_on: str | None = None
    page: str | None = None
