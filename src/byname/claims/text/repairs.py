"""Claims stage: what is damaged in a text as text: cuts, odd spaces, control characters, an end in mid-sentence.

Goes in: a text. Comes out: the same text, as long as before, with cut marks and control characters blanked; a defect
for each; and the places where something was cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from byname.claims.text.document import Defect

_CUT = re.compile(
    r"(?:(?:…|\.\.\.)\s*+)?(?:show more(?: content)?|read more|continue reading|see more|click to (?:expand|read more)|"
    r"view (?:full|entire) (?:text|essay|document)|читать далее|показать (?:полностью|ещё))(?:\s*+(?:…|\.\.\.|»))?|"
    r"\[\s*+(?:…|\.\.\.)\s*+\]|<\s*+snip\s*+>|\[(?:cut|truncated|continued)\]",
    re.IGNORECASE,
)
_SPACE_IN_WORD = re.compile(r"(?<=\w)[ \u00a0]+(?=['’]s\b)")
_SPACE_BEFORE_MARK = re.compile(r"(?<=\w)[ \u00a0]+(?=[,;.!?](?:\s|$))")
_SPACE_IN_BRACKET = re.compile(r"(?<=\()[ \u00a0]+|(?<=\w)[ \u00a0]+(?=\))")
_DOUBLE_SPACE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_ODD_SPACES = re.compile(r"(?<=\()[ \u00a0]+|[ \u00a0]+(?=['’,;.!?)])|[ \u00a0]{2,}")  # runs that may be one of these
_CURLY = re.compile(r"[“”‘’„‟]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FINISHED = tuple(".!?…:;\"”»’')]")
_SHORTEST_SENTENCE = 40


def find_repairs(text: str, *, spaces: bool = True) -> tuple[str, tuple[Defect, ...], tuple[int, ...]]:
    """The text with cut marks and control characters blanked, its defects, and the places of its cuts; `spaces` is
    False where the form of the text lets spaces count for nothing (HTML).

    >>> repaired, defects, cuts = find_repairs("The Great …show more content…\\nThey were shot.")
    >>> [defect.kind for defect in defects], cuts
    (['cut'], (10,))
    """
    defects: list[Defect] = []
    cuts = []
    marks = list(_CUT.finditer(text))
    for match in marks:
        cuts.append(match.start())
        defects.append(Defect("cut", *match.span(), f"the text is cut here ({match.group().strip()!r})"))
    defects += _spaces(text) if spaces else []
    control = list(_CONTROL.finditer(text))
    if control:
        message = f"{len(control)} control or direction characters are left out of the reading"
        defects.append(Defect("control-characters", control[0].start(), control[0].end(), message))
    curly = list(_CURLY.finditer(text))
    if curly:
        message = f"{len(curly)} curly quotation marks are read as straight ones"
        defects.append(Defect("curly-quotes", curly[0].start(), curly[0].end(), message))
    end = _unfinished(text)
    if end:
        defects.append(end)
    blanked = _blanked(text, marks)
    blanked = _CONTROL.sub(" ", blanked) if control else blanked
    return blanked, tuple(sorted(defects, key=lambda defect: defect.start)), tuple(cuts)


def _spaces(text: str) -> list[Defect]:
    kinds = (
        (_SPACE_IN_WORD, "stray space before an apostrophe"),
        (_SPACE_BEFORE_MARK, "space before a mark"),
        (_SPACE_IN_BRACKET, "space inside a bracket"),
        (_DOUBLE_SPACE, "more than one space"),
    )
    runs = [match.start() for match in _ODD_SPACES.finditer(text)]
    return [
        Defect("odd-space", *match.span(), message)
        for pattern, message in kinds
        for match in (pattern.match(text, start) for start in runs)
        if match
    ]


def _blanked(text: str, marks: Sequence[re.Match[str]]) -> str:
    """The text with the cut marks as spaces and a line's end, as long as before."""
    parts, at = [], 0
    for match in marks:
        parts += [text[at : match.start()], " " * (match.end() - match.start() - 1), "\n"]
        at = match.end()
    return "".join([*parts, text[at:]])


def _unfinished(text: str) -> Defect | None:
    """The last line where it is long and ends without a mark that ends a sentence."""
    stripped = text.rstrip()
    start = stripped.rfind("\n") + 1
    last = stripped[start:]
    if len(last) < _SHORTEST_SENTENCE or last.endswith(_FINISHED):
        return None
    if "://" in last.rsplit(maxsplit=1)[-1]:
        return None
    return Defect("cut", len(stripped) - 1, len(stripped), "the text ends in the middle of a sentence")
