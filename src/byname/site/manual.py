"""Site stage: the pages of the manual, as the site shows them beside an archive.

Takes the Markdown that ships with the package (in a working copy, the folder `docs`); gives its pages in the order of
the contents, and those that hold what somebody looks for. The page of error codes is made from the errors themselves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from byname import errors
from byname.errors import BynameError
from byname.values.shipped import parse_yaml

ERRORS = "errors"
PICTURES = {".png": "image/png", ".svg": "image/svg+xml"}
_TREE = re.compile(r"```\{toctree\}\n:caption: (?P<caption>.+)\n(?::.*\n)*\n(?P<names>(?:[\w/-]+\n)+)```")
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_ABOUT = 160  # characters shown of the place where words are found


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A page: its name in addresses, its title, its Markdown."""

    name: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Pages that belong together, in their order."""

    title: str
    pages: tuple[ManualPage, ...]


class Found(NamedTuple):
    """A page that holds all words looked for, and the first place of one of them."""

    page: ManualPage
    around: str


def manual_folder() -> Path:
    """Where the Markdown lies: in the package, or in the working copy that the package is run from."""
    packaged = Path(str(resources.files("byname"))).joinpath("site", "manual_text")
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "docs"


@cache
def chapters() -> tuple[Chapter, ...]:
    """The manual in the order of its contents."""
    read = [
        Chapter(tree["caption"], tuple(page for name in tree["names"].split() if (page := manual_page(name))))
        for tree in _TREE.finditer(_beside("index.md"))
    ]
    return tuple(chapter for chapter in read if chapter.pages)


@cache
def manual_page(name: str) -> ManualPage | None:
    """A page by its name; None where there is none.

    >>> manual_page("start").title
    'Start in five minutes'
    """
    if name in (ERRORS, f"reference/{ERRORS}"):
        return ManualPage(ERRORS, "Every error", _errors_page())
    path = manual_folder() / f"{name}.md"
    if not re.fullmatch(r"[\w-]+", name) or name == "index" or not path.is_file():
        return None
    text = path.read_text(encoding="utf-8")
    title = _TITLE.search(text)
    return ManualPage(name, title[1] if title else name, text)


def pages_with(words: str) -> list[Found]:
    """The pages that hold every word, those with a word in the title first; none where nothing is looked for."""
    wanted = words.lower().split()
    pages = [page for chapter in chapters() for page in chapter.pages]
    found = [page for page in pages if wanted and all(word in page.text.lower() for word in wanted)]
    found.sort(key=lambda page: not any(word in page.title.lower() for word in wanted))
    return [Found(page, _around(page.text, wanted)) for page in found]


def _around(text: str, wanted: list[str]) -> str:
    """The line in which most of the words stand, the first of such."""
    lines = [line.strip(" #|*`") for line in text.splitlines() if line.strip()]
    best = _plain(max(lines, key=lambda line: sum(word in line.lower() for word in wanted)))
    return best if len(best) <= _ABOUT else best[:_ABOUT].rsplit(" ", 1)[0] + " …"


def _plain(line: str) -> str:
    """A line of Markdown as it is read.

    >>> _plain("- **Erasing.** See the [ledger](ledger.md), `x` | y")
    'Erasing. See the ledger, x · y'
    """
    words = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", line).replace("**", "").replace("`", "").replace(" | ", " · ")
    return re.sub(r"^(?:[-*>]|\d+\.) +", "", words)


def _errors_page() -> str:
    """All kinds of error by their codes."""
    said: dict[str, Any] = parse_yaml(_beside("words.yaml"))["errors"]
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, BynameError)]
    parts = [
        f"## {kind.code}: {said[kind.__name__]['title']}\n\n{said[kind.__name__]['means'].strip()}\n\n"
        f"What to do: {said[kind.__name__]['do'].strip()}"
        for kind in sorted(kinds, key=lambda kind: kind.code)
    ]
    return "\n\n".join(["# Every error", "What a command says ends with one of these codes.", *parts]) + "\n"


def _beside(name: str) -> str:
    """A file of the manual that is no page: in the package beside the pages, in a working copy in `manual`."""
    packaged = manual_folder() / name
    path = packaged if packaged.is_file() else manual_folder().parent / "manual" / name
    return path.read_text(encoding="utf-8")
