"""What the commands `motive` and `consequences` do: print the analyses of a built archive, as data and as text."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from byname.access.analyses import overlapping_lists, read_answers
from byname.access.leading_answers import LeadingAnswer, leading_answers
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.tables import DerivedTables
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import CannotEstimate
from byname.records.codes import offices
from byname.values.printed import said

if TYPE_CHECKING:
    import polars as pl

_MOST_ROWS = 12


def print_answers(folder: Path, part: str, population: str | None, output: Output, *, every: bool) -> None:
    """Print the sentences that answer first, or with `every` all analyses of the part.

    With a population, rates against it are computed anew and not kept.
    """
    archive = open_archive(folder)
    tables = DerivedTables.built(archive, part)
    found = read_answers(tables, part)
    if population is not None:
        found = _with_rates(archive, found, population)
    first = leading_answers(part, found, tables.data("estimates"))
    data = {
        "archive": str(folder),
        "part": part,
        "answers": [asdict(one) for one in first],
        "analyses": found,
        "code_version": code_version(),
    }
    lines = (line for one in found for line in _lines(one)) if every else _leading_lines(folder, part, first, found)
    output.result(data, "\n".join(lines).strip())


def _leading_lines(
    folder: Path, part: str, first: Sequence[LeadingAnswer], found: Sequence[Mapping[str, Any]]
) -> Iterator[str]:
    """The first answers for a terminal, and where the rest is."""
    if not first:
        yield "The sources of this archive do not answer this."
    for one in first:
        yield from (one.question, f"  {one.sentence}")
        yield f"  Rests on: {one.rests_on}{f' [{one.number}]' if one.number else ''}"
        if one.caution:
            yield f"  But: {one.caution}"
        yield ""
    answered = sum(not one["refused"] for one in found)
    yield f"{answered} of {len(found)} questions are answered: byname {part} {folder} --all"
    if any(one.number for one in first):
        yield f"What a number in brackets rests on, row by row: byname trace {folder} NUMBER_ID"


def print_office(folder: Path, office: str, output: Output) -> None:
    """Print the chain of one office; raises CannotEstimate listing the codes where there is no such office."""
    import polars as pl

    from byname.access.protection import WITHHELD, Protection
    from byname.consequences.office_chains import chain_of
    from byname.sources.facts import read_facts

    archive = open_archive(folder)
    tables = DerivedTables.built(archive, "subjects")
    subjects = tables.read("subjects")
    _check_office(subjects, office)
    hidden = Protection.of(archive).people()
    living = pl.col("person_id").is_in(hidden.implode())
    shown = pl.when(living).then(pl.lit(WITHHELD)).otherwise(pl.col("name"))
    people = tables.read("people", ["person_id", "name"]).with_columns(shown.alias("name"))
    path = archive.facts().get("office_terms")
    terms = read_facts(path, "office_terms") if path else None
    chain = chain_of(subjects, dict(people.iter_rows()), office, terms)
    found = chain.to_json()
    data = {"archive": str(folder), "office": office, "analyses": [found], "code_version": code_version()}
    output.result(data, "\n".join(_lines(found, most_rows=len(chain.table))).strip())


def _check_office(subjects: pl.DataFrame, office: str) -> None:
    known = offices()
    if office in known:
        return
    held = subjects["offices"].drop_nulls().str.split(" ").explode().value_counts(sort=True)["offices"].to_list()
    near = difflib.get_close_matches(office, known, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    fix = f"{meant}offices that this archive names: {', '.join(held)}; others of the vocabulary: " + ", ".join(
        code for code in known if code not in held
    )
    raise CannotEstimate(f"there is no office {office!r}", where="--office", fix=fix)


def _with_rates(archive: Archive, found: list[dict[str, Any]], population: str) -> list[dict[str, Any]]:
    from byname.motive.named_and_unnamed import unnamed
    from byname.motive.populations import populations_with
    from byname.motive.rates import rates_against
    from byname.sources.facts import read_facts

    tables = DerivedTables.built(archive, "subjects")
    subjects = tables.read("subjects")
    facts = {name: read_facts(path, name) for name, path in archive.facts().items() if name == "populations"}
    victims, _ = unnamed(subjects, overlapping_lists(tables))
    anew = [one.to_json() for one in rates_against(subjects, populations_with(facts), population, victims)]
    place = next((n for n, one in enumerate(found) if str(one["id"]).startswith("rates")), len(found))
    kept = [one for one in found if not str(one["id"]).startswith("rates")]
    return [*kept[:place], *anew, *kept[place:]]


def _lines(one: Mapping[str, Any], most_rows: int = _MOST_ROWS) -> Iterator[str]:
    yield ""
    yield str(one["title"])
    if one["refused"]:
        yield f"  Not answered: {one['refused']}"
        return
    yield from (f"  {sentence}" for sentence in one["sentences"])
    yield from _table(one["rows"], most_rows)
    yield from (f"  Warning: {warning}" for warning in one["warnings"])


def _table(rows: Sequence[Mapping[str, Any]], most: int) -> Iterator[str]:
    for row in rows[:most]:
        yield "    " + "; ".join(_cells(row))
    if len(rows) > most:
        yield f"    ... and {len(rows) - most:,} more rows; --json prints all"


def _cells(row: Mapping[str, Any]) -> Iterator[str]:
    """The cells of a row: a value with its interval and the id of its number in brackets."""
    for name, value in row.items():
        if name.endswith(("_low", "_high", "_id")) or value in (None, "", False):
            continue
        low, high = (said(row.get(f"{name}_{end}"), ",") for end in ("low", "high"))
        interval = f" ({low} to {high})" if f"{name}_low" in row else ""
        id = f" [{row[f'{name}_id']}]" if row.get(f"{name}_id") else ""
        words = str(value) if name == "year" else said(value, ",")
        yield f"{name.replace('_', ' ')} {words}{interval}{id}" if value is not True else name
