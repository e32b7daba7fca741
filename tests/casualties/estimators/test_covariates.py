from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from byname.casualties.estimators.covariates import doubly_robust
from byname.errors import BadSource, CannotEstimate


def invented(people: int, seed: int) -> pl.DataFrame:
    """Invented people whose age and region make both lists likelier: dependent lists, independent given the two."""
    random = np.random.default_rng(seed)
    age, town = random.normal(40, 10, people), random.random(people) < 0.4
    odds = np.exp(-0.8 + 0.06 * (age - 40) + 0.9 * town)
    one, two = (random.random((2, people)) < odds / (1 + odds)).astype(int)
    table = pl.DataFrame({"trials": one, "camps": two, "age": age, "region": np.where(town, "town", "country")})
    return table.filter(pl.col("trials") + pl.col("camps") > 0)


def test_covariates_take_away_the_bias_of_lists_that_share_them() -> None:
    table = invented(20_000, 1)
    found = doubly_robust(table, "trials", "camps", ["age", "region"])
    one, two = table["trials"].to_numpy(), table["camps"].to_numpy()
    assert one.sum() * two.sum() / (one * two).sum() < 18_500
    assert found.low < 20_000 < found.high
    assert found.high - found.low < 4000


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    found = [doubly_robust(invented(3000, seed), "trials", "camps", ["age", "region"]) for seed in range(2, 32)]
    assert sum(f.low < 3000 < f.high for f in found) >= 26


def test_people_on_neither_list_and_lists_that_share_nobody_are_refused() -> None:
    with pytest.raises(BadSource, match="neither list"):
        doubly_robust(pl.DataFrame({"a": [0, 1], "b": [0, 1], "x": [1, 2]}), "a", "b", ["x"])
    with pytest.raises(CannotEstimate, match="too few"):
        doubly_robust(pl.DataFrame({"a": [0, 1], "b": [1, 0], "x": [1, 2]}), "a", "b", ["x"])
