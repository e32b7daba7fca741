from __future__ import annotations

import json
import math

from byname.casualties.result import EstimationResult, MethodEstimate


def result(high: float, estimate: float | None = 30.0) -> EstimationResult:
    method = MethodEstimate("a method", 30.0, 20.0, high, 0.123456, {"p": math.inf, "model": "[1]", "n": 3, "ok": True})
    return EstimationResult(20, estimate, 20.0, high, 0.95, "a method", False, ("a warning",), (method,), ("a", "b"))


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
    assert (found["estimate"], found["low"], found["high"]) == (None, 20.0, None)
    assert json.dumps(found, allow_nan=False)
