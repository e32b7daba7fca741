from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from byname.errors import BadMapping
from byname.people.candidates import Candidates, candidates
from byname.people.settings import Blocking, BlockingRule, LinkageSettings

BLOCKING = LinkageSettings.default().blocking


def _find(table: pl.DataFrame, blocking: Blocking = BLOCKING, *, twice: bool = False) -> Candidates:
    lists = table["source"].rank("dense").to_numpy().astype(np.int32) - 1
    return candidates(table, lists, np.full(table["source"].n_unique(), twice), blocking)


def test_a_pair_is_found_once_however_many_rules_give_it(build: Callable[..., pl.DataFrame]) -> None:
    row = {"surname": "pohkov", "given": "ivan", "patronymic": "petr", "birth": "1890-03-04"}
    found = _find(build([{"record_id": "A:0", **row}, {"record_id": "B:0", **row}]))
    assert found.a.tolist() == [0]
    assert found.b.tolist() == [1]
    assert sum(report.new for report in found.reports) == 1
    assert sum(report.pairs for report in found.reports) > 1


def test_a_list_that_names_nobody_twice_gives_examples_not_candidates(build: Callable[..., pl.DataFrame]) -> None:
    row = {"surname": "pohkov", "given": "ivan"}
    table = build([{"record_id": "A:0", **row}, {"record_id": "A:1", **row}])
    assert len(_find(table).a) == 0
    assert len(_find(table).known_a) == 1
    assert len(_find(table, twice=True).a) == 1


def test_an_alias_and_part_of_a_double_surname_bring_records_together(build: Callable[..., pl.DataFrame]) -> None:
    table = build(
        [
            {"record_id": "A:0", "surname": "pohkov", "given": "ivan", "alias_surnames": ["lintov"]},
            {"record_id": "B:0", "surname": "lintov", "given": "ivan"},
            {"record_id": "B:1", "surname": "lintov saarov", "given": "ivan"},
        ]
    )
    found = _find(table)
    assert {(0, 1), (0, 2)} <= set(zip(found.a.tolist(), found.b.tolist(), strict=True))


def test_a_hundred_thousand_identical_names_give_a_bounded_number_of_pairs(
    build: Callable[..., pl.DataFrame],
) -> None:
    one = build([{"record_id": "A:0", "surname": "ivanov", "given": "ivan"}])
    number = 100_000
    table = pl.concat([one] * number).with_columns(
        pl.Series("record_id", [f"{'AB'[i % 2]}:{i}" for i in range(number)]),
        pl.Series("source", ["AB"[i % 2] for i in range(number)]),
    )
    found = _find(table)
    assert 0 < len(found.a) <= number * BLOCKING.window
    assert sum(report.skipped for report in found.reports) > 0


def test_a_large_block_is_split_by_a_further_key(build: Callable[..., pl.DataFrame]) -> None:
    rows = [
        {"record_id": f"{'AB'[i % 2]}:{i}", "surname": "ivanov", "given": "ivan", "birth": str(1800 + i // 2)}
        for i in range(200)
    ]
    rule = BlockingRule(("any_surname", "given"), ("birth_year",))
    found = _find(build(rows), replace(BLOCKING, rules=(rule,), limit=10))
    assert len(found.a) == 100
    assert found.reports[0].skipped == 0


def test_an_unknown_key_is_refused(build: Callable[..., pl.DataFrame]) -> None:
    with pytest.raises(BadMapping, match="blocking key"):
        _find(build([{"record_id": "A:0"}]), replace(BLOCKING, rules=(BlockingRule(("horoscope",)),)))


def test_possible_pairs_leave_out_those_inside_lists_that_name_nobody_twice(
    build: Callable[..., pl.DataFrame],
) -> None:
    table = build([{"record_id": f"A:{i}"} for i in range(4)] + [{"record_id": "B:0"}])
    assert _find(table).possible == 4
    assert _find(table).possible_known == 6
    assert _find(table, twice=True).possible == 10
