"""Where a value stands in the original: the source, the entry and the characters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Characters `start` to `end` (end excluded) of one entry of one source.

    For a text book the characters are those of the entry's text as it stands in the original. For a table `column`
    names the cell and the characters are those of the cell.

    >>> SourceSpan("R1", "3", 0, 3).record_id
    'R1:3'
    """

    source: str
    item: str
    start: int
    end: int
    column: str | None = None

    @property
    def record_id(self) -> str:
        """The id of the entry's record: `SOURCE:LINE_OR_ROW`."""
        return f"{self.source}:{self.item}"
