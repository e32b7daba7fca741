"""Checks of the built site: nothing is asked for from elsewhere, every link leads somewhere, tutorials read easily.

Takes the folder of the built pages, or a page as Markdown; gives what is wrong, in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "audio": "src"}
_IN_STYLES = re.compile(r"url\(\s*['\"]?(?:https?:)?//[^)]*\)|@import\s+['\"](?:https?:)?//[^;]*")
EASY = 60  # of Flesch's reading ease, the least of a tutorial


class _Page(HTMLParser):
    """What a page loads, where it leads and which places it has."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag loads or leads to, and its id."""
        given = {name: value or "" for name, value in attrs}
        if tag in _LOADING and _LOADING[tag] in given and given.get("rel") not in ("canonical", "author"):
            self.loads.append(given[_LOADING[tag]])
        if tag == "a" and "href" in given:
            self.leads.append(given["href"])
        self.places |= {given[name] for name in ("id", "name") if name in given}


def page_of(text: str) -> _Page:
    """A page as it is read by the checks."""
    page = _Page()
    page.feed(text)
    return page


def outside_requests(folder: Path) -> list[str]:
    """What the built pages would ask another machine for."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        loads = page_of(path.read_text(encoding="utf-8")).loads
        found += [f"{path.name} loads {address}" for address in loads if urlsplit(address).netloc]
    for path in sorted(folder.rglob("*.css")):
        found += [f"{path.name} loads {match}" for match in _IN_STYLES.findall(path.read_text(encoding="utf-8"))]
    return found


def broken_links(folder: Path) -> list[str]:
    """The links inside the site that lead nowhere."""
    pages = {path: page_of(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    return [problem for path, page in pages.items() for problem in _broken_of(path, page, pages)]


def _broken_of(path: Path, page: _Page, pages: dict[Path, _Page]) -> Iterator[str]:
    for address in [*page.leads, *page.loads]:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if not target.exists():
            yield f"{path.name} leads to {address}"
        elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].places:
            yield f"{path.name} leads to {address}, and there is no such place"


def plain_words(markdown: str) -> str:
    """The sentences of a page without code, tables, headings and addresses."""
    text = re.sub(r"```.*?```", "", markdown, flags=re.DOTALL)
    lines = [line for line in text.splitlines() if not line.startswith(("|", "    ", "#", "!["))]
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", "\n".join(lines))
    return re.sub(r"`[^`]*`", "it", text).replace("*", "")


def reading_ease(text: str) -> float:
    """Flesch's reading ease (Flesch 1948): 60 and more is plain English, 30 and less is for scholars.

    Syllables are counted as groups of vowels without a silent e at the end, one in each word at the least, which finds
    rather too many than too few.

    >>> round(reading_ease("The cat sat. It was a good cat."))
    118
    """
    words = re.findall(r"[^\W\d_]+", text)
    sentences = len(re.findall(r"[.!?:](?=\s|$)", text))
    if not words or not sentences:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def _syllables(word: str) -> int:
    silent = word[:-1] if word.endswith("e") and not word.endswith(("le", "ee")) else word
    return max(1, len(re.findall(r"[aeiouy]+", silent)))
