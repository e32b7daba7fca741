"""An export of people in one format, written whole or not at all, with its statement of loss beside it.

Takes an archive as it is exported, a format and a place; leaves the file (or folder) and `NAME.loss.json`, and gives
the statement. What would be dropped in silence is an error of ours and stops the export.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from byname.errors import CannotWrite
from byname.exports.formats import Format
from byname.exports.people import ExportedArchive
from byname.exports.people_tables import data_package, tables

_TABLES_IN_ONE_FILE = ("jsonl", "xlsx", "sqlite")


def export_people(archive: ExportedArchive, form: Format, out: Path) -> dict[str, Any]:
    """Write the export and what it lost; gives the statement of loss.

    Raises CannotWrite where a folder is there already, or the place of the file is a folder.
    """
    if (form.out == "folder" and out.exists()) or out.is_dir():
        raise CannotWrite("this is there already", where=str(out), fix="name another place, or take it away")
    if not out.parent.is_dir():
        raise CannotWrite("the folder that it should lie in is not there", where=str(out), fix="make it first")
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name[:64]}-") as apart:
        made = Path(apart) / "made"
        with _without_search_for_circles():
            form.writer(archive, made)
        rest = archive.losses.unaccounted()
        if rest:
            raise AssertionError(f"the export {form.name} does not account for {rest}")
        statement = {"format": form.name, "standard": form.standard, "people": archive.count}
        statement |= {"withheld_people": archive.withheld, **archive.losses.statement()}
        os.chmod(made, 0o755 if made.is_dir() else 0o644)
        if form.out == "folder":
            made.rename(out)
        else:
            os.replace(made, out)
    _write_json(out.with_name(f"{out.name}.loss.json"), statement)
    if form.name in _TABLES_IN_ONE_FILE:
        form_of = {"format": form.name}
        files = dict.fromkeys(tables(), out.name)
        _write_json(out.with_name(f"{out.name}.datapackage.json"), data_package(archive, files, form_of))
    return statement


@contextmanager
def _without_search_for_circles() -> Iterator[None]:
    """Let Python look for no circles of objects: the values of people hold none, and it took a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _write_json(path: Path, data: dict[str, Any]) -> None:
    apart = path.with_name(f".{path.name}.part")
    apart.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shutil.move(apart, path)
