from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest

from byname.people.blocking import Blocks, RuleBlocks
from byname.people.comparison.comparison import compare
from byname.people.linkage import ListRules, Prepared, prepare
from byname.people.model import LinkageModel
from byname.people.pair_scan import (
    count,
    pieces_of,
    sample,
    score,
    score_further,
    score_pairs,
    sorted_pairs,
    with_fresh,
)
from byname.people.scoring_tables import ScoringTables, tables_of
from byname.people.training_pairs import JudgedRows, gather_evidence, learn_all

Build = Callable[..., pl.DataFrame]


def _learn(made: Prepared) -> LinkageModel:
    counts = count(made.blocks, made.lists.once)
    evidence = gather_evidence(made.features, made.blocks, counts, made.lists, JudgedRows(), made.settings, 0)
    return learn_all(evidence, made.lists, made.settings)


def _tables(made: Prepared, keep: float = 0.01) -> ScoringTables:
    return tables_of(_learn(made), made.lists.names, keep)


def _silent(share: float) -> None:
    """Hears nothing."""


def _rule(name: str, blocks: Sequence[Sequence[int]]) -> RuleBlocks:
    rows = np.array([row for block in blocks for row in block], np.int32)
    return RuleBlocks(name, rows, np.cumsum([0, *map(len, blocks)]).astype(np.int64), 0)


def _blocks(*rules: Sequence[Sequence[int]], rows: int, further: Sequence[tuple[int, int]] = ()) -> Blocks:
    """Blocks from the rows of each block of each rule; the further pairs are those of the last rule."""
    block_of = np.full((rows, len(rules)), -1, np.int32)
    for number, blocks in enumerate(rules):
        for place, block in enumerate(blocks):
            block_of[list(block), number] = place
    pairs = np.array(further, np.int32).reshape(-1, 2)
    numbers = np.full(len(pairs), len(rules) - 1, np.int32)
    made = tuple(_rule(str(number), blocks) for number, blocks in enumerate(rules))
    return Blocks(made, block_of, pairs[:, 0].copy(), pairs[:, 1].copy(), numbers)


def test_a_pair_counts_as_new_for_the_first_rule_that_holds_it() -> None:
    blocks = _blocks([[0, 1, 2]], [[1, 2, 3], [0, 4]], rows=5, further=[(3, 4)])
    first, second = count(blocks, np.full(5, -1, np.int32))
    assert (first.pairs, first.new, first.known) == (3, 3, 0)
    assert (second.pairs, second.new, second.known) == (5, 4, 0)  # (1, 2) is not new, (3, 4) a further value's


def test_a_pair_of_a_list_that_names_nobody_twice_is_known_to_be_two_people() -> None:
    blocks = _blocks([[0, 1, 2]], [[0, 1, 3]], rows=4, further=[(2, 3)])
    first, second = count(blocks, np.array([7, 7, -1, -1], np.int32))
    assert (first.pairs, first.new, first.known) == (2, 2, 1)
    assert (second.pairs, second.new, second.known) == (3, 3, 0)  # (0, 1) was known from the first rule


def test_a_sample_of_one_in_one_is_every_pair_once_in_order() -> None:
    blocks = _blocks([[2, 0, 1]], [[3, 1, 2]], rows=5, further=[(0, 4)])
    drawn = sample(blocks, np.array([7, 7, -1, -1, 7], np.int32), 1, 1)
    assert list(zip(drawn.a.tolist(), drawn.b.tolist(), strict=True)) == [(0, 2), (1, 2), (1, 3), (2, 3)]
    assert list(zip(drawn.known_a.tolist(), drawn.known_b.tolist(), strict=True)) == [(0, 1), (0, 4)]


def test_a_sample_is_even_and_does_not_depend_on_where_the_pairs_stand() -> None:
    rows, once = 400, np.full(400, -1, np.int32)
    whole, halves = [list(range(rows))], [list(range(0, rows, 2)), list(range(1, rows, 2))]
    drawn = sample(_blocks(whole, rows=rows), once, 10, 1)
    assert len(drawn.a) == pytest.approx(rows * (rows - 1) / 20, rel=0.05)
    assert len(drawn.known_a) == 0
    inside = (drawn.a % 2) == (drawn.b % 2)
    again = sample(_blocks(halves, rows=rows), once, 10, 1)
    assert np.array_equal(again.a, drawn.a[inside])
    assert np.array_equal(again.b, drawn.b[inside])


