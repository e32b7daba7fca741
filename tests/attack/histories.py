"""Histories of an archive on a simulated disk: random work, a fault, a power cut, and what must hold after it.

A history is made from its number alone, so that one that fails can be run again.
"""

from __future__ import annotations

import datetime as dt
import errno
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.attack.simulated_disk import Events, PowerCut, SimulatedDisk, in_place
from tests.lists import ROWS, write_list

from byname.archive import clock
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.files import clear_file_errors, remove_partial_files
from byname.archive.texts import keep_text
from byname.errors import BadArchive, BynameError
from byname.pipeline.outputs import is_made, make_output
from byname.pipeline.steps import Step, Workspace, key_of
from byname.sources.unpacking import sha256_of

_BEGAN: Final = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
_ERRORS: Final = (errno.ENOSPC, errno.EIO, errno.EMFILE)
_LATEST: Final = 60  # calls after which something happens at the latest; a piece of work makes up to some 120


@dataclass(slots=True)
class Promised:
    """What was confirmed to whoever did the work, and what was begun and may or may not stand."""

    created: bool = False
    roots: dict[int, str] = field(default_factory=dict)
    judgements: list[int] = field(default_factory=list)
    originals: set[str] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)
    titles: set[str] = field(default_factory=lambda: {"Tests"})  # the last one confirmed and those begun since
    texts: dict[str, set[bytes]] = field(default_factory=dict)
    texts_begun: dict[str, set[bytes]] = field(default_factory=dict)


class History:
    """One history; `run` raises AssertionError where something that was promised does not hold."""

    def __init__(self, number: int, folder: Path) -> None:
        self.chance = random.Random(number)
        self.folder = folder
        self.promised = Promised()
        self.time = _BEGAN
        self.said: list[str] = []
        (folder / "disk").mkdir()
        self.disk = SimulatedDisk(folder / "disk", folder / "left", self.chance)
        self.archive_folder = folder / "disk" / "archive"

    def run(self) -> Archive:
        """Work until the power is cut, and check what is left; gives the archive that was left."""
        before = clock.machine_time
        clock.machine_time = lambda: self.time
        try:
            with in_place(self.disk):
                self._work()
            return self._check(self.folder / "left" / "archive")
        finally:
            clock.machine_time = before

    def _work(self) -> None:
        for _ in range(self.chance.randint(1, 7)):
            self.disk.await_events(self._events())
            try:
                self._one()
            except PowerCut:
                return
        self.disk.cut_power()

    def _events(self) -> Events:
        at, what = self.chance.randint(1, _LATEST), self.chance.random()
        if what < 0.25:
            return Events(cut=at)
        if what < 0.5:
            error, calls = self.chance.choice(_ERRORS), self.chance.choice((1, 1, 3, 1000))
            return Events(refused=at, error=error, calls=calls)
        if what < 0.65:
            return Events(let_in=at, other=self._one)
        return Events()

    def _one(self) -> None:
        """One piece of work; what it raises must be an error of ours or of the file system."""
        if not self.promised.created:
            work: Callable[[], None] = self._create
        else:
            works = (self._decide, self._add, self._add, self._erase, self._set, self._keep_text, self._build)
            work = self.chance.choice((*works, self._move_clock))
        self.said.append(work.__name__)
        try:
            work()
        except (BynameError, OSError) as error:
            self.said.append(f"{error}")

    def _opened(self) -> Archive:
        return Archive.open(self.archive_folder)

    def _create(self) -> None:
        if (self.archive_folder / "byname.toml").exists():  # a start that was refused after the settings were written
            archive = self._opened()
            archive.record_settings()
        else:
            archive = Archive.create(self.archive_folder, "Tests")
        self.promised.created = True

    def _decide(self) -> None:
        note = {"record_a": f"one:{self.chance.random()}", "record_b": "two:0", "verdict": "same"}
        entry = self._opened().ledger.append("judgement", note)
        self.promised.roots[entry.number] = entry.root
        self.promised.judgements.append(entry.number)

    def _add(self) -> None:
        rows = [*ROWS, (f"Рыков {self.chance.randint(1, 3)}", "1881", "")]
        own = self.folder / f"in-{len(self.said)}"  # what is given to one writer no other changes
        path, mapping = write_list(own, self.chance.choice(("one", "two")), rows)
        hashes = {sha256_of(path), sha256_of(mapping)}
        add_files(self._opened(), [(path, mapping)])
        self.promised.originals |= hashes

    def _erase(self) -> None:
        if self.promised.judgements:
            number = self.chance.choice(self.promised.judgements)
            self._opened().ledger.erase([number], why="asked for", kinds=("judgement",))
            self.promised.erased.add(number)

    def _set(self) -> None:
        title = f"Title {self.chance.randint(1, 9)}"
        self.promised.titles.add(title)
        archive = self._opened()
        archive.set(archive.settings.changed("title", title))
        self.promised.titles = {title}

    def _keep_text(self) -> None:
        name, content = self.chance.choice(("a.txt", "b.txt")), f"Text {self.chance.randint(1, 9)}.".encode() * 50
        path = self.folder / f"text-{len(self.said)}" / name  # what is given to one writer no other changes
        path.parent.mkdir()
        path.write_bytes(content)
        self.promised.texts_begun.setdefault(name, set()).add(content)
        works = len(self.said)
        keep_text(self._opened(), path)
        self.promised.texts[name] = {content}
        if len(self.said) == works:  # else another was let in, and either may be the one that came last
            self.promised.texts_begun[name] = {content}

    def _build(self) -> None:
        build_small(self._opened())

    def _move_clock(self) -> None:
        self.time += dt.timedelta(hours=self.chance.randint(-60, 80))

    def _check(self, folder: Path) -> Archive:
        """Check that all that was promised holds in what is left, and that work goes on there."""
        promised, self.time = self.promised, _BEGAN + dt.timedelta(days=400)
        if not promised.created and not (folder / "byname.toml").exists():
            Archive.create(folder, "Tests")
        archive = Archive.open(folder)
        assert archive.ledger.check() == []
        entries = {entry.number: entry for entry in archive.ledger.all_entries()}
        lost = {
            number for number, root in promised.roots.items() if number not in entries or entries[number].root != root
        }
        assert not lost, "decisions that were confirmed are lost"
        assert all(entries[number].is_erased for number in promised.erased)
        self._check_files(archive)
        if archive.changed_settings() or archive.changed_file():
            assert len(promised.titles) > 1, "settings that were confirmed are not the ledger's"
            archive = archive.set(archive.settings)
        assert archive.title in promised.titles
        check_small(archive)
        build_small(archive)
        check_small(archive, whole=True)
        assert not list(folder.rglob(".coming-*"))
        archive.ledger.append("judgement", {"record_a": "one:0", "record_b": "two:0", "verdict": "same"})
        assert archive.ledger.check() == []
        return archive

    def _check_files(self, archive: Archive) -> None:
        originals = archive.folder / "originals"
        named = [path for path in originals.iterdir() if not path.name.startswith(".")]
        assert all(sha256_of(path) == path.name for path in named), "an original is half written"
        needed = {digest for file in archive.imported() for digest in (file.sha256, file.mapping_sha256)}
        assert needed | self.promised.originals <= {path.name for path in named}, "an original is lost"
        for name, contents in self.promised.texts.items():
            kept = archive.folder / "texts" / name
            assert kept.exists(), "a text is lost"
            assert kept.read_bytes() in contents | self.promised.texts_begun[name], "a text is half written"


