"""The steps of a build that count: estimates, answers, every number printed.

Takes the tables of records and people; gives `estimates`, the answers and `numbers`, the last with all that `byname
trace` needs to lead each number back to its rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from byname.archive.code_version import code_version
from byname.archive.tables import DerivedTables, save_numbers
from byname.casualties.linkage_uncertainty import draw_linkages
from byname.casualties.lists import estimates_of
from byname.pipeline.analyses import answer_numbers, make_answers
from byname.pipeline.numbers import count_numbers, estimate_numbers
from byname.pipeline.steps import Progress, Step, Workspace, key_of

if TYPE_CHECKING:
    from byname.archive.archive import Archive
    from byname.archive.sources import SourceFiles
    from byname.casualties.histories import CaptureHistories

_LINKAGES_DRAWN = 10


def steps(
    archive: Archive, workspace: Workspace, sources: Sequence[SourceFiles], pool: Executor | None, tell: Progress
) -> Iterator[Step]:
    """Estimates, the analyses, and the numbers, in the order in which they build on each other."""
    read = [f"records/{source.name}" for source in sources]
    names = [source.name for source in sources]
    unstated = {source.name: source.mapping.unstated for source in sources if source.mapping.unstated}
    tell("estimating", 0.88)
    key = key_of(code_version(), workspace.fingerprint(["linkage", "people"]), names)
    yield Step("casualties", key, partial(_make_casualties, DerivedTables(workspace.folder), names, unstated))
    tell("asking why, and what followed", 0.9)
    facts = archive.facts()
    digests = sorted(f"{name}:{path.name}" for name, path in facts.items())
    countries = sorted({source.mapping.country for source in sources if source.mapping.country})
    made_from = workspace.fingerprint(["people", "casualties"])
    key = key_of(code_version(), made_from, archive.population, *countries, *digests)
    answer = partial(make_answers, DerivedTables(workspace.folder), facts, archive.population, countries, pool)
    yield Step("answers", key, answer)
    counted = [*read, "linkage", "people", "casualties", "answers"]
    key = key_of(code_version(), workspace.fingerprint(counted))
    yield Step("numbers", key, partial(_make_numbers, DerivedTables(workspace.folder), names))


def _make_casualties(
    tables: DerivedTables, names: list[str], unstated: Mapping[str, Sequence[str]], folder: Path
) -> None:
    nameless = tables.scan("person_lists").filter(~pl.col("named")).group_by("lists").len().collect()
    unnamed = dict(nameless.iter_rows())
    found = estimates_of(tables.read("captures"), names, unstated, partial(_other_linkages, tables), unnamed)
    text = json.dumps(found, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "estimates.json").write_text(text, encoding="utf-8")


def _other_linkages(tables: DerivedTables, lists: Sequence[str]) -> Iterator[CaptureHistories]:
    """The capture histories of some lists under linkages that may be right instead of the one made."""
    counted = tables.scan("person_lists").filter("named").select("person_id")
    own = tables.scan("records_people").filter(pl.col("source").is_in(list(lists)))
    own = own.join(counted, on="person_id", how="semi")
    records = own.select("record_id", "source").sort("record_id").collect()
    pairs = tables.scan("pairs").select("record_a", "record_b", "probability")
    for end in ("record_a", "record_b"):
        pairs = pairs.join(
            records.lazy().select(pl.col("record_id").alias(end)), on=end, how="semi", maintain_order="left"
        )
    yield from draw_linkages(pairs.collect(), records, draws=_LINKAGES_DRAWN, lists=lists)


def _make_numbers(tables: DerivedTables, names: list[str], folder: Path) -> None:
    estimates = tables.data("estimates")
    numbers = [*count_numbers(tables, names), *estimate_numbers(estimates), *answer_numbers(tables)]
    save_numbers(numbers, folder / "numbers.json")
