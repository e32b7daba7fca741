"""The pieces of work of which a copy is made, each by itself: some people, some numbers, some pages, the search.

Takes an order and a piece; writes the files of the piece and then a note of their hashes, so that an interrupted
publication goes on behind the last piece that is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from byname.access.named_people import named_people
from byname.access.read_together import ReadTogether, Shown, entries_together, people_together, shown_ids
from byname.access.trace import traces_together
from byname.archive.archive import Archive
from byname.archive.files import write_whole
from byname.site.language import site_language
from byname.site.publishing.downloads import downloads_of
from byname.site.publishing.page_maker import PageMaker
from byname.site.publishing.search_files import search_files
from byname.site.web.archive_pages import MOST_ROWS
from byname.site.web.edition import Edition
from byname.site.web.pages import number_link, person_link, record_link
from byname.site.web.static_files import static_files

NOTES: Final = ".publishing"  # the folder of the notes, while a copy is made
NOT_FOUND: Final = "not-found.html"
_SERVED_ONLY: Final = ("suggest.js",)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: the folder of the archive, where the copy goes, its edition, and a key that changes with
    whatever changes a file."""

    archive: str
    folder: str
    edition: Edition
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work: its name, its kind, and what it is about: ids or addresses."""

    name: str
    kind: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Workshop:
    archive: Archive
    shown: Shown
    pages: PageMaker


def make_piece(order: Order, piece: Piece) -> int:
    """Make the files of a piece and note them; gives their number."""
    folder = Path(order.folder)
    made: dict[str, str] = {}
    folders = set[Path]()
    for name, content in _files(_workshop(order), piece):
        path = folder / name
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_bytes(content)
        made[name] = hashlib.sha256(content).hexdigest()
    note = json.dumps({"key": order.key, "files": made}, sort_keys=True)
    write_whole(folder / NOTES / f"{piece.name}.json", note.encode())
    return len(made)


def read_note(path: Path) -> dict[str, Any] | None:
    """A note of a piece; None where there is none that is whole."""
    try:
        note = json.loads(path.read_bytes())
        is_note = isinstance(note["key"], str) and all(isinstance(part, str) for part in note["files"].values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return note if is_note else None


def is_made(order: Order, piece: Piece) -> dict[str, str] | None:
    """The hashes of the files of a piece that stand whole in their places; None where one does not."""
    folder = Path(order.folder)
    note = read_note(folder / NOTES / f"{piece.name}.json")
    if note is None or note["key"] != order.key:
        return None
    files: dict[str, str] = note["files"]
    for name, digest in files.items():
        try:
            content = (folder / name).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() != digest:
            return None
    return files


@lru_cache(maxsize=1)
def _workshop(order: Order) -> _Workshop:
    archive = Archive.open(Path(order.archive))
    return _Workshop(archive, shown_ids(archive), PageMaker(archive, order.edition))


def _files(shop: _Workshop, piece: Piece) -> Iterable[tuple[str, bytes]]:
    ids = pl.Series(piece.about, dtype=pl.String)
    if piece.kind == "people":
        read = people_together(shop.archive, ids, shop.shown.hidden)
        shop.pages.read_from(read)
        return _pages(shop, (*(person_link(id) for id in read.people), *(record_link(id) for id in read.records)))
    if piece.kind == "entries":
        shop.pages.read_from(entries_together(shop.archive, ids))
        return _pages(shop, map(record_link, piece.about))
    if piece.kind == "numbers":
        shop.pages.read_from(ReadTogether(numbers=traces_together(shop.archive, piece.about, limit=MOST_ROWS)))
        return _pages(shop, map(number_link, piece.about))
    if piece.kind == "search":
        return search_files(named_people(shop.archive), site_language(shop.pages.site.language_code))
    if piece.kind == "downloads":
        return downloads_of(shop.archive)
    if piece.kind == "static":
        return _static(shop)
    return _pages(shop, piece.about)


def _pages(shop: _Workshop, addresses: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    return (shop.pages.page(address) for address in addresses)


def _static(shop: _Workshop) -> Iterator[tuple[str, bytes]]:
    for name, content in static_files(shop.pages.site):
        if name not in _SERVED_ONLY:
            yield f"static/{name}", content
