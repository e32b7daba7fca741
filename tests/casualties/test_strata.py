from __future__ import annotations

import numpy as np
import pytest

from byname.casualties.histories import CaptureHistories
from byname.casualties.strata import estimate_strata
from byname.errors import CannotEstimate

LISTS = ("a", "b", "c")


def drawn(people: int, chances: list[float], random: np.random.Generator) -> CaptureHistories:
    held = random.random((people, 3)) < chances
    cells = np.bincount(held @ (1 << np.arange(3)), minlength=8).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(LISTS, cells)


def test_strata_and_their_sum_hold_the_truth() -> None:
    random = np.random.default_rng(6)
    truth = {"north": 4000, "south": 1500, "west": 150}
    tables = {name: drawn(n, [0.3, 0.25, 0.35], random) for name, n in truth.items()}
    found = estimate_strata(tables)
    assert all(found.strata[name].low < n < found.strata[name].high for name, n in truth.items())
    assert found.total.low < sum(truth.values()) < found.total.high


def test_a_stratum_that_says_nothing_borrows_and_is_named() -> None:
    random = np.random.default_rng(4)
    tables = {name: drawn(2000, [0.3, 0.25, 0.35], random) for name in ("north", "south", "east")}
    tables["west"] = CaptureHistories.from_masks(LISTS, np.array([0.0, 9, 7, 0, 5, 0, 0, 0]))
    found = estimate_strata(tables)
    assert 21 < found.strata["west"].estimate < 200
    assert "west" in found.total.warnings[0]


def test_people_without_a_stratum_are_counted_in_the_sum() -> None:
    random = np.random.default_rng(5)
    tables = {"north": drawn(2000, [0.3, 0.25, 0.35], random), "south": drawn(1000, [0.3, 0.25, 0.35], random)}
    unknown = drawn(600, [0.3, 0.25, 0.35], random)
    found = estimate_strata(tables, unknown=unknown)
    assert found.total.low < 3600 < found.total.high
    assert found.total.estimate == pytest.approx(3600, rel=0.15)


def test_strata_with_other_lists_or_without_any_overlap_are_refused() -> None:
    with pytest.raises(CannotEstimate, match="same lists"):
        estimate_strata(
            {
                "x": CaptureHistories.from_masks(("a", "b"), np.ones(4)),
                "y": drawn(9, [0.5] * 3, np.random.default_rng(1)),
            }
        )
    apart = CaptureHistories.from_masks(LISTS, np.array([0.0, 9, 7, 0, 5, 0, 0, 0]))
    with pytest.raises(CannotEstimate, match="no stratum"):
        estimate_strata({"x": apart, "y": apart})


def mixed(people: int, random: np.random.Generator) -> CaptureHistories:
    """Invented people of whom two fifths are five times as visible on each of four lists."""
    chances = np.where(random.random((people, 1)) < 0.4, 0.45, 0.08)
    cells = np.bincount((random.random((people, 4)) < chances) @ (1 << np.arange(4)), minlength=16).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(("a", "b", "c", "d"), cells)


def alike(people: int, random: np.random.Generator) -> CaptureHistories:
    cells = np.bincount((random.random((people, 4)) < 0.25) @ (1 << np.arange(4)), minlength=16).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(("a", "b", "c", "d"), cells)


def test_strata_too_small_to_show_it_alone_show_together_that_people_differ() -> None:
    random = np.random.default_rng(3)
    found = estimate_strata({str(n): mixed(500, random) for n in range(6)})
    assert found.together.outcome == "failed"
    assert found.verdict == "doubt"
    assert any("all strata together" in warning for warning in found.total.warnings)
    assert found.range.low < 3000 < found.range.high


def test_strata_of_alike_people_leave_no_doubt_together() -> None:
    random = np.random.default_rng(8)
    found = estimate_strata({str(n): alike(3000, random) for n in range(3)})
    assert found.together.outcome == "passed"
    assert list(found.checks) == ["0", "1", "2"]
    assert found.total.low < 9000 < found.total.high
