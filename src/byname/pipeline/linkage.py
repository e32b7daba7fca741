"""The steps of a build that make people of records: the linkage, and what the sources say of each person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import polars as pl

from byname.access.review import binding_judgements
from byname.access.takedown import left_out
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.table_writer import ROWS_OF_A_GROUP
from byname.archive.tables import DerivedTables
from byname.people.engine import Engine, LocalEngine
from byname.people.linkage import NOT_COMPARED, Linkage, ListRules, link, link_new
from byname.people.model import LinkageModel, model_from
from byname.people.settings import LinkageSettings
from byname.pipeline.people import make_people
from byname.pipeline.spark_pool import SparkPool
from byname.pipeline.steps import Progress, Step, Workspace, key_of


def steps(
    archive: Archive,
    workspace: Workspace,
    rules: Sequence[tuple[str, bool]],
    pool: Executor | None,
    tell: Progress,
    *,
    quick: bool,
) -> Iterator[Step]:
    """The linkage of all sources, then the people with their attributes and conflicts.

    The pool changes nothing in the tables. A quick linkage, which compares only records of new sources, does, so a
    build that is not quick makes it anew.
    """
    read = [f"records/{name}" for name, _ in rules]
    judgements = binding_judgements(archive, DerivedTables(workspace.folder))
    apart = sorted(left_out(archive, DerivedTables(workspace.folder)))
    whole = key_of(code_version(), workspace.fingerprint(read), rules, judgements.rows(), apart)
    key = key_of(whole, "quick") if quick and not workspace.is_made("linkage", whole) else whole
    made = {name: workspace.fingerprint([f"records/{name}"]) for name, _ in rules}
    tables = DerivedTables(workspace.folder)
    yield Step("linkage", key, partial(_make_linkage, tables, rules, made, judgements, apart, quick, pool, tell))
    key = key_of(code_version(), workspace.fingerprint([*read, "linkage"]))
    people = partial(make_people, tables, [name for name, _ in rules], pool)
    yield Step("people", key, people)


def _make_linkage(
    tables: DerivedTables,
    rules: Sequence[tuple[str, bool]],
    made: Mapping[str, str],
    judgements: pl.DataFrame,
    apart: Sequence[str],
    quick: bool,
    pool: Executor | None,
    tell: Progress,
    folder: Path,
) -> None:
    lists = [ListRules(name, twice) for name, twice in rules]

    def told(step: str, share: float) -> None:
        tell(f"linking: {step}", 0.5 + share * 0.35)

    earlier = _earlier(tables, made) if quick else None
    engine = _engine(pool)
    if earlier is None:
        linkage = link(_compared(tables, apart), lists, judgements=judgements, progress=told, engine=engine)
    else:
        pairs, model, linked = earlier
        new = [name for name, digest in made.items() if linked.get(name) != digest]
        linkage = link_new(
            _compared(tables, apart), lists, pairs, model, new, judgements=judgements, progress=told, engine=engine
        )
    _write(linkage, made, quick=earlier is not None, folder=folder)


def _compared(tables: DerivedTables, apart: Sequence[str]) -> pl.DataFrame:
    """The records with the columns that say anything and that pairs are compared by, but those that are withheld."""
    records = tables.read("records", [name for name in tables.filled("records") if name not in NOT_COMPARED])
    return records.filter(~pl.col("record_id").is_in(apart)) if apart else records


def _write(linkage: Linkage, made: Mapping[str, str], *, quick: bool, folder: Path) -> None:
    linkage.pairs.write_parquet(folder / "pairs.parquet")
    assignments = linkage.assignments.sort("record_id")
    assignments.write_parquet(folder / "assignments.parquet", row_group_size=ROWS_OF_A_GROUP)
    parts = {
        "model": linkage.model.as_dict(),
        "report": linkage.report,
        "linked": dict(made),
        "quick": quick,
    }
    text = json.dumps(parts, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "linkage.json").write_text(text, encoding="utf-8")


def _earlier(
    tables: DerivedTables, made: Mapping[str, str]
) -> tuple[pl.DataFrame, LinkageModel, dict[str, str]] | None:
    """The pairs, the model and the sources of the last linkage, each with the hash of the records that were linked.

    None where there is no linkage that can be gone on from: a source is gone, or every one has changed since.
    """
    try:
        known = tables.data("linkage")
        pairs = tables.read("pairs", ["record_a", "record_b"])
    except FileNotFoundError:
        return None
    linked: dict[str, str] = known.get("linked", {})
    if not set(linked) <= set(made) or not any(made[name] == digest for name, digest in linked.items()):
        return None
    return pairs, model_from(known["model"], LinkageSettings.default()), linked


def _engine(pool: Executor | None) -> Engine:
    """What the heavy parts of the linkage run on: Spark, where all else does."""
    if not isinstance(pool, SparkPool):
        return LocalEngine()
    from byname.people.spark import SparkEngine

    return SparkEngine(pool.session)
