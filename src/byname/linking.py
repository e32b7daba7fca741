"""The steps of a build that make people of records: the linkage, and what the sources say of each person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import polars as pl

from byname.archive import Archive
from byname.code_version import code_version
from byname.people.attributes import gather_attributes
from byname.people.linkage import ListRules, link
from byname.steps import Step, Workspace, key_of

Progress = Callable[[str, float], None]


def steps(archive: Archive, workspace: Workspace, rules: Sequence[tuple[str, bool]], tell: Progress) -> Iterator[Step]:
    """The linkage of all sources, then the people with their attributes and conflicts."""
    read = [f"records/{name}" for name, _ in rules]
    judgements = judgements_of(archive)
    key = key_of(code_version(), workspace.fingerprint(read), rules, judgements.rows())
    yield Step("linkage", key, partial(_make_linkage, workspace.folder, rules, judgements, tell))
    key = key_of(code_version(), workspace.fingerprint([*read, "linkage"]))
    yield Step("people", key, partial(_make_people, workspace.folder))


def judgements_of(archive: Archive) -> pl.DataFrame:
    """The judgements that stand: the last one on each pair of records (record_a, record_b, verdict)."""
    latest: dict[tuple[str, str], str] = {}
    for entry in archive.ledger.entries("judgement"):
        first, second = sorted((str(entry.payload["record_a"]), str(entry.payload["record_b"])))
        latest[first, second] = str(entry.payload["verdict"])
    rows = [(a, b, verdict) for (a, b), verdict in sorted(latest.items())]
    return pl.DataFrame(rows, schema={"record_a": pl.String, "record_b": pl.String, "verdict": pl.String}, orient="row")


def _make_linkage(
    tables: Path, rules: Sequence[tuple[str, bool]], judgements: pl.DataFrame, tell: Progress, folder: Path
) -> None:
    records = pl.read_parquet(sorted((tables / "records").glob("*.parquet")))
    lists = [ListRules(name, twice) for name, twice in rules]

    def told(step: str, share: float) -> None:
        tell(f"linking: {step}", 0.5 + share * 0.35)

    linkage = link(records, lists, judgements=judgements, progress=told)
    linkage.pairs.write_parquet(folder / "pairs.parquet")
    linkage.assignments.sort("record_id").write_parquet(folder / "assignments.parquet")
    text = json.dumps(
        {"model": linkage.model.as_dict(), "report": linkage.report}, indent=1, ensure_ascii=False, sort_keys=True
    )
    (folder / "linkage.json").write_text(text, encoding="utf-8")


def _make_people(tables: Path, folder: Path) -> None:
    records = pl.read_parquet(sorted((tables / "records").glob("*.parquet")))
    statements = pl.read_parquet(sorted((tables / "statements").glob("*.parquet")))
    assignments = pl.read_parquet(tables / "assignments.parquet")
    gathered = gather_attributes(records, statements, assignments)
    gathered.people.write_parquet(folder / "people.parquet")
    gathered.attestations.write_parquet(folder / "attestations.parquet")
    gathered.conflicts.write_parquet(folder / "conflicts.parquet")
