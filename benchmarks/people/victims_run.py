"""Links one file of synthetic victims and prints one JSON line: seconds a step, memory at the peak, scores.

usage: victims_run.py IN.parquet [--spark] [--new NUMBER]
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from benchmarks.people.recall_gaps import recall_gap
from byname.people.linkage import Linkage, ListRules, link, link_new
from byname.records.habits import Habits
from byname.records.names import gender_of
from byname.records.normal_forms import normal_form
from byname.records.schema import RECORDS
from byname.values import PersonName

SCRIPTS = {"ru": "Cyrillic", "uk": "Cyrillic", "pl": "Latin"}
LANGUAGES = {0: "ru", 1: "ru", 2: "ru", 3: "ru", 4: "uk", 5: "pl"}
_FIELDS = (
    ("surname", "surname", "surname"),
    ("first_name", "given_name", "given"),
    ("patronymic", "patronymic", "patronymic"),
    ("birth_place", "birth_place", "birth_place"),
)
Truth = npt.NDArray[np.int64]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--spark", action="store_true")
    parser.add_argument("--new", type=int, default=0)
    options = parser.parse_args()
    warm_up()
    begun = time.perf_counter()
    records, truth = read(options.file)
    seconds = {"fold": round(time.perf_counter() - begun, 1)}
    rules = [ListRules(f"L{place}", False) for place in LANGUAGES]
    if options.new:
        records, earlier = _split(records, rules, options.new)
        begun = time.perf_counter()
        linkage = link_new(records, [*rules, ListRules("NEW", False)], earlier.pairs, earlier.model, {"NEW"})
    else:
        begun = time.perf_counter()
        linkage = _linked(records, rules, _steps(seconds, begun), spark=options.spark)
    if options.new:
        seconds = {"link": round(time.perf_counter() - begun, 1)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    found = scores(linkage, truth) | ({} if options.new else gaps(records, linkage, truth))
    print(json.dumps({"seconds": seconds, "peak_gb": round(peak, 2)} | found))


def warm_up() -> None:
    """Load the compiled loops, which are kept on disk, so that the time is that of the work."""
    table = pl.DataFrame({name: pl.Series([None, None], dtype=kind) for name, kind in RECORDS.items()})
    ids = pl.Series("record_id", ["L0:0", "L1:1"])
    table = table.with_columns(ids, pl.Series("source", ["L0", "L1"]), pl.lit("person").alias("kind"))
    link(table.with_columns(pl.lit("lintov").alias("surname"), pl.lit("1937").alias("arrest")), [])


def read(path: Path) -> tuple[pl.DataFrame, Truth]:
    """The records table of a file, and the true person of each record by its number."""
    table = pl.read_parquet(path)
    table = table.with_columns(pl.col("list_id").replace_strict(LANGUAGES, return_dtype=pl.String).alias("language"))
    made: dict[str, pl.Series] = {name: _folded(table, column, field) for column, field, name in _FIELDS}
    source = "L" + table["list_id"].cast(pl.String)
    made |= {
        "record_id": source + ":" + table["unique_id"].cast(pl.String),
        "source": source,
        "kind": pl.Series(["person"]).new_from_index(0, len(table)),
        "language": table["language"],
        "gender": _gender(table),
        "birth": table["birth_year"].cast(pl.String),
        "birth_year": table["birth_year"].cast(pl.Int16),
        "arrest": table["arrest_date"],
        "arrest_day": table["arrest_date"].str.to_date("%Y-%m-%d", strict=False).to_physical(),
    }
    return pl.DataFrame(made), table["cluster"].to_numpy()


def _folded(table: pl.DataFrame, column: str, field: str) -> pl.Series:
    different = table.select(column, "language").unique().drop_nulls()
    forms = [normal_form(field, text, Habits(language))[0] for text, language in different.iter_rows()]
    return _joined(table, different.with_columns(pl.Series("form", forms, dtype=pl.String)), [column, "language"])


def _gender(table: pl.DataFrame) -> pl.Series:
    found = pl.Series([None], dtype=pl.String).new_from_index(0, len(table))
    for column, part in (("patronymic", "patronymic"), ("first_name", "given"), ("surname", "surname")):
        different = table.select(column).unique().drop_nulls()
        names = [PersonName("", **{part: text}) for (text,) in different.iter_rows()]
        genders = pl.Series("form", [gender_of(name) for name in names], dtype=pl.String)
        found = found.zip_with(found.is_not_null(), _joined(table, different.with_columns(genders), [column]))
    return found


def _joined(table: pl.DataFrame, forms: pl.DataFrame, by: list[str]) -> pl.Series:
    return table.select(by).join(forms, on=by, how="left", maintain_order="left")["form"]


def _steps(seconds: dict[str, float], begun: float) -> Callable[[str, float], None]:
    last = (begun, "")

    def tell(step: str, share: float) -> None:
        nonlocal last
        since, doing = last
        if step != doing:
            if doing:
                seconds[doing] = round(time.perf_counter() - since, 1)
            last = time.perf_counter(), step

    return tell


def _linked(
    records: pl.DataFrame, rules: list[ListRules], tell: Callable[[str, float], None], *, spark: bool
) -> Linkage:
    if not spark:
        return link(records, rules, progress=tell)
    from byname.people.parts.linkage import link_in_parts
    from byname.pipeline.spark_pool import SparkPool

    with tempfile.TemporaryDirectory() as temporary, SparkPool() as pool:
        folder = Path(temporary)
        for (source,), some in records.partition_by("source", as_dict=True).items():
            some.write_parquet(folder / f"{source}.parquet", row_group_size=10_000)
        files = sorted(folder.glob("*.parquet"))
        (folder / "job").mkdir()
        found = link_in_parts(files, records.columns, rules, folder / "job", pool=pool, progress=tell)
        if found is None:
            raise ValueError("the records name nobody")
        pairs, assignments = (pl.concat(map(pl.read_parquet, paths)) for paths in (found.pairs, found.assignments))
    return Linkage(pairs, assignments, found.model, found.report)


def _split(records: pl.DataFrame, rules: list[ListRules], new: int) -> tuple[pl.DataFrame, Linkage]:
    """The last records as a new list, and the linkage of all others."""
    number = records["record_id"].str.split(":").list.last().cast(pl.Int64)
    late = number >= len(records) - new
    source = pl.when(late).then(pl.lit("NEW")).otherwise(pl.col("source"))
    renamed = records.with_columns(source.alias("source"))
    ids = renamed["source"] + ":" + number.cast(pl.String)
    renamed = renamed.with_columns(ids.alias("record_id"))
    return renamed, link(renamed.filter(~late), rules)


def scores(linkage: Linkage, truth: Truth) -> dict[str, Any]:
    """Pair scores at the best threshold and at 0.5, cluster scores, calibration error."""
    every = _pairs(truth)
    pairs = linkage.pairs
    a, b = (pairs[f"record_{end}"].str.split(":").list.last().cast(pl.Int64).to_numpy() for end in "ab")
    match, chance = truth[a] == truth[b], pairs["probability"].to_numpy()
    order = np.argsort(-chance, kind="stable")
    true = np.cumsum(match[order])
    number = np.arange(1, len(order) + 1)
    f1 = 2 * true / (number + every)
    best, half = int(f1.argmax()), int((chance >= 0.5).sum()) - 1
    bins = np.minimum((chance * 10).astype(int), 9)
    error = sum(abs(chance[bins == i].sum() - match[bins == i].sum()) for i in range(10)) / len(chance)
    numbers = linkage.assignments["record_id"].str.split(":").list.last().cast(pl.Int64).to_numpy()
    found = np.empty(len(truth), np.int64)
    found[numbers] = linkage.assignments["person_id"].rank("dense").to_numpy()
    both = _pairs(found * (int(truth.max()) + 1) + truth)
    return {
        "best": [round(float(x), 4) for x in (true[best] / number[best], true[best] / every, f1[best])],
        "at_0.5": [round(float(x), 4) for x in (true[half] / number[half], true[half] / every, f1[half])],
        "cluster": [round(float(x), 4) for x in _prf(both, _pairs(found), every)],
        "calibration": round(float(error), 4),
    }


def gaps(records: pl.DataFrame, linkage: Linkage, truth: Truth) -> dict[str, Any]:
    """The recall of the worst list and of the worst script, and how far it lies below that of all."""
    ends = records.select("record_id", "source", "language").with_columns(pl.Series("person", truth))
    true = ends.join(ends.select("record_id", "person"), on="person").filter(
        pl.col("record_id") < pl.col("record_id_right")
    )
    true = true.select(pl.col("record_id").alias("record_a"), pl.col("record_id_right").alias("record_b"))
    found = linkage.pairs.filter(pl.col("probability") >= 0.5)
    script = pl.col("language").replace_strict(SCRIPTS, return_dtype=pl.String)
    return {
        f"recall by {name}": str(recall_gap(true, found, ends.select("record_id", group.alias("group"))))
        for name, group in (("list", pl.col("source")), ("script", script))
    }


def _pairs(labels: Truth) -> float:
    sizes = np.unique(labels, return_counts=True)[1].astype(float)
    return float((sizes * (sizes - 1) / 2).sum())


def _prf(both: float, found: float, every: float) -> tuple[float, float, float]:
    return both / found, both / every, 2 * both / (found + every)


if __name__ == "__main__":
    main()
