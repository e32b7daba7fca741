"""Claims stage: the text of a Markdown file, each character with its place in the file.

Emphasis marks, heading marks, link addresses, images and code fences are left out; notes ("[^1]") stay, for they cite.
"""

from __future__ import annotations

import re
from array import array

_LEFT_OUT = re.compile(
    r"(?P<fence>^```.*?^```[^\n]*)|(?P<front>\A---\n.*?\n---\n)|(?P<image>!\[[^\]]*\]\([^)]*\))"
    r"|(?P<target>(?<=\])\([^)\s]+(?:\s+\"[^\"]*\")?\))|(?P<heading>^#{1,6}[ \t]+)|(?P<quote>^>[ \t]?)"
    r"|(?P<strong>\*\*|__(?=\w)|(?<=\w)__)|(?P<emphasis>(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))|(?P<code>`)"
    r"|(?P<comment><!--.*?-->)|(?P<tag></?[a-zA-Z][^<>\n]*>)|(?P<bracket>\[(?=[^\]\n^]+\]\()|(?<=\w)\](?=\())",
    re.MULTILINE | re.DOTALL,
)


def markdown_text(source: str) -> tuple[str, array[int]]:
    """The text and, for every character of it, its place in the source.

    >>> markdown_text("Some **2,000** [writers](https://example.org) died.")[0]
    'Some 2,000 writers died.'
    """
    parts: list[str] = []
    places: array[int] = array("q")
    at = 0
    for match in _LEFT_OUT.finditer(source):
        parts.append(source[at : match.start()])
        places.extend(range(at, match.start()))
        at = match.end()
    parts.append(source[at:])
    places.extend(range(at, len(source)))
    return "".join(parts), places
