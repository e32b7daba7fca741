"""Opens a file as it was obtained and gives its bytes unpacked: plain, gzip, bzip2, xz, or a zip that holds one file.

What comes out is counted while it is read, so that a file packed to fill the memory or the disk stops with BadSource;
so does a packed file that is cut off or damaged.
"""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO, cast

from byname.errors import BadSource
from byname.sources.limits import Limits
from byname.sources.regular_files import check_regular

GZIP, BZIP2, XZ, ZIP = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"PK\x03\x04"
_DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, zipfile.BadZipFile)
# What `zipfile` raises where a zip is damaged: also for a name that is not UTF-8 (ValueError), a lock or a version that
# it does not know (RuntimeError), a place outside the file (OSError), a field cut short (struct.error).
ZIP_DAMAGE = (*_DAMAGE, OSError, RuntimeError, ValueError, IndexError, OverflowError, struct.error)


class MeteredStream(io.RawIOBase):
    """Unpacked bytes that are counted as they are read, against the whole and against the size of the packed file."""

    def __init__(
        self, inner: IO[bytes], packed_bytes: int | None, where: str, limits: Limits, below: IO[bytes] | None = None
    ) -> None:
        super().__init__()
        self._inner, self._packed, self._where, self._limits = inner, packed_bytes, where, limits
        self._below = below
        self._unpacked = 0

    def readable(self) -> bool:
        """Whether bytes can be read: always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; BadSource where the packed file is damaged or unpacks beyond the limits."""
        try:
            data = self._inner.read(len(buffer))
        except _DAMAGE as error:
            raise BadSource(
                f"the packed file is damaged or cut off after {self._unpacked:,} bytes ({error})",
                where=self._where,
                fix="obtain it again",
            ) from error
        except OSError as error:
            raise BadSource(f"the file cannot be read ({error})", where=self._where, fix="obtain it again") from error
        buffer[: len(data)] = data
        self._unpacked += len(data)
        self._check()
        return len(data)

    def _check(self) -> None:
        if self._packed is None:
            return
        limits = self._limits
        beyond_ratio = (
            self._unpacked > limits.packing_ratio_from and self._unpacked > limits.packing_ratio * self._packed
        )
        if beyond_ratio or self._unpacked > limits.unpacked_bytes:
            raise BadSource(
                f"{self._packed:,} packed bytes unpack to more than {self._unpacked:,}: this looks like a file made to "
                "fill the memory",
                where=self._where,
                fix="unpack it by hand and look at it, or raise `packing_ratio` or `unpacked_bytes` of the limits",
            )

    def close(self) -> None:
        """Close the stream that unpacks and the packed file below it as well."""
        self._inner.close()
        if self._below is not None:
            self._below.close()
        super().close()


def open_unpacked(path: Path, limits: Limits, packing: str) -> io.BufferedReader:
    """Open a file and give its bytes unpacked; `packing` is what `packing_of` said."""
    if packing == "zip":
        return _open_zip(path, limits)
    raw = open_original(path)
    size = path.stat().st_size if packing else None
    inner = _unpack(raw, packing)
    return io.BufferedReader(MeteredStream(inner, size, str(path), limits, raw), buffer_size=1 << 17)


def _unpack(raw: IO[bytes], packing: str) -> IO[bytes]:
    if packing == "gzip":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw))
    if packing == "bzip2":
        return cast(IO[bytes], bz2.BZ2File(raw))
    return cast(IO[bytes], lzma.LZMAFile(raw)) if packing == "xz" else raw


def open_original(path: Path) -> IO[bytes]:
    """Open a file as it stands; BadSource where that is impossible."""
    check_regular(path)
    try:
        return path.open("rb")
    except OSError as error:
        raise BadSource(
            f"the file cannot be opened: {error.strerror}", where=str(path), fix="check the path"
        ) from error


def packing_of(path: Path) -> str:
    """Say how a file is packed by its first bytes: `gzip`, `bzip2`, `xz`, `zip`, or nothing."""
    with open_original(path) as file:
        head = file.read(6)
    signs = {GZIP: "gzip", BZIP2: "bzip2", XZ: "xz", ZIP: "zip"}
    return next((name for sign, name in signs.items() if head.startswith(sign)), "")


def names_in_zip(path: Path) -> list[str]:
    """Give the names of the files in a zip, folders and the marks of other systems left out."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except ZIP_DAMAGE as error:
        raise BadSource(f"the zip is damaged or cut off ({error})", where=str(path), fix="obtain it again") from error
    return [name for name in names if not name.startswith("__MACOSX/") and not name.endswith(".DS_Store")]


def _open_zip(path: Path, limits: Limits) -> io.BufferedReader:
    names = names_in_zip(path)
    if len(names) != 1:
        shown = ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")
        raise BadSource(
            f"the zip holds {len(names)} files ({shown}), not one" if names else "the zip is empty",
            where=str(path),
            fix="unpack it and add each file with its mapping",
        )
    archive = zipfile.ZipFile(path)
    try:
        inner = archive.open(names[0])
    except ZIP_DAMAGE as error:
        archive.close()
        raise BadSource(
            f"the zip cannot be unpacked ({error})", where=str(path), fix="unpack it by hand, with its password"
        ) from error
    inner_size = archive.getinfo(names[0]).compress_size
    archive.close()  # the open member keeps the file open until it is closed itself
    return io.BufferedReader(MeteredStream(inner, max(inner_size, 1), str(path), limits), buffer_size=1 << 17)


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file as it was obtained, in hexadecimal."""
    with open_original(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
