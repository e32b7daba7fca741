"""A copy of the site of an archive as files: made by several processes, gone on with where it was interrupted.

Takes an archive, a folder and the day, language and address of the copy; gives the folder with every page, its search,
downloads, and the hashes of all files (`SHA256SUMS`). The same archive gives the same bytes. What an earlier copy in
the folder had and this one has not is taken away at the end.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from byname.access.analyses import PARTS, answers_of
from byname.access.build_state import build_state
from byname.access.lists import lists_of
from byname.access.memorial import Memorial, memorial_of, names_of
from byname.access.read_together import shown_ids
from byname.access.trace import numbers_of
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.files import clear_file_errors, write_whole
from byname.errors import BadArchive
from byname.site.publishing.pieces import NOTES, Order, Piece, is_made, make_piece, read_note
from byname.site.web.edition import Edition
from byname.site.web.memorial_pages import group_addresses, paged_addresses
from byname.values.languages import SITE_LANGUAGES

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
_AT_ONCE: Final = {"people": 2000, "entries": 4000, "numbers": 400, "pages": 40}  # ids or addresses of a piece
LEFT_OUT: Final = (
    "checking a text, review, corrections, the interface for programs: they need a server",
    "people who may be living, and texts that may speak of them",
    "texts of lists whose terms keep them back",
    "addresses that people had before they were joined with others",
)
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What was made: the number of files, of people and of bytes, and the pieces that stood there already."""

    files: int
    people: int
    size: int
    kept: int


def publish(
    archive: Archive,
    folder: Path,
    *,
    language: str = "",
    address: str = "",
    processes: int = 2,
    progress: Progress | None = None,
) -> Published:
    """Publish an archive into a folder that is new, empty, or holds an earlier copy.

    Raises BadArchive where the archive is not built, or the folder holds something else.
    """
    archive.check_given()
    order = _order(archive, folder, language, address)
    pieces = _pieces(archive)
    with clear_file_errors(folder):
        _take(folder)
        before = _earlier_files(folder)
        files = dict[str, str]()
        waiting = list[Piece]()
        for piece in pieces:
            found = is_made(order, piece)
            if found is None:
                waiting.append(piece)
            else:
                files |= found
        for share, piece in _made(order, waiting, processes):
            if progress:
                progress(piece.kind, share)
            note = is_noted(order, piece)
            files |= note
        people = len(shown_ids(archive).people)
        size = _finish(order, archive, files, people)
        for name in sorted(before - {*files, SUMS, MANIFEST}):
            _remove(folder, name)
    return Published(len(files) + 2, people, size, len(pieces) - len(waiting))


def is_noted(order: Order, piece: Piece) -> dict[str, str]:
    """The files of a piece that was made just now."""
    note = read_note(Path(order.folder) / NOTES / f"{piece.name}.json")
    if note is None:
        raise BadArchive("a note of what was made is gone", where=order.folder, fix="run the same command again")
    files: dict[str, str] = note["files"]
    return files


def _order(archive: Archive, folder: Path, language: str, address: str) -> Order:
    wanted = language or archive.settings.language
    code = wanted if wanted in SITE_LANGUAGES else "en"
    state = build_state(archive)
    edition = Edition(code, state, _day(archive), address.rstrip("/"))
    key = hashlib.sha256(json.dumps([asdict(edition), code_version()], sort_keys=True).encode()).hexdigest()
    return Order(str(archive.folder.resolve()), str(folder.resolve()), edition, key)


def _day(archive: Archive) -> str:
    """The day of the last decision in the ledger."""
    return archive.ledger.last_time()[: len("YYYY-MM-DD")]


def _pieces(archive: Archive) -> list[Piece]:
    """All pieces, those that take longest first."""
    shown = shown_ids(archive)
    found = [Piece("search", "search"), Piece("downloads", "downloads"), Piece("static", "static")]
    numbers = list(numbers_of(archive))
    for kind, about in (
        ("numbers", numbers),
        ("people", shown.people.to_list()),
        ("entries", shown.unowned.to_list()),
        ("pages", _single_pages(archive)),
    ):
        size = _AT_ONCE[kind]
        found += [
            Piece(f"{kind}-{first // size:05d}", kind, tuple(about[first : first + size]))
            for first in range(0, len(about), size)
        ]
    return found


