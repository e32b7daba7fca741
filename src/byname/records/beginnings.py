"""Records stage: by which characters a match of a regular expression can begin.

Takes an expression as a grammar writes it; gives its first characters, so that a search tries it only where one of them
stands. It understands what grammars are made of and says of everything else that it cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ITEM = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_ZERO_WIDTH = ("?!", "?<!", "?<=")  # how groups begin that match no character
_MAY_BE_MISSING = (["?"], ["*"], ["{"])  # behind a character
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


def fixed_beginnings(pattern: str, sizes: range) -> frozenset[str] | None:
    """The first letters, without case, of words one of which stands in every match; None where nobody knows.

    They are as many as the largest of the sizes; a shorter word is taken whole, if it has at least the smallest.

    >>> sorted(fixed_beginnings(r"\\b(?:deputy|chief) commissar|\\w*arst\\b", range(3, 6)))
    ['arst', 'chief', 'deput']
    """
    words = [without_case(word) for word in _fixed_words(_ITEM.findall(pattern))]
    return None if min(map(len, words)) < sizes[0] else frozenset(word[: sizes[-1]] for word in words)


def _fixed_words(items: list[str]) -> Iterator[str]:
    """The letters with which each branch begins, behind what may be missing; nothing where it has none."""
    for branch in _branches(items):
        at = _behind_optional(branch)
        end = at
        if branch[at : at + 1] == ["("]:
            is_plain = branch[at + 1 : at + 3] == ["?", ":"]
            yield from _fixed_words(branch[at + 3 : _end_of_group(branch, at) - 1]) if is_plain else ("",)
            continue
        while branch[end : end + 1] and branch[end].isalpha() and branch[end + 1 : end + 2] not in _MAY_BE_MISSING:
            end += 1
        yield "".join(branch[at:end])


def _behind_optional(branch: list[str]) -> int:
    """The place behind everything at the beginning that may be missing or matches no character."""
    at = 0
    while at < len(branch):
        end = _end_of_group(branch, at) if branch[at] == "(" else at + 1
        behind, optional = _behind_quantifier(branch, end)
        if not (optional or branch[at] in ("\\b", "^") or _is_zero_width(branch[at:end])):
            return at
        at = behind
    return at


def _is_zero_width(items: list[str]) -> bool:
    return items[:1] == ["("] and "".join(items[1:4]).startswith(_ZERO_WIDTH)


def without_case(text: str) -> str:
    """The text as expressions that ignore case see it: the Turkish capital İ is an i there."""
    return text.replace("İ", "i").casefold()


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
        if unit == ["^"] or _is_zero_width(unit):
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
