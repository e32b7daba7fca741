"""People stage: how common a surname is where the records are too few to tell.

Goes in: stems of folded surnames. Comes out: the share of people with each, from a table of common Russian surnames
(common_surnames.csv names its source), or the comparison's background for a surname not in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from byname.people.comparison.spelling import stem
from byname.people.settings import Comparison
from byname.records.fold import fold
from byname.values.shipped import shipped


def common_shares(stems: Iterable[str], comparison: Comparison) -> npt.NDArray[np.float64]:
    """For each stem its share of the population, the comparison's background where the surname is not common."""
    table = _table()
    return np.array([table.get(name, comparison.background_share) for name in stems], np.float64)


@cache
def _table() -> dict[str, float]:
    text = shipped("people", "common_surnames.csv").read_bytes()
    table = pl.read_csv(text, comment_prefix="#", schema={"surname": pl.String, "per_million": pl.Float64})
    folded = pl.Series("folded", [fold(name) for name in table["surname"].to_list()])
    summed = table.with_columns(folded).group_by(stem(pl.col("folded")).alias("stem")).agg(pl.col("per_million").sum())
    return {name: share / 1e6 for name, share in summed.iter_rows()}
