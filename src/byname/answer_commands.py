"""What the commands `motive` and `consequences` do: print the analyses of a built archive, as data and as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from byname.answering import read_answers
from byname.archive import Archive
from byname.code_version import code_version
from byname.errors import BadArchive
from byname.output import Output

_MOST_ROWS = 12


def print_answers(folder: Path, part: str, population: str | None, output: Output) -> None:
    """Print the analyses of one part; with a population, rates against it are computed anew and not kept."""
    archive = Archive.open(folder)
    if not (archive.tables / f"{part}.json").exists():
        raise BadArchive("the archive is not built", where=str(folder), fix="run `byname build`")
    found = read_answers(archive.tables, part)
    if population is not None:
        found = _with_rates(archive, found, population)
    data = {"archive": str(folder), "part": part, "analyses": found, "code_version": code_version()}
    output.result(data, "\n".join(line for one in found for line in _lines(one)).strip())


def _with_rates(archive: Archive, found: list[dict[str, Any]], population: str) -> list[dict[str, Any]]:
    import polars as pl

    from byname.motive.asking import against
    from byname.motive.populations import populations_with
    from byname.sources.facts import read_facts

    subjects = pl.read_parquet(archive.tables / "subjects.parquet")
    own = {name: read_facts(path, name) for name, path in archive.facts().items() if name == "populations"}
    anew = [one.to_json() for one in against(subjects, populations_with(own), population)]
    place = next((n for n, one in enumerate(found) if str(one["id"]).startswith("rates")), len(found))
    kept = [one for one in found if not str(one["id"]).startswith("rates")]
    return [*kept[:place], *anew, *kept[place:]]


def _lines(one: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield str(one["title"])
    if one["refused"]:
        yield f"  Not answered: {one['refused']}"
        return
    yield from (f"  {sentence}" for sentence in one["sentences"])
    yield from _table(one["rows"])
    yield from (f"  Warning: {warning}" for warning in one["warnings"])


def _table(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows[:_MOST_ROWS]:
        yield "    " + "; ".join(_cells(row))
    if len(rows) > _MOST_ROWS:
        yield f"    ... and {len(rows) - _MOST_ROWS:,} more rows; --json prints all"


def _cells(row: Mapping[str, Any]) -> Iterator[str]:
    """The cells of a row: a value with its interval and the id of its number in brackets."""
    for name, value in row.items():
        if name.endswith(("_low", "_high", "_id")) or value in (None, "", False):
            continue
        interval = f" ({_said(row[f'{name}_low'])} to {_said(row[f'{name}_high'])})" if f"{name}_low" in row else ""
        id = f" [{row[f'{name}_id']}]" if row.get(f"{name}_id") else ""
        yield f"{name.replace('_', ' ')} {_said(value)}{interval}{id}" if value is not True else name


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
