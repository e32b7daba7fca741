"""People stage: where the two heavy parts of the linkage run.

Goes in: blocks, features and the tables of the model; then scored pairs. Comes out: the pairs kept, and the clusters.
Every engine gives the same people; this one uses the cores of the machine, `spark.py` those of a cluster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from byname.people.blocking import Blocks
from byname.people.clusters import Clusters, Constraints, Scored, cluster
from byname.people.comparison.comparison import Features
from byname.people.pair_scan import Fresh, score
from byname.people.scoring_tables import ScoringTables
from byname.people.settings import Thresholds

Rows = npt.NDArray[np.int32]


class Engine(Protocol):
    """What scores pairs and makes clusters."""

    def score(
        self,
        features: Features,
        blocks: Blocks,
        once: Rows,
        fresh: Fresh,
        tables: ScoringTables,
        tell: Callable[[float], None],
    ) -> tuple[Rows, Rows]:
        """The pairs with at least one fresh record whose weight reaches `tables.least`, sorted."""
        ...

    def cluster(self, rows: int, scored: Scored, constraints: Constraints, thresholds: Thresholds) -> Clusters:
        """The clusters of the rows."""
        ...


class LocalEngine:
    """The cores of this machine."""

    def score(
        self,
        features: Features,
        blocks: Blocks,
        once: Rows,
        fresh: Fresh,
        tables: ScoringTables,
        tell: Callable[[float], None],
    ) -> tuple[Rows, Rows]:
        """The pairs with at least one fresh record whose weight reaches `tables.least`, sorted."""
        a, b, _ = score(features, blocks, once, fresh, tables, tell)
        return a, b

    def cluster(self, rows: int, scored: Scored, constraints: Constraints, thresholds: Thresholds) -> Clusters:
        """The clusters of the rows."""
        return cluster(rows, scored, constraints, thresholds)
