"""Claims stage: numbers that name a thing and count nothing: pages, articles, orders, files, notes, clock times."""

from __future__ import annotations

import re

from byname.claims.numbers.counting import TokenReader
from byname.claims.numbers.number_words import unit_nouns
from byname.claims.text.tokens import DASHES

# Words before a number that refer only where more than the word says so.
_ORDINARY = frozenset(
    "a order orders list d l line point item file number с т ф л no part case cases block".split()  # noqa: SIM905
)


class CodeReader(TokenReader):
    """Finds the codes of one run of tokens."""

    def code_end(self, at: int) -> int | None:
        """The end of a page, article, order or file number, a clock time or a note in brackets, or None."""
        token, before = self.tokens[at], self.word(at - 1)
        if token.kind == "code":
            return at + 1 if self.dates.dotted(at) is None else None
        if not token.is_number and token.lower not in self.words.units:
            return None
        if self.is_reference(at):
            return self.chain_end(at)
        if not token.is_number:
            return None
        if before in ("[", "^") or re.fullmatch(r"0\d+", token.text):
            return self.chain_end(at) if not self.dates.day(at) else None
        if self.word(at + 1) == ":" and at + 2 < len(self.tokens) and self.tokens[at + 2].is_number:
            return at + 3
        return self.hyphenated_code(at)

    def is_reference(self, at: int) -> bool:
        """Whether the word before a number makes it the name of a thing ("page 5", "№ 00447")."""
        before, start = self.word(at - 1), at - 1
        if before == "." and len(self.word(at - 2)) <= 4:
            before, start = self.word(at - 2), at - 2
        ordinary = before in _ORDINARY and not self._may_refer(start, at)
        if before not in self.words.references or ordinary:
            return False
        return not (self.tokens[at].is_number and self.dates.day(at) is not None)

    def _may_refer(self, start: int, at: int) -> bool:
        """Words that are also ordinary ones refer only with a point, a capital, or before a small plain number."""
        word, pointed = self.tokens[start], start == at - 2
        if word.lower in ("с", "d", "l", "т", "ф", "л", "no"):
            return pointed
        return (
            self.tokens[at].text.isdecimal()
            and len(self.tokens[at].text) <= 5
            and self.word(at + 1) not in unit_nouns()
        )

    def chain_end(self, at: int) -> int:
        """The end of "12", "12 and 14", "58-10, 58-11"."""
        at += 1
        while self.word(at) in (*DASHES, ",", "and", "/", "–", "или", "и") and at + 1 < len(self.tokens):
            following = self.tokens[at + 1]
            if not following.is_number or self.word(at + 2) in unit_nouns() or len(following.text) > 5:
                break
            if self.word(at) in (",", "and", "и") and self.dates.year_number(at + 1):
                break
            at += 2
        return at

    def hyphenated_code(self, at: int) -> int | None:
        """58-10, 978-0-300-12389-2: digits joined by hyphens that are neither a range nor a date."""
        end, parts = at + 1, [self.word(at)]
        while self.word(end) in DASHES and end + 1 < len(self.tokens) and self.tokens[end + 1].is_number:
            if self.tokens[end].start != self.tokens[end - 1].end or self.tokens[end + 1].start != self.tokens[end].end:
                break
            parts.append(self.word(end + 1))
            end += 2
        if len(parts) == 1 or self.dates.date(at):
            return None
        node = self.quantities.dash_range(at)
        return end if len(parts) > 2 or node is None else None
