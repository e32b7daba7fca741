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


def independent(people: int, chances: list[float], compiled: bool = False) -> CaptureHistories:
    """What independent lists give on average; with `compiled` the last has three quarters of the others' people too."""
    lists = len(chances)
    held = np.arange(1 << lists)[:, None] >> np.arange(lists) & 1
    given = np.tile(chances, (1 << lists, 1))
    given[held[:, :-1].any(axis=1), -1] += 0.75 if compiled else 0.0
    cells = np.rint(people * np.where(held, given, 1 - given).prod(axis=1))
    cells[0] = 0
    return CaptureHistories.from_masks(tuple("abcde"[:lists]), cells)


def test_a_list_that_does_not_work_in_a_stratum_is_no_doubt() -> None:
    tables = {
        "north": independent(8000, [0.2, 0.25, 0.3, 0.2, 0.25]),
        "south": independent(8000, [0.3, 0.0, 0.2, 0.25, 0.2]),  # every history has a row, some of nobody
    }
    found = estimate_strata(tables)
    assert found.verdict == "no doubt visible"
    assert found.total.low < 16_000 < found.total.high
    assert {check.name: check.outcome for check in found.checks["south"]}["connected lists"] == "passed"


@pytest.mark.parametrize(("north", "verdict"), [(12_000, "no doubt visible"), (4_000, "cannot tell")])
def test_what_three_lists_cannot_test_is_answered_where_more_work_and_most_people_are(north: int, verdict: str) -> None:
    tables = {
        "north": independent(north, [0.2, 0.25, 0.3, 0.2, 0.25]),
        "south": independent(9000, [0.3, 0.0, 0.2, 0.25, 0.0]),
    }
    found = estimate_strata(tables)
    assert found.verdict == verdict
    assert {check.outcome for check in found.checks["south"]} == {"passed", "powerless"}


def test_two_lists_in_a_stratum_of_many_people_are_not_answered_for_elsewhere() -> None:
    tables = {
        "north": independent(12_000, [0.2, 0.25, 0.3, 0.2, 0.25]),
        "south": independent(9000, [0.3, 0.0, 0.0, 0.35, 0.0]),
    }
    assert estimate_strata(tables).verdict == "cannot tell"


def test_a_list_compiled_from_the_others_is_left_out_of_the_estimate_of_its_stratum() -> None:
    tables = {name: independent(6000, [0.15, 0.2, 0.2, 0.1, 0.05], compiled=True) for name in ("north", "south")}
    found = estimate_strata(tables)
    assert found.verdict == "doubt"
    assert found.total.low < 12_000 < found.total.high


def test_a_stratum_of_nobody_borrows_and_adds_nobody() -> None:
    tables = {"north": independent(8000, [0.2, 0.25, 0.3, 0.2]), "south": independent(0, [0.2, 0.25, 0.3, 0.2])}
    found = estimate_strata(tables)
    assert found.strata["south"].high == 0
    assert found.total.low < 8000 < found.total.high
