"""Claims stage: tables of published figures: their schema, their mistakes, and their rows as evidence.

Goes in: a CSV table of one row a figure (columns in `COLUMNS`; more may stand beside them, such as those in `ORIGINAL`,
which name the work that first gave a figure where another was read that prints it). Comes out: the figures and
dated facts of its rows. Rows whose kind is `unverified` are left out of every verdict.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from byname.claims.evidence.figure_reading import date_facts, figures_of, number_of, period_of
from byname.claims.evidence.figures import DateFact, Evidence, Figure
from byname.claims.evidence.sources import source_mistakes, source_of
from byname.claims.lexicon.phrases import find_phrases, ids
from byname.claims.text.tokens import tokenize
from byname.errors import BadFigureTable
from byname.sources.regular_files import check_regular
from byname.values import FuzzyDate

UNVERIFIED = "unverified"
COLUMNS = (
    "id",
    "subject",
    "quantity",
    "value_low",
    "value_best",
    "value_high",
    "unit",
    "period_start",
    "period_end",
    "place",
    "group",
    "source_author",
    "source_title",
    "source_year",
    "source_url",
    "kind",
)
ORIGINAL = ("original_author", "original_title", "original_year", "original_page")
NEEDED = ("id", "subject", "quantity", "unit", "kind")
KINDS = ("archival-statistic", "scholarly-estimate", "official-statement", "popular", UNVERIFIED)


def read_figures(path: Path) -> Evidence:
    """Read a table of figures; raises BadFigureTable that lists the mistakes of its rows."""
    check_regular(path, BadFigureTable)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFigureTable("the table is not UTF-8 text", where=str(path), fix="save it as CSV in UTF-8") from error
    except OSError as error:
        raise BadFigureTable(
            f"the table cannot be read: {error.strerror}", where=str(path), fix="check the path"
        ) from error
    rows = list(csv.DictReader(io.StringIO(text)))
    mistakes = list(check_rows(rows))
    if mistakes:
        shown = "; ".join(mistakes[:8]) + (f"; and {len(mistakes) - 8} more" if len(mistakes) > 8 else "")
        raise BadFigureTable(shown, where=str(path), fix="see docs/claims.md for the columns")
    return evidence_of(({key: value or "" for key, value in row.items() if key} for row in rows), path.stem)


def check_rows(rows: list[dict[str, str | None]]) -> Iterator[str]:
    """The mistakes of a table, each with its row."""
    if not rows:
        yield "the table has no rows"
        return
    missing = [name for name in NEEDED if name not in rows[0]]
    if missing:
        yield f"the columns {', '.join(missing)} are missing"
        return
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        yield from (
            f"row {number}: {mistake}" for mistake in _mistakes({k: v or "" for k, v in row.items() if k}, seen)
        )
        seen.add(row["id"] or "")


def _mistakes(row: Mapping[str, str], seen: set[str]) -> Iterator[str]:
    if not row["id"] or row["id"] in seen:
        yield f"the id {row['id']!r} is empty or stands twice"
    if row["kind"] not in KINDS:
        yield f"the kind {row['kind']!r} is none of {', '.join(KINDS)}"
    if row["kind"] == UNVERIFIED:
        return
    yield from source_mistakes(row)
    if not any(row.get(name) for name in ("value_low", "value_best", "value_high")):
        yield "it has no value"
    for name in ("value_low", "value_high"):
        if row.get(name) and number_of(row[name]) is None and not row[name][0].isalpha():
            yield f"{name} {row[name]!r} is no number"
    low, high = number_of(row.get("value_low", "")), number_of(row.get("value_high", ""))
    if low is not None and high is not None and low > high:
        yield f"value_low {low:g} lies above value_high {high:g}"
    if period_of(row) is None and (row.get("period_start") or row.get("period_end")):
        yield f"the period {row.get('period_start')!r} to {row.get('period_end')!r} is no date"


def evidence_of(rows: Iterable[Mapping[str, str]], table: str) -> Evidence:
    """The figures and dated facts of rows; rows marked unverified are left out."""
    figures: list[Figure] = []
    dates: list[DateFact] = []
    sources: dict[str, str] = {}
    for row in rows:
        if row["kind"] == UNVERIFIED:
            continue
        sources[row["id"]] = source_of(row).text
        if row["unit"].startswith("date"):
            dates += date_facts(row)
        else:
            figures += figures_of(row)
    return Evidence(tuple(figures), tuple(dates), sources)


def event_facts(rows: Iterable[Mapping[str, str]]) -> Iterator[DateFact]:
    """The dated facts of a table of events (id, date, title, source_title, source_address)."""
    for row in rows:
        try:
            date = FuzzyDate.parse(row["date"])
        except ValueError:
            continue
        found = find_phrases(tokenize(row["title"]))
        yield DateFact(
            row["id"],
            row["title"],
            ids(found, "entity"),
            ids(found, "predicate"),
            date,
            "scholarly-estimate",
            row["source_title"],
            row["source_address"],
        )
