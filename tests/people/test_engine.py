from __future__ import annotations

import numpy as np
import pytest

from byname.people.clusters import Constraints, Scored, cluster
from byname.people.engine import LocalEngine
from byname.people.linkage import Prepared
from byname.people.pair_scan import count, score
from byname.people.scoring_tables import ScoringTables, tables_of
from byname.people.training_pairs import gather_evidence, learn_all


@pytest.fixture
def tables(prepared: Prepared) -> ScoringTables:
    """What the records teach, as tables."""
    counts = count(prepared.blocks, prepared.lists.once)
    evidence = gather_evidence(
        prepared.features, prepared.blocks, counts, prepared.lists, prepared.judged, prepared.settings, 0
    )
    return tables_of(learn_all(evidence, prepared.lists, prepared.settings), prepared.lists.names, 0.01)


def test_this_machine_gives_the_pairs_of_one_pass_and_tells_how_far_it_is(
    prepared: Prepared, tables: ScoringTables
) -> None:
    heard: list[float] = []
    fresh = np.ones(len(prepared.people), bool)
    where = (prepared.features, prepared.blocks, prepared.lists.once, fresh, tables)
    a, b = LocalEngine().score(*where, heard.append)
    wanted_a, wanted_b, _ = score(*where, lambda share: None)
    assert len(a) > 0
    assert np.array_equal(a, wanted_a)
    assert np.array_equal(b, wanted_b)
    assert heard == sorted(heard)
    assert heard[0] == 0


def test_this_machine_gives_the_clusters_of_the_pairs(prepared: Prepared) -> None:
    scored = Scored(np.array([0, 2], np.int32), np.array([1, 3], np.int32), np.array([0.99, 0.5]))
    unknown = np.full(4, Constraints.unknown_day(), np.int32)
    constraints = Constraints(np.full(4, -1, np.int32), unknown, np.full(4, -1, np.int32))
    found = LocalEngine().cluster(4, scored, constraints, prepared.settings.thresholds)
    assert found.of.tolist() == [0, 0, 2, 3]
    wanted = cluster(4, scored, constraints, prepared.settings.thresholds)
    assert np.array_equal(found.probability, wanted.probability)
