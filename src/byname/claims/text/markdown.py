"""Claims stage: the text of a Markdown file, each character with its place in the file.

Emphasis marks, heading marks, link addresses, images and code fences are left out; notes ("[^1]") stay, for they cite.
"""

from __future__ import annotations

import re
from array import array

# No part passes over a mark with which it could itself begin: each character is looked at a few times only.
_TARGET = r"\((?:[^()\s]|\([^()\s]*+\))++(?:\s++\"[^\"()]*+\")?+\)"
_LEFT_OUT = re.compile(
    r"(?P<fence>^```)|(?P<front>\A---\n)|(?P<comment><!--)"
    r"|(?P<image>!\[[^\[\]]*+\]\((?:[^()]|\([^()]*+\))*+\))"
    rf"|(?P<target>(?<=\]){_TARGET})|(?P<heading>^#{{1,6}}[ \t]++)|(?P<quote>^>[ \t]?)"
    r"|(?P<strong>\*\*|__(?=\w)|(?<=\w)__)|(?P<emphasis>(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w))|(?P<code>`)"
    r"|(?P<tag></?[a-zA-Z][^<>\n]*+>)"
    r"|(?P<bracket>\[(?=(?:[^\[\]\n^]|!?\[[^\[\]\n]*+\](?:\([^()\n]*+\))?+)++\]\()|(?<=[\w)])\](?=\())",
    re.MULTILINE,
)
_ENDS = {  # what ends a part that has a beginning and an end of its own
    "fence": re.compile(r"^```[^\n]*+", re.MULTILINE),
    "front": re.compile(r"^---\n", re.MULTILINE),
    "comment": re.compile("-->"),
}


def markdown_text(source: str) -> tuple[str, array[int]]:
    """The text and, for every character of it, its place in the source.

    >>> markdown_text("Some **2,000** [writers](https://example.org) died.")[0]
    'Some 2,000 writers died.'
    """
    parts: list[str] = []
    places: array[int] = array("q")
    at, read, endless = 0, 0, set[str]()
    while match := _LEFT_OUT.search(source, read):
        kind, end = match.lastgroup or "", match.end()
        if kind in _ENDS:
            closing = None if kind in endless else _ENDS[kind].search(source, end)
            if closing is not None:
                end = closing.end()
            else:  # what has no end is text
                endless.add(kind)
                if kind != "fence":
                    read = end
                    continue
        parts.append(source[at : match.start()])
        places.extend(range(at, match.start()))
        at = read = end
    parts.append(source[at:])
    places.extend(range(at, len(source)))
    return "".join(parts), places
