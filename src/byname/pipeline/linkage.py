"""The steps of a build that make people of records: the linkage, and what the sources say of each person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from byname.access.review import binding_judgements
from byname.access.takedown import left_out
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.table_writer import TableWriter
from byname.archive.tables import DerivedTables
from byname.people.linkage import ListRules, link, link_new
from byname.people.model import LinkageModel, model_from
from byname.people.parts.cutting import chunks_of
from byname.people.parts.linkage import link_in_parts
from byname.people.ready_records import NOT_COMPARED
from byname.people.settings import LinkageSettings
from byname.pipeline.people import make_people
from byname.pipeline.spark_pool import SparkPool
from byname.pipeline.steps import Progress, Step, Workspace, key_of

WHOLE_UP_TO: Final = 12_000_000  # records that are linked as one table, of 1.2 KB each, where Spark is not asked
_PAIRS_OF_A_GROUP: Final = 100_000  # of the table of pairs, which is read column by column


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

    Neither the pool nor whether records are linked in parts changes anything in the tables. A quick linkage, which
    compares only records of new sources, does, so a build that is not quick makes it anew; on Spark all is compared.
    """
    quick = quick and not isinstance(pool, SparkPool)
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
    in_parts = earlier is None and (isinstance(pool, SparkPool) or _rows(tables) > WHOLE_UP_TO)
    if in_parts and _linked_in_parts(tables, lists, made, judgements, apart, pool, told, folder):
        return
    if earlier is None:
        linkage = link(_compared(tables, apart), lists, judgements=judgements, progress=told)
    else:
        pairs, model, linked = earlier
        new = [name for name, digest in made.items() if linked.get(name) != digest]
        linkage = link_new(_compared(tables, apart), lists, pairs, model, new, judgements=judgements, progress=told)
    _write_tables([linkage.pairs], [linkage.assignments.sort("record_id")], folder)
    _write_rest(linkage.model, linkage.report, made, quick=earlier is not None, folder=folder)


def _rows(tables: DerivedTables) -> int:
    return sum(chunk.rows for chunk in chunks_of(tables.files("records"), WHOLE_UP_TO))


def _linked_in_parts(
    tables: DerivedTables,
    lists: Sequence[ListRules],
    made: Mapping[str, str],
    judgements: pl.DataFrame,
    apart: Sequence[str],
    pool: Executor | None,
    tell: Callable[[str, float], None],
    folder: Path,
) -> bool:
    """Link on the pool and write the result; False where no record is about a person."""
    with TemporaryDirectory(dir=folder) as scratch:
        found = link_in_parts(
            tables.files("records"), tables.filled("records"), lists, Path(scratch), judgements=judgements,
            apart=apart, pool=pool, progress=tell,
        )  # fmt: skip
        if found is not None:
            _write_tables(map(pl.read_parquet, found.pairs), map(pl.read_parquet, found.assignments), folder)
    if found is None:
        return False
    _write_rest(found.model, found.report, made, quick=False, folder=folder)
    return True


def _compared(tables: DerivedTables, apart: Sequence[str]) -> pl.DataFrame:
    """The records with the columns that say anything and that pairs are compared by, but those that are withheld."""
    records = tables.read("records", [name for name in tables.filled("records") if name not in NOT_COMPARED])
    return records.filter(~pl.col("record_id").is_in(apart)) if apart else records


def _write_tables(pairs: Iterable[pl.DataFrame], assignments: Iterable[pl.DataFrame], folder: Path) -> None:
    """Write both tables, which are the same in whatever pieces they come."""
    with TableWriter(folder / "pairs.parquet", group=_PAIRS_OF_A_GROUP) as writer:
        writer.write_all(pairs)
    with TableWriter(folder / "assignments.parquet") as writer:
        writer.write_all(assignments)


def _write_rest(
    model: LinkageModel, report: Mapping[str, object], made: Mapping[str, str], *, quick: bool, folder: Path
) -> None:
    parts = {
        "model": model.as_dict(),
        "report": report,
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
