"""Gathers what the report prints from the tables of an archive, and has the site stage write it.

Takes a built archive; gives `report/index.html` with its pages. Every number comes from `numbers.json`; the facts
beside them come from the tables of facts that were added, without the rows marked unverified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from byname.access.analyses import read_answers
from byname.access.lists import may_republish
from byname.access.protection import WITHHELD, Protection
from byname.archive.code_version import code_version
from byname.archive.tables import DerivedTables
from byname.pipeline.audits import write_audits
from byname.pipeline.fact_tables import use_of
from byname.pipeline.numbers import NAMED, OUTCOME_NOT_UNDERSTOOD, SEVERAL_PEOPLE, UNNAMED, outcome_headline
from byname.site.report import write_report
from byname.site.report_data import NumberTrace, ReportData, SourceSummary, TracedEntry, estimate_summaries
from byname.sources.facts import FactTable, check_sums, read_facts
from byname.values.fields import fields
from byname.values.printed import PrintedNumber

if TYPE_CHECKING:
    from byname.archive.archive import Archive
    from byname.archive.sources import SourceFiles

BESIDE_FIGURES = ("people", "people-with-death")
SAMPLE_ROWS = 4
_INTRODUCTION = (
    "This report says what the sources of this archive say, and nothing else. Each number leads to the rows it was "
    "counted from.",
    "The lists name people who were persecuted; a list of officials also names people who were not, and some who "
    "persecuted others. The counts are counts of entries and of people on lists, not of victims; who stands on no list "
    "is estimated where the lists allow it, with an interval and with warnings.",
)
_LIMITS = (
    "The lists were not drawn up to cover one population, and each says how complete it is.",
    "Entries were joined by a model that gives probabilities; entries with initials only can be joined wrongly.",
    "Where the report says that something is not in our sources, it may still be true.",
    "An estimate rests on assumptions about how the lists came about; they are printed with it.",
    "Rows marked unverified stay out of every result.",
    "Names and entries of people who may be living are withheld from this report, and entries that give the birth of "
    "somebody else who may be living.",
)


def headline(numbers: Mapping[str, PrintedNumber]) -> tuple[str, ...]:
    """The ids of the numbers at the head of a report; of the outcomes those that the data have. Where there are any,
    entries that give no name (and how many people are named), outcomes that nobody understood, which are in no other
    number, and cells of several people, of whom nobody is made.
    """
    lost = [id for id in (UNNAMED, OUTCOME_NOT_UNDERSTOOD, SEVERAL_PEOPLE) if id in numbers and numbers[id].value]
    people = ["people", NAMED] if UNNAMED in lost else ["people"]
    return (*people, "records", "people-on-two-lists", *outcome_headline(numbers), "conflicts", "unread", *lost)


def write_archive_report(archive: Archive, sources: Sequence[SourceFiles], tables: Path, folder: Path) -> None:
    """Write the report of an archive from its tables into a folder."""
    data = _gather(archive, sources, tables)
    write_report(replace(data, audits=write_audits(archive, folder)), folder)


def _gather(archive: Archive, sources: Sequence[SourceFiles], folder: Path) -> ReportData:
    tables = DerivedTables(folder)
    numbers = tables.numbers()
    protection = Protection.of(archive, tables)
    living = protection.records()
    facts = {name: read_facts(path, name) for name, path in archive.facts().items()}
    return ReportData(
        title=archive.title,
        code_version=code_version(),
        introduction=_INTRODUCTION,
        numbers=numbers,
        headline=headline(numbers),
        sources=tuple(_source(source, numbers, tables) for source in sources),
        unread=protection.with_texts_withheld(_unread(tables), "text", living),
        flagged=protection.values_withheld(_flagged(tables), "as_written", living),
        patterns=tables.read("captures"),
        months=tables.read("months"),
        events=_events(facts.get("events")),
        conflicts=_conflicts(tables, living),
        figures=_figures(facts.get("figures")),
        estimates=estimate_summaries(tables.data("estimates")),
        checks=tuple(_checks(facts.values())),
        limits=_LIMITS,
        incidents=tables.read("incidents"),
        warnings=warnings_of(sources),
        language=archive.settings.language or "en",
        traces=_traces(tables.first_entries(numbers.values(), SAMPLE_ROWS), protection, living),
        motive=tuple(read_answers(tables, "motive")),
        consequences=tuple(read_answers(tables, "consequences")),
        beside_figures=(*BESIDE_FIGURES, *outcome_headline(numbers)) if "figures" in facts else (),
    )


def warnings_of(sources: Sequence[SourceFiles]) -> tuple[str, ...]:
    """What a reader must know before all else: of which lists nobody has said whom they cover, or how."""
    return tuple(
        f"{source.name}: nobody has said its {_listed([_WANTED[key] for key in source.mapping.unstated])}. Its entries "
        "are counted, but nothing is estimated from them, and they should not be cited before that is known."
        for source in sources
        if source.mapping.unstated
    )


_WANTED = {
    "citation": "citation",
    "universe": "universe (whom the list claims to cover)",
    "person_twice": "rule for a person's second entry (person_twice)",
}


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _source(source: SourceFiles, numbers: dict[str, PrintedNumber], tables: DerivedTables) -> SourceSummary:
    mapping = source.mapping
    readings: list[dict[str, Any]] = tables.data(f"reading/{mapping.source}")
    encodings = {
        f"{reading['encoding']} ({reading['encoding_found_by']})" for reading in readings if reading["encoding"]
    }
    understood = {field.en: f"{mapping.source}-{name}" for name, field in fields().items()}
    return SourceSummary(
        source=mapping.source,
        title=mapping.title_in("en", mapping.language),
        citation=mapping.citation,
        licence=mapping.licence,
        universe=mapping.universe,
        coverage=mapping.coverage or "The source does not say how complete it is.",
        language=mapping.language,
        files=tuple((file.file_name, file.sha256) for file in source.files),
        entries=f"{mapping.source}-entries",
        people_entries=f"{mapping.source}-records",
        not_understood=f"{mapping.source}-unread",
        understood={label: id for label, id in understood.items() if id in numbers},
        encoding=", ".join(sorted(encodings)) or "none: not a text",
        republish=may_republish(mapping.licence),
    )


def _unread(tables: DerivedTables) -> pl.DataFrame:
    unread = tables.scan("records").filter(pl.col("kind") == "unread").select("record_id", "source")
    texts = tables.scan("entries").select("record_id", "text", "problems")
    reason = pl.col("problems").fill_null("no rule understands this entry").alias("reason")
    joined = unread.join(texts, on="record_id").with_columns(reason)
    return joined.select("record_id", "source", "text", "reason").collect().sort("record_id")


def _flagged(tables: DerivedTables) -> pl.DataFrame:
    flagged = tables.scan("statements").filter(pl.col("flag").is_not_null())
    source = pl.col("record_id").str.split(":").list.first().alias("source")
    return (
        flagged.select("record_id", source, "field", "as_written", "flag")
        .collect()
        .sort("record_id", "field", "as_written")
    )


def _conflicts(tables: DerivedTables, living: pl.Series) -> pl.DataFrame:
    people = tables.scan("people").select("person_id", "name")
    joined = tables.scan("conflicts").join(people, on="person_id", how="left")
    hidden = pl.col("record_ids").list.eval(pl.element().is_in(living.implode())).list.any()
    name = pl.when(hidden).then(pl.lit(WITHHELD)).otherwise(pl.col("name")).alias("name")
    values = pl.when(hidden).then(pl.col("values").list.eval(pl.lit("withheld"))).otherwise(pl.col("values"))
    chosen = joined.select("person_id", name, "field", values.alias("values"), "record_ids", "size").collect()
    return chosen.sort(["size", "person_id", "field"], descending=[True, False, False])


def _events(facts: FactTable | None) -> pl.DataFrame:
    if facts is None:
        return pl.DataFrame(schema=dict.fromkeys(("date", "title", "kind", "source"), pl.String()))
    return facts.rows.select("date", "title", "kind", pl.col("source_title").alias("source"))


def _figures(facts: FactTable | None) -> pl.DataFrame:
    columns = {
        "subject": "subject",
        "quantity": "quantity",
        "low": "value_low",
        "best": "value_best",
        "high": "value_high",
        "unit": "unit",
        "place": "place",
        "address": "source_url",
        "kind": "kind",
    }
    if facts is None:
        return pl.DataFrame(schema=dict.fromkeys((*columns, "period", "source"), pl.String()))
    start, end = pl.col("period_start"), pl.col("period_end")
    period = pl.when((start == end) | (end == "")).then(start).otherwise(start + "/" + end).alias("period")
    author, title = pl.col("source_author"), pl.col("source_title")
    source = pl.when(author == "").then(title).otherwise(author + ": " + title).alias("source")
    return facts.rows.select(*(pl.col(old).alias(new) for new, old in columns.items()), period, source)


def _checks(facts: Iterable[FactTable]) -> Iterable[str]:
    """The sums of printed tables beside their printed totals, in words."""
    for table in facts:
        name = table.name.replace("_", " ")
        for check in check_sums(table):
            column = check.column.replace("_", " ")
            if check.printed is None:
                if use_of(table.name).summed:
                    yield f"{name}, {column}: the rows sum to {check.summed:,}."
            elif check.difference == 0:
                yield f"{name}, {column}: the rows sum to {check.summed:,}, as printed."
            else:
                differ = f"printed is {check.printed:,}; they differ by {abs(check.difference or 0):,}."
                yield f"{name}, {column}: the rows sum to {check.summed:,}, {differ}"


def _traces(
    found: Mapping[str, tuple[int, list[dict[str, Any]]]], protection: Protection, living: pl.Series
) -> dict[str, NumberTrace]:
    shown = {row["record_id"]: row["text"] for _, rows in found.values() for row in rows}
    schema = {"record_id": pl.String, "text": pl.String}
    texts = pl.DataFrame(list(shown.items()), schema=schema, orient="row")
    safe = dict(protection.with_texts_withheld(texts, "text", living).iter_rows())
    return {
        id: NumberTrace(total, tuple(TracedEntry(**row | {"text": safe[row["record_id"]]}) for row in rows))
        for id, (total, rows) in found.items()
    }
