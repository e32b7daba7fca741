"""What the commands do that build an archive or compare it with a build: `demo`, `build`, `verify`."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from byname import __version__
from byname.access.desk.building import ProgressNote
from byname.access.review import orphaned
from byname.access.trace import numbers_of
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.sources import sealed_sources, sources_of
from byname.archive.tables import DerivedTables
from byname.archive.texts import keep_text
from byname.cli.archive import NOTHING_WRITTEN, add_bundled
from byname.cli.compiling import told_of_compiling
from byname.cli.opening import open_archive, open_or_create
from byname.cli.output import Output
from byname.cli.teaching import examples_of
from byname.errors import BadArchive, BynameError
from byname.pipeline.build import BuildOptions, build
from byname.pipeline.doctor.examination import Gravity, examine, report_of
from byname.pipeline.doctor.salvage import Saved, save
from byname.pipeline.numbers import NAMED, UNNAMED, outcome_headline
from byname.pipeline.plan import planned
from byname.pipeline.report import warnings_of
from byname.pipeline.steps import Progress
from byname.pipeline.verification import differences
from byname.sources.bundled import demo_collection

_NOTED_EVERY = 0.3  # seconds
EXAMPLE = "my-archive"  # the folder of an archive in the examples of commands
SITE_ADDRESS = "http://127.0.0.1:8000/"  # of `byname serve` where no other port is named


def demo(folder: Path, output: Output) -> None:
    """Make the archive of the bundled collection, or go on with it where it stands."""
    collection = demo_collection()
    archive = open_or_create(folder, collection.title)
    add_bundled(archive, collection)
    keep_text(archive, collection.essay)
    made = build_of(archive, output)
    _summary(archive, output, made, to_try(folder))


def to_try(folder: Path) -> list[str]:
    """Three commands for whoever has just made the demonstration archive, and where they are found."""
    found = [examples_of(name)[0].partition(" #")[0].rstrip() for name in ("search", "motive", "serve")]
    lines = ["", "Three things to try:", *(f"  {line.replace(EXAMPLE, str(folder))}" for line in found)]
    program = Path(sys.argv[0])
    if shutil.which("byname") is None and program.name == "byname":
        lines.append(f"`byname` is {program} here; `source {program.parent / 'activate'}` lets this terminal find it.")
    return lines


def build_archive(
    folder: Path, engine: str, output: Output, *, quick: bool, progress: Path | None = None
) -> None:  # fmt: skip
    """Build what has changed, on an engine; `quick` compares only records of new sources; `progress`: a file into which
    it is written how far the build is, and how it ended."""
    archive = open_archive(folder)
    if progress is None:
        _summary(archive, output, build_of(archive, output, BuildOptions(engine, quick)))
        return
    try:
        ProgressNote("running").write(progress)
        made = build_of(archive, output, BuildOptions(engine, quick), _Noted(progress))
    except BynameError as error:
        ProgressNote("failed", said=error.what).write(progress)
        raise
    ProgressNote("done", share=1.0).write(progress)
    _summary(archive, output, made)


def say_plan(folder: Path, output: Output, *, quick: bool) -> None:
    """Say what a build would do."""
    plan = planned(open_archive(folder), quick=quick)
    kinds = {
        "Would be made anew": plan.made,
        "Would follow, where those give something else": plan.waiting,
        "Would be taken away": plan.gone,
        "Stand as they are": plan.kept,
    }
    lines = [f"{what}: {', '.join(names)}" for what, names in kinds.items() if names]
    output.result({"archive": str(folder), "dry_run": True, **asdict(plan)}, "\n".join([*lines, NOTHING_WRITTEN]))


class _Noted:
    """Hears how far a build is and writes it into a file, some times a second at the most."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._last = 0.0

    def __call__(self, step: str, share: float) -> None:
        if time.monotonic() - self._last >= _NOTED_EVERY:
            self._last = time.monotonic()
            ProgressNote("running", step, share).write(self._path)


def build_of(
    archive: Archive, output: Output, options: BuildOptions | None = None, noted: Progress | None = None
) -> tuple[str, ...]:  # fmt: skip
    """Build what has changed, and give what was made; `noted` hears of it, too."""
    with output.progress() as bar, told_of_compiling(output):

        def tell(step: str, share: float) -> None:
            bar(step, share)
            if noted is not None:
                noted(step, share)

        return build(archive, options=options, progress=tell).made


def _summary(archive: Archive, output: Output, made: Sequence[str], more: Sequence[str] = ()) -> None:
    data, lines = summary_of(archive, made)
    output.result(data, "\n".join([*lines, *more]))


