"""A build beside the site: begun at the desk, in a process of its own, with its progress; gone on with after a stop.

Takes an archive; gives how far its build is. A build that was ended (a machine that stopped) is told as interrupted;
begun again, it keeps the steps that were finished.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from byname.access.desk.processes import begin
from byname.archive.archive import Archive
from byname.archive.clock import now
from byname.archive.desk_store import DESK_FOLDER
from byname.archive.files import write_whole
from byname.errors import BadArchive

State = Literal["none", "running", "done", "failed", "interrupted"]
PROGRESS: Final = "progress.json"
_NOTE, _LOG = "build.json", "build.log"
_CHILDREN: dict[Path, subprocess.Popen[bytes]] = {}  # builds that this process began, by their archive


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """How a build goes: the state, the step in hand, the share done (0 to 1), what went wrong, who began it when."""

    state: State
    step: str = ""
    share: float = 0.0
    said: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class ProgressNote:
    """What the process of a build says of itself: `state` is running, done or failed."""

    state: str
    step: str = ""
    share: float = 0.0
    said: str = ""

    def write(self, path: Path) -> None:
        """Write it down, whole."""
        write_whole(path, json.dumps(asdict(self), ensure_ascii=False).encode())


def begin_build(archive: Archive, *, by: str) -> None:
    """Begin a build, or go on with one that was interrupted; raises BadArchive where one runs."""
    if progress_of(archive).state == "running":
        raise BadArchive("a build is running", where=str(archive.folder), fix="wait until it has ended")
    folder = _folder(archive)
    (folder / PROGRESS).unlink(missing_ok=True)
    process = begin(["build", archive.folder, "--progress", folder / PROGRESS], folder / _LOG)
    _CHILDREN[archive.folder] = process
    threading.Thread(target=process.wait, daemon=True).start()  # else others who serve the archive see it as running
    note = {"pid": process.pid, "by": by, "at": now().isoformat(timespec="seconds")}
    write_whole(folder / _NOTE, json.dumps(note).encode())


def progress_of(archive: Archive) -> BuildProgress:
    """How the last build that was begun at the desk goes."""
    note = _read(_folder(archive) / _NOTE)
    if not note:
        return BuildProgress("none")
    alive = _is_alive(archive.folder, int(str(note["pid"])))
    told = _read(_folder(archive) / PROGRESS)
    state = str(told.get("state", "running"))
    if state == "running":
        state = "running" if alive else "interrupted"
    share = told.get("share", 0.0)
    return BuildProgress(
        state=state if state in ("running", "done", "failed", "interrupted") else "interrupted",  # type: ignore[arg-type]
        step=str(told.get("step", "")),
        share=float(share) if isinstance(share, int | float) else 0.0,
        said=str(told.get("said", "")),
        by=str(note["by"]),
        at=str(note["at"]),
    )


def _is_alive(folder: Path, pid: int) -> bool:
    child = _CHILDREN.get(folder)
    if child is not None and child.pid == pid:
        return child.poll() is None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _folder(archive: Archive) -> Path:
    folder = archive.folder / DESK_FOLDER
    folder.mkdir(exist_ok=True)
    return folder