def _single_pages(archive: Archive) -> list[str]:
    """The addresses of all pages but those of people, entries and numbers."""
    known: Memorial = memorial_of(archive)
    lists = lists_of(archive)
    analyses = [f"/{part}/{_quoted(one['id'])}" for part in PARTS for one in answers_of(archive, part)]
    return [
        "/", "/search", "/copy", "/lists", "/casualties", "/design", "/memorial", "/policy",
        *(f"/{part}" for part in PARTS),
        *(f"/list/{_quoted(one.name)}" for one in lists),
        *analyses,
        *paged_addresses("/names", names_of(archive).height),
        *group_addresses(known),
    ]  # fmt: skip


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _take(folder: Path) -> None:
    """Make the folder, or see that what it holds is an earlier copy, whole or not."""
    if folder.exists() and not folder.is_dir():
        raise BadArchive("this is a file, not a folder", where=str(folder), fix="name a new folder")
    if folder.is_dir() and any(folder.iterdir()) and not ((folder / SUMS).is_file() or (folder / NOTES).is_dir()):
        raise BadArchive("the folder holds something else", where=str(folder), fix="name an empty or a new folder")
    (folder / NOTES).mkdir(parents=True, exist_ok=True)


def _earlier_files(folder: Path) -> set[str]:
    """The files of an earlier copy, as its hashes and its notes name them; names that lead elsewhere are left alone."""
    named = set[str]()
    if (folder / SUMS).is_file():
        lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
        named |= {line[66:] for line in lines if line[64:66] == "  "}
    for path in (folder / NOTES).glob("*.json"):
        named |= set((read_note(path) or {"files": {}})["files"])
    return {name for name in named if not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts}


def _made(order: Order, pieces: Sequence[Piece], processes: int) -> Iterator[tuple[float, Piece]]:
    """Each piece when it is made, with the share of the work that is done."""
    if processes < 2 or len(pieces) < 2:
        for number, piece in enumerate(pieces, 1):
            make_piece(order, piece)
            yield number / len(pieces), piece
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_end_with, initargs=(os.getpid(),)) as pool:
        tasks = [pool.submit(make_piece, order, piece) for piece in pieces]
        try:
            for number, (piece, task) in enumerate(zip(pieces, tasks, strict=True), 1):
                task.result()
                yield number / len(pieces), piece
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _end_with(parent: int) -> None:
    """End this process when its parent has ended in whatever way; Ctrl-C is for the parent alone."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=watch, daemon=True).start()


def _finish(order: Order, archive: Archive, files: dict[str, str], people: int) -> int:
    """Write the manifest and the hashes, and take the notes away; gives the size of the copy in bytes."""
    folder = Path(order.folder)
    size = sum(os.stat(folder / name).st_size for name in files)
    manifest = json.dumps(_manifest(order, archive, len(files), people, size), ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / MANIFEST, manifest.encode())
    sums = {**files, MANIFEST: hashlib.sha256(manifest.encode()).hexdigest()}
    write_whole(folder / SUMS, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode())
    shutil.rmtree(folder / NOTES)
    return size


def _manifest(order: Order, archive: Archive, files: int, people: int, size: int) -> dict[str, Any]:
    names = ("name", "title", "citation", "licence", "universe", "republish")
    return {
        "title": archive.title,
        "made_by": f"Byname {code_version()}",
        **asdict(order.edition),
        "people": people,
        "files": files,
        "bytes": size,
        "left_out": LEFT_OUT,
        "lists": [{name: getattr(one, name) for name in names} for one in lists_of(archive)],
    }


def _remove(folder: Path, name: str) -> None:
    """Take a file of an earlier copy away, and its folder where that is empty then."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in _inside(path, folder):
        try:
            parent.rmdir()
        except OSError:
            return


def _inside(path: Path, folder: Path) -> Iterable[Path]:
    return (parent for parent in path.parents if folder in parent.parents)
