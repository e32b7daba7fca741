from __future__ import annotations

import polars as pl
import pytest

from byname.motive.evidence import Material
from byname.motive.explanations import trends_of
from byname.motive.observed_tables import Groups
from byname.motive.trends import Trend, trend_analysis
from byname.sources.facts import FactTable

RANKS = Trend("ranks", "By rank", Groups("army", "rank", "all", "struck"), "officers", "arrested",
              "{falls} of {steps} fall.", "{cases} of {people} ({share:.0%}).", "A warning.")  # fmt: skip


def table(*rows: tuple[str, str, str]) -> FactTable:
    frame = pl.DataFrame([dict(zip(("rank", "all", "struck"), row, strict=True)) | {"source_title": "a book"}
                          for row in rows])  # fmt: skip
    return FactTable("army", frame, frame.clear())


def test_the_share_of_arrested_falls_with_rank_in_the_published_table(material: Material) -> None:
    found = trend_analysis(*trends_of(material.facts)[0])
    assert found.id == "rank-gradient"
    assert "p below 0.0001" in found.sentences[1]
    assert found.table.columns[:4] == ["rank", "dismissed", "arrested", "share"]


def test_the_printed_total_is_told_where_the_table_has_one() -> None:
    rows = [("general", "10", "9"), ("colonel", "30", "15"), ("major", "90", "9")]
    found = trend_analysis(RANKS, table(*rows, ("PRINTED TOTAL", "130", "33")))
    assert found.sentences[0] == "33 of 130 (25%)."
    assert found.sentences[1].endswith("2 of 2 fall.")
    assert found.table["small"].to_list() == [True, False, False]
    assert found.warnings == ("A warning.", "Published table: a book.")
    assert len(trend_analysis(RANKS, table(*rows)).sentences) == 2


@pytest.mark.parametrize("rows", [[("general", "10", "9")], [("general", "10", "10"), ("major", "10", "10")]])
def test_groups_that_do_not_differ_are_refused(rows: list[tuple[str, str, str]]) -> None:
    assert "no trend can be seen" in trend_analysis(RANKS, table(*rows)).refused.lower()
