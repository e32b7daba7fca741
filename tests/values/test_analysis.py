from __future__ import annotations

import polars as pl
import pytest

from byname.values.analysis import Analysis, Estimate, counted, estimated, refusal
from byname.values.printed import Condition

WHERE = (Condition("outcome", "is", "shot"),)


@pytest.mark.parametrize(("value", "low", "high"), [(0.5, 0.6, 0.9), (0.5, 0.1, 0.4), (1.0, 2.0, 0.0)])
def test_a_value_outside_its_interval_is_refused(value: float, low: float, high: float) -> None:
    with pytest.raises(ValueError, match="does not lie between"):
        Estimate(value, low, high)


@pytest.mark.parametrize("value", [0.1, 0.5, 0.9])
def test_a_value_may_lie_on_an_end_of_its_interval(value: float) -> None:
    assert Estimate(value, 0.1, 0.9).value == value


def test_the_number_of_an_estimate_carries_its_interval_warnings_and_rows() -> None:
    found = Estimate(0.5, 0.2, 0.75, count=20, level=0.9, warnings=("few people",))
    number = estimated("share", "share shot", found, "Wilson (1927)", "subjects", WHERE, "share", 2)
    assert (number.value, number.low, number.high, number.level) == (0.5, 0.2, 0.75, 0.9)
    assert (number.warnings, number.where, number.unit, number.text) == (("few people",), WHERE, "share", "0.50")
    assert (number.method, number.table, number.label) == ("Wilson (1927)", "subjects", "share shot")


def test_the_number_of_a_count_has_no_interval() -> None:
    number = counted("shot", "people shot", 114, "subjects", *WHERE)
    assert (number.value, number.unit, number.where, number.low, number.high) == (114.0, "people", WHERE, None, None)
    assert counted("rows", "rows", 3, "records", unit="records").unit == "records"


def test_an_analysis_becomes_plain_data_and_says_what_is_drawn_only_where_something_is() -> None:
    analysis = Analysis("waves", "When?", "counted", pl.DataFrame({"year": [1937]}), ("One year.",), ("few",))
    assert analysis.to_json() == {
        "id": "waves",
        "title": "When?",
        "method": "counted",
        "refused": "",
        "sentences": ["One year."],
        "warnings": ["few"],
        "rows": [{"year": 1937}],
    }
    assert Analysis("waves", "When?", drawn={"level": 2}).to_json()["drawn"] == {"level": 2}


def test_a_refusal_says_why_and_holds_no_number() -> None:
    refused = refusal("waves", "When?", "No source dates an arrest.")
    assert refused.sentences == (refused.refused,)
    assert refused.numbers == ()
    assert refused.to_json()["rows"] == []
