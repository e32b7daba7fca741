from __future__ import annotations

import io
from typing import cast

import pytest

from byname.errors import BadSource
from byname.sources.counted_bytes import CountedBytes


def counted(data: bytes, most: int, deepest: int | None = None) -> CountedBytes:
    return CountedBytes(io.BufferedReader(cast(io.RawIOBase, io.BytesIO(data))), "list.json", most, deepest)


def test_an_entry_may_be_as_long_as_allowed_and_no_longer() -> None:
    assert counted(b"x" * 10, most=10).read() == b"x" * 10
    with pytest.raises(BadSource, match="one entry has more than 9 bytes") as caught:
        counted(b"x" * 10, most=9).read()
    assert caught.value.where == "list.json"


def test_the_pieces_of_one_entry_are_added_up_until_it_is_taken() -> None:
    pieces = counted(b"x" * 30, most=10)
    assert pieces.read(6) == b"x" * 6
    pieces.taken()
    assert pieces.read(6) + pieces.read(4) == b"x" * 10
    with pytest.raises(BadSource, match="one entry"):
        pieces.read(1)


def test_brackets_may_be_open_as_deep_as_allowed_in_all_pieces_together() -> None:
    pieces = counted(b"[{[]}]" + b"[{[", most=1_000, deepest=3)
    assert pieces.read(6) == b"[{[]}]"
    assert pieces.read(2) == b"[{"
    assert pieces.read(1) == b"["
    deep = counted(b"[[" + b"[[", most=1_000, deepest=3)
    deep.read(2)
    with pytest.raises(BadSource, match="nested more than 3 deep"):
        deep.read(2)


def test_brackets_are_only_counted_where_that_is_asked_for() -> None:
    assert counted(b"[" * 100, most=100).read() == b"[" * 100
