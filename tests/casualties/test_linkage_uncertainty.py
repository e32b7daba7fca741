from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from byname.casualties.estimate import estimate
from byname.casualties.histories import CaptureHistories
from byname.casualties.linkage_uncertainty import (
    FROM_LINKAGE,
    draw_linkages,
    estimate_over_linkages,
    with_linkage_error,
)
from byname.errors import BadSource


def linked(probability: float) -> tuple[pl.DataFrame, pl.DataFrame]:
    """1,200 invented people on three lists, every true pair scored with the same probability."""
    held = np.random.default_rng(1).random((1200, 3)) < [0.4, 0.5, 0.45]
    ids = [(f"{'abc'[j]}:{i}", "abc"[j], i) for j in range(3) for i in np.flatnonzero(held[:, j])]
    records = pl.DataFrame(ids, schema=["record_id", "source", "person"], orient="row")
    pairs = records.join(records, on="person").filter(pl.col("record_id") < pl.col("record_id_right"))
    pairs = pairs.select(record_a="record_id", record_b="record_id_right", probability=pl.lit(probability))
    return pairs, records


def test_certain_pairs_give_the_same_table_each_time() -> None:
    pairs, records = linked(1.0)
    tables = list(draw_linkages(pairs, records, draws=3))
    assert all(np.array_equal(t.by_mask(), tables[0].by_mask()) for t in tables)
    found = estimate_over_linkages(tables, "loglinear-average")
    one = estimate(tables[0], "loglinear-average")
    assert found.from_linkage == 0
    assert (found.low, found.high) == pytest.approx((one.low, one.high), rel=0.02)


def test_doubtful_pairs_are_linked_as_often_as_their_probability_says_and_widen_the_interval() -> None:
    pairs, records = linked(0.7)
    tables = list(draw_linkages(pairs, records, draws=20, seed=2))
    people_if_apart, people_if_linked = len(records), next(draw_linkages(linked(1.0)[0], records, draws=1)).observed
    mean = np.mean([t.observed for t in tables])
    assert mean == pytest.approx(people_if_apart - 0.7 * (people_if_apart - people_if_linked), rel=0.02)
    found = estimate_over_linkages(tables, "loglinear-average")
    one = estimate(tables[0], "loglinear-average")
    assert found.high - found.low > one.high - one.low
    assert 0 < found.from_linkage < 1


def test_pairs_of_unknown_records_and_wrong_probabilities_are_refused() -> None:
    pairs, records = linked(1.5)
    with pytest.raises(BadSource, match="outside 0 to 1"):
        next(draw_linkages(pairs, records))
    with pytest.raises(BadSource, match="not in the table"):
        next(draw_linkages(pairs, records.head(5)))


def test_the_same_seed_draws_the_same_linkages() -> None:
    pairs, records = linked(0.5)
    first, again = (list(draw_linkages(pairs, records, draws=2, seed=9)) for _ in range(2))
    assert all(np.array_equal(a.by_mask(), b.by_mask()) for a, b in zip(first, again, strict=True))
    assert isinstance(first[0], CaptureHistories)


def test_scores_that_may_be_wrong_together_spread_the_draws() -> None:
    pairs, records = linked(0.7)
    sure = [t.observed for t in draw_linkages(pairs, records, draws=20, calibration_error=0.0)]
    unsure = [t.observed for t in draw_linkages(pairs, records, draws=20, calibration_error=2.0)]
    assert np.std(unsure) > 2 * np.std(sure)


def test_other_linkages_widen_the_answer_and_say_by_how_much() -> None:
    pairs, records = linked(0.8)
    made = next(draw_linkages(linked(1.0)[0], records, draws=1))
    found = estimate(made)
    wider = with_linkage_error(found, draw_linkages(pairs, records, draws=8), made.observed)
    assert found.conditional is not None
    assert wider.conditional is not None
    assert wider.estimate == found.estimate
    assert wider.conditional.low < found.conditional.low < found.conditional.high < wider.conditional.high
    assert wider.low < found.low < found.high < wider.high
    share = wider.conditional.diagnostics[FROM_LINKAGE]
    assert isinstance(share, float)
    assert 0 < share < 1
    assert any(f"{share:.0%} of the variance" in warning for warning in wider.warnings)
    assert wider.conditional in wider.methods


def test_the_same_linkage_again_changes_nothing_and_draws_without_a_number_are_counted() -> None:
    _, records = linked(0.8)
    made = next(draw_linkages(linked(1.0)[0], records, draws=1))
    found = estimate(made, "loglinear-average")
    assert with_linkage_error(found, [made], made.observed) is found  # one method by name has no range
    full = estimate(made)
    apart = CaptureHistories.from_masks(("a", "b", "c"), np.array([0.0, 9, 0, 0, 0, 0, 0, 3]))
    assert "gave a number" in with_linkage_error(full, [apart], made.observed).warnings[-1]
    assert "Under 1 other linkages" in with_linkage_error(full, [apart, made], made.observed).warnings[-1]
