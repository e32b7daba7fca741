"""What a text is checked against: the shipped evidence, a user's tables, and what an archive holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from byname.claims.evidence.figure_tables import evidence_of, read_figures
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import evidence_with, shipped_evidence
from byname.claims.lexicon.subject_pack import per_subject
from byname.errors import BadFigureTable

if TYPE_CHECKING:
    from byname.access.takedown import Withheld
    from byname.archive.archive import Archive
    from byname.claims.evidence.people import PersonFact


def evidence_for(figures: Sequence[Path] = (), archive: Path | None = None) -> Evidence:
    """The shipped evidence, a user's tables, and the figures and printed numbers of an archive."""
    if archive is None:
        return evidence_with(figures)
    from byname.archive.archive import Archive

    found = shipped_evidence()
    for part in archive_evidence(Archive.open(archive)):
        found = found.joined(part)
    for path in figures:
        found = found.joined(read_figures(path))
    return found


def archive_evidence(archive: Archive) -> Iterable[Evidence]:
    """The tables of figures of an archive, and its printed numbers: what its lists count is a minimum; the dates
    of its people are evidence too."""
    for name, path in archive.facts().items():
        try:
            yield read_figures(path)
        except BadFigureTable:
            if name.startswith("figures"):
                raise
    from byname.access.takedown import withheld_now  # slow libraries, needed with an archive only
    from byname.archive.tables import DerivedTables

    tables = DerivedTables(archive.tables, checked=True)
    if tables.has("people"):
        withheld = withheld_now(archive, tables)
        yield Evidence(
            people=(partial(_people_of, archive.tables, archive.title, archive.protect_born_from, withheld),)
        )
    if tables.has("numbers"):
        yield evidence_of(_number_rows(tables.data("numbers"), archive.title), "archive")


@per_subject
def _people_of(tables: Path, title: str, born_from: int, withheld: Withheld) -> dict[str, tuple[PersonFact, ...]]:
    """The dates of lives in the derived table of people, by folded surname; not of those who may be living."""
    import polars as pl

    from byname.access.protection import Protection
    from byname.archive.tables import DerivedTables
    from byname.claims.evidence.people import by_surname, person_facts

    columns = {"person_id": "person_id", "name": "name_as_in_source", "death": "death_date", "arrest": "arrest_date"}
    hidden = Protection(DerivedTables(tables, checked=True), born_from, withheld).people()
    shown = DerivedTables(tables, checked=True).scan("people").filter(~pl.col("person_id").is_in(hidden.implode()))
    frame = shown.select(pl.col(old).alias(new) for old, new in columns.items())
    rows = frame.filter(pl.col("name_as_in_source").is_not_null()).collect().fill_null("").iter_rows(named=True)
    return by_surname(person_facts((_with_language(row, title) for row in rows), "people"))


def _with_language(row: dict[str, str], title: str) -> dict[str, str]:
    cyrillic = any("а" <= char <= "я" for char in row["name_as_in_source"].lower())
    return {**row, "name_language": "ru" if cyrillic else "en", "source_title": title, "source_address": "byname show"}


def _number_rows(numbers: Iterable[dict[str, Any]], title: str) -> Iterable[dict[str, str]]:
    for number in numbers:
        if number["unit"] != "people":
            continue
        estimate = number["low"] is not None
        yield {
            "id": f"number:{number['id']}",
            "subject": number["label"],
            "quantity": number["label"],
            "unit": "persons",
            "value_low": str(number["low"] if estimate else number["value"]),
            "value_high": str(number["high"] or "") if estimate else "",
            "group": "named in the lists of the archive",
            "source_title": title,
            "source_url": "byname trace",
            "kind": "archive-result",
        }
