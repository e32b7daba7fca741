from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from byname.people.clusters import Constraints, Scored, cluster
from byname.people.settings import LinkageSettings

THRESHOLDS = replace(LinkageSettings.default().thresholds, link=0.5, support=0.5, overrule=0.99)
Pair = tuple[int, int, float]


def _scored(pairs: Sequence[Pair]) -> Scored:
    ends = [np.array([pair[i] for pair in pairs], np.int32) for i in (0, 1)]
    return Scored(ends[0], ends[1], np.array([pair[2] for pair in pairs], np.float64))


def _free(rows: int, **changes: object) -> Constraints:
    none = np.full(rows, -1, np.int32)
    nothing = Constraints(none, np.full(rows, Constraints.unknown_day(), np.int32), none)
    return replace(nothing, **changes)  # type: ignore[arg-type]


def _cluster(rows: int, pairs: Sequence[Pair], constraints: Constraints | None = None) -> list[int]:
    return [int(group) for group in cluster(rows, _scored(pairs), constraints or _free(rows), THRESHOLDS).of]


def test_pairs_above_the_threshold_join_and_others_do_not() -> None:
    assert _cluster(4, [(0, 1, 0.9), (2, 3, 0.4)]) == [0, 0, 2, 3]


def test_a_chain_does_not_swallow_its_ends() -> None:
    assert _cluster(3, [(0, 1, 0.9), (1, 2, 0.8)]) == [0, 0, 2]
    assert _cluster(3, [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.3)]) == [0, 0, 0]


def test_a_list_that_names_nobody_twice_gives_one_record_to_a_cluster() -> None:
    once = np.array([0, 1, 0], np.int32)
    assert _cluster(3, [(0, 1, 0.9), (1, 2, 0.95)], _free(3, once=once)) == [0, 1, 1]


def test_two_days_of_death_keep_records_apart_unless_the_pair_is_all_but_certain() -> None:
    death = np.array([-12_000, -11_000], np.int32)
    assert _cluster(2, [(0, 1, 0.95)], _free(2, death=death)) == [0, 1]
    assert _cluster(2, [(0, 1, 0.999)], _free(2, death=death)) == [0, 0]


def test_two_genders_keep_records_apart() -> None:
    assert _cluster(2, [(0, 1, 0.95)], _free(2, gender=np.array([0, 1], np.int32))) == [0, 1]


def test_judgements_are_law() -> None:
    assert _cluster(2, [], _free(2, same=((0, 1),))) == [0, 0]
    assert _cluster(2, [(0, 1, 1.0)], _free(2, different=((0, 1),))) == [0, 1]


def test_a_judged_difference_holds_through_others() -> None:
    pairs = [(0, 1, 0.99), (1, 2, 0.99), (0, 2, 0.6)]
    result = _cluster(3, pairs, _free(3, different=((0, 2),)))
    assert result[0] != result[2]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.2, 0.6, 0.9, 1.0])), max_size=30))
def test_clusters_do_not_depend_on_the_order_of_pairs_and_keep_the_lists_rules(pairs: list[Pair]) -> None:
    distinct = {(min(a, b), max(a, b)): p for a, b, p in pairs if a != b}
    ordered = [(a, b, p) for (a, b), p in distinct.items()]
    constraints = _free(10, once=np.array([0, 0, 0, 1, 1, 1, 2, 2, -1, -1], np.int32))
    result = _cluster(10, ordered, constraints)
    assert result == _cluster(10, ordered[::-1], constraints)
    held = [(result[row], constraints.once[row]) for row in range(10) if constraints.once[row] >= 0]
    assert len(held) == len(set(held))
    assert all(result[row] <= row for row in range(10))


def test_a_cluster_is_as_probable_as_the_weakest_pair_that_holds_it_together() -> None:
    pairs = [(0, 1, 0.99), (1, 2, 0.8), (0, 2, 0.7)]
    found = cluster(4, _scored(pairs), _free(4), THRESHOLDS)
    assert found.of.tolist() == [0, 0, 0, 3]
    assert found.probability.tolist() == [0.8, 0.8, 0.8, 1.0]
