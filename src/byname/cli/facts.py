"""The commands about tables of facts: add them, list them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from byname.archive.accession import add_facts
from byname.archive.archive import Archive, FactFile
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadFigureTable
from byname.pipeline.fact_tables import check_table, use_of
from byname.sources.facts import FactTable, StatedSource, read_facts, with_source
from byname.sources.regular_files import check_regular

_NAME = re.compile(r"[\w-]+")


def add_tables(
    folder: Path, paths: Sequence[Path], name: str | None, source: StatedSource | None, output: Output
) -> None:
    """Add tables of facts to an archive, after checking all; one of the same name takes the place of the old one."""
    if name is not None and len(paths) > 1:
        what = f"--as names one table, and {len(paths)} files were given"
        raise BadFigureTable(what, where=str(paths[1]), fix="add the files one by one")
    archive = open_archive(folder)
    files = {name or path.stem: path for path in paths}
    _check_names(files, paths)
    with tempfile.TemporaryDirectory() as into:
        tables = {name: _prepared(path, name, source, Path(into)) for name, path in files.items()}
        counts = {name: len(_checked(path, name, files[name]).rows) for name, path in tables.items()}
        changed = add_facts(archive, tables, came_as=files if source else {}, source=source)
    lines = [_line(name, name in changed, counts[name]) for name in files]
    if changed:
        lines.append(f"Next: byname build {folder}")
    data = {
        "archive": str(folder),
        "tables": [_data(archive, file) for file in archive.fact_files()],
        "changed": changed,
    }
    output.result(data, "\n".join(lines))


def _check_names(files: dict[str, Path], paths: Sequence[Path]) -> None:
    if len(files) < len(paths):
        raise BadFigureTable("two files have the same name", where=str(paths[-1]), fix="add them one by one with --as")
    for name, path in files.items():
        if not _NAME.fullmatch(name):
            fix = "name the table with --as: letters, digits, - and _"
            raise BadFigureTable(f"{name!r} cannot be the name of a table", where=str(path), fix=fix)


def _prepared(path: Path, name: str, source: StatedSource | None, into: Path) -> Path:
    """The file to be read: the file as it came, or a copy of it with the stated source in columns."""
    if source is None:
        return path
    made = into / f"{name}.csv"
    made.write_bytes(with_source(_content(path), source, str(path)))
    return made


def _checked(path: Path, name: str, came: Path) -> FactTable:
    """Check a table; a mistake is said of the file as it came, also where a copy with the source was read."""
    try:
        return check_table(path, name)
    except BadFigureTable as error:
        raise BadFigureTable(error.what, where=str(came), fix=error.fix) from error


def _content(path: Path) -> bytes:
    check_regular(path, BadFigureTable)
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFigureTable(f"the table cannot be read: {error.strerror}", where=str(path)) from error


def _line(name: str, changed: bool, rows: int) -> str:
    return f"{name}: {'added' if changed else 'unchanged'}; {rows:,} rows; used for: {use_of(name).words}"


def list_tables(folder: Path, output: Output) -> None:
    """The tables of facts of an archive, each with its rows, its sources, and what it is used for."""
    archive = open_archive(folder)
    tables = [_data(archive, file) for file in archive.fact_files()]
    lines = [line for table in tables for line in _listed(table)]
    output.result({"archive": str(folder), "tables": tables}, "\n".join(lines) or "The archive has no tables of facts.")


def _data(archive: Archive, file: FactFile) -> dict[str, Any]:
    table = read_facts(archive.original(file.sha256), file.name)
    return {
        "name": file.name,
        "file": file.file_name,
        "sha256": file.came_sha256 or file.sha256,
        "rows": len(table.rows),
        "unverified": len(table.unverified),
        "sources": _sources(table),
        "source_stated": file.came_sha256 is not None,
        "licence": file.licence,
        "used_for": use_of(file.name).words,
    }


def _sources(table: FactTable) -> list[str]:
    columns = [name for name in ("source_author", "source_title") if name in table.rows.columns]
    titles = [
        ", ".join(filter(None, row)) for row in table.rows.select(columns).unique(maintain_order=True).iter_rows()
    ]
    return [title for title in titles if title]


def _listed(table: dict[str, Any]) -> Iterator[str]:
    unverified = f", {table['unverified']:,} more unverified" if table["unverified"] else ""
    yield f"{table['name']}  ({table['file']}): {table['rows']:,} rows{unverified}"
    sources = table["sources"]
    more = f" and {len(sources) - 3:,} more" if len(sources) > 3 else ""
    stated = " (stated when it was added)" if table["source_stated"] else ""
    yield f"  from: {'; '.join(sources[:3])}{more}{stated}"
    if table["licence"]:
        yield f"  licence: {table['licence']}"
    yield f"  used for: {table['used_for']}"
