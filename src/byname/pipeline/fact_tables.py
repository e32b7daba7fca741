"""Tables of facts of an archive: what each name is used for, the check of a table under its name, adding and listing.

Takes CSV files whose rows name their sources, or files without sources and the source that holds for all their rows.
The file is kept as it came; with a stated source a second original is kept, the same rows with the source in columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from byname.claims.evidence.figure_tables import read_figures
from byname.consequences.camps import camps_of
from byname.errors import BadFigureTable
from byname.motive.explanations import OWN, explanations_in
from byname.motive.populations import read_populations
from byname.sources.facts import FactTable, read_facts
from byname.values.shipped import collection_files, parse_yaml, shipped_yaml


@dataclass(frozen=True, slots=True)
class Use:
    """What a table of a name is used for: the columns its users need, and those that hold whole numbers.

    `summed`: the sums of its columns are printed although it has no row of totals.
    """

    words: str
    columns: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    summed: bool = False


@dataclass(frozen=True, slots=True)
class _Uses:
    names: dict[str, Use]
    endings: dict[str, Use]
    further_figures: Use
    others: Use


@cache
def _uses() -> _Uses:
    """The uses of tables by name: those of any subject, and those of the collections that ship."""
    data = shipped_yaml("pipeline", "fact_tables.yaml")
    rows = dict(data["names"])
    for path in collection_files("fact_tables.yaml"):
        rows |= parse_yaml(path.read_text(encoding="utf-8"))
    return _Uses(
        {name: _use(row) for name, row in rows.items()},
        {ending: _use(row) for ending, row in data["endings"].items()},
        _use(data["further_figures"]),
        _use(data["others"]),
    )


def _use(row: dict[str, Any]) -> Use:
    return Use(row["words"], tuple(row.get("columns", ())), tuple(row.get("whole", ())), bool(row.get("summed")))


def use_of(name: str) -> Use:
    """What a table of this name is used for.

    >>> use_of("order_7_limits").words
    'limits of an order beside published outcomes (byname motive)'
    """
    uses = _uses()
    if name in uses.names:
        return uses.names[name]
    for ending, use in uses.endings.items():
        if name.endswith(ending):
            return use
    return uses.further_figures if name.startswith("figures") else uses.others


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


def _check_explanations(path: Path, table: FactTable) -> None:
    explanations_in(table)


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
    OWN: _check_explanations,
    "figures": _check_figures,
}
