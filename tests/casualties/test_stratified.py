from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from byname.casualties.histories import CaptureHistories
from byname.casualties.stratified import StratifiedTable, estimate_by_stratum
from byname.errors import BadSource, BynameError

HISTORIES = [tuple(int(mask >> j & 1) for j in range(3)) for mask in range(1, 8)]


def rows_of(stratum: str, people: int, chances: list[float], seed: int) -> list[str]:
    """Rows `a,b,c,region,count` of people who come onto three lists independently."""
    held = np.random.default_rng(seed).random((people, 3)) < chances
    cells = np.bincount(held @ (1 << np.arange(3)), minlength=8)[1:]
    return [f"{a},{b},{c},{stratum},{count}" for (a, b, c), count in zip(HISTORIES, cells, strict=True)]


def written(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(["a,b,c,region,count", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Invented people of two regions with chances that differ, and some whose region is not stated."""
    rows = [*rows_of("north", 3000, [0.5, 0.4, 0.5], 1), *rows_of("south", 3000, [0.15, 0.2, 0.15], 2)]
    return written(tmp_path / "t.csv", [*rows, *rows_of("", 600, [0.5, 0.4, 0.5], 3)])


def test_the_sum_of_the_strata_holds_the_truth_that_one_table_misses(file: Path) -> None:
    table = StratifiedTable.read(file, "region")
    assert list(table.tables) == ["north", "south"]
    assert table.unknown is not None
    found = estimate_by_stratum(table, seed=1)
    assert found.result.conditional is not None
    assert found.result.conditional.low < 6600 < found.result.conditional.high
    assert found.result.observed == table.all_people.observed == sum(found.observed.values()) + found.unknown


def test_the_assumptions_on_strata_are_said(file: Path) -> None:
    found = estimate_by_stratum(StratifiedTable.read(file, "region"), seed=1)
    said = " ".join(found.result.sentences)
    assert "in every stratum of 'region'" in said
    assert "whose stratum is not stated depends on the lists alone" in said
    assert any("People whose stratum is not stated" in warning for warning in found.result.warnings)
    assert [row["stratum"] for row in found.to_json()] == ["north", "south"]


def test_the_word_of_the_answer_is_that_of_its_checks(file: Path) -> None:
    found = estimate_by_stratum(StratifiedTable.read(file, "region"), seed=1)
    outcomes = {check.outcome for check in found.result.checks}
    assert found.result.verdict == "cannot tell"  # three lists
    assert outcomes == {"powerless"}
    assert found.result.checks[0].finding.startswith("in north equal visibility, ")
    assert found.result.checks[0].finding.endswith(" could not be tested")


def test_bounds_given_widen_or_narrow_the_range(file: Path) -> None:
    table = StratifiedTable.read(file, "region")
    wide, narrow = (estimate_by_stratum(table, bounds=bounds).result for bounds in (None, (0.9, 1.1)))
    assert wide.range is not None
    assert narrow.range is not None
    assert wide.range.low < narrow.range.low < narrow.range.high < wide.range.high


@pytest.mark.parametrize(
    ("rows", "column", "words"),
    [
        (["1,0,0,north,5"], "regoin", "there is no column 'regoin' of strata"),
        (["1,0,0,north,5"], "count", "there is no column 'count' of strata"),
        (["1,0,0,,5", "0,1,0, ,5"], "region", "no row with people states its stratum"),
        (["1,0,0,north,0", "0,1,0,,5"], "region", "no row with people states its stratum"),
        (["1,0,0,north,5", "1,0,0,north,6"], "region", "of region 'north', row 2: a history stands there twice"),
        (["1,0,0,north,5", "1,0,0,,-6"], "region", "rows without 'region', row 1: the count is negative"),
    ],
)
def test_a_table_without_strata_is_refused(tmp_path: Path, rows: list[str], column: str, words: str) -> None:
    with pytest.raises(BadSource) as caught:
        StratifiedTable.read(written(tmp_path / "t.csv", rows), column)
    assert words in str(caught.value)


def test_strata_of_which_none_can_be_estimated_are_refused(tmp_path: Path) -> None:
    table = StratifiedTable.read(written(tmp_path / "t.csv", ["1,0,0,north,5", "0,1,0,south,5"]), "region")
    with pytest.raises(BynameError, match="no stratum can be estimated alone"):
        estimate_by_stratum(table)


def listed(people: int, chances: np.ndarray[tuple[int, int], np.dtype[np.float64]], seed: int) -> CaptureHistories:
    """Invented people on four lists, each with chances of their own (people x lists, or one row for all)."""
    held = np.random.default_rng(seed).random((people, 4)) < chances
    cells = np.bincount(held @ (1 << np.arange(4)), minlength=16).astype(float)
    cells[0] = 0
    return CaptureHistories.from_masks(("a", "b", "c", "d"), cells)


def test_a_doubt_about_a_small_stratum_is_said_where_the_others_leave_none() -> None:
    apart = np.zeros(16)
    apart[[1, 2, 3, 4, 8, 12]] = 400, 300, 150, 400, 300, 150  # a and b share people, and c and d
    west = CaptureHistories.from_masks(("a", "b", "c", "d"), apart)
    tables = {str(n): listed(9000, np.full((1, 4), 0.25), n) for n in (1, 2, 4)} | {"west": west}
    found = estimate_by_stratum(StratifiedTable("region", tables, None))
    assert found.result.verdict == "no doubt visible"
    failed = [check.name for check in found.result.checks if check.outcome == "failed"]
    assert failed == ["stratum west (1,700 people)"]
    assert found.result.sentences[-1].startswith("No doubt is visible where most people are; but in west ")


def test_what_all_strata_say_together_is_one_of_the_checks() -> None:
    random = np.random.default_rng(3)
    tables = {}
    for n in range(6):
        chances = np.where(random.random((500, 1)) < 0.4, 0.45, 0.08)
        tables[str(n)] = listed(500, chances, n)
    found = estimate_by_stratum(StratifiedTable("region", tables, None))
    together = found.result.checks[-1]
    assert (together.name, together.outcome) == ("equal visibility in all strata", "failed")
    assert found.result.sentences[-1].startswith("There is doubt: ")
    assert together.finding in found.result.sentences[-1]
