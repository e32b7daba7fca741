"""Site stage: what each page of a report shows, in the order in which it is shown.

Goes in: a ReportData. Comes out: for each page its template and the values for it; texts that a licence keeps back are
taken out here, so that no template can print them.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from itertools import groupby

import polars as pl

from byname.site.language import Language, Unit, language
from byname.site.report_data import ReportData, SourceSummary, TracedEntry
from byname.site.wording import TABLES
from byname.values.printed import FACTS, PrintedNumber

MOST_UNREAD = 500  # entries, and values, shown of one source
MOST_CONFLICTS = 500
SHORT_VALUE = 60  # characters: a value up to this length is a fact (a date, a place), not the entry's text

Values = Mapping[str, object]


def trace_page(data: ReportData) -> Values:
    """All numbers, grouped by the table they rest on."""
    order = {table: place for place, table in enumerate(TABLES)}
    ranked = sorted(data.numbers.values(), key=lambda n: (order.get(n.table, len(order)), n.table))
    sources = {source.source: source for source in data.sources}
    groups = [
        {"words": TABLES.get(table, f"the table {table}"), "traced": [_traced(data, n, sources) for n in numbers]}
        for table, numbers in groupby(ranked, key=lambda n: n.table)
    ]
    return {"groups": groups}


def _traced(data: ReportData, number: PrintedNumber, sources: Mapping[str, SourceSummary]) -> Values:
    trace = data.traces.get(number.id)
    rows = [_entry(row, sources.get(row.source)) for row in trace.rows] if trace else []
    return {
        "number": number,
        "total": language(data.language).number(trace.total) if trace else None,
        "total_count": trace.total if trace else 0,
        "rows": rows,
        "more": trace is not None and trace.total > len(rows),
        "argument": shlex.quote(number.id),
    }


def _entry(row: TracedEntry, source: SourceSummary | None) -> Values:
    shown = row.source.startswith(FACTS) if source is None else source.republish
    return {
        "record_id": row.record_id,
        "file": row.file,
        "text": row.text if shown else None,
        "cells": cells(row.text) if shown else [],
        "language": source.language if source else "",
    }


def cells(text: str) -> list[tuple[str, str]]:
    """The filled cells of a row of a table, kept as a JSON object; empty for an entry of running text.

    >>> cells('{"name": "Блюхер", "birth": ""}')
    [('name', 'Блюхер')]
    """
    if not text.startswith("{"):
        return []
    try:
        found = json.loads(text)
    except json.JSONDecodeError:  # running text may begin with a brace, too
        return []
    return [(column, str(value)) for column, value in found.items() if value not in ("", None)]


def unread_page(data: ReportData) -> Values:
    """Source by source the entries and values not understood, at most `MOST_UNREAD` of each."""
    return {"groups": [_unread_of(data, source) for source in data.sources]}


def _unread_of(data: ReportData, source: SourceSummary) -> Values:
    entries = data.unread.filter(pl.col("source") == source.source).fill_null("")
    values = data.flagged.filter(pl.col("source") == source.source).fill_null("")
    return {
        "source": source.source,
        "title": source.title,
        "language": source.language,
        "not_understood": source.not_understood,
        "entries": [
            {**row, "text": row["text"] if source.republish else None}
            for row in entries.head(MOST_UNREAD).iter_rows(named=True)
        ],
        "entries_total": len(entries),
        "flagged": [
            {**row, "as_written": _if_allowed(row["as_written"], source)}
            for row in values.head(MOST_UNREAD).iter_rows(named=True)
        ],
        "flagged_total": len(values),
    }


def _if_allowed(text: str, source: SourceSummary) -> str | None:
    return text if source.republish or len(text) <= SHORT_VALUE else None


def conflicts_page(data: ReportData) -> Values:
    """The largest conflicts, at most `MOST_CONFLICTS`."""
    total = len(data.conflicts)
    speech = language(data.language)
    shown_part = speech.number(MOST_CONFLICTS) if total > MOST_CONFLICTS else ""
    return {"conflicts": conflicts(data, MOST_CONFLICTS), "shown_part": shown_part, "total": speech.number(total)}


def conflicts(data: ReportData, most: int) -> list[Values]:
    """The largest conflicts, each with what every source says."""
    speech = language(data.language)
    ordered = data.conflicts.sort("size", "person_id", "field", descending=[True, False, False]).head(most)
    return [
        {
            "name": row["name"] or row["person_id"],
            "person_id": row["person_id"],
            "field": row["field"].replace("_", " "),
            "versions": list(zip(row["values"], row["record_ids"], strict=True)),
            "apart": _apart(row["size"], speech),
        }
        for row in ordered.iter_rows(named=True)
    ]


def _apart(days: int, speech: Language) -> str:
    """How far apart two dates lie.

    >>> _apart(36524, language("en")), _apart(40, language("ru"))
    ('100 years', '1 месяц')
    """
    units: tuple[tuple[float, Unit], ...] = ((365.25, "year"), (30.44, "month"), (1.0, "day"))
    for size, unit in units:
        count = round(days / size)
        if count >= 2 or (count == 1 and days >= size):
            return speech.duration(count, unit)
    return ""
