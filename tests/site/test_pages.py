from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from byname.site.pages import MOST_UNREAD, SHORT_VALUE, conflicts, conflicts_page, trace_page, unread_page
from byname.site.report_data import NumberTrace, ReportData, TracedEntry
from byname.values.printed import PrintedNumber


def _traced(data: ReportData, id: str) -> dict[str, Any]:
    groups: Any = trace_page(data)["groups"]
    (found,) = [traced for group in groups for traced in group["traced"] if traced["number"].id == id]
    return dict(found)


def test_every_number_stands_once_under_the_table_it_rests_on(report_data: ReportData) -> None:
    groups: Any = trace_page(report_data)["groups"]
    ids = [traced["number"].id for group in groups for traced in group["traced"]]
    assert sorted(ids) == sorted(report_data.numbers)
    tables = [{traced["number"].table for traced in group["traced"]} for group in groups]
    assert [len(of_group) for of_group in tables] == [1] * len(groups)
    assert [next(iter(of)) for of in tables] == ["entries", "records", "people", "person_lists", "person_months"]


def test_a_table_without_words_comes_last_under_its_own_name(report_data: ReportData) -> None:
    own = PrintedNumber("own", "own", 1.0, "counted", "an own table")
    groups: Any = trace_page(replace(report_data, numbers={**report_data.numbers, "own": own}))["groups"]
    assert groups[-1]["words"] == "the table an own table"


def test_a_trace_says_how_many_rows_there_are_and_shows_the_first(report_data: ReportData) -> None:
    found = _traced(report_data, "people")
    assert (found["total"], found["more"], len(found["rows"])) == ("26", True, 3)
    untraced = _traced(report_data, "records")
    assert (untraced["total"], untraced["more"], untraced["rows"]) == (None, False, [])
    whole = replace(report_data, traces={"people": NumberTrace(3, report_data.traces["people"].rows)})
    assert _traced(whole, "people")["more"] is False


def test_a_text_is_shown_where_the_licence_allows_it_and_a_row_as_its_filledcells(report_data: ReportData) -> None:
    row, text, kept_back = _traced(report_data, "people")["rows"]
    assert row["cells"] == [("name", "Тухачевский, М. Н.")]
    assert row["language"] == "ru"
    assert (text["cells"], "Блюхер" in text["text"]) == ([], True)
    assert (kept_back["text"], kept_back["cells"]) == (None, [])


def test_a_row_of_a_table_of_facts_is_shown_and_one_of_an_unknown_source_is_not(report_data: ReportData) -> None:
    rows = [
        TracedEntry("facts/camps:0", "facts/camps", "camps.csv", '{"camp": "Vorkuta", "count": 0, "note": null}'),
        TracedEntry("gone:0", "gone", "gone.csv", "kept back"),
        TracedEntry("marshals:0", "marshals", "marshals.csv", "{running text"),
    ]
    data = replace(report_data, traces={"people": NumberTrace(3, tuple(rows))})
    fact, unknown, running = _traced(data, "people")["rows"]
    assert fact["cells"] == [("camp", "Vorkuta"), ("count", "0")]
    assert unknown["text"] is None
    assert (running["text"], running["cells"]) == ("{running text", [])


def test_the_command_of_a_trace_is_quoted_for_a_shell(report_data: ReportData) -> None:
    id = "estimate-a's bound"
    own = PrintedNumber(id, "own", 1.0, "counted", "people")
    assert _traced(replace(report_data, numbers={**report_data.numbers, id: own}), id)["argument"] == (
        "'estimate-a'\"'\"'s bound'"
    )


@pytest.mark.parametrize(("length", "shown"), [(SHORT_VALUE, True), (SHORT_VALUE + 1, False)])
def test_of_a_source_that_is_kept_back_only_short_values_are_shown(
    report_data: ReportData, length: int, shown: bool
) -> None:
    row = {**report_data.flagged.row(0, named=True), "source": "trial-1938", "as_written": "x" * length}
    groups: Any = unread_page(replace(report_data, flagged=pl.DataFrame([row])))["groups"]
    assert groups[1]["flagged"][0]["as_written"] == ("x" * length if shown else None)
    assert groups[1]["entries"][0]["text"] is None
    assert groups[0]["entries"][0]["text"] == "* * *"


def test_unread_entries_of_each_source_are_counted_and_cut(report_data: ReportData) -> None:
    rows = [
        {"record_id": f"marshals:{n}", "source": "marshals", "text": "?", "reason": None}
        for n in range(MOST_UNREAD + 1)
    ]
    groups: Any = unread_page(replace(report_data, unread=pl.DataFrame(rows)))["groups"]
    first, second = groups
    assert (len(first["entries"]), first["entries_total"]) == (MOST_UNREAD, MOST_UNREAD + 1)
    assert first["entries"][0]["reason"] == ""
    assert (second["entries"], second["entries_total"]) == ([], 0)


def test_conflicts_stand_by_their_size_and_then_by_the_person(report_data: ReportData) -> None:
    row = report_data.conflicts.row(0, named=True)
    rows = [{**row, "person_id": id, "size": size} for id, size in (("P-2", 5), ("P-3", 40), ("P-1", 5))]
    data = replace(report_data, conflicts=pl.DataFrame(rows))
    assert [one["person_id"] for one in conflicts(data, 10)] == ["P-3", "P-1", "P-2"]
    assert [one["person_id"] for one in conflicts(data, 1)] == ["P-3"]
    page = conflicts_page(data)
    assert (page["total"], page["shown_part"]) == ("3", "")
    assert conflicts(data, 1)[0]["versions"] == [("1937-06-11", "marshals:0"), ("1938-06-11", "trial-1938:9")]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, ""),
        (1, "1 day"),
        (30, "30 days"),
        (31, "1 month"),
        (60, "2 months"),
        (365, "12 months"),
        (366, "1 year"),
        (20725, "57 years"),
    ],
)
def test_how_far_two_dates_lie_apart_is_said_in_the_largest_measure(
    report_data: ReportData, days: int, words: str
) -> None:
    row = {**report_data.conflicts.row(0, named=True), "size": days, "name": None}
    (found,) = conflicts(replace(report_data, conflicts=pl.DataFrame([row])), 1)
    assert (found["apart"], found["name"], found["field"]) == (words, "P-1", "sentence date")
