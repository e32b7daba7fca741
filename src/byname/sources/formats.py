"""Tells the format of a file by its content, not its name, and refuses what holds no list (pictures, PDF, programs).

Takes a path; gives the format (`table`, `workbook`, `json`, `jsonl`, `ftm`, `parquet`, `text`, `mediawiki`, `gedcom`,
`gramps`) and how the file is packed. Whether lines are a table or the entries of a book the mapping says; without one,
their delimiters do.
"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from byname.errors import BadSource
from byname.sources.delimiter import find_delimiter
from byname.sources.encoding import check_stated, detect_encoding
from byname.sources.ftm_entities import is_entity
from byname.sources.limits import Limits
from byname.sources.mapping import SourceMapping
from byname.sources.regular_files import check_regular
from byname.sources.unpacking import ZIP_DAMAGE, names_in_zip, open_unpacked, packing_of

_GRAMPS = re.compile(
    r"(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE\s+database\s[^>\[]*Gramps[^>\[]*>\s*)?<database\s+xmlns=[\"']http://gramps"
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_FOREIGN = {
    b"%PDF": ("a PDF", "save its table as CSV, or extract its text first, and keep the PDF beside it"),
    b"\x89PNG": ("a picture (PNG)", "read its text with OCR first"),
    b"\xff\xd8\xff": ("a picture (JPEG)", "read its text with OCR first"),
    b"GIF8": ("a picture (GIF)", "read its text with OCR first"),
    b"II*\x00": ("a picture (TIFF)", "read its text with OCR first"),
    b"MM\x00*": ("a picture (TIFF)", "read its text with OCR first"),
    b"AT&TFORM": ("a DjVu book", "extract its text first"),
    b"SQLite format 3": ("a SQLite database", "export its table as CSV"),
    b"\x7fELF": ("a program", "check which file was meant"),
    b"MZ": ("a program", "check which file was meant"),
    b"Rar!": ("a RAR archive", "unpack it first"),
    b"7z\xbc\xaf": ("a 7z archive", "unpack it first"),
    b"{\\rtf": ("an RTF document", "save it as plain text (UTF-8)"),
    b"<!DOCTYPE html": ("a web page", "save its table as CSV, or its text as plain text"),
    b"<html": ("a web page", "save its table as CSV, or its text as plain text"),
}


@dataclass(frozen=True, slots=True)
class FileFormat:
    """The format of a file and how it is packed (`gzip`, `bzip2`, `xz`, `zip`, or nothing)."""

    name: str
    packing: str


def format_of(path: Path, mapping: SourceMapping | None, limits: Limits) -> FileFormat:
    """Tell the format of a file; BadSource where it is empty, unreadable or of a kind that holds no list."""
    check_regular(path)
    packing = packing_of(path)
    if packing == "zip":
        office = _office_kind(path)
        if office:
            return FileFormat(office, "")
    with open_unpacked(path, limits, packing) as file:
        sample = file.read(limits.sample_bytes)
    found = _by_signature(sample, path)
    if found:
        return _unpacked_only(FileFormat(found, packing), path)
    stated = mapping.layout.format if mapping else None
    text = _plain(sample, mapping.layout.encoding if mapping else None, str(path))
    name = _by_opening(text, path) or _table_or_text(text, mapping)
    if stated is not None and name != stated and not ({name, stated} <= {"table", "text", "json", "jsonl", "ftm"}):
        raise BadSource(
            f"the mapping says that the format is {stated}, but the content is {name}",
            where=str(path),
            fix="take `format` out of the mapping, or correct it",
        )
    return FileFormat(stated or name, packing)


def _office_kind(path: Path) -> str | None:
    names = set(names_in_zip(path))
    kind = b""
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "workbook"
    if "mimetype" in names and "content.xml" in names:
        with zipfile.ZipFile(path) as archive:
            kind = _beginning(archive, "mimetype", path)
        if b"spreadsheet" in kind:
            return "workbook"
    if "[Content_Types].xml" in names or "mimetype" in names:
        written = "word/document.xml" in names or (b"opendocument.text" in kind)
        what = "a text document (DOCX or ODT), not a list" if written else "an office document without a table"
        fix = "save its table as CSV or XLSX, or its text as plain text, and keep the document beside it"
        raise BadSource(f"this is {what}", where=str(path), fix=fix)
    return None


def _beginning(archive: zipfile.ZipFile, name: str, path: Path) -> bytes:
    try:
        with archive.open(name) as file:
            return file.read(200)
    except ZIP_DAMAGE as error:
        raise BadSource(f"the zip is damaged ({error})", where=str(path), fix="obtain it again") from error


def _by_signature(sample: bytes, path: Path) -> str | None:
    if not sample.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BadSource("the file is empty", where=str(path), fix="check that it was copied whole")
    if sample.startswith(OLE):
        return "workbook"
    if sample.startswith(b"PAR1"):
        return "parquet"
    head = sample[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for sign, (what, fix) in _FOREIGN.items():
        if head.startswith(sign.lower()):
            raise BadSource(f"this is {what}", where=str(path), fix=fix)
    return None


def _unpacked_only(found: FileFormat, path: Path) -> FileFormat:
    if found.packing:
        raise BadSource(f"a {found.name} inside a packed file cannot be read", where=str(path), fix="unpack it first")
    return found


def _plain(sample: bytes, stated: str | None, where: str) -> str:
    encoding = check_stated(stated, sample, where) if stated else detect_encoding(sample, where)
    return sample.decode(encoding.name, errors="ignore").lstrip("\ufeff")


def _by_opening(text: str, path: Path) -> str | None:
    opening = text.lstrip()
    if all(re.search(rf"^(?:{key})\s*:", text, re.MULTILINE) for key in ("source", "licence", "fields|entries")):
        fix = "give the list here; its mapping is named by --mapping, or first in `byname check MAPPING FILE`"
        raise BadSource("this is a mapping, not a list", where=str(path), fix=fix)
    if _GRAMPS.match(opening):
        return "gramps"
    if opening.startswith(("<?xml", "<mediawiki", "<!DOCTYPE")):
        if "<mediawiki" in opening or "<!DOCTYPE" in opening or "<!ENTITY" in opening:
            return "mediawiki"
        raise BadSource(
            "this XML is neither the export of a wiki (MediaWiki) nor a family tree (Gramps)",
            where=str(path),
            fix="save its table as CSV, or its text as plain text",
        )
    if re.match(r"0 +HEAD\s", opening):
        return "gedcom"
    if opening.startswith(("{", "[")):
        return _json_kind(opening)
    return None


def _json_kind(opening: str) -> str | None:
    """Tell JSON Lines (each line a whole value) from one JSON value; None where it is neither."""
    first, _, rest = opening.partition("\n")
    try:
        whole = json.loads(first, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return "json" if _begins_json(opening) else None
    if isinstance(whole, dict) and rest.lstrip().startswith("{"):
        return "ftm" if is_entity(whole) else "jsonl"
    return "json" if isinstance(whole, (dict, list)) and not rest.strip() else None


def _begins_json(opening: str) -> bool:
    inner = opening[1:].lstrip()[:1]
    return inner == '"' if opening[0] == "{" else inner in ("{", "[", '"')


def _table_or_text(text: str, mapping: SourceMapping | None) -> str:
    if mapping is not None and (mapping.entries is not None or mapping.fields):
        return "text" if mapping.entries is not None else "table"
    return "table" if find_delimiter(text) else "text"
