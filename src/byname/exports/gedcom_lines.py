"""Lines of GEDCOM: levels, tags and payloads, in version 7.0 or 5.5.1, of any text.

Takes level, tag and payload; gives lines. Line ends become CONT, in 5.5.1 long lines CONC; control characters, which
GEDCOM has none of, are taken out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BANNED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_LONGEST = 200  # characters of a line's text in 5.5.1, of the 255 that its level and tag share


@dataclass(frozen=True, slots=True)
class Lines:
    """How lines are written in one version."""

    seven: bool

    def of(self, level: int, tag: str, text: str = "") -> str:
        r"""The lines of a structure.

        >>> Lines(seven=True).of(2, "NOTE", "@a\nb")
        '2 NOTE @@a\n3 CONT b\n'
        """
        if not text:
            return f"{level} {tag}\n"
        if text.isprintable() and "@" not in text and len(text) <= _LONGEST:
            return f"{level} {tag} {text}\n"
        first, *rest = (self._escaped(line) for line in cleaned(text).split("\n"))
        return self._long(level, tag, first) + "".join(self._long(level + 1, "CONT", line, level + 1) for line in rest)

    def _escaped(self, line: str) -> str:
        if self.seven:
            return f"@{line}" if line.startswith("@") else line
        return line.replace("@", "@@")

    def _long(self, level: int, tag: str, line: str, below: int = 0) -> str:
        if self.seven or len(line) <= _LONGEST:
            return f"{level} {tag} {line}\n" if line else f"{level} {tag}\n"
        parts = list(_pieces(line))
        head = f"{level} {tag} {parts[0]}\n"
        return head + "".join(f"{below or level + 1} CONC {part}\n" for part in parts[1:])


def cleaned(text: str) -> str:
    """The text as a reader of GEDCOM has it again: without control characters, its line ends as one kind."""
    return _BANNED.sub("", _ENDS.sub("\n", text))


def _pieces(line: str) -> list[str]:
    """A long line in pieces that neither begin nor end with a space, nor part a doubled @."""
    found = []
    while len(line) > _LONGEST:
        end = _LONGEST
        while end > 1 and (line[end - 1] in " \t@" or line[end] in " \t@"):
            end -= 1
        end = end if end > 1 else _LONGEST
        found.append(line[:end])
        line = line[end:]
    return [*found, line]
