"""Counts the bytes of a stream since the last entry, so that one endless entry cannot fill the memory."""

from __future__ import annotations

import io

from byname.errors import BadSource


class CountedBytes:
    """Bytes that are counted since the last entry; BadSource where one entry is longer than allowed.

    With `deepest` the brackets of JSON are counted too: those that open may outnumber those that close by no more.
    """

    def __init__(self, inner: io.BufferedReader, where: str, most: int, deepest: int | None = None) -> None:
        self._inner, self._where, self._most, self._deepest = inner, where, most, deepest
        self._since, self._depth = 0, 0

    def read(self, size: int = -1) -> bytes:
        """Read bytes; BadSource where the entry in hand is longer than allowed."""
        data = self._inner.read(size)
        self._since += len(data)
        if self._deepest is not None:
            self._depth += data.count(b"[") + data.count(b"{") - data.count(b"]") - data.count(b"}")
            if self._depth > self._deepest:
                raise BadSource(
                    f"the values are nested more than {self._deepest:,} deep", where=self._where, fix="check the file"
                )
        if self._since > self._most:
            raise BadSource(
                f"one entry has more than {self._most:,} bytes",
                where=self._where,
                fix="check the file, or raise `entry_characters` or `page_characters` of the limits",
            )
        return data

    def taken(self) -> None:
        """Tell that an entry is complete."""
        self._since, self._depth = 0, 0
