"""Site stage: what a report is made of.

Goes in: nothing; whoever builds an archive fills these values from its tables. Comes out: `ReportData`, checked so that
every number the pages refer to is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from byname.errors import BadArchive
from byname.values.printed import PrintedNumber

_FIGURES = ("subject", "quantity", "low", "best", "high", "unit", "period", "place", "source", "address", "kind")
FRAMES: dict[str, tuple[str, ...]] = {
    "unread": ("record_id", "source", "text", "reason"),
    "flagged": ("record_id", "source", "field", "as_written", "flag"),
    "patterns": ("count",),
    "months": ("kind", "month", "count"),
    "events": ("date", "title", "kind", "source"),
    "conflicts": ("person_id", "name", "field", "values", "record_ids", "size"),
    "figures": _FIGURES,
}


@dataclass(frozen=True, slots=True)
class TracedEntry:
    """One entry that a number rests on: its record, source, file, and text as it stands in the original."""

    record_id: str
    source: str
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class NumberTrace:
    """The records a number rests on: `total` counts them all, `rows` holds the first of them."""

    total: int
    rows: tuple[TracedEntry, ...]


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """One source: what it is, what it claims to cover, and what was read from it.

    `files` are (name, SHA-256); `entries`, `people_entries`, `not_understood` and the values of `understood` (by the
    label of the field) are ids of numbers; `language` is a BCP 47 tag; `republish` is whether the licence allows the
    entries' texts to be shown.
    """

    source: str
    title: str
    citation: str
    licence: str
    universe: str
    coverage: str
    language: str
    files: tuple[tuple[str, str], ...]
    entries: str
    people_entries: str
    not_understood: str
    understood: Mapping[str, str]
    encoding: str
    republish: bool


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """What one method says: its name and the id of its number, which carries the interval and the warnings."""

    name: str
    number: str


@dataclass(frozen=True, slots=True)
class EstimateSummary:
    """The estimates from one set of lists, the conditional estimate first.

    `observed` is the id of the number of people whom these lists name, `spread` that of the range, empty where there is
    none; `checks` are names with outcome and finding.
    """

    id: str
    title: str
    lists: tuple[str, ...]
    observed: str
    rows: tuple[EstimateRow, ...]
    verdict: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    spread: str = ""
    checks: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether no doubt is visible, so that the conditional estimate may stand as the answer."""
        return self.verdict == "no doubt visible"


@dataclass(frozen=True, slots=True)
class AuditSummary:
    """An audited text: its name, its page beside the report (empty where it could not be read), the result in brief."""

    name: str
    page: str
    result: str


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that a report prints.

    `motive` and `consequences` are the analyses as plain data (byname.values.analysis). `headline` and
    `beside_figures` are ids of numbers: the ones at the top, and our own counts beside published ones.
    The frames have the columns of `FRAMES`; `patterns` has one 0/1 column a source and `count`. The number of a pattern
    has the id `overlap_id(names)`, that of a month `month_id(kind, month)`, the people on a list `people_id(source)`.
    Raises BadArchive where a number that the pages refer to, or a column, is missing.
    """

    title: str
    code_version: str
    introduction: tuple[str, ...]
    numbers: Mapping[str, PrintedNumber]
    headline: tuple[str, ...]
    sources: tuple[SourceSummary, ...]
    unread: pl.DataFrame
    flagged: pl.DataFrame
    patterns: pl.DataFrame
    months: pl.DataFrame
    events: pl.DataFrame
    conflicts: pl.DataFrame
    figures: pl.DataFrame
    estimates: tuple[EstimateSummary, ...]
    checks: tuple[str, ...]
    limits: tuple[str, ...]
    traces: Mapping[str, NumberTrace] = field(default_factory=dict)
    beside_figures: tuple[str, ...] = ()
    audits: tuple[AuditSummary, ...] = ()
    motive: tuple[Mapping[str, Any], ...] = ()
    consequences: tuple[Mapping[str, Any], ...] = ()
    incidents: pl.DataFrame = field(default_factory=pl.DataFrame)  # columns of people.profiles.incidents
    warnings: tuple[str, ...] = ()  # what a reader must know before all else
    language: str = "en"  # one of REPORT_LANGUAGES

    def __post_init__(self) -> None:
        for name, columns in FRAMES.items():
            missing = [column for column in columns if column not in getattr(self, name).columns]
            if missing:
                raise BadArchive(f"the table {name} has no column {missing[0]!r}", fix="build the archive again")
        known = {source.source for source in self.sources}
        for name in ("unread", "flagged"):
            unknown = sorted(set(getattr(self, name)["source"]) - known)
            if unknown:
                raise BadArchive(
                    f"the table {name} has rows of {unknown[0]!r}, which is no source", fix="build it again"
                )
        for id in self.ids():
            if id not in self.numbers:
                raise BadArchive(f"the report refers to the number {id!r}, which is not there", fix="build it again")

    @property
    def pattern_sources(self) -> list[str]:
        """The sources of the overlap table, in the order of its columns."""
        return [name for name in self.patterns.columns if name != "count"]

    def ids(self) -> Iterator[str]:
        """The ids of all numbers that the pages refer to; some more than once."""
        yield from (*self.headline, *self.beside_figures)
        for source in self.sources:
            yield from (source.entries, source.people_entries, source.not_understood, *source.understood.values())
        for estimate in self.estimates:
            yield estimate.observed
            yield from [estimate.spread] if estimate.spread else []
            yield from (row.number for row in estimate.rows)
        names = self.pattern_sources
        yield from (people_id(name) for name in names)
        for row in self.patterns.iter_rows(named=True):
            yield overlap_id(name for name in names if row[name])
        yield from (month_id(kind, month) for kind, month in self.months.select("kind", "month").iter_rows())


def estimate_summaries(rows: Iterable[Mapping[str, Any]]) -> tuple[EstimateSummary, ...]:
    """The estimates of an archive as a page prints them, from what a build left of them as plain data."""
    return tuple(
        EstimateSummary(
            id=row["id"],
            title=f"From {' and '.join(row['lists'])}",
            lists=tuple(row["lists"]),
            observed=f"observed-{row['id']}",
            rows=tuple(
                EstimateRow(method["name"], f"estimate-{row['id']}-{str(method['name']).replace(' ', '-')}")
                for method in row["methods"]
                if method["estimate"] is not None
            ),
            verdict=row["verdict"],
            sentences=tuple(row["sentences"]),
            warnings=tuple(row["warnings"]),
            spread=f"range-{row['id']}" if row["range"] else "",
            checks=tuple((check["name"], check["outcome"], check["finding"]) for check in row["checks"]),
        )
        for row in rows
    )


def overlap_id(names: Iterable[str]) -> str:
    """The id of the number of people on exactly these lists.

    >>> overlap_id(["trials", "high-command"])
    'overlap-trials+high-command'
    """
    return "overlap-" + "+".join(names)


def month_id(kind: str, month: str) -> str:
    """The id of the number of people to whom an event of this kind happened in a month.

    >>> month_id("arrests", "1937-06")
    'arrests-1937-06'
    """
    return f"{kind}-{month}"


def people_id(source: str) -> str:
    """The id of the number of people on a list.

    >>> people_id("trials")
    'trials-people'
    """
    return f"{source}-people"
