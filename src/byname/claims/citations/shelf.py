"""Claims stage: the cited works that a user has at hand: the files of a folder, each read once.

Goes in: a folder of PDF, HTML, DOCX, text and Markdown files, with a table `sources.csv` (file, author, title, year)
where the user wrote one. Comes out: one work after the other with its pages, so that only one is held in memory, and
for each file that cannot be read the reason.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from byname.claims.text.reading import pages_of
from byname.errors import BadText

TABLE = "sources.csv"
COLUMNS = ("file", "author", "title", "year")
KINDS = frozenset({".pdf", ".html", ".htm", ".xhtml", ".docx", ".txt", ".text", ".md", ".markdown"})
MOST_FILES = 1_000
MOST_BYTES = 50_000_000
MOST_CHARACTERS = 10_000_000
_OPENING = 3_000  # characters of a work in which its author, title and year are sought


@dataclass(frozen=True, slots=True)
class Work:
    """A file at hand: its name in the folder, its pages, and what the user's table says of it."""

    file: str
    pages: tuple[str, ...]
    author: str = ""
    title: str = ""
    year: str = ""

    @property
    def opening(self) -> str:
        """The first characters of its text."""
        text = ""
        for page in self.pages:
            if len(text) >= _OPENING:
                break
            text += page[:_OPENING] + "\n"
        return text[:_OPENING]


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file of the folder that was not read, and why."""

    file: str
    reason: str


def works_in(folder: Path) -> Iterator[Work | UnreadFile]:
    """The works of a folder and of the folders in it, in the order of their names; raises BadText where there is no
    such folder or its table is wrong."""
    if not folder.is_dir():
        raise BadText("there is no such folder of cited works", where=str(folder), fix="name a folder")
    table = _table(folder)
    names = sorted(_names(folder))
    for name in names[:MOST_FILES]:
        yield _work(folder, name, table.get(name, {}))
    for name in names[MOST_FILES:]:
        yield UnreadFile(name, f"only the first {MOST_FILES:,} files are read")
    for name in sorted(set(table) - set(names)):
        yield UnreadFile(name, f"{TABLE} names it, and it is not in the folder")


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part.startswith(".") for part in parts) and parts != (TABLE,):
            yield "/".join(parts)


def _work(folder: Path, name: str, row: dict[str, str]) -> Work | UnreadFile:
    path = folder / name
    if path.suffix.lower() not in KINDS:
        return UnreadFile(name, "it is no PDF, HTML, DOCX, text or Markdown file")
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            return UnreadFile(name, f"it has {size:,} bytes, and at most {MOST_BYTES:,} are read")
        pages = tuple(pages_of(path.read_bytes(), path.name, where=name))
    except BadText as error:
        return UnreadFile(name, error.what)
    except OSError as error:
        return UnreadFile(name, f"it cannot be read: {error.strerror}")
    length = sum(len(page) for page in pages)
    if length > MOST_CHARACTERS:
        return UnreadFile(name, f"it has {length:,} characters, and at most {MOST_CHARACTERS:,} are read")
    if not any(page.strip() for page in pages):
        return UnreadFile(name, "it holds no text; a scanned page must be read by OCR first")
    return Work(name, pages, row.get("author", ""), row.get("title", ""), row.get("year", ""))


def _table(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / TABLE
    if not path.is_file():
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadText("the table of works cannot be read", where=str(path), fix="save it as CSV in UTF-8") from error
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if missing:
        wanted = ", ".join(COLUMNS)
        raise BadText(f"the table of works has no column {missing[0]}", where=str(path), fix=f"name them {wanted}")
    return {
        re.sub(r"\\", "/", row["file"].strip()): {name: (row[name] or "").strip() for name in COLUMNS}
        for row in rows
        if (row["file"] or "").strip()
    }
