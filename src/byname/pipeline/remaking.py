"""Makes everything that a build made a second time and compares, each part by itself and side by side.

Takes an archive whose files are what their notes say; gives what comes out differently. Each step is made from the
originals and from the tables that lie there, and these are made again by other steps: where every step gives what lies
there, so would a build from nothing. No step waits for another, so all processors work until the end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from byname.access.search.index import same_index
from byname.archive.archive import Archive
from byname.archive.sources import SourceFiles, sources_of
from byname.pipeline.plan import after_reading
from byname.pipeline.records import records_step
from byname.pipeline.report import write_archive_report
from byname.pipeline.steps import Progress, Step, Workspace, return_memory
from byname.pipeline.workers import workers
from byname.sources.unpacking import sha256_of

SEARCH, REPORT = "search", "report"
_LONGEST: Final = ("answers", SEARCH, "people", "linkage")  # what takes longest is begun first
_FEW: Final = 20_000_000  # bytes of tables that are made again before another process has started


@dataclass(slots=True)
class Remade:
    """What came out: the hashes of the derived tables and of the report, whether the search index holds what the tables
    hold, and what failed, by the name of the part; a part can fail where what it is made from is not what it was."""

    tables: dict[str, str] = field(default_factory=dict)
    report: dict[str, str] = field(default_factory=dict)
    same_search: bool = True
    failed: dict[str, Exception] = field(default_factory=dict)


def make_again(archive: Archive, progress: Progress, *, processes: int) -> Remade:
    """Make every table, the report and the search index again, in so many processes; nothing in the archive changes."""
    sources = sources_of(archive)
    names = [*_steps(archive, sources), REPORT, SEARCH] if sources else []
    names.sort(key=lambda name: _LONGEST.index(name) if name in _LONGEST else len(_LONGEST))
    size = sum(path.stat().st_size for path in archive.tables.rglob("*") if path.is_file())
    made = Remade()
    with workers(processes if size > _FEW else 1) as pool:
        for count, (name, work) in enumerate(_done(archive, names, pool), 1):
            try:
                _note(made, name, work())
            except Exception as error:  # whatever a reader of files that somebody made up comes upon
                made.failed[name] = error
            progress(f"made {name} again", count / len(names))
    return made


def _note(made: Remade, name: str, found: Mapping[str, str] | bool) -> None:
    if isinstance(found, bool):
        made.same_search = found
    else:
        (made.report if name == REPORT else made.tables).update(found)


Work = Callable[[], Mapping[str, str] | bool]


def _done(archive: Archive, names: Sequence[str], pool: Executor | None) -> Iterator[tuple[str, Work]]:
    """Each name with what gives its result, as they are done; what a process that was killed had begun is done here."""
    left = dict.fromkeys(names)
    if pool is not None:
        futures = {pool.submit(files_of, archive.folder, name): name for name in names}
        for future in as_completed(futures):
            if not isinstance(future.exception(), BrokenProcessPool):
                del left[futures[future]]
                yield futures[future], future.result
    for name in left:
        yield name, lambda name=name: _made(archive, name)  # type: ignore[misc]


def files_of(folder: Path, name: str) -> Mapping[str, str] | bool:
    """What one part of the archive in a folder comes out as; for a process of its own."""
    archive = Archive.open(folder)
    try:
        return _made(archive, name)
    finally:
        archive.ledger.close()
        return_memory()


def _made(archive: Archive, name: str) -> Mapping[str, str] | bool:
    """The files of a step or of the report with their SHA-256; of the search index whether it is what it must be."""
    if name == SEARCH:
        return same_index(archive.folder / SEARCH, archive.tables)
    sources = sources_of(archive)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if name == REPORT:
            write_archive_report(archive, sources, archive.tables, folder)
        else:
            _steps(archive, sources)[name].make(folder)
        return {path.relative_to(folder).as_posix(): sha256_of(path) for path in folder.rglob("*") if path.is_file()}


def _steps(archive: Archive, sources: Sequence[SourceFiles]) -> dict[str, Step]:
    """The steps of a build by name, reading the tables that lie there and leaving them as they are."""
    workspace = Workspace.as_it_lies(archive.tables)
    found = [records_step(archive, source, None) for source in sources]
    found += after_reading(archive, workspace, sources, quick=False)
    return {step.name: step for step in found}