def summary_of(archive: Archive, made: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """What a build brought, as data and as lines of text."""
    numbers = numbers_of(archive)
    outcomes = outcome_headline(numbers)
    gone = orphaned(archive)
    warnings = [*warnings_of(sources_of(archive))]
    sealed = sealed_sources(archive)
    if sealed:
        warnings.append(f"restricted lists are not in what follows, as they cannot be read here: {', '.join(sealed)}.")
    if gone:
        warnings.append(
            f"{len(gone)} judgements are left out, as an entry of theirs is no longer in the archive: "
            f"byname review {archive.folder} --agreement lists them."
        )
    nameless = bool(numbers[UNNAMED].value)
    shown = (
        *("entries", "records", "unread", "flagged", *([UNNAMED] if nameless else [])),
        *("people", *([NAMED] if nameless else []), "people-on-two-lists"),
        *outcomes,
        "conflicts",
    )
    lines = [archive.title, "", *(f"Warning: {sentence}" for sentence in warnings), *([""] if warnings else [])]
    lines += [f"{numbers[id].text:>12}  {numbers[id].label}  [{id}]" for id in shown]
    lines += ["", *_estimate_lines(archive)]
    report = archive.report / "index.html"
    lines += ["", f"Made anew: {', '.join(made)}" if made else "Nothing had changed."]
    lines.append(f"Trace a number: byname trace {archive.folder} NUMBER_ID")
    lines.append(f"Ask why, and what followed: byname motive {archive.folder}, byname consequences {archive.folder}")
    lines += ["", f"Report: {report}", f"Site: byname serve {archive.folder} --open, then {SITE_ADDRESS}"]
    data = {
        "archive": str(archive.folder),
        "made": list(made),
        "numbers": {id: numbers[id].value for id in shown},
        "estimates": _estimates(archive),
        "warnings": warnings,
        "report": str(report),
        "code_version": code_version(),
    }
    return data, lines


def _estimates(archive: Archive) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = DerivedTables.built(archive, "estimates").data("estimates")
    return found


def _estimate_lines(archive: Archive) -> list[str]:
    lines = []
    for row in _estimates(archive):
        lines.append(f"How many in all, from {', '.join(row['lists'])}:")
        lines += [f"  {sentence}" for sentence in row["sentences"]]
    return lines or ["No estimate of people on no list: the lists do not overlap enough."]


def verify(folder: Path, head: str | None, output: Output, *, quick: bool = False) -> None:
    """Verify an archive; raises BadArchive where anything differs."""
    archive = open_archive(folder)
    with output.progress() as progress:
        found = differences(archive, progress, head=head, quick=quick)
    if found:
        raise BadArchive(
            "; ".join(found),
            where=str(folder),
            fix="restore the originals named, or run `byname build` for derived tables",
        )
    said = "All originals, the ledger, the settings and everything made of them agree."
    if quick:
        said = "Every file is the one that was noted when it was made. Nothing was built again to compare."
    output.result({"archive": str(folder), "differences": [], "quick": quick, "version": __version__}, said)


def doctor(folder: Path, save_to: Path | None, output: Output) -> int:
    """Say what of an archive is damaged and what that touches, and save what is sound; gives the exit code."""
    with output.progress() as progress:
        damages = examine(folder, progress)
        saved = None if save_to is None else save(folder, save_to)
    lines = [report_of(damages) if damages else "Nothing is damaged."]
    if saved is not None:
        lines.append(_saved(saved))
    elif any(damage.gravity is Gravity.LOST for damage in damages):
        lines.append("Look for copies of what is lost. What is sound is saved by: byname doctor DIR --save NEW")
    data = {"archive": str(folder), "damages": [asdict(one) for one in damages],
            "saved": None if saved is None else asdict(saved) | {"archive": str(saved.archive)}}  # fmt: skip
    output.result(data, "\n".join(lines))
    return 1 if damages and saved is None else 0


def _saved(saved: Saved) -> str:
    ledger = "the ledger as it was" if saved.same_ledger else "a new ledger, as some of the old one could not be kept"
    lines = [f"Saved to {saved.archive}: {saved.originals:,} originals, {saved.decisions:,} decisions ({ledger})."]
    if saved.lost_decisions:
        lines.append(f"Lost decisions: {', '.join(map(str, saved.lost_decisions))}.")
    if saved.lost_originals:
        lines.append(
            f"Lost originals: {', '.join(saved.lost_originals)}; withdrawn: {', '.join(saved.sources) or 'none'}."
        )
        lines.append(f"Of these, {saved.entries:,} entries as they were read lie beside the archive, in entries/.")
    return "\n".join([*lines, f"Next: byname build {saved.archive}"])
