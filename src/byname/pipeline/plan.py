"""What a build would do, without doing any of it.

Takes an archive; gives the steps that would be made anew, those that wait for what the first of them give, those that
stand as they are, and what would be taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors
from byname.archive.sources import SourceFiles, sources_of, sources_rules
from byname.pipeline import counts as analysis
from byname.pipeline import linkage as linking
from byname.pipeline.build import check_settings, no_sources, report_key, search_key
from byname.pipeline.outputs import is_made
from byname.pipeline.records import records_step
from byname.pipeline.steps import Step, Workspace

_WAITING = ("linkage", "people", "casualties", "answers", "numbers", "search", "report")  # in the order of a build


@dataclass(frozen=True, slots=True)
class Plan:
    """The names of steps: made anew, waiting (made anew where the steps before them give something else), kept, and
    taken away (of sources that were withdrawn)."""

    made: tuple[str, ...]
    waiting: tuple[str, ...]
    kept: tuple[str, ...]
    gone: tuple[str, ...]


def planned(archive: Archive, *, quick: bool = False) -> Plan:
    """What a build of an archive would do now.

    Raises BadArchive where a build would refuse: no sources, settings changed by hand, another process at work.
    """
    with archive.locked(), clear_file_errors(archive.folder):
        check_settings(archive)
        sources = sources_of(archive)
        if not sources:
            raise no_sources(archive)
        workspace = Workspace(archive.tables)
        read = [records_step(archive, source, None) for source in sources]
        made = [step.name for step in read if not workspace.is_made(step.name, step.key)]
        kept = [step.name for step in read if step.name not in made]
        gone = sorted({name for name in workspace.names() if name.startswith("records/")} - {*made, *kept})
        if not made and not gone:
            stopped = _first_to_be_made(archive, workspace, sources, kept, quick=quick)
            made = [stopped] if stopped else []
        after = _WAITING[_WAITING.index(made[-1]) + 1 :] if made and made[-1] in _WAITING else _WAITING
        waiting = [name for name in after if name not in kept] if made or gone else []
    return Plan(tuple(made), tuple(waiting), tuple(kept), tuple(gone))


def _first_to_be_made(
    archive: Archive, workspace: Workspace, sources: Sequence[SourceFiles], kept: list[str], *, quick: bool
) -> str | None:
    """The first step behind the reading that does not stand as it is; those before it are added to `kept`."""
    for step in after_reading(archive, workspace, sources, quick=quick):
        if not workspace.is_made(step.name, step.key):
            return step.name
        kept.append(step.name)
    of_people = [name for name in kept if name.startswith("records/") or name in ("linkage", "people")]
    for folder, key in (
        (archive.folder / "search", search_key(workspace, of_people)),
        (archive.report, report_key(archive, workspace, [name for name in kept if name != "search"])),
    ):
        if not is_made(folder, key):
            return folder.name
        kept.append(folder.name)
    return None


def after_reading(
    archive: Archive, workspace: Workspace, sources: Sequence[SourceFiles], *, quick: bool
) -> Iterator[Step]:
    """The steps of a build behind the reading of the sources, in order, for whoever asks and runs none of them."""

    def silent(step: str, share: float) -> None:
        return None

    return chain(
        linking.steps(archive, workspace, sources_rules(sources), None, silent, quick=quick),
        analysis.steps(archive, workspace, sources, None, silent),
    )
