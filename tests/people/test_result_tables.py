from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from byname.people.clusters import Clusters, Scored
from byname.people.comparison.comparison import compare
from byname.people.linkage import Prepared
from byname.people.pair_scan import count
from byname.people.result_tables import WHOLE, RulePairs, assignments_table, pair_sums, pairs_table, report_of
from byname.people.training_pairs import gather_evidence, learn_all

PEOPLE = pl.DataFrame({"record_id": ["A:0", "A:1", "B:0", "B:1"]})
SCORED = Scored(np.array([0, 0, 1], np.int32), np.array([2, 3, 3], np.int32), np.array([0.9, 0.6, 0.2]))


def test_the_weights_of_a_pair_stand_beside_their_sum(prepared: Prepared) -> None:
    a, b = np.array([0, 1], np.int32), np.array([2, 3], np.int32)
    compared, number = compare(prepared.features, a, b), len(prepared.settings.comparisons)
    whole = [np.full(2, part, np.float32) for part in range(1, len(WHOLE) + 1)]
    weights = np.arange(2 * number, dtype=np.float32).reshape(2, number)
    scored = Scored(a, b, np.array([0.5, 0.25]))
    found = pairs_table(prepared.people["record_id"].gather, scored, compared, whole, weights, prepared.settings)
    ids = prepared.people["record_id"]
    assert found["record_a"].to_list() == [ids[0], ids[1]]
    assert found["record_b"].to_list() == [ids[2], ids[3]]
    assert found["weight"].to_list() == [15 + weights[0].sum(), 15 + weights[1].sum()]
    assert found["weight_rivals"].to_list() == [3, 3]
    assert found["weight_given"].to_list() == [1, number + 1]
    assert found["level_given"].to_list() == compared.levels[:, 1].tolist()


def test_a_person_is_named_by_its_first_record_and_is_as_sure_as_its_best_pair() -> None:
    clusters = Clusters(np.array([0, 1, 0, 0], np.int32), np.array([0.6, 1.0, 0.6, 0.6]))
    found = assignments_table(PEOPLE, SCORED, clusters)
    first = "P-" + hashlib.sha256(b"A:0").hexdigest()[:12]
    assert found["person_id"].to_list() == [first, found["person_id"][1], first, first]
    assert found["person_id"][1] == "P-" + hashlib.sha256(b"A:1").hexdigest()[:12]
    assert found["probability"].to_list() == [0.9, 1.0, 0.9, 0.6]  # the pair (A:1, B:1) lies in no person
    assert found["person_probability"].to_list() == [0.6, 1.0, 0.6, 0.6]


def test_no_records_have_no_assignments() -> None:
    none = Scored(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
    nobody = Clusters(np.empty(0, np.int32), np.empty(0))
    found = assignments_table(PEOPLE.clear(), none, nobody)
    assert found.columns == ["record_id", "person_id", "probability", "person_probability"]
    assert len(found) == 0


@pytest.mark.parametrize(
    ("blocks", "recall"),
    [
        # Three matches by one rule, two by both: 3 ** 2 / (2 * 2) are missed (Chao 1987).
        ([(0, 0), (0, 0), (0, -1), (0, -1), (0, -1)], 5 / (5 + 9 / 4)),
        ([(0, -1), (0, -1), (-1, 0)], 3 / (3 + 3)),  # none by two: n (n - 1) / 2 are missed
        ([(0, 0), (0, 0)], 1.0),
        ([(0, -1)], 1.0),
        ([(-1, -1)], None),
    ],
)
@pytest.mark.published
def test_the_matches_that_no_rule_holds_are_chaos_lower_bound(
    prepared: Prepared, blocks: list[tuple[int, int]], recall: float | None
) -> None:
    counts = count(prepared.blocks, prepared.lists.once)
    evidence = gather_evidence(
        prepared.features, prepared.blocks, counts, prepared.lists, prepared.judged, prepared.settings, 0
    )
    model = learn_all(evidence, prepared.lists, prepared.settings)
    number = len(blocks)
    # Each match is a pair of rows of its own, which stand in one block of the rules that hold it.
    of = np.array([(-1 if rule < 0 else match) for match, row in enumerate(blocks) for rule in row], np.int32)
    held = np.tile(of.reshape(number, 2), (2, 1))
    ends = np.arange(number, dtype=np.int32), np.arange(number, 2 * number, dtype=np.int32)
    scored = Scored(*ends, np.ones(number))
    half = number // 2
    some, others = (
        Scored(scored.a[cut], scored.b[cut], scored.probability[cut]) for cut in (slice(half), slice(half, None))
    )
    link = prepared.settings.thresholds.link
    sums = pair_sums(held, some, link) + pair_sums(held, others, link)
    assert sums.linked_pairs == pair_sums(held, scored, link).linked_pairs
    rules = [RulePairs(str(place), counts[place], 0) for place in (0, 1)]
    report = report_of(3, 2, rules, evidence.possible, model, sums, [("B:0", "B:1")])
    assert report["expected_candidate_recall"] == (None if recall is None else round(recall, 4))
    assert report["people"] == 2
    assert report["linked_pairs"] == number
    assert report["expected_precision"] == report["expected_recall"] == 1.0
    assert report["doubles"] == [["B:0", "B:1"]]
    assert report["warnings"] == []
    told = report["rules"]
    assert isinstance(told, list)
    alone = [sum(row[place] >= 0 and row[1 - place] < 0 for row in blocks) for place in (0, 1)]
    assert [rule["only"] for rule in told] == alone
    assert [rule["matches"] for rule in told] == [sum(row[place] >= 0 for row in blocks) for place in (0, 1)]


def test_pairs_below_the_link_are_expected_but_not_linked_and_a_restless_model_warns(prepared: Prepared) -> None:
    counts = count(prepared.blocks, prepared.lists.once)
    evidence = gather_evidence(
        prepared.features, prepared.blocks, counts, prepared.lists, prepared.judged, prepared.settings, 0
    )
    model = replace(learn_all(evidence, prepared.lists, prepared.settings), converged=False, rounds=60)
    rules = [RulePairs(rule.name, some, rule.skipped) for rule, some in zip(prepared.blocks.rules, counts, strict=True)]

    def report(*probability: float) -> dict[str, object]:
        ends = np.zeros(len(probability), np.int32), np.ones(len(probability), np.int32)
        scored = Scored(*ends, np.array(probability))
        sums = pair_sums(prepared.blocks.block_of, scored, prepared.settings.thresholds.link)
        return report_of(len(prepared.people), 1, rules, evidence.possible, model, sums, [])

    some = report(0.9, 0.8, 0.3)
    assert some["linked_pairs"] == 2
    assert some["expected_precision"] == pytest.approx(0.85)
    assert some["expected_recall"] == pytest.approx(1.7 / 2.0)
    assert some["warnings"] == ["EM did not come to rest in 60 rounds"]
    assert report(0.1)["expected_precision"] is None
    assert some["candidate_pairs"] == sum(rule.new for rule in counts)
