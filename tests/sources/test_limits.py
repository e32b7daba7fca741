from __future__ import annotations

import dataclasses
import gzip
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from byname.errors import BadSource
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.reading import open_source

PACKED = gzip.compress(b"name;born\n" + b"Rykov;1881\n" * 100, mtime=0)
UNPACKED = len(gzip.decompress(PACKED))


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["name", "born"], ["Rykov", 1881], ["Bukharin", 1888]):
        book.active.append(row)
    book.save(path)
    return path


def _written(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def _unpacked_size(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist())


# How a file is made, and the least of the limit with which it is read.
LEAST: dict[str, tuple[Callable[[Path], Path], Callable[[Path], int]]] = {
    "entry_characters": (
        _written(b"name;born\nRykov, Aleksei;1881\nBukharin;1888\n"),
        lambda _: len("Rykov, Aleksei;1881\n"),
    ),
    "columns": (_written(b"a;b;c\n1;2;3\n"), lambda _: 3),
    "unpacked_bytes": (_written(PACKED), lambda _: UNPACKED),
    "packing_ratio": (_written(PACKED), lambda _: -(-UNPACKED // len(PACKED))),
    "workbook_cells": (_workbook, lambda _: 6),
    "workbook_bytes": (_workbook, _unpacked_size),
}


@pytest.mark.parametrize("limit", LEAST)
def test_a_file_of_the_size_that_is_allowed_is_read_and_one_larger_is_refused(tmp_path: Path, limit: str) -> None:
    make, least_of = LEAST[limit]
    path = make(tmp_path / "list")
    least = least_of(path)
    others = Limits(packing_ratio_from=100)
    with open_source(path, None, limits=dataclasses.replace(others, **{limit: least})) as reader:
        assert len(list(reader)) >= 1
    with (
        pytest.raises(BadSource, match=f"raise .*`{limit}`") as caught,
        open_source(path, None, limits=dataclasses.replace(others, **{limit: least - 1})) as reader,
    ):
        list(reader)
    assert "list" in caught.value.where


def test_the_limits_that_a_message_names_are_limits() -> None:
    """Every `name` of the limits that an error of the sources proposes to raise."""
    names = {field.name for field in dataclasses.fields(Limits)}
    named: set[str] = set()
    for path in (Path(__file__).resolve().parents[2] / "src" / "byname" / "sources").glob("*.py"):
        for line in re.findall(r"raise (`.*?) of the limits", path.read_text(encoding="utf-8")):
            named |= set(re.findall(r"`(\w+)`", line))
    assert named <= names
    assert len(named) > 7


def test_limits_are_shared_and_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        DEFAULT_LIMITS.columns = 1  # type: ignore[misc]
