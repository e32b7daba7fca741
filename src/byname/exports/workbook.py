"""People as a workbook (XLSX, ECMA-376): a sheet a table, and another where a sheet is full.

Takes an archive as it is exported; writes every text as a text, so that no spreadsheet runs one as a formula. A cell
holds no more than 32,767 characters and no control characters: what it cannot hold is counted as lost, and marked.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import polars as pl

from byname.exports.losses import PARTS
from byname.exports.people import ExportedArchive
from byname.exports.people_tables import columns_of, give_whole, list_rows, table_rows, tables

MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767  # of a cell, counted as UTF-16 does
_TOO_LONG = "a cell of a spreadsheet holds no more than 32,767 characters"
_CONTROL = "XML has no such control characters"
_NOT_XML = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DAY = (1980, 1, 1, 0, 0, 0)  # of every member, so that the bytes are the same each time
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class _Packed:
    """The content of a member of a workbook, packed as it comes and put aside in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size, self.check = 0, 0
        self._handle = path.open("wb")
        self._packer = zlib.compressobj(1, zlib.DEFLATED, -15)

    def write(self, content: bytes) -> None:
        """Add content."""
        self.size += len(content)
        self.check = zlib.crc32(content, self.check)
        self._handle.write(self._packer.compress(content))

    def close(self) -> None:
        """End it."""
        self._handle.write(self._packer.flush())
        self._handle.close()


@dataclass
class _Sheet:
    """A table that is written sheet by sheet."""

    name: str
    folder: Path
    parts: list[_Packed] = field(default_factory=list)
    rows: int = MOST_ROWS

    def write(self, rows: pl.DataFrame) -> None:
        """Add rows, on as many sheets as they need."""
        lines = _lines(rows)
        while len(lines) or not self.parts:
            if self.rows >= MOST_ROWS:
                self._open()
            some = lines.head(MOST_ROWS - self.rows)
            if len(some):
                self.parts[-1].write(some.str.join("").item().encode())
            self.rows += len(some)
            lines = lines.slice(len(some))

    def _open(self) -> None:
        self.close()
        self.parts.append(_Packed(self.folder / f"{self.name}-{len(self.parts)}"))
        heading = "".join(_text_cell(name) for name in columns_of(self.name))
        self.parts[-1].write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData><row>{heading}</row>'.encode())
        self.rows = 1

    def close(self) -> None:
        """End the sheet that is being written."""
        if self.parts:
            self.parts[-1].write(b"</sheetData></worksheet>")
            self.parts[-1].close()


def write_workbook(archive: ExportedArchive, out: Path) -> None:
    """Write the workbook."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".sheets-") as folder:
        sheets = {name: _Sheet(name, Path(folder)) for name in tables()}
        sheets["lists"].write(list_rows(archive))
        for batch in archive.batches():
            for name, rows in table_rows(batch).items():
                _count_losses(archive, name, rows)
                sheets[name].write(rows)
            give_whole(archive, batch)
        for sheet in sheets.values():
            sheet.write(pl.DataFrame(schema=dict.fromkeys(columns_of(sheet.name), pl.String)))
            sheet.close()
        _put_together(out, list(_named(sheets.values())))


def _named(sheets: Iterable[_Sheet]) -> Iterator[tuple[str, _Packed]]:
    for sheet in sheets:
        for number, part in enumerate(sheet.parts, 1):
            yield sheet.name if number == 1 else f"{sheet.name} {number}", part


def _lines(rows: pl.DataFrame) -> pl.Series:
    """Each row as XML."""
    if rows.is_empty():
        return pl.Series([], dtype=pl.String)
    cells = [
        _text(name) if kind == pl.String else pl.format("<c><v>{}</v></c>", pl.col(name)).fill_null("<c/>")
        for name, kind in rows.schema.items()
    ]
    return rows.select(pl.concat_str([pl.lit("<row>"), *cells, pl.lit("</row>")])).to_series()


def _text(name: str) -> pl.Expr:
    shown = pl.col(name).str.replace_all(_NOT_XML, "\ufffd")
    cut = pl.when(_is_long(name)).then(shown.str.slice(0, MOST_CHARACTERS // 2 - 1) + "…").otherwise(shown)
    safe = cut.str.replace_many(["&", "<", ">", "\r"], ["&amp;", "&lt;", "&gt;", "&#13;"])
    # What looks like an escape of a control character must not be read as one (ECMA-376, 22.4.2.4).
    safe = safe.str.replace_all(r"_(x[0-9A-Fa-f]{4}_)", "_x005F_${1}")
    cell = pl.format('<c t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>', safe)
    return cell.fill_null("<c/>")


def _text_cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _is_long(name: str) -> pl.Expr:
    """Whether a text may have too many units of UTF-16: it has too many bytes for a shorter one to be sure."""
    units = pl.col(name).str.len_chars() + pl.col(name).str.count_matches("[\U00010000-\U0010ffff]")
    return (pl.col(name).str.len_bytes() > MOST_CHARACTERS) & (units > MOST_CHARACTERS)


def _count_losses(archive: ExportedArchive, table: str, rows: pl.DataFrame) -> None:
    """Count the values that a cell cannot hold; they are taken off what is given."""
    long = [name for name in ("as_written", "value", "flag") if name in rows.columns] + ["name"] * (table == "people")
    for column in long:
        field = pl.col("field") if table == "statements" else pl.lit(column)
        part = next((part for part, name in PARTS.items() if name == column), "person")
        part = part if table == "statements" else "person"
        control = pl.col(column).str.contains(_NOT_XML)
        for why, wrong in ((_TOO_LONG, _is_long(column)), (_CONTROL, control & ~_is_long(column))):
            found = rows.filter(wrong).group_by(field.alias("of")).len()
            for of, count in found.iter_rows():
                archive.losses.lose(part, of, why, count)
                archive.losses.give(part, of, -count)


def _put_together(out: Path, sheets: list[tuple[str, _Packed]]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts([name for name, _ in sheets]).items():
            book.writestr(zipfile.ZipInfo(name, _DAY), text, zipfile.ZIP_DEFLATED, 1)
        for number, (_, packed) in enumerate(sheets, 1):
            _add_packed(book, f"xl/worksheets/sheet{number}.xml", packed)


def _add_packed(book: Any, name: str, packed: _Packed) -> None:
    """Add what is packed already to a workbook, as its last member."""
    member = zipfile.ZipInfo(name, _DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.CRC, member.file_size, member.compress_size = packed.check, packed.size, packed.path.stat().st_size
    member.header_offset = book.start_dir
    book.fp.seek(book.start_dir)
    book.fp.write(member.FileHeader())
    with packed.path.open("rb") as content:
        shutil.copyfileobj(content, book.fp, 1 << 20)
    packed.path.unlink()
    book.start_dir = book.fp.tell()
    book.filelist.append(member)
    book.NameToInfo[name] = member


def _parts(names: list[str]) -> dict[str, str]:
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    sheets = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f"{kinds}</Types>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
