"""Records stage: the statement, one value of one field as one source writes it, with its place and its normal form."""

from __future__ import annotations

from typing import NamedTuple


class Statement(NamedTuple):
    """One value: text as written, normal form (None where not understood), characters, cell, and why it is doubtful."""

    field: str
    as_written: str
    value: str | None
    start: int
    end: int
    column: str | None = None
    flag: str | None = None
