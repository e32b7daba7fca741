"""Builds an archive's derived tables: records, people, capture histories and estimates, the numbers, search and
report.

Takes an archive; runs each step whose inputs have changed since the last build (steps.py) and says what it did. All
tables come from the originals and the ledger alone, so `byname verify` can build them again and compare.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from byname.access.search import make_index
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.files import clear_file_errors, write_whole
from byname.archive.sources import SourceFiles, sources_of, sources_rules
from byname.archive.texts import texts_of
from byname.errors import BadArchive
from byname.pipeline import counts as analysis
from byname.pipeline import linkage as linking
from byname.pipeline.records import records_step
from byname.pipeline.report import write_archive_report
from byname.pipeline.steps import Progress, Workspace, key_of
from byname.pipeline.workers import workers
from byname.sources.reading import sha256_of


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: the steps made anew and those kept, and the files of the derived tables with their hashes."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    files: dict[str, str]


def build(
    archive: Archive,
    *,
    tables: Path | None = None,
    processes: int | None = None,
    options: linking.LinkageOptions | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Build what has changed; `tables` is another folder for the derived tables (for verifying).

    `options` say on which engine records are linked, and whether only those of new sources are compared.
    """
    tell = progress or _silent
    with archive.locked(), clear_file_errors(archive.folder):
        sources = sources_of(archive)
        if not sources:
            raise BadArchive("the archive has no sources", where=str(archive.folder), fix="add one with `byname add`")
        workspace = Workspace(tables or archive.tables)
        with workers(processes or min(os.cpu_count() or 1, 8)) as pool:
            for number, source in enumerate(sources):
                tell(f"reading {source.name}", number / len(sources) * 0.5)
                workspace.run(records_step(archive, source, pool))
        names = [f"records/{source.name}" for source in sources]
        people_steps = linking.steps(
            archive, workspace, sources_rules(sources), options or linking.LinkageOptions(), tell
        )
        for step in chain(people_steps, analysis.steps(archive, workspace, sources, tell)):
            workspace.run(step)
            names.append(step.name)
        workspace.forget_others(names)
        if tables is None:
            _outside_tables(archive, sources, workspace, names, tell)
        tell("done", 1.0)
    return BuildResult(tuple(workspace.done), tuple(workspace.kept), workspace.all_files())


def _outside_tables(
    archive: Archive, sources: Sequence[SourceFiles], workspace: Workspace, names: Sequence[str], tell: Progress
) -> None:
    """The search index and the report, made again where the tables or the code have changed."""
    facts = sorted(f"{name}:{path.name}" for name, path in archive.facts().items())
    texts = [f"{path.name}:{sha256_of(path)}" for path in texts_of(archive)]
    key = key_of(code_version(), workspace.fingerprint(names), archive.title, *facts, *texts)
    for folder, make in (
        (archive.folder / "search", make_index),
        (archive.report, partial(write_archive_report, archive, sources)),
    ):
        mark = folder / ".made-from"
        if mark.exists() and mark.read_text(encoding="utf-8") == key:
            continue
        tell(f"writing the {folder.name}", 0.95)
        make(archive.tables, folder)
        write_whole(mark, key.encode())


def _silent(step: str, share: float) -> None:
    return None
