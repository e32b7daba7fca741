from __future__ import annotations

import math

from byname.site.charts.forest import ForestRow, axis_end, forest_chart, is_logarithmic
from byname.site.charts.style import NARROW, WIDE

SURE = ForestRow("Averaged", "120 (100 to 180)", 120, 100, 180, (95, 400), leads=True)
OPEN = ForestRow("Classes", "130 (110 or more)", 130, 110, math.inf)
FAR = ForestRow("Wild", "1e9", 1e9, 1e8, 1e10)


def test_the_axis_holds_every_interval_band_and_claim_that_is_no_outlier() -> None:
    assert axis_end([SURE], 90) == 400
    assert axis_end([SURE], 90, claim=1000) == 1050
    assert axis_end([OPEN], 90) == 3 * 130
    assert not is_logarithmic([SURE, OPEN], 90)
    assert is_logarithmic([SURE, FAR], 90)


def test_what_reaches_beyond_the_axis_ends_in_an_arrow_at_its_end() -> None:
    rows = {row["text"]: row for row in rows_of([SURE, OPEN, ForestRow("None", "no upper bound", math.inf, 95, None)])}
    closed, opened, none = rows.values()
    assert (closed["open"], opened["open"], none["open"]) == (False, True, True)
    assert opened["high"] == none["high"] == 400
    assert (opened["pointed"], none["pointed"]) == (True, False)


def test_nothing_lies_off_the_axis() -> None:
    rows = rows_of([SURE, OPEN, FAR, ForestRow("None", "no bound", math.inf, 95, None, (95, math.inf))])
    ends = [row[key] for row in rows for key in ("low", "high", "value", "band_low", "band_high")]
    assert len(ends) == 20
    assert all(math.isfinite(end) and end <= axis_end([SURE, OPEN, FAR], 90) for end in ends)


def test_the_people_observed_and_the_claim_are_marked() -> None:
    for width in (WIDE, NARROW):
        with_claim, without = (forest_chart([SURE], 90, width, claim).to_dict()["datasets"] for claim in (300, None))
        assert [{"low": 90}] in with_claim.values()
        assert [{"low": 300}] in with_claim.values()
        assert [{"low": 300}] not in without.values()


def rows_of(rows: list[ForestRow]) -> list[dict[str, float]]:
    """The estimates as the chart draws them."""
    found = [data for data in forest_chart(rows, 90, WIDE).to_dict()["datasets"].values() if "banded" in data[0]]
    drawn: list[dict[str, float]] = found[0]
    return drawn
