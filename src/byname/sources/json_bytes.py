"""Makes JSON safe for its parser: halves of characters and numbers of endless digits, which would crash it.

Takes the bytes or lines of a JSON text; gives them with a mark in place of each half of a surrogate pair, of which the
entry tells, or raises BadSource at a number that no parser holds.
"""

from __future__ import annotations

import io
import re

from byname.errors import BadSource
from byname.sources.counted_bytes import CountedBytes

LOST, SHOWN = "\uffff", "\ufffd"  # in the JSON, and in the entry
LOST_PROBLEM = f"holds half of a character, which is lost (shown as {SHOWN})"
_MOST_DIGITS = 4_300  # of the numbers that Python reads
_BLOCK = 1024
_HALF = r"\\u[dD][89a-fA-F]"
_ESCAPE = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
_HALF_OF_TEXT, _ESCAPE_OF_TEXT = re.compile(_HALF), re.compile(_ESCAPE, re.DOTALL)
_HALF_OF_BYTES, _ESCAPE_OF_BYTES = re.compile(_HALF.encode()), re.compile(_ESCAPE.encode(), re.DOTALL)
_FIRST_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")
_LONGEST_ESCAPE = 12
_LONG_NUMBER = re.compile(rb"[0-9]{%d}" % (_MOST_DIGITS + 1))


def mended_line(line: str) -> str:
    """A line of JSON in which a mark stands for each half of a character.

    >>> mended_line(r'"Bu\\ud800kharin"') == r'"Bu\\uffffkharin"'
    True
    """
    if not _HALF_OF_TEXT.search(line):
        return line
    return _ESCAPE_OF_TEXT.sub(lambda escape: r"\uffff" if escape[1] else escape[0], line)


class JsonBytes(CountedBytes):
    """The bytes of a JSON text as they can be parsed; see the module."""

    def __init__(self, inner: io.BufferedReader, where: str, most: int, deepest: int) -> None:
        super().__init__(inner, where, most, deepest)
        self._held = b""  # an escape that may go on in the next piece
        self._before = b""  # the end of the last piece, where that is a digit

    def read(self, size: int = -1) -> bytes:
        """Read bytes; BadSource where they cannot be parsed or the entry in hand is longer than allowed."""
        while True:
            piece = super().read(size)
            self._check_numbers(piece)
            data = self._held + piece
            if not piece:
                self._held = b""
                return _mended(data)
            whole = _end_of_escapes(data)
            self._held = data[whole:]
            if whole:
                return _mended(data[:whole])

    def _check_numbers(self, piece: bytes) -> None:
        window = self._before + piece
        blocks = (window[start : start + _BLOCK] for start in range(0, len(window), _BLOCK))
        if any(map(bytes.isdigit, blocks)) and _LONG_NUMBER.search(window):
            raise BadSource(
                f"a number has more than {_MOST_DIGITS:,} digits", where=self._where, fix="write it as text, in quotes"
            )
        self._before = window[-_MOST_DIGITS - 1 :] if window[-1:].isdigit() else b""


def _mended(data: bytes) -> bytes:
    if not _HALF_OF_BYTES.search(data):
        return data
    return _ESCAPE_OF_BYTES.sub(lambda escape: rb"\uffff" if escape[1] else escape[0], data)


def _end_of_escapes(data: bytes) -> int:
    """Up to where the escapes of a piece are surely whole."""
    place = data.find(b"\\", max(len(data) - _LONGEST_ESCAPE, 0))
    if place < 0:
        return len(data)
    while place and data[place - 1 : place] == b"\\":  # of a row of backslashes the first begins an escape
        place -= 1
    return place - 6 if _FIRST_HALF.fullmatch(data[max(place - 6, 0) : place]) else place
