"""Sees how large a workbook is before it is opened, for its reader holds a sheet in memory as a full rectangle.

Takes the path of a workbook; gives nothing, or raises BadSource where it would fill the memory. The cells of an XLSX
are counted in its XML; the other kinds are opened once in a process of its own, whose memory and time are bounded.
"""

from __future__ import annotations

import copy
import mmap
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from byname.errors import BadSource
from byname.sources.limits import Limits
from byname.sources.unpacking import ZIP, ZIP_DAMAGE, open_original

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ANY_CELL = re.compile(rb"[<:]c[\s/>]")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_TEXTS = re.compile(rb"uniqueCount\s*=\s*[\"'](\d+)")  # the reader makes room for as many at once
_ADDRESS = re.compile(r"([A-Za-z]{1,6})(\d{1,9})", re.ASCII)
_LONGEST_TAG = 8 * 1024**2
_PIECE = 1 << 20
_TRIAL_SECONDS, _TRIAL_BYTES_A_SECOND = 5, 2_000_000  # a spreadsheet program's files are read ten times as fast
FIX_SIZE = "save the sheet as CSV (UTF-8), or raise `workbook_bytes`, `workbook_cells` or `packing_ratio` of the limits"


def check_workbook(path: Path, sheet: str | None, limits: Limits) -> None:
    """Raise BadSource where the workbook is protected, damaged, or would fill the memory."""
    with open_original(path) as file:
        packed = file.read(4).startswith(ZIP)
        size = path.stat().st_size
        if not packed:
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                if content.find(_ENCRYPTED) >= 0:
                    raise protected(path)
                if len(content) > limits.workbook_bytes:
                    raise BadSource(f"the workbook has {len(content):,} bytes", where=str(path), fix=FIX_SIZE)
    if packed:
        size, is_xlsx = _check_parts(path, limits)
        if is_xlsx:
            return
    _try_apart(path, sheet, limits, _TRIAL_SECONDS + size // _TRIAL_BYTES_A_SECOND)


def protected(path: Path) -> BadSource:
    """The error for a workbook that is locked."""
    return BadSource(
        "the workbook is protected with a password", where=str(path), fix="open it, save it without one, add it again"
    )


def _check_parts(path: Path, limits: Limits) -> tuple[int, bool]:
    """Check the packing, and the sheets of an XLSX; gives the bytes it unpacks to, and whether it is one."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = _check_packing(parts, path, limits)
            is_xlsx = any(part.filename.lower() == "xl/workbook.xml" for part in parts)
            for part in parts if is_xlsx else ():
                _check_span(archive, part, path, limits)
    except ZIP_DAMAGE as error:
        raise BadSource(f"the workbook is damaged ({error})", where=str(path), fix="save it again") from error
    return unpacked, is_xlsx


def _check_packing(parts: Sequence[zipfile.ZipInfo], path: Path, limits: Limits) -> int:
    unpacked = sum(part.file_size for part in parts)
    for part in parts:
        if part.flag_bits & 1:
            raise protected(path)
        packed = max(part.compress_size, 1)
        if part.file_size > limits.packing_ratio_from and part.file_size > limits.packing_ratio * packed:
            raise BadSource(
                f"{part.filename} unpacks from {packed:,} to {part.file_size:,} bytes: this looks like a file made to "
                "fill the memory",
                where=str(path),
                fix=FIX_SIZE,
            )
    if unpacked > limits.workbook_bytes:
        raise BadSource(f"the workbook unpacks to {unpacked:,} bytes", where=str(path), fix=FIX_SIZE)
    return unpacked


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str) -> Iterator[bytes]:
    """The bytes of a part as it unpacks, whatever size the directory says; BadSource where there are more."""
    whole = copy.copy(part)
    whole.file_size = 1 << 62
    unpacked = 0
    with archive.open(whole) as file:
        while piece := file.read(_PIECE):
            unpacked += len(piece)
            if unpacked > part.file_size:
                raise BadSource(
                    f"{part.filename} unpacks to more than the {part.file_size:,} bytes it says", where=where,
                    fix="do not trust the file; save it again",
                )  # fmt: skip
            yield piece


@dataclass(slots=True)
class _Span:
    """How far the cells of a part reach, how many of them are written as spreadsheets write them, and how many texts
    the part says that it holds."""

    texts: int = 0
    rows: int = 0
    columns: int = 0
    cells: int = 0
    plain_cells: int = 0
    is_sheet: bool = False

    def reach(self, row: int, column: int) -> None:
        """There is a cell in this row and column (from 1)."""
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)


def _check_span(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path, limits: Limits) -> None:
    """Two cells at opposite corners of a sheet would already fill the memory.

    Cells as spreadsheets write them are found in the bytes; where one is written in another way, the XML is parsed.
    """
    where = f"{path}, {part.filename}"
    span = _span_of_bytes(_pieces(archive, part, where), where)
    if span.texts > part.file_size:
        raise BadSource(
            f"the part says that it holds {span.texts:,} texts, but has {part.file_size:,} bytes",
            where=where,
            fix=FIX_SIZE,
        )
    if span.is_sheet and span.cells != span.plain_cells:
        span = _span_of_xml(_pieces(archive, part, where), where)
    if span.is_sheet and span.rows * span.columns > limits.workbook_cells:
        raise BadSource(f"the sheet spans {span.rows:,} rows by {span.columns:,} columns", where=where, fix=FIX_SIZE)


def _span_of_bytes(pieces: Iterator[bytes], where: str) -> _Span:
    span, held = _Span(), b""
    for piece in pieces:
        span.is_sheet = span.is_sheet or b"\0" in piece[:200]  # an encoding of wide characters
        whole = held + piece
        ends = whole.rfind(b"<")  # a tag may go on in the next piece
        held = whole[ends:] if ends >= 0 else b""
        if len(held) > _LONGEST_TAG:
            raise BadSource("the XML holds a tag without end", where=where, fix="save the workbook again")
        _count(whole[:ends] if ends >= 0 else b"", span)
    _count(held, span)
    return span


def _count(data: bytes, span: _Span) -> None:
    span.is_sheet = span.is_sheet or b"sheetData" in data
    span.texts = max([span.texts, *map(int, _TEXTS.findall(data))])
    span.cells += len(_ANY_CELL.findall(data))
    found = _PLAIN_CELL.findall(data)
    span.plain_cells += len(found)
    rows, columns = {row for _, row in found}, {letters for letters, _ in found}
    span.reach(
        max(map(int, rows), default=0), max((_column_number(letters.decode()) for letters in columns), default=0)
    )


def _span_of_xml(pieces: Iterator[bytes], where: str) -> _Span:
    span = _Span(is_sheet=True)
    row = column = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        kind, stated = name.rpartition(":")[2], attributes.get("r", "")
        if kind == "row":
            row, column = (int(stated) if _is_number(stated) else row + 1), 0
        elif kind == "c":
            row, column = _place(stated, where) if stated else (row, column + 1)
            span.reach(row, column)

    def refuse(*_: object) -> None:
        raise BadSource("the XML defines a document type, which no workbook does", where=where, fix="do not trust it")

    parser = ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except ExpatError as error:
        raise BadSource(f"the sheet is no XML ({error})", where=where, fix="save the workbook again") from error
    return span


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _place(address: str, where: str) -> tuple[int, int]:
    """The row and column of `B7`, from 1."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise BadSource(f"`{address[:40]}` is no address of a cell", where=where, fix="save the workbook again")
    return int(match[2]), _column_number(match[1].upper())


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _try_apart(path: Path, sheet: str | None, limits: Limits, seconds: int) -> None:
    """Open the workbook in a process of its own first; elsewhere than on POSIX it cannot be bounded."""
    if sys.platform == "win32":
        return
    program = [sys.executable, "-I", str(Path(__file__).with_name("workbook_trial.py")), str(path)]
    bounds = [str(limits.workbook_memory), str(seconds)]
    tried = subprocess.run([*program, *bounds, *([sheet] if sheet else [])], capture_output=True, check=False)
    if tried.returncode:
        raise BadSource(
            f"the workbook takes more than {limits.workbook_memory:,} bytes of memory or {seconds} seconds, or "
            "is damaged",
            where=str(path),
            fix="save the sheet as CSV (UTF-8), or raise `workbook_memory` of the limits",
        )
