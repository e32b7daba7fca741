"""Claims stage: the grammar of quantities, a recursive descent over tokens that gives a tree.

    quantity = [hedge] ( range | out-of | share | every | vague | amount )
    range    = "between" amount "and" amount | "from" amount "to" amount | amount ("-" | "to") amount
    out-of   = numeral ["out"] "of" ["the"] numeral | numeral "in" numeral | numeral "/" numeral
    share    = [numeral] ["-"] fraction | ["a"] fraction
    amount   = numeral ["percent"]

Every rule tries its parts in turn and steps back where one fails; a rule that fails takes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from byname.claims.numbers.number_tree import Hedge, NumberNode
from byname.claims.numbers.number_words import number_words
from byname.claims.numbers.numerals import read_numeral
from byname.claims.text.tokens import DASHES, Token

_TO = DASHES | {"to", "до"}
_BETWEEN = {
    "between": ("and",),
    "between about": ("and",),
    "entre": ("y",),
    "from": ("to", "up", "through"),
    "от": ("до",),
    "между": ("и",),
    "с": ("до",),
}
_MOST_HEDGES = 3  # "at least about nearly 5"; more of them in a row are no prose
_SMALLEST_PARTS = 10  # of a share written with a stroke ("1/10")
_POINTS = frozenset({"point", "points", "пункт", "пункта", "пунктов"})


def read_quantity(tokens: Sequence[Token], at: int) -> NumberNode | None:
    """Read the quantity that begins at a token, or None.

    >>> from byname.claims.text.tokens import tokenize
    >>> read_quantity(tokenize("between twenty five and fifty percent of the officers"), 0).outline()
    'range 25..50 (numeral 25, percent 50 (numeral 50))'
    >>> read_quantity(tokenize("at least 724,000 people"), 0).low
    724000.0
    """
    return QuantityReader(tokens).quantity(at)


class QuantityReader:
    """Reads quantities of one run of tokens; every method takes a place and gives a node or None."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = number_words()
        self._numerals: dict[tuple[int, bool], NumberNode | None] = {}
        self._shares: dict[int, NumberNode | None] = {}

    def numeral(self, at: int, *, joined: bool = True) -> NumberNode | None:
        """The numeral at a place; it is read once, however many rules ask for it."""
        key = (at, joined)
        if key not in self._numerals:
            node = read_numeral(self.tokens, at, joined=True) if joined else self.numeral(at)
            if not joined and node and any(token.lower == "and" for token in self.tokens[node.first : node.last]):
                node = read_numeral(self.tokens, at, joined=False)
            self._numerals[key] = node
        return self._numerals[key]

    def word(self, at: int) -> str:
        """The word at a place in lower case, empty beyond the end."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def quantity(self, at: int) -> NumberNode | None:
        """quantity = [hedge] core."""
        effects: list[tuple[Hedge, int]] = []
        after = at
        while len(effects) <= _MOST_HEDGES and (hedge := self.hedge(after)):
            effects.append((hedge[0], after))
            after = hedge[1]
        found = self.core(after) if len(effects) <= _MOST_HEDGES else None
        for effect, first in reversed(effects):
            found = self.hedged(effect, first, found) if found else None
        return found

    def core(self, at: int) -> NumberNode | None:
        """The first rule that reads something."""
        return (
            self.between(at)
            or self.every(at)
            or self.vague(at)
            or self.few(at)
            or self.out_of(at)
            or self.dash_range(at)
            or self.part(at)
            or self.amount(at)
        )

    def hedge(self, at: int) -> tuple[Hedge, int] | None:
        """The longest hedge at a place and where it ends."""
        for phrase, effect in self.words.hedges.get(self.word(at), ()):
            if all(self.word(at + i) == word for i, word in enumerate(phrase)):
                return effect, at + len(phrase)  # type: ignore[return-value]
        return None

    def hedged(self, effect: Hedge, at: int, inner: NumberNode) -> NumberNode:
        """Open the interval as the hedge says; a range keeps its ends."""
        low, high = inner.low, inner.high
        if inner.is_exact and effect == "least":
            high = math.inf
        if inner.is_exact and effect == "most":
            low = -math.inf
        return replace(
            inner, rule="hedge", first=at, low=low, high=high, hedge=inner.hedge or effect, children=(inner,)
        )

    def between(self, at: int) -> NumberNode | None:
        """Between A and B; from A to B."""
        enders = _BETWEEN.get(self.word(at))
        if enders is None:
            return None
        for joined in (False, True):
            low = self.end_of_range(at + 1, joined)
            if low is None or self.word(low.last) not in enders:
                continue
            step = 2 if (self.word(low.last), self.word(low.last + 1)) == ("up", "to") else 1
            high = self.end_of_range(low.last + step, joined=True)
            made = self.range_of(at, low, high)
            if made:
                return made
        return None

    def end_of_range(self, at: int, joined: bool) -> NumberNode | None:
        """One end: a share or an amount, with a hedge that is dropped."""
        hedge = self.hedge(at)
        at = hedge[1] if hedge and self.word(at) != "до" else at
        return self.part(at) or self.amount(at, joined=joined)

    def dash_range(self, at: int) -> NumberNode | None:
        """A-B, A to B."""
        low = self.part(at) or self.amount(at, joined=True)
        if low is None or self.word(low.last) not in _TO:
            return None
        if self.word(low.last) in DASHES and self.is_compound(low.last):
            return None
        if self.word(low.last) == "to" and self.word(at - 1) == "by":  # "rose by 48,000 to 123,950"
            return None
        return self.range_of(at, low, self.end_of_range(low.last + 1, joined=True))

    def is_compound(self, dash: int) -> bool:
        """Whether the dash joins a number and a word that is no number ("ten-day")."""
        token = self.tokens[dash + 1] if dash + 1 < len(self.tokens) else None
        return token is not None and not token.is_number and self.numeral(dash + 1) is None

    def range_of(self, first: int, low: NumberNode, high: NumberNode | None) -> NumberNode | None:
        """Join two ends; the lower end takes the scale and the percent of the upper one where it has none."""
        if high is None or (high.measure != low.measure and low.measure != "count"):
            return None
        if high.rule == "scaled" and low.rule == "numeral" and low.low < 1000 and low.low <= high.mantissa:
            low = low.scaled(high.low / high.mantissa)
        if (
            low.rule == high.rule == "numeral"
            and low.low < 1000
            and high.low % 1000 == 0 < high.low
            and low.low < high.low / 1000
        ):
            low = low.scaled(1000.0)  # "10-12,000", "200-250,000"
        if low.measure == "count" and high.measure == "share":
            return None
        if low.low >= high.high:
            return None
        return NumberNode(
            "range",
            first,
            high.last,
            low.low,
            high.high,
            high.measure,
            grain=min(low.grain, high.grain),
            children=(low, high),
        )

    def every(self, at: int) -> NumberNode | None:
        """Every tenth."""
        part = self.words.every_ordinals.get(self.word(at + 1)) if self.word(at) in self.words.every else None
        return None if part is None else _share(at, at + 2, 1 / part)

    def vague(self, at: int) -> NumberNode | None:
        """Thousands; tens of thousands; сотни тысяч: an order of magnitude as an interval."""
        word = self.word(at)
        if word not in self.words.vague and word not in self.words.vague_multipliers:
            return None
        skip = 2 if self.word(at + 1) == "of" else 1
        scale = self.words.scales.get(self.word(at + skip)) or _plural_scale(self.word(at + skip))
        if word in self.words.vague_multipliers and scale:
            factor = self.words.vague_multipliers[word]
            return _vague(at, at + skip + 1, 2 * factor * scale, 10 * factor * scale - 1)
        low = self.words.vague.get(word)
        if low is None:
            return None
        return _vague(at, at + 1, low, 99.0 if low < 100 else low * 5 - 1)

    def few(self, at: int) -> NumberNode | None:
        """A few hundred; several dozen; несколько тысяч."""
        start = at + 1 if self.word(at) in self.words.articles else at
        if self.word(start) not in self.words.few:
            return None
        after = start + 2 if self.word(start + 1) == "of" else start + 1
        word = self.word(after)
        scale = (
            100.0 if word in ("hundred", "сотен", "hundreds") else self.words.scales.get(word) or _plural_scale(word)
        )
        if scale:
            return _vague(at, after + 1, 2 * scale, 10 * scale - 1)
        if word in ("dozen", "десятков"):
            return _vague(at, after + 1, 24.0 if word == "dozen" else 20.0, 99.0)
        return None

    def out_of(self, at: int) -> NumberNode | None:
        """Three of the five; one in ten; 98 out of 139."""
        part = self.numeral(at)
        if part is None:
            return None
        after, word = part.last, self.word(part.last)
        if word == "in":
            return self.so_many_in(at, part)
        if word == "/":
            return self.by_a_stroke(at, part)
        if word == "out" or word in ("of", "из", "de"):
            return self.part_of_whole(at, part, after + (2 if word == "out" else 1))
        return None

    def by_a_stroke(self, at: int, part: NumberNode) -> NumberNode | None:
        """13/15 commanders, written without spaces; 1/3 is a share."""
        stroke = part.last
        whole = self.numeral(stroke + 1)
        tight = whole is not None and self.tokens[stroke - 1].end == self.tokens[stroke].start
        if whole is None or not tight or self.tokens[stroke].end != self.tokens[stroke + 1].start:
            return None
        plain = all(self.tokens[place].text.isdecimal() for place in (stroke - 1, stroke + 1))
        if not plain or not 0 < part.low <= whole.low or self.word(whole.last) == "/":
            return None
        if part.low == 1 and whole.low <= _SMALLEST_PARTS:
            return _share(at, whole.last, part.low / whole.low, part, whole)
        node = NumberNode("out of", at, whole.last, part.low, part.high, whole=whole.low, children=(part, whole))
        return replace(node, grain=part.grain)

    def so_many_in(self, at: int, part: NumberNode) -> NumberNode | None:
        """One in ten, one in every eighteen, nine in ten, 1 in 6; not "two in 1937"."""
        after = part.last + (2 if self.word(part.last + 1) in self.words.every else 1)
        whole = self.numeral(after)
        if whole is None or not part.low < whole.low <= 1000 or not part.low.is_integer():
            return None
        spelled_out = not self.tokens[at].is_number and not self.tokens[after].is_number
        if not (spelled_out and whole.low % 10 == 0) and part.low != 1:
            return None
        return _share(at, whole.last, part.low / whole.low, part, whole)

    def part_of_whole(self, first: int, part: NumberNode, after: int) -> NumberNode | None:
        """The whole after "of" or "out of"; ten of ten is a count, nine of ten with round words a share."""
        while self.word(after) in (
            "the",
            "los",
            "las",
            "all",
            "its",
            "their",
            "his",
            "these",
            "those",
            "a",
            "every",
            "each",
            "всех",
        ):
            after += 1
        whole = self.numeral(after)
        if whole is None or not 0 < part.low <= whole.low:
            return None
        spelled_out = not any(self.tokens[i].is_number for i in range(first, whole.last))
        if whole.low in (10, 100) and spelled_out and self.word(part.last) == "out":
            return _share(first, whole.last, part.low / whole.low, part, whole)
        node = NumberNode("out of", first, whole.last, part.low, part.high, whole=whole.low, children=(part, whole))
        return replace(node, grain=part.grain)

    def part(self, at: int) -> NumberNode | None:
        """A part of a scale, which is a count, or a share."""
        return self.part_of_scale(at) or self.share(at)

    def part_of_scale(self, at: int) -> NumberNode | None:
        """Three quarters of a million; medio millón; четверть миллиона: so many, and no share of anything."""
        if value := self.words.scales_halved.get(self.word(at)):
            return NumberNode("scaled", at, at + 1, value, value, grain=value / 5)
        start = at + 1 if self.word(at) in self.words.articles else at
        size, after = self.words.parts_of_scale.get(self.word(start)), start + 1
        many = 1.0
        if size is None and start == at and (count := self.numeral(at, joined=False)) and 1 <= count.low <= 20:
            many, after = count.low, count.last + (2 if self.word(count.last) in DASHES else 1)
            size = self.words.parts_of_scale.get(self.word(after - 1))
        if size is None:
            return None
        after += self.word(after) in ("of", "de")
        after += self.word(after) in (*self.words.articles, "one")
        scale = self.words.scales.get(self.word(after))
        if scale is None:
            return None
        value = many * size * scale
        return NumberNode("scaled", at, after + 1, value, value, grain=scale / 10)

    def share(self, at: int) -> NumberNode | None:
        """Two thirds; a quarter; half; read once, however many rules ask for it."""
        if at not in self._shares:
            self._shares[at] = self._read_share(at)
        return self._shares[at]

    def _read_share(self, at: int) -> NumberNode | None:
        word = self.word(at)
        start = at + 1 if word in self.words.articles else at
        if self.word(start) in self.words.fractions:
            return self.one_fraction(at, start)
        part = self.numeral(at, joined=False)
        if part is None or not 1 <= part.low <= 20:
            return None
        after = part.last + 1 if self.word(part.last) in DASHES else part.last
        size = self.words.fractions.get(self.word(after))
        if size is None or (size == 0.5 and part.low > 1) or part.low * size > 1:
            return None
        return _share(at, after + 1, part.low * size, part)

    def one_fraction(self, at: int, start: int) -> NumberNode | None:
        """A half, a third of: an ordinal before a noun ("third trial", "a third wave") is no share."""
        word, after = self.word(start), self.word(start + 1)
        size = self.words.fractions[word]
        scaled = self.word(start + 2) in self.words.scales or self.word(start + 2) in self.words.dozen
        if word == "half" and after in self.words.articles and scaled:
            return self.amount(start)
        if self.word(start - 1) in self.words.ordinals:  # "the second quarter of 1937"
            return None
        if word == "half" and self.word(start - 1) in ("first", "second", "last", "latter"):
            return None
        certain = (size in (0.5, 0.25) and word not in ("fourth", "halves", "quarters")) or word in (
            "треть",
            "трети",
            "четверть",
            "четверти",
        )
        if start > at and (after in _TO or after == "and"):
            return _share(at, start + 1, size)
        if after in ("of", "the") or (certain and after not in DASHES and not after.startswith(("century", "hour"))):
            return _share(at, start + 1, size)
        return None

    def amount(self, at: int, *, joined: bool = True) -> NumberNode | None:
        """A numeral, with its percent sign or word."""
        numeral = self.numeral(at, joined=joined)
        if numeral is None:
            return None
        after = numeral.last
        if self.word(after) in DASHES and self.word(after + 1) in self.words.percent:
            after += 1
        if (self.word(after), self.word(after + 1)) in (("per", "cent"), ("por", "ciento")):
            after += 1
        elif self.word(after) not in self.words.percent:
            return self.plain(numeral)
        after += 2 if self.word(after + 1) in _POINTS else 1
        return NumberNode(
            "percent", at, after, numeral.low, numeral.high, "percent", grain=numeral.grain, children=(numeral,)
        )

    def plain(self, numeral: NumberNode) -> NumberNode:
        """A count; "1.500 people" is written in the European manner, for people come whole."""
        token = self.tokens[numeral.first]
        whole_part, _, decimals = token.text.partition(".")
        alone = numeral.rule == "numeral" and numeral.last == numeral.first + 1
        if alone and token.is_number and len(decimals) == 3 and whole_part != "0":
            return replace(numeral.scaled(1000.0), grain=1.0)
        return numeral


def _plural_scale(word: str) -> float | None:
    return {"thousands": 1e3, "millions": 1e6, "billions": 1e9, "hundreds": 1e2}.get(word)


def _share(first: int, last: int, value: float, *children: NumberNode) -> NumberNode:
    return NumberNode("share", first, last, value, value, "share", grain=0.01, children=children)


def _vague(first: int, last: int, low: float, high: float) -> NumberNode:
    return NumberNode("vague", first, last, low, high, grain=low / 2)
