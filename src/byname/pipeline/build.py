"""Builds an archive's derived tables: records, people, capture histories and estimates, the numbers, search and
report.

Takes an archive; runs each step whose inputs have changed since the last build (steps.py) and says what it did. All
tables come from the originals and the ledger alone, so `byname verify` can build them again and compare.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial

from byname.access.search.index import make_index
from byname.access.takedown import end_due, withheld_state
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.files import clear_file_errors, remove_partial_files
from byname.archive.sources import SourceFiles, sources_of, sources_rules
from byname.archive.texts import subject_files, texts_of
from byname.errors import BadArchive
from byname.pipeline import counts as analysis
from byname.pipeline import linkage as linking
from byname.pipeline.outputs import is_made, make_output
from byname.pipeline.records import records_step
from byname.pipeline.report import write_archive_report
from byname.pipeline.spark_pool import SparkPool
from byname.pipeline.steps import Progress, Workspace, key_of
from byname.pipeline.workers import beside, most_processes, workers
from byname.sources.unpacking import sha256_of


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How a build is made: on which engine ("local", "spark"), and whether only records of new sources are compared."""

    engine: str = "local"
    quick: bool = False


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: the steps made anew and those kept, and the files of the derived tables with their hashes."""

    made: tuple[str, ...]
    kept: tuple[str, ...]
    files: dict[str, str]


def build(
    archive: Archive,
    *,
    processes: int | None = None,
    options: BuildOptions | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Build what has changed.

    `options` say where the sources are read, records linked and people put together, and whether only records of new
    sources are compared; the tables are the same wherever that is.
    """
    tell, chosen = progress or _silent, options or BuildOptions()
    processes = processes or most_processes()
    with archive.locked(), clear_file_errors(archive.folder):
        check_settings(archive)
        archive.record_settings()
        end_due(archive)
        archive.ledger.complete_erasures()
        sources = sources_of(archive)
        if not sources:
            _forget_everything(archive)
            raise no_sources(archive)
        workspace = Workspace(archive.tables)
        with _pool(chosen.engine, processes) as pool:
            names = _read_and_link(archive, workspace, sources, pool, tell, quick=chosen.quick)
        with _searched(archive, workspace, names, processes), workers(processes) as pool:
            for step in analysis.steps(archive, workspace, sources, pool, tell):
                workspace.run(step)
                names.append(step.name)
            workspace.forget_others(names)
            _report(archive, sources, workspace, names, tell)
        tell("done", 1.0)
    return BuildResult(tuple(workspace.done), tuple(workspace.kept), workspace.all_files())


def no_sources(archive: Archive) -> BadArchive:
    """What is said of an archive that has nothing to be built from."""
    return BadArchive("the archive has no sources", where=str(archive.folder), fix="add one with `byname add`")


def _pool(engine: str, processes: int) -> AbstractContextManager[Executor | None]:
    """Where pieces of work are done side by side: in processes of this machine, or as tasks of Spark."""
    return SparkPool() if engine == "spark" else workers(processes)


def _read_and_link(
    archive: Archive,
    workspace: Workspace,
    sources: Sequence[SourceFiles],
    pool: Executor | None,
    tell: Progress,
    *,
    quick: bool,
) -> list[str]:
    """The steps that read the sources and make people of their records; gives the names of all of them."""
    names = []
    for number, source in enumerate(sources):
        tell(f"reading {source.name}", number / len(sources) * 0.5)
        workspace.run(records_step(archive, source, pool))
        names.append(f"records/{source.name}")
    workspace.forget_others(names, among="records/")  # before all records are read as one table
    for step in linking.steps(archive, workspace, sources_rules(sources), pool, tell, quick=quick):
        workspace.run(step)
        names.append(step.name)
    return names


def _forget_everything(archive: Archive) -> None:
    """Take away what was made of sources that have all been withdrawn."""
    Workspace(archive.tables).forget_others([])
    for folder in (archive.folder / "search", archive.report):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()


@contextmanager
def _searched(archive: Archive, workspace: Workspace, names: Sequence[str], processes: int) -> Iterator[None]:
    """Make the search index anew, beside what is done meanwhile, where the people or the code have changed."""
    remove_partial_files(archive.folder)
    folder, key = archive.folder / "search", search_key(workspace, names)
    if is_made(folder, key):
        yield
        return
    with beside(partial(make_output, folder, key, partial(make_index, archive.tables)), processes):
        yield
    workspace.done.append(folder.name)


def _report(
    archive: Archive, sources: Sequence[SourceFiles], workspace: Workspace, names: Sequence[str], tell: Progress
) -> None:
    """The report, made again where the tables, the facts, the texts, the settings or the code have changed."""
    key = report_key(archive, workspace, names)
    tell("writing the report", 0.95)
    if not is_made(archive.report, key):
        make_output(archive.report, key, partial(write_archive_report, archive, sources, archive.tables))
        workspace.done.append(archive.report.name)


def search_key(workspace: Workspace, names: Sequence[str]) -> str:
    """The key of what the search index is made from: the tables of all steps before the analyses, and the code."""
    return key_of(code_version(), workspace.fingerprint(names))


def report_key(archive: Archive, workspace: Workspace, names: Sequence[str]) -> str:
    """The key of what the report is made from: the tables of all steps, facts, texts, settings and the code."""
    facts = sorted(f"{name}:{path.name}" for name, path in archive.facts().items())
    texts = [f"{path.name}:{sha256_of(path)}" for path in (*texts_of(archive), *subject_files(archive))]
    settings = (archive.title, archive.protect_born_from, archive.settings.language, withheld_state(archive))
    return key_of(code_version(), workspace.fingerprint(names), *settings, *facts, *texts)


def check_settings(archive: Archive) -> None:
    """Raise BadArchive where somebody changed the settings by hand and nobody has accepted that."""
    changed = archive.changed_settings()
    if changed:
        raise BadArchive(
            f"the settings were changed by hand: {'; '.join(changed)}",
            where=str(archive.folder),
            fix=f"if this is meant, run `byname settings {archive.folder} --accept`",
        )


def _silent(step: str, share: float) -> None:
    return None
