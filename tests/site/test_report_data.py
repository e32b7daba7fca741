from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from byname.errors import BadArchive
from byname.site.report_data import FRAMES, EstimateRow, ReportData, month_id, overlap_id, people_id


def test_every_number_that_the_pages_refer_to_is_named(report_data: ReportData) -> None:
    ids = set(report_data.ids())
    estimate = report_data.estimates[0]
    assert {"people", "records", "marshals-entries", "marshals-unread", "marshals-surname", estimate.observed} <= ids
    assert {overlap_id(["marshals", "trial-1938"]), month_id("deaths", "1991-07"), people_id("marshals")} <= ids
    assert estimate.rows[0].number in ids
    assert ids <= set(report_data.numbers)


@pytest.mark.parametrize("missing", ["overlap-marshals", "marshals-people", "arrests-1937-02", "observed-both"])
def test_a_number_that_a_section_needs_must_be_there(report_data: ReportData, missing: str) -> None:
    numbers = {id: number for id, number in report_data.numbers.items() if id != missing}
    assert len(numbers) == len(report_data.numbers) - 1
    with pytest.raises(BadArchive, match=f"the number '{missing}'"):
        replace(report_data, numbers=numbers)


def test_the_number_of_a_method_must_be_there(report_data: ReportData) -> None:
    estimate = replace(report_data.estimates[0], rows=(EstimateRow("a method", "gone"),))
    with pytest.raises(BadArchive, match="the number 'gone'"):
        replace(report_data, estimates=(estimate,))


@pytest.mark.parametrize("frame", list(FRAMES))
def test_every_table_must_have_its_columns(report_data: ReportData, frame: str) -> None:
    column = FRAMES[frame][-1]
    table: pl.DataFrame = getattr(report_data, frame)
    less: dict[str, Any] = {frame: table.drop(column)}
    with pytest.raises(BadArchive, match=f"the table {frame} has no column '{column}'"):
        replace(report_data, **less)


def test_values_of_no_source_are_refused(report_data: ReportData) -> None:
    with pytest.raises(BadArchive, match="the table flagged has rows of 'elsewhere'"):
        replace(report_data, flagged=report_data.flagged.with_columns(source=pl.lit("elsewhere")))


def test_the_lists_of_the_overlap_stand_in_the_order_of_its_columns(report_data: ReportData) -> None:
    assert report_data.pattern_sources == ["marshals", "trial-1938"]
    turned = report_data.patterns.select("count", "trial-1938", "marshals")
    numbers = dict(report_data.numbers) | {"overlap-trial-1938+marshals": report_data.numbers["people"]}
    assert replace(report_data, patterns=turned, numbers=numbers).pattern_sources == ["trial-1938", "marshals"]
