from __future__ import annotations

from byname.access.trace import Trace, TracedRow
from byname.site.web.answers_for_programs import NumberInBrief, TracedNumber
from byname.values.printed import PrintedNumber

NUMBER = PrintedNumber("n", "people", 15.0, "m", "people", low=12.0, high=20.0, level=0.95, warnings=("w",))


def test_an_estimate_never_stands_without_its_interval_and_warnings() -> None:
    found = NumberInBrief.of(NUMBER).model_dump()
    assert (found["low"], found["high"], found["level"], found["warnings"]) == (12.0, 20.0, 0.95, ["w"])


def test_rows_of_closed_lists_keep_their_place_without_their_text() -> None:
    rows = (TracedRow("a:1", "a", "a.csv", "00", "1", "text"), TracedRow("b:1", "b", "b.csv", "11", "1", "text"))
    found = TracedNumber.of(Trace(NUMBER, 2, rows, "v"), frozenset({"b"}))
    assert [(row["record"], row["text"]) for row in found.rows] == [("a:1", "text"), ("b:1", None)]
