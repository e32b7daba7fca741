"""Says of a damaged archive what is damaged, how serious that is, and which sources, people and numbers it touches.

Takes the folder of an archive, in whatever state; gives its damages. It reads whatever can still be read: an archive
that no other command opens is examined all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from byname.archive.archive import LEDGER_FILE, Archive, first_protected_year
from byname.archive.files import check_files
from byname.archive.ledger import Ledger
from byname.archive.settings import SETTINGS_FILE, ArchiveSettings, read_settings
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive
from byname.pipeline.steps import Progress
from byname.pipeline.verification import Finding, findings, undisturbed


class Gravity(StrEnum):
    """How serious a damage is, the worst first."""

    LOST = "lost unless there is a copy"
    BY_HAND = "to be put right by hand"
    BY_BUILD = "made anew by `byname build`"


_GRAVITY = {
    "original": Gravity.LOST,
    "ledger": Gravity.LOST,
    "settings": Gravity.BY_HAND,
    "stranger": Gravity.BY_HAND,
    "log": Gravity.BY_HAND,
    "table": Gravity.BY_BUILD,
    "search": Gravity.BY_BUILD,
    "report": Gravity.BY_BUILD,
}


@dataclass(frozen=True, slots=True)
class Touched:
    """What rests on an original, as the tables of the last build have it.

    `people` are those with an entry in it, `only_there` those of them whom no other source names; `numbers` the ids of
    the numbers that speak of its sources alone. Every total rests on it, too.
    """

    sources: tuple[str, ...]
    entries: int
    people: int
    only_there: int
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage: the part and the file, what it is in words, how serious, and what it touches, where that is known."""

    part: str
    file: str
    words: str
    gravity: Gravity
    touched: Touched | None = None


def examine(folder: Path, progress: Progress) -> list[Damage]:
    """All damages of an archive, the worst first; none where it is sound.

    Raises BadArchive where the folder holds no archive, or another process is writing to it.
    """
    if not folder.is_dir() or not any((folder / name).exists() for name in (SETTINGS_FILE, LEDGER_FILE, "originals")):
        raise BadArchive("this is not an archive", where=str(folder), fix="name the folder of one")
    archive, found = opened(folder)
    if archive is not None:
        with undisturbed(archive):
            pass  # raises where somebody else is writing
        try:
            every = findings(archive, progress, quick=True)
        except BadArchive as error:
            every = [Finding("ledger", LEDGER_FILE, error.what)]
        broken = {damage.part for damage in found}
        found += [_damage(archive, finding) for finding in every if finding.part not in broken]
        archive.ledger.close()
    order = list(Gravity)
    return sorted(found, key=lambda damage: (order.index(damage.gravity), damage.file, damage.words))


def opened(folder: Path) -> tuple[Archive | None, list[Damage]]:
    """An archive opened in spite of what is wrong with it, as far as its ledger can be read; and what is wrong."""
    found: list[Damage] = []
    try:
        settings = read_settings(folder / SETTINGS_FILE)
    except BadArchive as error:
        settings = ArchiveSettings("an archive whose settings are lost", first_protected_year())
        found.append(Damage("settings", SETTINGS_FILE, error.what, Gravity.BY_HAND))
    try:
        check_files(folder)
    except BadArchive as error:
        found.append(Damage("stranger", error.where or "", error.what, Gravity.BY_HAND))
    for part in ("originals", "tables", "search", "report"):
        if not (folder / part).is_dir():
            gravity = Gravity.LOST if part == "originals" else Gravity.BY_BUILD
            found.append(Damage(part, part, f"the folder {part} is missing", gravity))
    if not settings.ledger and not (folder / LEDGER_FILE).is_file():
        return None, [*found, Damage("ledger", LEDGER_FILE, "the ledger is missing", Gravity.LOST)]
    try:
        ledger = Ledger(settings.ledger) if settings.ledger else Ledger.in_file(folder / LEDGER_FILE)
        ledger.create()
        list(ledger.all_entries())
    except BadArchive as error:
        return None, [*found, Damage("ledger", LEDGER_FILE, error.what, Gravity.LOST)]
    missing_folder = any(damage.words.startswith("the folder") for damage in found)
    archive = Archive(folder, settings, ledger)
    return (None if missing_folder else archive), found


def report_of(damages: Sequence[Damage]) -> str:
    """What is damaged, in lines for a reader."""
    lines = []
    for damage in damages:
        lines.append(f"{damage.words} ({damage.file}): {damage.gravity}")
        if damage.touched is not None:
            one = damage.touched
            lines.append(
                f"    touches {', '.join(one.sources)}: {one.entries:,} entries; {one.people:,} people, of whom "
                f"{one.only_there:,} are named nowhere else; {len(one.numbers):,} numbers of its own, and every total"
            )
    return "\n".join(lines)


def _damage(archive: Archive, finding: Finding) -> Damage:
    touched = _touched(archive, finding.file.partition("/")[2]) if finding.part == "original" else None
    return Damage(finding.part, finding.file, finding.words, _GRAVITY[finding.part], touched)


def _touched(archive: Archive, digest: str) -> Touched | None:
    """What rests on an original; None where it is of no source, or the tables that would tell are damaged."""
    keys = ("sha256", "mapping_sha256", "grammar_sha256")
    sources = {
        str(entry.payload["source"])
        for entry in archive.ledger.entries("import")
        if digest in [entry.payload.get(key) for key in keys]
    }
    try:
        return _of_sources(DerivedTables.built(archive), sorted(sources)) if sources else None
    except (BadArchive, OSError, pl.exceptions.PolarsError):
        return None


def _of_sources(tables: DerivedTables, sources: list[str]) -> Touched:
    own = tables.scan("records_people").select("person_id", among=pl.col("source").is_in(sources))
    people = own.group_by("person_id").agg(pl.col("among").any(), only=pl.col("among").all()).filter("among")
    entries = sum(
        tables.scan(f"entries/{source}").select(pl.len()).collect().item()
        for source in sources
        if tables.has(f"entries/{source}")
    )
    counted = people.select(pl.len(), pl.col("only").sum()).collect().row(0)
    return Touched(tuple(sources), entries, int(counted[0]), int(counted[1] or 0), tuple(_numbers(tables, sources)))


def _numbers(tables: DerivedTables, sources: Iterable[str]) -> list[str]:
    said = {f"{source}:" for source in sources} | set(sources)
    return sorted(
        number.id
        for number in tables.numbers().values()
        if any(condition.value in said for condition in number.where if isinstance(condition.value, str))
    )
