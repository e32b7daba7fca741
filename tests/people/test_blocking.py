from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import pytest

from byname.errors import BadMapping
from byname.people.blocking import blocks_of
from byname.people.pair_scan import RuleCounts, count, sample
from byname.people.settings import Blocking, BlockingRule, LinkageSettings

BLOCKING = LinkageSettings.default().blocking


@dataclass(frozen=True, slots=True)
class Found:
    """All candidate pairs, pairs known to be of different people, counts by rule, and the pairs left out."""

    pairs: set[tuple[int, int]]
    known: set[tuple[int, int]]
    counts: list[RuleCounts]
    skipped: int


def _find(table: pl.DataFrame, blocking: Blocking = BLOCKING, *, twice: bool = False) -> Found:
    lists = table["source"].rank("dense").to_numpy().astype(np.int32) - 1
    once = np.full(len(table), -1, np.int32) if twice else lists
    blocks = blocks_of(table, blocking)
    drawn, counts = sample(blocks, once, 1, 1), count(blocks, once)
    assert len(drawn.a) == sum(rule.new for rule in counts)
    return Found(
        set(zip(drawn.a.tolist(), drawn.b.tolist(), strict=True)),
        set(zip(drawn.known_a.tolist(), drawn.known_b.tolist(), strict=True)),
        counts,
        sum(rule.skipped for rule in blocks.rules),
    )


def test_a_pair_is_found_once_however_many_rules_give_it(build: Callable[..., pl.DataFrame]) -> None:
    row = {"surname": "pohkov", "given": "ivan", "patronymic": "petr", "birth": "1890-03-04"}
    found = _find(build([{"record_id": "A:0", **row}, {"record_id": "B:0", **row}]))
    assert found.pairs == {(0, 1)}
    assert sum(rule.new for rule in found.counts) == 1
    assert sum(rule.pairs for rule in found.counts) > 1


def test_a_list_that_names_nobody_twice_gives_examples_not_candidates(build: Callable[..., pl.DataFrame]) -> None:
    row = {"surname": "pohkov", "given": "ivan"}
    table = build([{"record_id": "A:0", **row}, {"record_id": "A:1", **row}])
    assert _find(table).pairs == set()
    assert _find(table).known == {(0, 1)}
    assert _find(table, twice=True).pairs == {(0, 1)}


def test_an_alias_and_part_of_a_double_surname_bring_records_together(build: Callable[..., pl.DataFrame]) -> None:
    table = build(
        [
            {"record_id": "A:0", "surname": "pohkov", "given": "ivan", "alias_surnames": ["lintov"]},
            {"record_id": "B:0", "surname": "lintov", "given": "ivan"},
            {"record_id": "B:1", "surname": "lintov saarov", "given": "ivan"},
        ]
    )
    assert {(0, 1), (0, 2)} <= _find(table).pairs


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
    assert 0 < len(found.pairs) <= number * BLOCKING.window
    assert found.skipped > 0


def test_a_large_block_is_split_by_a_further_key(build: Callable[..., pl.DataFrame]) -> None:
    rows = [
        {"record_id": f"{'AB'[i % 2]}:{i}", "surname": "ivanov", "given": "ivan", "birth": str(1800 + i // 2)}
        for i in range(200)
    ]
    rule = BlockingRule(("any_surname", "given"), ("birth_year",))
    found = _find(build(rows), replace(BLOCKING, rules=(rule,), limit=10))
    assert len(found.pairs) == 100
    assert found.skipped == 0


def test_an_unknown_key_is_refused(build: Callable[..., pl.DataFrame]) -> None:
    with pytest.raises(BadMapping, match="blocking key"):
        _find(build([{"record_id": "A:0"}]), replace(BLOCKING, rules=(BlockingRule(("horoscope",)),)))
