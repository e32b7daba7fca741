"""The files of a copy of the site: which file a page is, and how pages lead to one another from disk.

Takes addresses of the site; gives paths of files, in letters and figures that every file system takes (FAT and NTFS,
too), at most some hundred in a folder for every hundred thousand pages; and turns the links of a page into such paths.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urlsplit

_SCATTERED = frozenset({"person", "record"})  # pages of which there are many: each kind in 256 folders
_PLAIN = re.compile(r"P-[0-9a-f]{12}|[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?")
_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 60  # characters of a name of a file that are kept
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")  # names that Windows keeps for itself
_LINK = re.compile(r' (href|src|action)="(/[^"]*)"')


@lru_cache(maxsize=200_000)
def file_of(path: str) -> str:
    """The file of a page by the path of its address (percent signs undone).

    >>> file_of("/"), file_of("/lists"), file_of("/person/P-6c7d90aba54c"), file_of("/static/site.css")
    ('index.html', 'lists.html', 'person/8f/P-6c7d90aba54c.html', 'static/site.css')
    """
    if path == "/":
        return "index.html"
    if path.startswith("/static/"):
        return path[1:]
    if path.startswith("/files/"):  # those that are no page
        return path.removeprefix("/files/")
    first, *rest = path[1:].split("/")
    if not rest:
        return f"{plain_name(first)}.html"
    *folders, last = [plain_name(part) for part in rest] if first != "record" else _record(rest)
    if first in _SCATTERED:
        folders.append(hashlib.sha256(path.encode()).hexdigest()[:2])
    return "/".join((plain_name(first), *folders, f"{last}.html"))


def _record(rest: list[str]) -> list[str]:
    """The folder of the list of an entry, and the name of its place in the list."""
    source, _, item = "/".join(rest).partition(":")
    return [plain_name(source), plain_name(item)]


def plain_name(text: str) -> str:
    """A name for a file: the text where it is plain, else its plain letters and some of its hash."""
    if _PLAIN.fullmatch(text) and len(text) <= _LONGEST and not _RESERVED.fullmatch(text):
        return text
    plain = _OTHER.sub("-", text.lower()).strip("-")[:_LONGEST].strip("-")
    return f"{plain}-{hashlib.sha256(text.encode()).hexdigest()[:8]}".lstrip("-")


def with_file_links(page: str, file: str) -> str:
    """A page whose links lead from its own file to the files of the others; links that leave the site stay.

    >>> with_file_links('<a href="/person/P-1#said">', "list/trials.html")
    '<a href="../person/47/p-1-82988760.html#said">'
    """
    root = "../" * file.count("/")
    return _LINK.sub(lambda found: f' {found[1]}="{root}{_relative(found[2])}"', page)


@lru_cache(maxsize=200_000)
def _relative(link: str) -> str:
    parts = urlsplit(unescape(link))
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    ending = (query + fragment).replace("&", "&amp;").replace('"', "%22")
    return file_of(unquote(parts.path)) + ending
