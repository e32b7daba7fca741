"""Claims stage: every number and date of a sentence, with what it counts and what it is a share of.

Goes in: the tokens of a sentence. Comes out: number mentions (interval, unit, base, hedge, tree) and date mentions
(EDTF), each with its characters. Years, pages, articles, order numbers, ordinals and "one of them" count nothing and
are left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from byname.claims.lexicon.subject_pack import per_subject
from byname.claims.numbers.counted_nouns import NounFinder
from byname.claims.numbers.counting import CountJudge
from byname.claims.numbers.date_grammar import DateNode, DateReader, named_periods
from byname.claims.numbers.mentions import DateMention, Mentions, NumberMention
from byname.claims.numbers.number_grammar import QuantityReader
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.numbers.number_words import number_words
from byname.claims.numbers.reference_numbers import CodeReader
from byname.claims.text.tokens import DASHES, Token
from byname.values.shipped import shipped_yaml

_LETTERS = 5  # of the first part of a name that ends in a number


@per_subject
def _triggers() -> frozenset[str]:
    """Words at which a number or a date can begin."""
    words, dates = number_words(), shipped_yaml("claims", "dates.yaml")
    tables = (
        words.units,
        words.tens,
        words.hundreds,
        words.scales,
        words.before_scale,
        words.vague,
        words.vague_multipliers,
        words.dozen,
        words.fractions,
        words.parts_of_scale,
        words.scales_halved,
        words.every,
        words.few,
        words.halves,
        words.articles,
        dates["decades"],
        dates["centuries"],
    )
    found = {word for table in tables for word in table}
    found |= set(words.hedges) | {phrase[0] for phrase in named_periods()}
    found |= {word for words in dates["months"].values() for word in words.split()}
    return frozenset(found | {"between", "entre", "desde", "del", "from", "с", "от", "между", "<", ">", "~"})


def find_mentions(tokens: Sequence[Token], *, latest_year: int | None = None) -> Mentions:
    """All numbers and dates of a sentence; `latest_year` is the year last spoken of before it.

    >>> from byname.claims.text.tokens import tokenize
    >>> found = find_mentions(tokenize("In 1937 the army dismissed 18,658 officers, or 13.6% of its strength."))
    >>> [(n.low, n.unit, n.base) for n in found.numbers], [d.edtf for d in found.dates]
    ([(18658.0, 'persons', ''), (13.6, 'percent', 'strength')], ['1937'])
    """
    return _Scanner(tokens, latest_year).scan()


class _Scanner:
    def __init__(self, tokens: Sequence[Token], latest_year: int | None) -> None:
        self.tokens = tokens
        self.dates = DateReader(tokens, latest_year=latest_year)
        self.quantities = QuantityReader(tokens)
        self.codes = CodeReader(tokens, self.dates, self.quantities)
        self.counts = CountJudge(tokens, self.dates, self.quantities)
        self.nouns = NounFinder(tokens, self.quantities)
        self.numbers_found: list[NumberMention] = []
        self.dates_found: list[DateMention] = []

    def scan(self) -> Mentions:
        at, triggers = 0, _triggers()
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.lower in triggers or token.kind == "number" or token.kind == "code":
                at = self.take(at)
            else:
                at += 1
        return Mentions(tuple(self.numbers_found), tuple(self.dates_found))

    def take(self, at: int) -> int:
        """Take what begins here, and give the place after it."""
        code = self.codes.code_end(at)
        if code:
            return code
        if self.is_glued(at):
            return at + 1
        date = self.dates.date(at)
        if date and not self.counts.is_counted(date):
            self.dates_found.append(self.date_mention(date))
            return date.last
        node = self.quantities.quantity(at)
        if node is None:
            return at + 1
        if self.counts.hides_a_year(node):
            return at + 1
        if self.counts.is_one_of_many(node):
            return node.children[1].first  # "one of the 196 prisons" counts the prisons
        if self.counts.counts_nothing(node):
            return max(node.last, at + 1) if node.rule in ("numeral", "scaled", "out of") else at + 1
        self.numbers_found.append(self.number_mention(node))
        return node.last

    def is_glued(self, at: int) -> bool:
        """Whether a number stands at a word without a space, or behind it with a hyphen as in a name ("B92", "S-21",
        "Ил-62"; not "mid-1937"): part of a name, or the number of a note."""
        token, before = self.tokens[at], self.tokens[at - 1] if at else None
        if before is None or not token.is_number or before.end != token.start:
            return False
        if before.kind == "word":
            return True
        name = self.tokens[at - 2] if at > 1 and before.text in DASHES else None
        if name is None or name.kind != "word" or name.end != before.start:
            return False
        short = len(name.text) <= _LETTERS and token.text.isdecimal() and len(token.text) < 4
        return short and name.text[:1].isupper()

    def number_mention(self, node: NumberNode) -> NumberMention:
        start, end = self.tokens[node.first].start, self.tokens[node.last - 1].end
        written = _written(self.tokens, node.first, node.last)
        before = self.numbers_found[-1] if self.numbers_found else None
        unit, noun, base = self.nouns.unit_of(node, before)
        return NumberMention(start, end, written, node.low, node.high, unit, noun, base, node)

    def date_mention(self, date: DateNode) -> DateMention:
        start, end = self.tokens[date.first].start, self.tokens[date.last - 1].end
        return DateMention(start, end, _written(self.tokens, date.first, date.last), date.edtf, date.rule, date.name)


def _written(tokens: Sequence[Token], first: int, last: int) -> str:
    text = tokens[first].text
    for before, token in zip(tokens[first : last - 1], tokens[first + 1 : last], strict=True):
        text += (" " if token.start > before.end else "") + token.text
    return text


def finite(value: float) -> float | None:
    """The value, or None where the end is open."""
    return None if math.isinf(value) else value
