"""Workbooks that tests write: an ODS of given rows, an XLSX whose parts are changed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

_ODS = "urn:oasis:names:tc:opendocument:xmlns:"


def written_ods(folder: Path, rows: str) -> Path:
    """An ODS with rows."""
    names = " ".join(f'xmlns:{name}="{_ODS}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='A'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "list.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<m/>")
    return path


def repacked(workbook: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A copy of a workbook in which each part is what `change` makes of its name and bytes."""
    path = workbook.with_name("changed.xlsx")
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return path
