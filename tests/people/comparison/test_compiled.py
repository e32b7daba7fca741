"""The compiled loops do what their Python says: without compiling, a linkage comes out the same."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from polars.testing import assert_frame_equal

from byname.people.comparison import compiled as module
from byname.people.comparison.compiled import compiled, kernel, sweep

_SCRIPT = """
import sys, numpy as np, polars as pl
from byname.people.comparison.comparison import Features, compare
from byname.people.linkage import ListRules, link
table, folder = pl.read_parquet(sys.argv[1]), sys.argv[2]
one, other = (rows.astype(np.int32) for rows in np.triu_indices(len(table), 1))
compared = compare(Features.of(table.sort("record_id")), one, other)
np.savez(folder + "/compared.npz", levels=compared.levels, shares=compared.shares)
result = link(table, [ListRules(source, False) for source in "ABC"])
result.pairs.write_parquet(folder + "/pairs.parquet")
result.assignments.write_parquet(folder + "/assignments.parquet")
"""
_SURNAMES = ("lintov", "lintova", "pohkov", "pokhov", "saarmets vosmin", "cvibuhtin", "tuhachevski", "lintov")
_GIVENS = ("petr", "p", "anna", "mikola", "nikolai", "ivan karl", "ia", None)
_BIRTHS = ("1893", "1893-02-16", "1893-04-02", "1890", "189X", "1895", None, "1904-02-16")
_PLACES = ("tula laeva", "tula", "karula", "karulla", None, "moskva", "omsk tula", "sverdlovsk")
_DAYS = ("1937-05-22", "1937-05", None, "1938-05-22", "1937-05-22", "1939-01-01", "1937-06-01", None)
_OFFICES = ("marshal", "corps-commander", "brigade-commander", None, "writer", "army-office marshal", None, "writer")


def _records(build: Callable[..., pl.DataFrame]) -> pl.DataFrame:
    """Records of three lists in which every kind of comparison has values alike, close, apart and missing."""
    rows = []
    for number in range(24):
        step, list_ = number % 8, number // 8
        rows.append(
            {
                "record_id": f"{'ABC'[list_]}:{step}",
                "surname": _SURNAMES[(step + list_) % 8],
                "given": _GIVENS[(step + 2 * list_) % 8],
                "patronymic": _GIVENS[(3 * step + list_) % 8],
                "birth": _BIRTHS[(step + 3 * list_) % 8],
                "birth_place": _PLACES[(step + list_) % 8],
                "residence": _PLACES[(5 * step + list_) % 8],
                "arrest": _DAYS[(step + list_) % 8],
                "sentence_date": _DAYS[(3 * step) % 8],
                "death": _DAYS[(step + 5 * list_) % 8],
                "release": _DAYS[(5 * step + 1) % 8],
                "deportation": _DAYS[(3 * step + list_) % 8],
                "offices": _OFFICES[(step + list_) % 8],
                "occupation": _PLACES[(step + 2 * list_) % 8],
                "articles": ("58-10", "58-10 58-11", None)[number % 3],
                "archive": ("530421", "530422", "121 565", None)[number % 4],
                "alias_surnames": ["goradze"] if number % 5 == 0 else [],
                "alias_givens": ["petr"] if number % 7 == 0 else [],
            }
        )
    return build(rows)


def test_a_linkage_without_compiling_is_the_same(build: Callable[..., pl.DataFrame], tmp_path: Path) -> None:
    _records(build).write_parquet(tmp_path / "records.parquet")
    folders = {"0": tmp_path / "compiled", "1": tmp_path / "plain"}
    for plain, folder in folders.items():
        folder.mkdir()
        command = [sys.executable, "-c", _SCRIPT, str(tmp_path / "records.parquet"), str(folder)]
        subprocess.run(command, check=True, env=os.environ | {"NUMBA_DISABLE_JIT": plain}, capture_output=True)
    one, other = (np.load(folder / "compared.npz") for folder in folders.values())
    assert (one["levels"].max(axis=0) > 0).sum() > 8  # most comparisons had something to compare
    assert np.array_equal(one["levels"], other["levels"])
    np.testing.assert_allclose(one["shares"], other["shares"], rtol=1e-6)
    for name in ("pairs", "assignments"):
        first, second = (pl.read_parquet(folder / f"{name}.parquet") for folder in folders.values())
        assert len(first) > 10
        assert_frame_equal(first, second, abs_tol=1e-5)


@kernel
def _larger(one: float, other: float) -> float:
    return max(one, other)


@sweep
def _fill(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64], largest: npt.NDArray[np.float64]) -> None:
    for place in range(len(one)):
        largest[place] = _larger(one[place], other[place])


@compiled
def _doubled(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    result = np.empty(len(values))
    for place in range(len(values)):
        result[place] = 2 * values[place]
    return result


def test_a_sweep_fills_what_it_is_given_and_a_compiled_function_makes_its_own() -> None:
    one, other, largest = np.array([1.0, 5.0]), np.array([3.0, 2.0]), np.zeros(2)
    _fill(one, other, largest)
    assert largest.tolist() == [3.0, 5.0]
    assert _doubled(largest).tolist() == [6.0, 10.0]


def test_loops_compiled_before_a_module_changed_are_forgotten(tmp_path: Path) -> None:
    copy = tmp_path / "people" / "comparison" / "compiled.py"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(Path(module.__file__).read_bytes())
    caches = [folder / "__pycache__" for folder in (copy.parent, copy.parent.parent)]
    changed = copy.stat().st_mtime
    for cache in caches:
        cache.mkdir()
        for name, written in (("stale.nbi", changed - 10), ("fresh.nbi", changed + 10), ("stale.nbc", changed - 10)):
            (cache / name).touch()
            os.utime(cache / name, (written, written))
    runpy.run_path(str(copy))
    for cache in caches:
        assert {path.name for path in cache.glob("*.nb?")} == {"fresh.nbi", "stale.nbc"}
