"""With fixed parameters our match weights equal those of Splink 5 on the same pairs (Fellegi & Sunter 1969, eq. 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import duckdb
import numpy as np
import polars as pl
import pytest
import splink.comparison_level_library as levels
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from byname.people.comparison.comparison import Features, compare
from byname.people.model import LevelShares, LinkageModel
from byname.people.settings import LinkageSettings

M = {"surname": (0.91, 0.09), "given": (0.84, 0.16), "nationality": (0.97, 0.03)}
U = {"surname": (0.004, 0.996), "given": (0.05, 0.95), "nationality": (0.4, 0.6)}
MATCHES = 0.01
pytestmark = [pytest.mark.published, pytest.mark.filterwarnings("ignore::Warning")]


def _records(build: Callable[..., pl.DataFrame]) -> pl.DataFrame:
    random = np.random.default_rng(12)
    names = ["lintov", "pohkov", "saarmets", "cvibuhtin", "goradse"]
    return build(
        [
            {
                "record_id": f"A:{number:03}",
                "surname": str(random.choice(names)) if random.random() < 0.9 else None,
                "given": str(random.choice(["ivan", "petr", "anna"])) if random.random() < 0.9 else None,
                "nationality": str(random.choice(["pole", "german"])) if random.random() < 0.7 else None,
                "birth": str(1880 + number % 4),
            }
            for number in range(120)
        ]
    )


def _splink(records: pl.DataFrame) -> dict[tuple[str, str], float]:
    def comparison(name: str) -> CustomComparison:
        (m_exact, m_else), (u_exact, u_else) = M[name], U[name]
        return CustomComparison(
            output_column_name=name,
            comparison_levels=[
                levels.NullLevel(name),
                levels.ExactMatchLevel(name).configure(m_probability=m_exact, u_probability=u_exact),
                levels.ElseLevel().configure(m_probability=m_else, u_probability=u_else),
            ],
        )

    settings = SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=MATCHES,
        blocking_rules_to_generate_predictions=[block_on("birth")],
        comparisons=[comparison(name) for name in M],
    )
    table = records.select(pl.col("record_id").alias("unique_id"), *M, "birth").to_arrow()
    linker = Linker(DuckDBAPI(duckdb.connect()).register(table), settings)
    found = linker.inference.predict().as_duckdbpyrelation()
    rows = found.select("unique_id_l, unique_id_r, match_weight").fetchall()
    return {(min(a, b), max(a, b)): weight for a, b, weight in rows}


def _model() -> LinkageModel:
    default = LinkageSettings.default()
    chosen = tuple(replace(default.comparison(name), frequency=False, background_weight=0.0) for name in M)
    settings = replace(default, comparisons=chosen)
    tables = []
    for shares in (M, U, U):
        table = np.full((len(chosen), 16), 1e-12)
        table[:, 0] = 1.0
        for row, comparison in enumerate(chosen):
            for number, level in enumerate(comparison.levels, 1):
                table[row, number] = shares[comparison.name][0 if level.name == "exact" else 1]
        tables.append(LevelShares(table))
    same, relative, stranger = tables
    return LinkageModel(settings, same, relative, stranger, MATCHES, 1e-15, 0, True, 0.0)


def test_match_weights_equal_those_of_splink(build: Callable[..., pl.DataFrame]) -> None:
    records, model = _records(build), _model()
    theirs = _splink(records)
    assert len(theirs) > 1000
    place = {record: row for row, record in enumerate(records["record_id"])}
    a, b = (np.array([place[pair[end]] for pair in theirs], np.int32) for end in (0, 1))
    features = Features.of(records)
    names = [comparison.name for comparison in LinkageSettings.default().comparisons]
    compared = compare(features, a, b)
    kept = [names.index(name) for name in M]
    some = replace(compared, levels=compared.levels[:, kept], shares=np.zeros((len(a), len(kept)), np.float32))
    ours = model.weights(some).sum(axis=1) + model.relative_weight(some) + model.prior_weight
    assert np.abs(ours - np.array(list(theirs.values()))).max() < 1e-4
