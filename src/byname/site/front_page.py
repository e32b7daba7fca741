"""Site stage: the front page of a report, with its charts.

Goes in: a ReportData. Comes out: the values for the page's template: sections, charts drawn as SVG, and the same
numbers as tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

import polars as pl

from byname.site.answer_words import phrase
from byname.site.answers import sections
from byname.site.charts.estimates import axis_is_logarithmic, estimates_chart
from byname.site.charts.months import DatedEvent, events_in, month_number, months_chart, span
from byname.site.charts.overlap import MOST_ROWS, list_sizes, overlap_chart, patterns_of
from byname.site.charts.style import Picture
from byname.site.language import Language, language
from byname.site.pages import conflicts
from byname.site.report_data import EstimateSummary, ReportData, SourceSummary, month_id
from byname.site.wording import KINDS
from byname.values.printed import PrintedNumber

SECTIONS = (
    ("summary", "In brief"),
    ("overlap", "People and the lists they are on"),
    ("months", "Month by month"),
    ("estimates", "Those whom no list names"),
    ("incidents", "Incidents"),
    ("motive", "Who was targeted, when, and why"),
    ("consequences", "What followed"),
    ("conflicts", "Where sources disagree"),
    ("figures", "Published figures beside our counts"),
    ("audits", "Texts checked against the evidence"),
    ("sources", "Sources"),
    ("limits", "Limits"),
)
MOST_CONFLICTS = 10
MOST_INCIDENTS = 100

Values = Mapping[str, object]
Methods = Sequence[tuple[str, PrintedNumber]]


def front_page(data: ReportData) -> Values:
    """All that the front page shows."""
    speech = language(data.language)
    patterns, sizes = patterns_of(data.patterns, data.numbers), list_sizes(data.patterns, data.numbers)
    years = span(data.months)
    events = events_in(data.events, years) if years else []
    return {
        "sections": [pair for pair in SECTIONS if _has_section(data, pair[0])],
        "incidents": data.incidents.head(MOST_INCIDENTS).to_dicts(),
        "more_incidents": max(0, data.incidents.height - MOST_INCIDENTS),
        "patterns": patterns,
        "sizes": sizes,
        "most_rows": MOST_ROWS,
        "overlap": overlap_chart(patterns, sizes, speech) if patterns else None,
        "kinds": _kinds(data, years, events) if years else [],
        "events": events,
        "month_names": speech.months,
        "estimates": [estimate(summary, place, data.numbers, speech) for place, summary in enumerate(data.estimates)],
        "motive": sections(data.motive, data.numbers, speech),
        "consequences": sections(data.consequences, data.numbers, speech),
        "conflicts": conflicts(data, MOST_CONFLICTS),
        "more_conflicts": len(data.conflicts) > MOST_CONFLICTS,
        "figures": _figures(data.figures, speech),
        "sources": [_source(data, source) for source in data.sources],
    }


def _has_section(data: ReportData, name: str) -> bool:
    """Whether a section has something to show; those that always stand say so where they have not."""
    return {"audits": bool(data.audits), "incidents": bool(data.incidents.height)}.get(name, True)


def _kinds(data: ReportData, years: tuple[int, int], events: Sequence[DatedEvent]) -> list[Values]:
    present = set(data.months["kind"])
    kinds = [*(kind for kind in KINDS if kind in present), *sorted(present - set(KINDS))]
    return [_kind(data, kind, years, events) for kind in kinds]


def _kind(data: ReportData, kind: str, years: tuple[int, int], events: Sequence[DatedEvent]) -> Values:
    frame = data.months.filter(pl.col("kind") == kind).sort("month")
    counts = [(month, int(count)) for month, count in frame.select("month", "count").iter_rows()]
    months = [month for month, _ in counts]
    return {
        "kind": re.sub(r"\W", "-", kind),
        "title": KINDS.get(kind, kind),
        "picture": months_chart(kind, counts, years, events, language(data.language)),
        "first_year": years[0] // 12,
        "last_year": years[1] // 12 - 1,
        "outside": any(not years[0] <= month_number(month) < years[1] for month in months),
        "calendar": [
            (year, _calendar_row(kind, set(of_year))) for year, of_year in groupby(months, key=lambda month: month[:4])
        ],
    }


def _calendar_row(kind: str, months: set[str]) -> list[str]:
    """The ids of the numbers of one year's twelve months; empty where there is none."""
    year = next(iter(months))[:4]
    named = [f"{year}-{number:02d}" for number in range(1, 13)]
    return [month_id(kind, month) if month in months else "" for month in named]


def estimate(summary: EstimateSummary, place: int, numbers: Mapping[str, PrintedNumber], speech: Language) -> Values:
    """All that a page shows of one estimate; `place` is its place among the estimates of the page."""
    methods = [(row.name, numbers[row.number]) for row in summary.rows]
    observed, spread = numbers[summary.observed], numbers.get(summary.spread)
    key = f"estimate-{place + 1}"
    return {
        "summary": summary,
        "key": key,
        "rows": [
            {"name": name, "number": number, "warnings": [w for w in number.warnings if w not in summary.warnings]}
            for name, number in methods
        ],
        "picture": _chart(key, methods, (observed, spread), summary, speech) if methods else None,
        "logarithmic": bool(methods) and axis_is_logarithmic(methods, observed, spread),
    }


def _chart(
    key: str,
    methods: Methods,
    people: tuple[PrintedNumber, PrintedNumber | None],
    summary: EstimateSummary,
    speech: Language,
) -> Picture:
    named = [(phrase(name, speech), number) for name, number in methods]
    observed, spread = people
    return estimates_chart(key, named, observed, sure=summary.is_sure, spread=spread, speech=speech)


def _figures(figures: pl.DataFrame, speech: Language) -> list[tuple[str, list[Values]]]:
    """The published figures by subject, in the order of the table."""
    by_subject: dict[str, list[Values]] = {}
    for row in figures.iter_rows(named=True):
        words = {name: "" if value is None else str(value) for name, value in row.items()}
        value = _stated(words["low"], words["best"], words["high"], speech)
        is_words = any(letter.isalpha() for name in ("low", "best", "high") for letter in words[name])
        figure = {**words, "value": value, "is_words": is_words}
        by_subject.setdefault(words["subject"], []).append(figure)
    return list(by_subject.items())


def _stated(low: str, best: str, high: str, speech: Language) -> str:
    """A published figure as stated: one value, a range, or a value with its range.

    >>> _stated("", "681692", "", language("en")), _stated("1000", "", "", language("de"))
    ('681\\u202f692', 'mindestens 1.000')
    """
    low, best, high = (_spaced(text, speech) for text in (low, best, high))
    spread = _said("%(low)s to %(high)s", speech, low=low, high=high) if low and high and low != high else ""
    if not spread and (low or high) and not best:
        if low:
            return high or _said("at least %(number)s", speech, number=low)
        return _said("at most %(number)s", speech, number=high)
    return f"{best} ({spread})" if best and spread else best or spread


def _said(message: str, speech: Language, **gaps: str) -> str:
    return speech.text(message) % gaps


def _spaced(text: str, speech: Language) -> str:
    return speech.number(int(float(text))) if re.fullmatch(r"\d{4,}(\.0+)?", text) else text


def _source(data: ReportData, source: SourceSummary) -> Values:
    people = data.numbers[source.people_entries].value
    understood = [
        (label, id, round(100 * min(1.0, data.numbers[id].value / people), 1) if people else 0)
        for label, id in source.understood.items()
    ]
    return {"summary": source, "understood": understood}