def _content(source: str, key: str) -> str:
    return f"{source} {key}\n" * 40


def build_small(archive: Archive) -> None:
    """Build as `byname build` does, with steps that only write what they were made from."""
    with archive.locked(), clear_file_errors(archive.folder):
        if archive.changed_settings():
            raise BadArchive("the settings were changed by hand")
        archive.record_settings()
        workspace, names = Workspace(archive.tables), []
        for step in _steps(archive):
            workspace.run(step)
            names.append(step.name)
        workspace.forget_others(names)
        remove_partial_files(archive.folder)
        key = workspace.fingerprint(names)
        if not is_made(archive.folder / "search", key):
            make_output(archive.folder / "search", key, lambda folder: _write_parts(folder, "search", key))


def _steps(archive: Archive) -> list[Step]:
    found = []
    for source in sorted({file.source for file in archive.imported()}):
        key = key_of(*(file.sha256 for file in archive.imported() if file.source == source))
        found.append(Step(f"records/{source}", key, _maker(source, key)))
    return found


def _maker(source: str, key: str) -> Callable[[Path], None]:
    return lambda folder: _write_parts(folder, source, key)


def _write_parts(folder: Path, source: str, key: str) -> None:
    for part in ("records", "entries"):
        (folder / part).mkdir()
        (folder / part / source).write_text(_content(source, key), encoding="utf-8")


def check_small(archive: Archive, *, whole: bool = False) -> None:
    """See that what counts as made is what was to be made; `whole`: and that everything is made."""
    workspace = Workspace(archive.tables)
    steps = _steps(archive)
    made = [step for step in steps if workspace.is_made(step.name, step.key)]
    for step in made:
        source = step.name.partition("/")[2]
        for name in workspace.files(step.name):
            assert (archive.tables / name).read_text(encoding="utf-8") == _content(source, step.key)
    key = workspace.fingerprint([step.name for step in steps])
    searched = is_made(archive.folder / "search", key)
    if searched:
        assert (archive.folder / "search" / "records" / "search").read_text(encoding="utf-8") == _content("search", key)
    if whole:
        assert len(made) == len(steps)
        assert searched
