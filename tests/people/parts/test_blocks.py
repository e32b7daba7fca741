from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from tests.people.parts.conftest import RULES

from byname.people.linkage import prepare
from byname.people.pair_scan import count, sample
from byname.people.parts.blocks import count_pairs, draw_pairs, summed, together
from byname.people.parts.job import Job


def test_the_pairs_of_all_parts_are_those_of_one_table(records: pl.DataFrame, job: Job) -> None:
    whole = prepare(records, RULES)
    counted = summed([count_pairs(job, part) for part in range(job.parts)])
    assert counted == count(whole.blocks, whole.lists.once)
    assert sum(rule.new for rule in counted) > 300


def test_pairs_by_further_values_are_found(records: pl.DataFrame, job: Job) -> None:
    whole = prepare(records, RULES).blocks
    blocks = [job.blocks(part) for part in range(job.parts)]
    found = {pair for some in blocks for pair in zip(some.further_a.tolist(), some.further_b.tolist(), strict=True)}
    assert found == set(zip(whole.further_a.tolist(), whole.further_b.tolist(), strict=True))
    assert found


@pytest.mark.parametrize("steps", [(1, 1), (5, 3)])
def test_the_same_pairs_are_drawn(records: pl.DataFrame, job: Job, steps: tuple[int, int]) -> None:
    whole = prepare(records, RULES)
    drawn = together([draw_pairs(steps, job, part) for part in range(job.parts)])
    wanted = sample(whole.blocks, whole.lists.once, *steps)
    for name in ("a", "b", "known_a", "known_b"):
        assert np.array_equal(getattr(drawn, name), getattr(wanted, name)), name
    assert len(drawn.a) > 50


def test_blocks_are_numbered_through_all_parts(job: Job) -> None:
    block_of = job.array("block_of")
    for number in range(block_of.shape[1]):
        made = sum(len(job.blocks(part).rules[number].starts) - 1 for part in range(job.parts))
        held = np.unique(block_of[:, number])
        assert held[held >= 0].tolist() == list(range(made))
