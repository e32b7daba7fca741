"""Claims stage: numerals, the leaves of the grammar of numbers: words, digits and scales of one value.

numeral  = group { scale } { ["and"] group [scale] } ["and a half"]
group    = digits | [unit] "hundred" [["and"] below-hundred] | below-hundred
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from byname.claims.numbers.number_tree import NumberNode
from byname.claims.numbers.number_words import NumberWords, number_words
from byname.claims.text.tokens import Token, digits_value

_HYPHENS = frozenset("-‐‑–")
_CONJUNCTIONS = frozenset({"and", "и", "с"})


def read_numeral(tokens: Sequence[Token], at: int, *, joined: bool = True) -> NumberNode | None:
    """Read the numeral that begins at a token, or None; `joined` allows an "and" inside it.

    >>> from byname.claims.text.tokens import tokenize
    >>> read_numeral(tokenize("one and a half million people"), 0).low
    1500000.0
    >>> read_numeral(tokenize("двести пятьдесят тысяч"), 0).low
    250000.0
    """
    if at >= len(tokens) or not (tokens[at].is_number or tokens[at].lower in number_words().starts):
        return None
    return _Numeral(tokens, at, joined).read()


@dataclass(slots=True)
class _Numeral:
    """The state while one numeral is read: what is summed up, the group being read and the last kind of word."""

    tokens: Sequence[Token]
    at: int
    joined: bool
    total: float = 0.0
    group: float | None = None
    grain: float = 1.0
    last: str = ""
    scale: float = float("inf")
    before_scale: float | None = None

    def read(self) -> NumberNode | None:
        first, words = self.at, number_words()
        self._skip_article(words)
        while self.at < len(self.tokens) and (self._take(words) or self._take_joined(words)):
            pass
        if not self.last or self.last == "article":
            return None
        value = self.total + (self.group or 0.0)
        leaf = NumberNode("numeral", first, self.at, value, value, grain=max(self.grain, _grain(value, self.grain)))
        if self.before_scale is None or self.last != "scale":
            return leaf
        inner = NumberNode("numeral", first, self.at - 1, self.before_scale, self.before_scale)
        return NumberNode("scaled", first, self.at, value, value, grain=leaf.grain, children=(inner,))

    def _word(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.tokens[at].lower if at < len(self.tokens) else ""

    def _skip_article(self, words: NumberWords) -> None:
        if self._word() in words.articles and (
            self._word(1) in words.scales or self._word(1) == "hundred" or self._word(1) in words.dozen
        ):
            self.group, self.last, self.at = 1.0, "article", self.at + 1

    def _take(self, words: NumberWords) -> bool:
        token = self.tokens[self.at]
        if token.is_number:
            return self._take_digits(token, words)
        word = token.lower
        if word in words.units and self.last in ("", "tens", "hundred", "scale"):
            return self._add("unit", words.units[word], self.last == "tens" and words.units[word] >= 10)
        if word in words.before_scale and self._word(1) in words.scales and not self.last:
            return self._add("unit", words.before_scale[word])
        if word in words.tens and self.last in ("", "hundred", "scale"):
            return self._add("tens", words.tens[word])
        if word in words.hundreds and self.last in ("", "scale"):
            return self._add("hundred", words.hundreds[word])
        if word == "hundred" and self.last in ("unit", "tens", "digits", "article"):
            self.group = (self.group or 1.0) * 100
            return self._step("hundred")
        return self._take_scale(word, words) or self._take_special(word, words)

    def _take_digits(self, token: Token, words: NumberWords) -> bool:
        value, grain = digits_value(token.text)
        if self.last and (
            self.last != "scale" or not 1 <= value < 1000 or not token.text.isdecimal() or not self._goes_on(words)
        ):
            return False
        self.group, self.grain = value, grain
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if following and following.start == token.end and following.lower in words.suffixes:
            factor = words.suffixes[following.lower]
            self.group, self.grain = self.group * factor, self.grain * factor
            self.at += 1
        return self._step("digits")

    def _goes_on(self, words: NumberWords) -> bool:
        """Whether digits after a scale belong to it ("1 млн 344 тыс. 923 человека")."""
        return self._word(1) in words.scales or self.scale == 1000

    def _take_scale(self, word: str, words: NumberWords) -> bool:
        factor = words.scales.get(word)
        if factor is None and self.last in ("digits", "unit", "tens"):
            factor = words.plural_scales.get(word)
        if factor is None or factor >= self.scale or (not self.last and word not in _BARE_SCALES):
            return False
        self.before_scale = self.group if self.total == 0 and self.group is not None else None
        self.total += (1.0 if self.group is None else self.group) * factor
        self.grain *= factor
        self.group, self.scale = None, factor
        self._step("scale")
        if self._word() == "." and word in _POINTED:
            self.at += 1
        if self._word() in _CONJUNCTIONS and self._word(1) in ("a", "половиной") and word not in _POINTED:
            self._take_half(factor)
        return True

    def _take_half(self, factor: float) -> None:
        length = 2 if self._word(1) == "половиной" else 3 if self._word(2) == "half" else 0
        if length:
            self.total += factor / 2
            self.grain, self.at = factor / 10, self.at + length

    def _take_special(self, word: str, words: NumberWords) -> bool:
        if word in words.halves and not self.last:
            self.group, self.grain = 1.5, 0.1
            return self._step("unit")
        scaled = self._word(2) in words.scales or self._word(2) in words.dozen
        if word == "half" and not self.last and self._word(1) in words.articles and scaled:
            self.group, self.grain, self.at = 0.5, 0.1, self.at + 1
            return self._step("unit")
        if word in words.dozen and self.last in ("unit", "tens", "article", "digits"):
            self.group = (self.group or 1.0) * words.dozen[word]
            return self._step("dozen")
        return False

    def _take_joined(self, words: NumberWords) -> bool:
        """A hyphen inside a numeral, or an "and"."""
        word, follower = self._word(), self._word(1)
        if word in _HYPHENS and self.last in ("unit", "tens", "hundred", "article") and self._tight():
            below = follower in words.units and self.last == "tens" and words.units[follower] < 10
            if below or (follower in words.scales or follower == "hundred"):
                self.at += 1
                return self._take(words)
            return False
        if word in _CONJUNCTIONS and self.last in ("unit", "tens", "digits") and self._word(1) in ("a", "одна"):
            if self._word(2) == "half":
                self.group, self.grain, self.at = (self.group or 0) + 0.5, 0.1, self.at + 3
                self.last = "unit"
                return True
            return False
        if not self.joined or word != "and" or self.last not in ("hundred", "scale"):
            return False
        if follower in words.units or follower in words.tens:
            self.at += 1
            return self._take(words)
        return False

    def _tight(self) -> bool:
        if self.at + 1 >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return self.tokens[self.at - 1].end == token.start and self.tokens[self.at + 1].start == token.end

    def _add(self, kind: str, value: float, wrong: bool = False) -> bool:
        if wrong:
            return False
        self.group = (self.group or 0.0) + value
        return self._step(kind)

    def _step(self, kind: str) -> bool:
        self.last, self.at = kind, self.at + 1
        return True


_POINTED = frozenset({"тыс", "млн", "млрд"})
_BARE_SCALES = frozenset({"миллион", "миллиона", "тысяча", "тысячу", "миллиард", "миллиарда"})


def _grain(value: float, grain: float) -> float:
    """The size of the last digit of a whole value that is not a zero."""
    if grain < 1 or not value.is_integer() or value == 0:
        return grain
    step = 1.0
    while value % (step * 10) == 0:
        step *= 10
    return step
