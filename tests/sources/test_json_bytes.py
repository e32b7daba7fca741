from __future__ import annotations

import io
import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.sources.json_bytes import JsonBytes, mended_line


def read(data: bytes, size: int) -> bytes:
    """The bytes as they come out in pieces of a size."""
    stream = JsonBytes(io.BufferedReader(cast(io.RawIOBase, io.BytesIO(data))), "list.json", 10**6, 100)
    return b"".join(iter(lambda: stream.read(size), b""))


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (r'"\ud83d\ude00"', r'"\ud83d\ude00"'),  # a whole character
        (r'"\uD83D\uDE00"', r'"\uD83D\uDE00"'),
        (r'"\ud83d"', r'"\uffff"'),
        (r'"\ude00"', r'"\uffff"'),
        (r'"\ude00\ud83d"', r'"\uffff\uffff"'),
        (r'"\ud83d\ud83d\ude00"', r'"\uffff\ud83d\ude00"'),
        (r'"\\ud83d"', r'"\\ud83d"'),  # a backslash and the letters behind it
        (r'"\\\ud83d"', r'"\\\uffff"'),
        (r'"\u0041 \" \n"', r'"\u0041 \" \n"'),
    ],
)
def test_a_mark_stands_for_half_of_a_character_and_for_nothing_else(line: str, mended: str) -> None:
    assert mended_line(line) == mended
    for size in (1, 2, 5, 6, 7, 11, 12, 100):
        assert read(line.encode(), size) == mended.encode(), size


@given(st.text(alphabet='\\ud83dDe0"nx', max_size=60), st.integers(1, 20))
def test_bytes_are_mended_alike_in_pieces_of_any_size(text: str, size: int) -> None:
    assert read(text.encode(), size) == mended_line(text).encode()


@given(st.text(max_size=20), st.booleans(), st.integers(1, 9))
def test_json_of_whole_characters_comes_out_as_it_went_in(text: str, escaped: bool, size: int) -> None:
    whole = text.encode("utf-8", errors="ignore").decode()
    data = json.dumps([whole], ensure_ascii=escaped).encode()
    assert read(data, size) == data


@pytest.mark.parametrize("size", [1, 100, 1_024, 4_300, 4_301, 65_536])
def test_a_number_of_more_digits_than_can_be_read_becomes_a_text(size: int) -> None:
    fits = b"[" + b"7" * 4_300 + b",-" + b"8" * 4_300 + b"]"
    assert read(fits, size) == fits
    for before in (b"[", b"[1,", b"[" + b" " * 3_000):
        assert read(before + b"7" * 4_301 + b"]", size) == before + b'"' + b"7" * 4_301 + b'"]'
