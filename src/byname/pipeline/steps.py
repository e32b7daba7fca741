"""Steps of a build: each makes its files from its inputs, whole or not at all, and is skipped while its inputs are
the same.

Takes a folder of derived tables and steps with a key (a hash of all that goes in); keeps `build.json`, which says for
each step the key it was made from and the SHA-256 of each file. An interrupted build goes on where it stopped.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from byname.archive.files import clear_file_errors, flush_file, flush_folder, remove_partial_files, write_whole
from byname.archive.manifest import MANIFEST, Made, read_manifest
from byname.sources.unpacking import sha256_of

Progress = Callable[[str, float], None]  # what is being done, and the share of the whole that is done


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, the key of its inputs, and what makes its files in an empty folder."""

    name: str
    key: str
    make: Callable[[Path], None]


class Workspace:
    """The derived tables of an archive and the manifest of what they were made from."""

    def __init__(self, folder: Path) -> None:
        with clear_file_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            remove_partial_files(folder)
        self._begin(folder)

    @classmethod
    def as_it_lies(cls, folder: Path) -> Workspace:
        """The tables as they are, for reading alone: what an interrupted build left there stays."""
        found = cls.__new__(cls)
        found._begin(folder)
        return found

    def _begin(self, folder: Path) -> None:
        self.folder = folder
        self.done: list[str] = []
        self.kept: list[str] = []
        self._seen: dict[str, str] = {}  # files whose hash was found to be this
        self._manifest = self._read()

    def _read(self) -> dict[str, Made]:
        """What the manifest says; nothing where it is missing or broken, so that everything is made anew."""
        try:
            return read_manifest(self.folder)
        except (FileNotFoundError, ValueError):
            return {}

    def run(self, step: Step) -> None:
        """Make the files of a step, unless they stand there made from the same inputs."""
        if self.is_made(step.name, step.key):
            self.kept.append(step.name)
            return
        with clear_file_errors(self.folder):
            coming = self.folder / f".coming-{os.getpid()}-{step.name.replace('/', '-')}"
            shutil.rmtree(coming, ignore_errors=True)
            coming.mkdir()
            try:
                step.make(coming)
                self._put_in_place(step, coming)
            finally:
                shutil.rmtree(coming, ignore_errors=True)
        return_memory()
        self.done.append(step.name)

    def is_made(self, name: str, key: str) -> bool:
        """Whether the files of a step stand there whole, made from the inputs of this key."""
        known = self._manifest.get(name)
        return known is not None and known.key == key and not self.damaged(name)

    def damaged(self, name: str) -> list[str]:
        """The files of a step that are missing or are not those it made; each file is hashed once a build."""
        wrong = []
        for file, digest in self.files(name).items():
            if self._seen.get(file) != digest:
                path = self.folder / file
                found = sha256_of(path) if path.is_file() else ""
                if found != digest:
                    wrong.append(file)
                    continue
                self._seen[file] = digest
        return wrong

    def _put_in_place(self, step: Step, coming: Path) -> None:
        made = sorted(path.relative_to(coming).as_posix() for path in coming.rglob("*") if path.is_file())
        hashes = {name: sha256_of(coming / name) for name in made}
        stale = set(self.files(step.name)) - set(made) - self._files_but_of({step.name})
        self._manifest.pop(step.name, None)
        self._write()
        folders = set()
        for name in made:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            flush_file(coming / name)
            os.replace(coming / name, target)
            self._seen[name] = hashes[name]
            folders.add(target.parent)
        for name in stale:
            (self.folder / name).unlink(missing_ok=True)
        for folder in sorted(folders):
            flush_folder(folder)
        self._manifest[step.name] = Made(step.key, hashes)
        self._write()

    def forget_others(self, names: Iterable[str], among: str = "") -> None:
        """Take away the files of steps that are no longer part of the build (a source that was withdrawn); `among`:
        only of those whose names begin so."""
        gone = {name for name in set(self._manifest) - set(names) if name.startswith(among)}
        kept = self._files_but_of(gone)
        for name in sorted(gone):
            for file in set(self.files(name)) - kept:
                (self.folder / file).unlink(missing_ok=True)
            del self._manifest[name]
            self._write()

    def _files_but_of(self, names: set[str]) -> set[str]:
        """The files of all other steps: one may have taken over a file that another made under an earlier version."""
        return {file for name in set(self._manifest) - names for file in self.files(name)}

    def names(self) -> list[str]:
        """The steps that were made."""
        return list(self._manifest)

    def files(self, step: str) -> dict[str, str]:
        """The files of a step that was made, with their SHA-256."""
        known = self._manifest.get(step)
        return known.files if known else {}

    def all_files(self) -> dict[str, str]:
        """Every file of every step, with its SHA-256."""
        return {name: digest for step in self._manifest for name, digest in self.files(step).items()}

    def fingerprint(self, steps: Sequence[str]) -> str:
        """A hash over the files of some steps, for the key of a step that reads them."""
        return key_of(
            *(f"{step}:{name}:{digest}" for step in steps for name, digest in sorted(self.files(step).items()))
        )

    def _write(self) -> None:
        rows = {name: made.as_json(name) for name, made in self._manifest.items()}
        text = json.dumps(rows, indent=1, sort_keys=True, ensure_ascii=False)
        write_whole(self.folder / MANIFEST, text.encode())


def return_memory() -> None:
    """Return to the system what a step is done with, where the C library keeps it (glibc's malloc_trim)."""
    gc.collect()
    if sys.platform.startswith("linux"):
        library = ctypes.CDLL(None)
        if hasattr(library, "malloc_trim"):
            library.malloc_trim(0)


def key_of(*parts: object) -> str:
    """A SHA-256 over the parts, each as text."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
