"""Packed files."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from byname.errors import BadSource
from byname.sources.limits import Limits
from byname.sources.reading import open_source
from byname.sources.unpacking import open_unpacked, packing_of, sha256_of

TEXT = "имя;год\nБухарин;1888\nРыков;1881\n".encode()


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return path


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, bytes])
def test_packed_files_are_unpacked_whatever_their_name(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "list"
    path.write_bytes(pack(TEXT))
    with open_unpacked(path, Limits(), packing_of(path)) as file:
        assert file.read() == TEXT


def test_zip_with_one_file_is_read_and_with_several_refused(tmp_path: Path) -> None:
    with open_source(zipped(tmp_path / "one.zip", "a.csv", "__MACOSX/._a.csv"), None) as reader:
        assert (len(list(reader)), reader.description.packing) == (2, "zip")
    with pytest.raises(BadSource, match=r"holds 2 files \(a.csv, b.csv\), not one"):
        open_source(zipped(tmp_path / "two.zip", "a.csv", "b.csv"), None)
    empty = tmp_path / "none.zip"
    empty.write_bytes(b"PK\x03\x04" + zipped(tmp_path / "x.zip").read_bytes())
    with pytest.raises(BadSource, match="the zip is empty"):
        open_source(empty, None)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_file_packed_to_fill_the_memory_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "bomb.gz"
    path.write_bytes(pack(b"0;0\n" * 6_000_000))
    with pytest.raises(BadSource, match="made to fill the memory"), open_source(path, None) as reader:
        deque(reader, maxlen=0)


def test_zip_packed_to_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0;0\n" * 6_000_000)
    with pytest.raises(BadSource, match="made to fill the memory"), open_source(path, None) as reader:
        deque(reader, maxlen=0)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_file_that_is_cut_off_is_refused(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "list.csv.gz"
    whole = pack(b"".join(b"%d;%d\n" % (row, row * row) for row in range(20_000)))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadSource, match="damaged or cut off"), open_source(path, None) as reader:
        list(reader)


def test_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="there is no such file"):
        open_source(tmp_path / "none.csv", None)
    with pytest.raises(BadSource, match="there is no such file"):
        sha256_of(tmp_path / "none.csv")


def test_sha256_is_that_of_the_file_as_obtained(tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(TEXT))
    assert sha256_of(path) == hashlib.sha256(path.read_bytes()).hexdigest()
