"""Makes JSON safe for its parser: halves of characters and numbers of endless digits, which would crash it.

Takes the bytes or lines of a JSON text; gives them with a mark in place of each half of a surrogate pair, of which the
entry tells, and with quotes around each number that no parser holds, so that it is read as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import numpy as np

from byname.errors import BadSource
from byname.sources.counted_bytes import CountedBytes

LOST, SHOWN = "\uffff", "\ufffd"  # in the JSON, and in the entry
LOST_PROBLEM = f"holds half of a character, which is lost (shown as {SHOWN})"
_MOST_DIGITS = 4_300  # of the whole numbers that Python reads
_MOST_DIGITS_OF_EXPONENT = 16  # of the decimal numbers that Python reads, one less than those may have
_LONGEST_NUMBER = 4_000_000  # bytes; what is longer than an entry may be is refused
_HALF = r"\\u[dD][89a-fA-F]"
_ESCAPE = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
_HALF_OF_TEXT, _ESCAPE_OF_TEXT = re.compile(_HALF), re.compile(_ESCAPE, re.DOTALL)
_HALF_OF_BYTES, _ESCAPE_OF_BYTES = re.compile(_HALF.encode()), re.compile(_ESCAPE.encode(), re.DOTALL)
_FIRST_HALF = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}")
_LONGEST_ESCAPE = 12
_OF_NUMBERS = b"0123456789+-.eE"
_NUMBER = re.compile(rb"(?<![0-9+\-.eE])-?(0|[1-9][0-9]*+)(\.[0-9]++)?+([eE][+-]?[0-9]++)?+(?![0-9+\-.eE])")
_ENDS_OF_NUMBERS = tuple(_OF_NUMBERS[place : place + 1] for place in range(len(_OF_NUMBERS)))
_DIGITS_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
_MANY_DIGITS = b"0" * (_MOST_DIGITS_OF_EXPONENT + 1)
_ZEROS = re.compile(rb"0++")
_QUOTE, _BACKSLASH, _ZERO = np.frombuffer(b'"\\0', np.uint8)
_EIGHT_TRUE = np.frombuffer(b"\x01" * 8, np.uint64)[0]
_LONGEST_BEFORE = 40  # bytes of a number before its first many digits


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
        self._held = b""  # an escape or a number that may go on in the next piece
        self._in_text = False  # whether what was given so far ends between quotes

    def read(self, size: int = -1) -> bytes:
        """Read bytes; BadSource where a number or the entry in hand is longer than allowed."""
        while True:
            piece = super().read(size)
            data = self._held + piece
            whole = self._end_of_whole(data) if piece else len(data)
            self._held = data[whole:]
            if len(self._held) > _LONGEST_NUMBER:
                raise BadSource("a number has millions of digits", where=self._where, fix="check the file")
            if whole or not piece:
                return _mended(self._with_long_numbers_quoted(data[:whole]))

    def _end_of_whole(self, data: bytes) -> int:
        """Up to where escapes and numbers are surely whole."""
        end = _end_of_escapes(data)
        if end < len(data) or not data.endswith(_ENDS_OF_NUMBERS) or _ends_in_text(data, in_text=self._in_text):
            return end
        return len(data.rstrip(_OF_NUMBERS))

    def _with_long_numbers_quoted(self, data: bytes) -> bytes:
        given: list[bytes] = []
        in_text, place = self._in_text, 0
        self._in_text = _ends_in_text(data, in_text=in_text)
        for number in _long_numbers(data):
            between = data[place : number.start()]
            in_text, place = _ends_in_text(between, in_text=in_text), number.end()
            given += (between, number[0] if in_text else b'"%b"' % number[0])
        return b"".join((*given, data[place:])) if given else data


def _long_numbers(data: bytes) -> Iterator[re.Match[bytes]]:
    """The numbers that no parser holds, also those that stand between quotes."""
    if not _has_eight_digits(data):
        return
    zeros = data.translate(_DIGITS_AS_ZERO)
    at = zeros.find(_MANY_DIGITS)
    while at >= 0:
        before = data[max(at - _LONGEST_BEFORE, 0) : at]
        number = _NUMBER.match(data, at - len(before) + len(before.rstrip(_OF_NUMBERS)))
        if number and _is_too_long(number):
            yield number
        digits = _ZEROS.match(zeros, at)
        at = zeros.find(_MANY_DIGITS, max(digits.end() if digits else 0, number.end() if number else 0))


def _is_too_long(number: re.Match[bytes]) -> bool:
    whole, fraction, exponent = number.groups()
    if exponent is not None:
        return len(exponent) > _MOST_DIGITS_OF_EXPONENT
    return fraction is None and len(whole) > _MOST_DIGITS


def _ends_in_text(data: bytes, *, in_text: bool) -> bool:
    """Whether a piece of JSON, which cuts no escape in two, ends between quotes; `in_text`: whether it begins so."""
    codes = np.frombuffer(data, np.uint8)
    is_quote = codes == _QUOTE
    quotes = int(np.count_nonzero(is_quote))
    if b"\\" in data:
        is_backslash = codes == _BACKSLASH
        if np.any(is_backslash[1:] & is_backslash[:-1]):  # of a row of backslashes the first begins an escape
            plain = data.replace(b"\\\\", b"")
            quotes = plain.count(b'"') - plain.count(b'\\"')
        else:
            quotes -= int(np.count_nonzero(is_quote[1:] & is_backslash[:-1]))
    return in_text is not bool(quotes % 2)


def _has_eight_digits(data: bytes) -> bool:
    """Whether eight bytes that begin at a multiple of eight are digits; where 17 digits follow each other, some do."""
    digits = np.frombuffer(data, np.uint8, len(data) // 8 * 8) - _ZERO < np.uint8(10)
    return bool(np.any(digits.view(np.uint64) == _EIGHT_TRUE))


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
