"""Records stage: by which characters a match of a regular expression can begin.

Takes an expression as a grammar writes it; gives its first characters, so that a search tries it only where one of them
stands. It understands what grammars are made of and says of everything else that it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ITEM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_ZERO_WIDTH = ("?!", "?<!", "?<=")  # how groups begin that match no character
_SETS = ("\\d", "\\w", "\\s")
_NOTHING = ""  # stands for a match without characters


def first_characters(pattern: str) -> str | None:
    """The characters that a match can begin with, as they stand between the brackets of a set; None where nobody knows.

    The expression must be one that can be compiled.

    >>> first_characters(r"(?<!\\w)(?:born|[Aa]rr(?:ested)?)"), first_characters(r".+")
    ('Aab', None)
    """
    found = _of_expression(_ITEM.findall(pattern))
    return None if found is None or _NOTHING in found else "".join(sorted(found))


def _of_expression(items: list[str]) -> set[str] | None:
    """The first characters of any of the branches between the bars."""
    found: set[str] = set()
    for branch in _branches(items):
        beginnings = _of_branch(branch)
        if beginnings is None:
            return None
        found |= beginnings
    return found


def _branches(items: list[str]) -> Iterator[list[str]]:
    depth, begin = 0, 0
    for at, item in enumerate(items):
        depth += (item == "(") - (item == ")")
        if item == "|" and not depth:
            yield items[begin:at]
            begin = at + 1
    yield items[begin:]


def _of_branch(items: list[str]) -> set[str] | None:
    found: set[str] = set()
    at = 0
    while at < len(items):
        end = _end_of_group(items, at) if items[at] == "(" else at + 1
        unit = items[at:end]
        at, optional = _behind_quantifier(items, end)
        if unit == ["^"] or "".join(unit[1:4]).startswith(_ZERO_WIDTH):
            continue
        beginnings = _of_unit(unit)
        if beginnings is None:
            return None
        found |= beginnings - {_NOTHING}
        if not optional and _NOTHING not in beginnings:
            return found
    return found | {_NOTHING}


def _end_of_group(items: list[str], at: int) -> int:
    depth = 0
    for end in range(at, len(items)):
        depth += (items[end] == "(") - (items[end] == ")")
        if not depth:
            return end + 1
    return len(items)


def _behind_quantifier(items: list[str], at: int) -> tuple[int, bool]:
    """The place behind what says how often a unit stands, and whether it may be missing."""
    begin = at
    while at < len(items) and items[at] in "?*+{":
        at = items.index("}", at) + 1 if items[at] == "{" and "}" in items[at:] else at + 1
    return at, at > begin and items[begin] != "+"


def _of_unit(unit: list[str]) -> set[str] | None:
    """The first characters of a group, a set, an escaped character or a character."""
    first = unit[0]
    if first == "(":
        return _of_group(unit[1:-1])
    if first[0] == "[":
        inner = first[1:-1]
        return None if inner[0] in "^]-" or inner[-1] == "-" else {inner}
    if first[0] == "\\":
        return {first} if first in _SETS or not first[1].isalnum() else None
    return None if first in ".$" else {re.escape(first)}


def _of_group(inner: list[str]) -> set[str] | None:
    if inner[:1] != ["?"]:
        return _of_expression(inner)
    if inner[1:2] in ([":"], ["="]):
        return _of_expression(inner[2:])
    if inner[1:3] == ["P", "<"] and ">" in inner:
        return _of_expression(inner[inner.index(">") + 1 :])
    return None
