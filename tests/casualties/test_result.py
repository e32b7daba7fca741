from __future__ import annotations

import json
import math

import pytest

from byname.casualties.result import (
    Check,
    DependenceRange,
    EstimationResult,
    ListSize,
    MethodEstimate,
    Outcome,
    verdict_of,
)


def result(high: float, estimate: float | None = 30.0, outcome: Outcome = "passed") -> EstimationResult:
    method = MethodEstimate("a method", 30.0, 25.0, high, 0.123456, {"p": math.inf, "model": "[1]", "n": 3, "ok": True})
    checks = (Check("fit", outcome, "the best model fits"),)
    return EstimationResult(
        20, estimate, 25.0, high, 0.95, "a method", verdict_of(checks), ("a warning",), (method,), "all is well",
        method, DependenceRange(22.5, 3 * high - 40, 0.5, 3.0), checks, (ListSize("a", 9, 8.0, 5.0, math.inf),),
    )  # fmt: skip


def test_an_estimate_is_plain_data_for_other_programs() -> None:
    found = result(90.0).to_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    methods = found["methods"]
    assert isinstance(methods, list)
    (method,) = methods
    assert method["diagnostics"] == {"p": None, "model": "[1]", "n": 3, "ok": True}
    assert method["seconds"] == 0.1235
    assert found["high"] == method["high"] == 90.0


def test_no_upper_bound_and_no_estimate_are_null() -> None:
    found = result(math.inf, None).to_json()
    assert (found["estimate"], found["low"], found["high"]) == (None, 25.0, None)
    assert json.dumps(found, allow_nan=False)
    assert found["range"] == {"low": 22.5, "high": None, "smallest": 0.5, "largest": 3.0}


def test_the_verdict_is_the_worst_of_the_checks() -> None:
    passed, powerless, failed = (Check("c", outcome, "") for outcome in ("passed", "powerless", "failed"))
    assert verdict_of((passed, passed)) == "no doubt visible"
    assert verdict_of((passed, powerless)) == "cannot tell"
    assert verdict_of((passed, powerless, failed)) == "doubt"


@pytest.mark.parametrize(("size", "held"), [(5, True), (4, False), (10, True), (11, False)])
def test_a_known_size_is_held_by_its_interval(size: int, held: bool) -> None:
    assert ListSize("a", size, 8.0, 5.0, 10.0).held == held


def test_where_no_doubt_is_visible_the_conditional_number_comes_first() -> None:
    first, second, third = result(90.0).sentences
    assert first == ("The lists name 20 people. If all is well, there were about 30, between 25 and 90 (95% interval).")
    assert second == "If the people on no list are 0.5 to 3 times as many as estimated, there were between 22 and 230."
    assert third == "No doubt is visible in what was checked, which is no proof."


def test_where_there_is_doubt_the_range_comes_first_and_the_doubt_is_named() -> None:
    first, second, third = result(90.0, outcome="failed").sentences
    assert first.startswith("The lists name 20 people. If the people on no list are 0.5 to 3 times")
    assert second.startswith("If all is well, there were about 30")
    assert third == "There is doubt: the best model fits."
    assert result(90.0, outcome="powerless").sentences[2].startswith("The lists cannot tell whether that holds")
