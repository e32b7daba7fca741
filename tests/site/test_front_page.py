from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from byname.site.front_page import MOST_CONFLICTS, SECTIONS, front_page
from byname.site.report_data import AuditSummary, ReportData


def _page(data: ReportData) -> dict[str, Any]:
    """The values of the front page."""
    return dict(front_page(data))


def test_the_audits_have_a_section_only_where_there_are_some(report_data: ReportData) -> None:
    without = _page(report_data)["sections"]
    assert [key for key, _ in without] == [key for key, _ in SECTIONS if key not in ("audits", "incidents")]
    audited = replace(report_data, audits=(AuditSummary("essay", "audit-essay.html", "3 claims"),))
    assert [key for key, _ in _page(audited)["sections"]] == [key for key, _ in SECTIONS if key != "incidents"]


def test_each_kind_of_event_has_a_calendar_of_the_numbers_of_its_months(report_data: ReportData) -> None:
    kinds = _page(report_data)["kinds"]
    assert [kind["title"] for kind in kinds] == ["Arrests", "Deaths"]
    year, row = kinds[0]["calendar"][0]
    assert year == "1937"
    assert [place for place, id in enumerate(row, 1) if id] == [2, 5]
    assert row[1] == "arrests-1937-02"
    assert [year for year, _ in kinds[1]["calendar"]] == ["1937", "1991"]


def test_a_month_outside_of_the_chart_is_said_to_be_in_the_table_alone(report_data: ReportData) -> None:
    arrests, deaths = _page(report_data)["kinds"]
    assert (arrests["first_year"], arrests["last_year"], arrests["outside"]) == (1937, 1937, False)
    assert deaths["outside"] is True  # 1991, far from the arrests that set the years of the charts


def test_a_kind_of_event_that_has_no_words_comes_last_under_its_own_name(report_data: ReportData) -> None:
    row = {"kind": "house searches", "month": "1937-03", "count": 1}
    numbers = {**report_data.numbers, "house searches-1937-03": report_data.numbers["people"]}
    months = pl.concat([report_data.months, pl.DataFrame([row])])
    kinds = _page(replace(report_data, months=months, numbers=numbers))["kinds"]
    assert [(kind["title"], kind["kind"]) for kind in kinds][-1] == ("house searches", "house-searches")


def test_an_archive_without_a_dated_event_has_no_charts_of_months(report_data: ReportData) -> None:
    page = _page(replace(report_data, months=report_data.months.clear(), patterns=report_data.patterns.clear()))
    assert (page["kinds"], page["events"], page["overlap"]) == ([], [], None)


def test_warnings_of_a_method_do_not_repeat_those_of_the_estimate(report_data: ReportData) -> None:
    (estimate,) = _page(report_data)["estimates"]
    assert estimate["rows"][0]["warnings"] == ["One person alone is on both lists."]
    assert estimate["key"] == "estimate-1"
    assert estimate["picture"] is not None
    bare = replace(report_data, estimates=(replace(report_data.estimates[0], rows=()),))
    (estimate,) = _page(bare)["estimates"]
    assert (estimate["picture"], estimate["logarithmic"]) == (None, False)


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (None, "681692", None, "681\u202f692"),
        ("600000", None, "700000", "600\u202f000 to 700\u202f000"),
        ("600000", "681692", "700000", "681\u202f692 (600\u202f000 to 700\u202f000)"),
        ("5000", None, None, "at least 5\u202f000"),
        (None, None, "5000", "at most 5\u202f000"),
        ("5000", None, "5000", "5\u202f000"),
        (None, "about half", None, "about half"),
        (None, "12345.0", None, "12\u202f345"),
        (None, "999", None, "999"),
        (None, None, None, ""),
    ],
)
def test_a_published_figure_is_printed_as_it_is_stated(
    report_data: ReportData, low: str | None, best: str | None, high: str | None, words: str
) -> None:
    figure = {**report_data.figures.row(0, named=True), "low": low, "best": best, "high": high}
    figures = pl.DataFrame([figure], schema=dict.fromkeys(figure, pl.String))
    (group,) = _page(replace(report_data, figures=figures))["figures"]
    assert group[0] == "executions 1937-38"
    assert group[1][0]["value"] == words


def test_the_share_understood_of_a_field_is_that_of_the_entries_about_people(report_data: ReportData) -> None:
    marshals, _ = _page(report_data)["sources"]
    assert marshals["understood"] == [("surname", "marshals-surname", 100.0)]
    none = {**report_data.numbers, "marshals-records": replace(report_data.numbers["marshals-records"], value=0.0)}
    marshals, _ = _page(replace(report_data, numbers=none))["sources"]
    assert marshals["understood"] == [("surname", "marshals-surname", 0)]
    half = {**report_data.numbers, "marshals-surname": replace(report_data.numbers["marshals-surname"], value=3.0)}
    marshals, _ = _page(replace(report_data, numbers=half))["sources"]
    assert marshals["understood"] == [("surname", "marshals-surname", 50.0)]


@pytest.mark.parametrize("more", [0, 1])
def test_only_the_largest_conflicts_stand_in_front(report_data: ReportData, more: int) -> None:
    row = report_data.conflicts.row(0, named=True)
    rows = [{**row, "person_id": f"P-{number}"} for number in range(MOST_CONFLICTS + more)]
    page = _page(replace(report_data, conflicts=pl.DataFrame(rows)))
    assert len(page["conflicts"]) == MOST_CONFLICTS
    assert page["more_conflicts"] is bool(more)
