from __future__ import annotations

import re

from byname.site.charts.overlap import MOST_ROWS, Pattern, list_sizes, overlap_chart, patterns_of
from byname.site.report_data import ReportData
from byname.values.printed import PrintedNumber


def test_patterns_stand_largest_first(report_data: ReportData) -> None:
    assert [(p.lists, p.number.value) for p in patterns_of(report_data.patterns, report_data.numbers)] == [
        (("trial-1938",), 20),
        (("marshals",), 4),
        (("marshals", "trial-1938"), 1),
    ]


def test_chart_shows_each_number_and_links_to_its_trace(report_data: ReportData) -> None:
    chart = overlap_chart(
        patterns_of(report_data.patterns, report_data.numbers), list_sizes(report_data.patterns, report_data.numbers)
    )
    for svg in (chart.wide, chart.narrow):
        assert set(re.findall(r">(\d+)</text>", svg)) == {"20", "4", "1", "5"}
        assert 'href="trace.html#overlap-marshals%2Btrial-1938"' in svg
        assert "//" not in svg


def test_chart_draws_the_largest_of_many_patterns() -> None:
    sizes = {f"L{i}": PrintedNumber(f"L{i}-people", "people", 50.0, "counted", "people") for i in range(6)}
    patterns = [
        Pattern(("L0",), PrintedNumber(f"n{i}", f"pattern {i}", 1000.0 - i, "counted", "people")) for i in range(60)
    ]
    wide = overlap_chart(patterns, sizes).wide
    assert f"#n{MOST_ROWS - 1}" in wide
    assert f"#n{MOST_ROWS}" not in wide
