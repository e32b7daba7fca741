"""Tables of facts of an archive: what each name is used for, the check of a table under its name, adding and listing.

Takes CSV files whose rows name their sources, or files without sources and the source that holds for all their rows.
The file is kept as it came; with a stated source a second original is kept, the same rows with the source in columns.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byname.archive.accession import add_facts
from byname.archive.archive import Archive, FactFile
from byname.claims.evidence.figure_tables import read_figures
from byname.cli.output import Output
from byname.consequences.camps import camps_of
from byname.errors import BadFigureTable
from byname.motive.populations import read_populations
from byname.sources.facts import FactTable, StatedSource, read_facts, with_source

_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Use:
    """What a table of a name is used for: the columns its users need, and those that hold whole numbers."""

    words: str
    columns: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()


USES = {
    "camps": Use("prisoners by year and place, and camps beside destinations (byname consequences)"),
    "populations": Use("populations at risk, for rates (byname motive --population PLACE)"),
    "events": Use(
        "dated events beside months and waves (report, byname motive)",
        ("id", "date", "title", "kind", "about", "source_title"),
    ),
    "office_terms": Use(
        "who held which office, and who followed (byname consequences)",
        ("office", "holder", "from", "to", "ended_by", "removed_by", "died", "source_title"),
    ),
    "gulag_inmates_deaths": Use(
        "deaths in the camps by year (byname consequences)",
        ("year", "inmates", "deaths", "source_title"),
        ("year", "inmates", "deaths"),
    ),
    "army_by_rank": Use(
        "arrested among the dismissed, by rank (byname motive)",
        ("rank", "dismissed_total", "arrested_total", "source_title"),
        ("dismissed_total", "arrested_total"),
    ),
    "national_operations": Use("explanations held against evidence (byname motive)"),
    "convictions_by_year": Use("explanations held against evidence; its sums are checked (byname motive)"),
    "figures": Use(
        "published figures beside our counts (report, byname audit)",
        ("subject", "quantity", "value_low", "value_best", "value_high", "unit", "period_start", "period_end",
         "place", "source_author", "source_title", "source_url", "kind"),
    ),
}  # fmt: skip
_LIMITS = Use("limits of an order beside published outcomes (byname motive)")
_BY_ENDING = {
    "_limits": _LIMITS,
    "_raised": Use("decisions that raised the limits of an order (byname motive)"),
    "_outcomes": Use("what came of an order by area (byname motive)"),
}
_FIGURES = Use("figures as evidence (byname audit --archive)")
_OTHER = Use("its sums are checked (byname motive); no other analysis asks for a table of this name")


def use_of(name: str) -> Use:
    """What a table of this name is used for.

    >>> use_of("order_00447_limits").words
    'limits of an order beside published outcomes (byname motive)'
    """
    if name in USES:
        return USES[name]
    for ending, use in _BY_ENDING.items():
        if name.endswith(ending):
            return use
    return _FIGURES if name.startswith("figures") else _OTHER


def check_table(path: Path, name: str) -> FactTable:
    """Read a table as its users will; raises BadFigureTable with what is wrong, where, and what to do."""
    table = read_facts(path, name)
    if not len(table.rows) and not len(table.unverified):
        raise BadFigureTable("the table has no rows", where=str(path), fix="see that it was copied whole")
    use = use_of(name)
    missing = [column for column in use.columns if column not in table.rows.columns]
    if missing:
        fix = f"a table of the name {name} has the columns {', '.join(use.columns)}"
        raise BadFigureTable(f"there is no column {missing[0]!r}", where=str(path), fix=fix)
    for column in use.whole:
        _check_whole(table, column, path)
    _CHECKS.get("figures" if name.startswith("figures") else name, _no_more)(path, table)
    if name.endswith("_limits"):
        _check_limits(path, table)
    return table


def _check_whole(table: FactTable, column: str, path: Path) -> None:
    for number, value in zip(table.numbers, table.rows[column], strict=True):
        if not re.fullmatch(r"\d+", value):
            fix = "write a whole number without spaces or commas, or leave the row out"
            raise BadFigureTable(f"row {number}: {column} is {value!r}", where=str(path), fix=fix)


def _check_camps(path: Path, table: FactTable) -> None:
    try:
        camps_of(table)
    except BadFigureTable as error:
        raise BadFigureTable(error.what, where=str(path), fix=error.fix) from error


def _check_populations(path: Path, table: FactTable) -> None:
    read_populations(path)


def _check_figures(path: Path, table: FactTable) -> None:
    read_figures(path)


def _check_limits(path: Path, table: FactTable) -> None:
    if not re.search(r"\d{4,5}_limits$", table.name):
        fix = "name it with the number of its order: --as order_NUMBER_limits"
        raise BadFigureTable("the name of a table of limits ends in the number of an order", where=str(path), fix=fix)
    columns = [name for name in table.rows.columns[1:] if "category" in name]
    if not columns:
        fix = "name the columns of the limits first_category_... and second_category_..."
        raise BadFigureTable("no column holds the limits of a category", where=str(path), fix=fix)


def _no_more(path: Path, table: FactTable) -> None:
    return None


_CHECKS: dict[str, Callable[[Path, FactTable], None]] = {
    "camps": _check_camps,
    "populations": _check_populations,
    "figures": _check_figures,
}


def add_tables(
    folder: Path, paths: Sequence[Path], name: str | None, source: StatedSource | None, output: Output
) -> None:
    """Add tables of facts to an archive, after checking all; one of the same name takes the place of the old one."""
    if name is not None and len(paths) > 1:
        what = f"--as names one table, and {len(paths)} files were given"
        raise BadFigureTable(what, where=str(paths[1]), fix="add the files one by one")
    archive = Archive.open(folder)
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
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFigureTable(f"the table cannot be read: {error.strerror}", where=str(path)) from error


def _line(name: str, changed: bool, rows: int) -> str:
    return f"{name}: {'added' if changed else 'unchanged'}; {rows:,} rows; used for: {use_of(name).words}"


def list_tables(folder: Path, output: Output) -> None:
    """The tables of facts of an archive, each with its rows, its sources, and what it is used for."""
    archive = Archive.open(folder)
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