def test_one_pass_keeps_just_the_candidates_whose_weight_reaches_the_threshold(prepared: Prepared) -> None:
    tables, once = _tables(prepared), prepared.lists.once
    every = sample(prepared.blocks, once, 1, 1)
    assert len(every.a) == sum(rule.new for rule in count(prepared.blocks, once))
    wanted = score_pairs(prepared.features, every.a, every.b, tables)
    fresh = np.ones(len(prepared.people), bool)
    found = score(prepared.features, prepared.blocks, once, fresh, tables, _silent)
    assert 0 < len(found[0]) < len(every.a)
    assert found[2].min() >= tables.least
    for one, other in zip(found, wanted, strict=True):
        assert np.array_equal(one, other)


def test_the_compiled_weight_is_that_of_the_model(prepared: Prepared) -> None:
    model, names = _learn(prepared), prepared.lists.names
    tables = tables_of(model, names, 1e-30)
    every = sample(prepared.blocks, prepared.lists.once, 1, 1)
    a, b, found = score_pairs(prepared.features, every.a, every.b, tables)
    assert len(a) > 100
    compared, of = compare(prepared.features, a, b), prepared.lists.of
    prior = tables.prior[of[a], of[b]]
    wanted = prior + model.weights(compared).sum(axis=1) + model.relative_weight(compared)
    np.testing.assert_allclose(found, wanted, atol=1e-3)


def test_a_pass_over_fresh_records_gives_the_pairs_that_hold_one(prepared: Prepared) -> None:
    tables, once = _tables(prepared), prepared.lists.once
    fresh = prepared.people["source"].to_numpy() == "C"
    every = score(prepared.features, prepared.blocks, once, np.ones(len(fresh), bool), tables, _silent)
    some = score(prepared.features, prepared.blocks, once, fresh, tables, _silent)
    held = fresh[every[0]] | fresh[every[1]]
    assert 0 < held.sum() < len(held)
    assert np.array_equal(some[0], every[0][held])
    assert np.array_equal(some[2], every[2][held])


def test_a_pass_tells_how_far_it_is(prepared: Prepared) -> None:
    heard: list[float] = []
    fresh = np.ones(len(prepared.people), bool)
    score(prepared.features, prepared.blocks, prepared.lists.once, fresh, _tables(prepared), heard.append)
    number = len(prepared.blocks.rules)
    assert heard == [rule / number for rule in range(number)]


def test_blocks_without_a_fresh_record_are_left_out() -> None:
    rule = _rule("surname", [[0, 1], [2, 3, 4], [5, 6]])
    fresh = np.zeros(7, bool)
    fresh[[3, 6]] = True
    some = with_fresh(rule, fresh)
    assert some.rows.tolist() == [2, 3, 4, 5, 6]
    assert some.starts.tolist() == [0, 3, 5]
    assert with_fresh(rule, np.ones(7, bool)) is rule
    assert len(with_fresh(_rule("surname", []), fresh).rows) == 0


def test_pairs_that_only_a_further_name_brings_together_are_scored_too(build: Build) -> None:
    rows = [{"record_id": f"{source}:{n}", "surname": f"{name}ov", "given": "ivan", "birth": "1893-02-16"}
            for n, name in enumerate(("lint", "pohk", "saarmet")) for source in "AB"]  # fmt: skip
    alias: dict[str, object] = {"surname": "vosminov", "alias_surnames": ["lintov"], "birth": "1893"}
    made = prepare(build([*rows, {"record_id": "C:0", **alias}]), [ListRules(s, False) for s in "ABC"])
    assert len(made.blocks.further_a) > 0
    tables, fresh = _tables(made, 1e-9), np.ones(len(made.people), bool)
    a, b, _ = score_further(made.features, made.blocks, made.lists.once, fresh, tables)
    assert set(made.people["record_id"].gather(b)) == {"C:0"}
    assert set(made.people["record_id"].gather(a)) == {"A:0", "B:0"}
    nothing = score_further(made.features, made.blocks, made.lists.once, ~fresh, tables)
    assert [len(part) for part in nothing] == [0, 0, 0]


def test_the_pairs_of_all_pieces_are_sorted_by_their_rows() -> None:
    def piece(
        *pairs: tuple[int, int, float],
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        a, b, weight = zip(*pairs, strict=True)
        return np.array(a, np.int32), np.array(b, np.int32), np.array(weight, np.float32)

    a, b, weight = sorted_pairs([piece((2, 3, 1.0), (0, 5, 2.0)), piece((0, 4, 3.0))])
    assert list(zip(a.tolist(), b.tolist(), weight.tolist(), strict=True)) == [(0, 4, 3.0), (0, 5, 2.0), (2, 3, 1.0)]


def test_pieces_of_work_hold_every_block_once() -> None:
    rule = _rule("surname", [list(range(1000))] * 3 + [[0, 1]] * 5)
    pieces = list(pieces_of(rule))
    assert len(pieces) > 1
    assert [block for first, last in pieces for block in range(first, last)] == list(range(8))
    assert list(pieces_of(_rule("surname", []))) == []
