from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import polars as pl
import pytest
from tests.people.parts.conftest import RULES

from byname.people.comparison.comparison import compare
from byname.people.linkage import link, prepare
from byname.people.parts import pairs
from byname.people.parts.job import Job
from byname.people.scoring_tables import tables_of
from byname.people.training_pairs import JudgedRows


@pytest.fixture
def weighed(records: pl.DataFrame, job: Job) -> tuple[Job, list[pairs.Doubtful]]:
    """The job with its pairs weighed by what one table teaches, and what the driver learns of them."""
    model = link(records, RULES).model
    judged = replace(job, judged=JudgedRows(same=((0, 1),), different=((job.rows - 2, job.rows - 1),)))
    steps = (
        partial(pairs.score_blocks, tables_of(model, job.lists.names, job.settings.thresholds.keep)),
        partial(pairs.weigh_evidence, model),
        partial(pairs.find_rivals, pairs.double_tables(model, job)),
    )
    for step in steps:
        for part in range(job.parts):
            step(judged, part)
    return judged, [pairs.weigh_rivals(model, judged, part) for part in range(job.parts)]


def test_pairs_are_compared_as_in_one_table(records: pl.DataFrame, job: Job) -> None:
    a, b = np.arange(0, 40, dtype=np.int32), np.arange(40, 80, dtype=np.int32)
    found, wanted = pairs.compare_pairs(job, (a, b)), compare(prepare(records, RULES).features, a, b)
    assert np.array_equal(found.levels, wanted.levels)
    assert np.array_equal(found.shares, wanted.shares)


def test_the_driver_hears_of_judged_pairs_and_doubles_alone(
    records: pl.DataFrame, weighed: tuple[Job, list[pairs.Doubtful]]
) -> None:
    _, doubtful = weighed
    assert sorted(judgement for some in doubtful for judgement in some.judgements.tolist()) == [0, 1]
    found = [list(pair) for some in doubtful for pair in some.doubles]
    assert found == link(records, RULES).report["doubles"]


def test_pairs_of_a_part_have_its_rows_first_and_are_sorted(
    records: pl.DataFrame, weighed: tuple[Job, list[pairs.Doubtful]]
) -> None:
    job, _ = weighed
    model = link(records, RULES).model
    sums = [pairs.weigh_pairs(model, None, job, part) for part in range(job.parts)]
    number = 0
    for part in range(job.parts):
        scored = pairs.scored_of(job, part)
        assert (job.part_of(scored.a) == part).all()
        assert (np.lexsort((scored.b, scored.a)) == np.arange(len(scored.a))).all()
        number += len(scored.a)
    assert number > 100
    assert 0 < sum(some.linked_pairs for some in sums) < number
