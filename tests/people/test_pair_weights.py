from __future__ import annotations

import numpy as np
import pytest

from byname.people.linkage import Prepared
from byname.people.pair_scan import count
from byname.people.pair_weights import (
    calibration_of,
    evidence_of,
    judged_places,
    judged_weight,
    scored_table,
    unforeseen_weight,
    with_doubles,
)
from byname.people.training_pairs import JudgedRows, gather_evidence, learn_all

A, B = np.array([0, 1, 4], np.int32), np.array([7, 3, 9], np.int32)


def test_all_weights_of_a_pair_add_up_to_its_own(prepared: Prepared) -> None:
    counts = count(prepared.blocks, prepared.lists.once)
    evidence = gather_evidence(
        prepared.features, prepared.blocks, counts, prepared.lists, prepared.judged, prepared.settings, 0
    )
    model = learn_all(evidence, prepared.lists, prepared.settings)
    found = evidence_of(prepared.features, prepared.lists, A, B, model)
    more = evidence_of(prepared.features, prepared.lists, A[:1] + 1, B[:1] + 1, model)
    weighed = with_doubles(found, np.array([-1.0, -2.0, -3.0]), more)
    assert list(zip(weighed.evidence.a.tolist(), weighed.evidence.b.tolist(), strict=True)) == [
        (0, 7), (1, 3), (1, 8), (4, 9),
    ]  # fmt: skip
    assert weighed.rivals.tolist() == [-1.0, -2.0, 0.0, -3.0]  # doubles have no rivals
    ids = prepared.people["record_id"]
    table, scored = scored_table(ids.gather, weighed, np.zeros(4, np.float32), model)
    assert table["record_a"].to_list() == ids.gather([0, 1, 1, 4]).to_list()
    weights = [name for name in table.columns if name.startswith("weight_")]
    total = table.select(weights).to_numpy().astype(np.float64).sum(axis=1)
    assert table["weight"].to_list() == pytest.approx(total.tolist(), abs=1e-4)
    assert table["probability"].to_list() == pytest.approx((1 / (1 + 2.0**-total)).tolist(), abs=1e-5)
    assert np.array_equal(scored.probability, table["probability"].to_numpy())


def test_what_no_comparison_foresees_bounds_the_surest_pairs_and_no_two_become_one() -> None:
    weights = np.array([-20.0, 0.0, 10.0, 20.0, 40.0], np.float32)
    bounded = weights + unforeseen_weight(weights, 0.025)
    assert bounded[:2] == pytest.approx(weights[:2], abs=0.1)
    assert (np.diff(bounded) > 0).all()
    assert bounded[-1] < 7


def test_judged_pairs_are_found_among_pairs_and_become_certain() -> None:
    judged = JudgedRows(same=((3, 1),), different=((5, 6), (4, 9)))
    places = judged_places(A, B, judged)
    assert places.judgement.tolist() == [0, 2]
    assert places.place.tolist() == [1, 2]
    weights = np.array([1.0, 2.0, 3.0], np.float32)
    change = judged_weight(weights, places, calibration_of(weights[places.place], judged), len(judged.same))
    assert (weights + change).tolist() == pytest.approx([1.0, 60.0, -60.0])


def test_without_judgements_nothing_changes() -> None:
    nothing = judged_places(A, B, JudgedRows())
    assert len(nothing.place) == len(nothing.judgement) == 0
    assert not judged_weight(np.ones(3, np.float32), nothing, None, 0).any()
