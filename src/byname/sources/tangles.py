"""Tells how long the parser of wiki markup would work on a text, so that none is made to keep it busy for hours.

Takes a text; says whether it opens so many templates, links or tags that are never closed that it must not be parsed.
The parser goes back to each of them and reads the rest of the text again.
"""

from __future__ import annotations

import re

_SIGN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\[(?=[a-z]+:|//)|\]|<!--|-->|</?[a-zA-Z]+|/?>")
_OPENED_BY = {"}}": "{{", "]]": "[[", "-->": "<!--"}
_WEIGHTS = {"{{": 10, "[[": 3, "[": 4, "<!--": 4, "<": 5, "element": 2}
_ALONE = frozenset(
    ["br", "wbr", "hr", "meta", "link", "img", "b", "i", "u", "li", "dt", "dd", "th", "td", "tr", "p"]
)  # elements that may stay open
_MOST_WORK = 20_000_000  # characters read again: about five seconds
TANGLED = "its markup opens so much that it never closes that it is not read"


def is_tangled(text: str) -> bool:
    """Whether parsing the text would take too long.

    >>> is_tangled("{{Officer|name=A. I. Rykov}}"), is_tangled("{{Officer|name=" * 5_000)
    (False, True)
    """
    open_at: dict[str, list[int]] = {kind: [] for kind in _WEIGHTS}
    for match in _SIGN.finditer(text):
        sign, place = match[0], match.start()
        if sign in ("{{", "[[", "[", "<!--"):
            open_at[sign].append(place)
        elif sign in _OPENED_BY:
            _close(open_at[_OPENED_BY[sign]])
        elif sign == "]":
            _close(open_at["["])
        elif sign.endswith(">"):
            _close(open_at["<"])
            if sign == "/>":
                _close(open_at["element"])
        elif sign.startswith("</"):
            open_at["<"].append(place)
            _close(open_at["element"])
        elif sign.startswith("<"):
            open_at["<"].append(place)
            if sign[1:].lower() not in _ALONE:
                open_at["element"].append(place)
    size = len(text)
    work = sum(_WEIGHTS[kind] * (size - place) for kind, places in open_at.items() for place in places)
    return work > _MOST_WORK


def _close(places: list[int]) -> None:
    if places:
        places.pop()
