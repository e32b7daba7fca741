"""Claims stage: every number and date of a sentence, with what it counts and what it is a share of.

Goes in: the tokens of a sentence. Comes out: number mentions (interval, unit, base, hedge, tree) and date mentions
(EDTF), each with its characters. Years, pages, articles, order numbers, ordinals and "one of them" count nothing and
are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from byname.claims.data_files import load_yaml
from byname.claims.date_grammar import DateNode, DateReader, _words, month_number, named_periods
from byname.claims.number_grammar import QuantityReader
from byname.claims.number_tree import NumberNode
from byname.claims.number_words import number_words
from byname.claims.tokens import Token

_DASHES = frozenset("-‐‑–—−")
_AGED = frozenset({"man", "woman", "boy", "girl", "child", "age", "мужчина", "женщина"})
_AFTER_PARTICIPLE = frozenset({"in", "during", "between", "from", "were", "was", "had"})
_LINKS = frozenset({"of", "at", "as", "to", "was", "were", "is", ":", "numbered", "totalled", "totaled", "reached"})
_NO_YEAR_BEFORE = frozenset({"in", "since", "by", "during", "until", "year", "в", "с", "году", "after", "before"})


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text: its characters, interval, unit ("persons", "percent", ...), the noun it counts, and the base
    of a share as written.

    `low` and `high` may be infinite where the text gives one end only ("at least", "up to").
    """

    start: int
    end: int
    text: str
    low: float
    high: float
    unit: str
    noun: str
    base: str
    tree: NumberNode

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage or a fraction of something."""
        return self.tree.measure != "count"

    @property
    def hedge(self) -> str | None:
        """About, least, most, or None."""
        return self.tree.hedge


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: its characters, its EDTF, and the name where it is a named period."""

    start: int
    end: int
    text: str
    edtf: str
    rule: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """What was found in one sentence, in the order of the text."""

    numbers: tuple[NumberMention, ...]
    dates: tuple[DateMention, ...]


@cache
def unit_nouns() -> dict[str, str]:
    """The unit of each noun."""
    nouns = load_yaml("units.yaml")["nouns"]
    return {word: unit for unit, words in nouns.items() for word in words.split()}


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(load_yaml("units.yaml")[name].split())


@cache
def _triggers() -> frozenset[str]:
    """Words at which a number or a date can begin."""
    words, dates = number_words(), load_yaml("dates.yaml")
    tables = (
        words.units,
        words.tens,
        words.hundreds,
        words.scales,
        words.vague,
        words.vague_multipliers,
        words.dozen,
        words.fractions,
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
    return frozenset(found | {"between", "from", "с", "от", "между"})


def find_mentions(tokens: Sequence[Token], *, latest_year: int | None = None) -> Mentions:
    """All numbers and dates of a sentence; `latest_year` is the year last spoken of before it.

    >>> from byname.claims.tokens import tokenize
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
        self.words = number_words()
        self.numbers_found: list[NumberMention] = []
        self.dates_found: list[DateMention] = []

    def word(self, at: int) -> str:
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def scan(self) -> Mentions:
        at, triggers = 0, _triggers()
        while at < len(self.tokens):
            token = self.tokens[at]
            if token.kind == "number" or token.kind == "code" or token.lower in triggers or token.lower in "<>~":
                at = self.take(at)
            else:
                at += 1
        return Mentions(tuple(self.numbers_found), tuple(self.dates_found))

    def take(self, at: int) -> int:
        """Take what begins here, and give the place after it."""
        code = self.code_end(at)
        if code:
            return code
        date = self.dates.date(at)
        if date and not self.is_counted(date):
            self.dates_found.append(self.date_mention(date))
            return date.last
        node = self.quantities.quantity(at)
        if node is None:
            return at + 1
        if self.hides_a_year(node):
            return at + 1
        if self.counts_nothing(node):
            return max(node.last, at + 1) if node.rule in ("numeral", "scaled", "out of") else at + 1
        self.numbers_found.append(self.number_mention(node))
        return node.last

    def code_end(self, at: int) -> int | None:
        """The end of a page, article, order or file number, a clock time or a note in brackets; None where it
        is none."""
        token, before = self.tokens[at], self.word(at - 1)
        if token.kind == "code":
            return at + 1 if self.dates.dotted(at) is None else None
        if not token.is_number and token.lower not in self.words.units:
            return None
        if self.is_reference(at):
            return self.chain_end(at)
        if not token.is_number:
            return None
        if before in ("[", "^") or (
            token.text.startswith("0") and len(token.text) > 1 and "." not in token.text and "," not in token.text
        ):
            return self.chain_end(at) if not self.dates.day(at) else None
        if self.word(at + 1) == ":" and at + 2 < len(self.tokens) and self.tokens[at + 2].is_number:
            return at + 3
        return self.hyphenated_code(at)

    def is_reference(self, at: int) -> bool:
        before, start = self.word(at - 1), at - 1
        if before == "." and len(self.word(at - 2)) <= 4:
            before, start = self.word(at - 2), at - 2
        if before not in self.words.references or (
            before
            in (
                "a",
                "order",
                "orders",
                "list",
                "d",
                "l",
                "line",
                "point",
                "item",
                "file",
                "number",
                "с",
                "т",
                "ф",
                "л",
                "no",
                "part",
                "case",
                "cases",
                "block",
            )
            and not self._may_refer(start, at)
        ):
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
        while self.word(at) in (*_DASHES, ",", "and", "/", "–", "или", "и") and at + 1 < len(self.tokens):
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
        while self.word(end) in _DASHES and end + 1 < len(self.tokens) and self.tokens[end + 1].is_number:
            if self.tokens[end].start != self.tokens[end - 1].end or self.tokens[end + 1].start != self.tokens[end].end:
                break
            parts.append(self.word(end + 1))
            end += 2
        if len(parts) == 1 or self.dates.date(at):
            return None
        node = self.quantities.dash_range(at)
        return end if len(parts) > 2 or node is None else None

    def is_counted(self, date: DateNode) -> bool:
        """Whether what looks like years is a count ("of 1966 delegates", "1500 died")."""
        if date.rule not in ("year", "range") or len(date.edtf.replace("/", "")) % 4 or "-" in date.edtf:
            return False
        before, after = self.word(date.first - 1), self.word(date.last)
        if self.word(date.last - 1) in _words("year_words"):
            return False
        if after in unit_nouns() and unit_nouns()[after] not in (
            "years",
            "deaths",
            "arrests",
            "executions",
            "lists",
            "sentences",
        ):
            return before not in _NO_YEAR_BEFORE
        return date.rule == "year" and date.first == 0 and after in _set("person_verbs")

    def hides_a_year(self, node: NumberNode) -> bool:
        """Whether a hedge stands before a year ("around 1937")."""
        if node.rule != "hedge":
            return False
        date = self.dates.single(node.children[0].first)
        return (
            date is not None
            and date.last >= node.last
            and not self.is_counted(date)
            and self.word(date.last) not in unit_nouns()
            and (self.word(date.last) not in _set("person_verbs") or node.hedge == "most")
        )

    def counts_nothing(self, node: NumberNode) -> bool:
        """Ordinals, compounds ("ten-day"), "one" that counts nothing, a bare article."""
        after, first = self.word(node.last), self.tokens[node.first]
        last = self.tokens[node.last - 1]
        tight = node.last < len(self.tokens) and self.tokens[node.last].start == last.end
        if after in self.words.ordinals and node.measure == "count":
            return True
        if tight and after in "-‐‑" and self.word(node.last + 1) not in ("", *self.words.percent):
            following = self.tokens[node.last + 1]
            if following.start == self.tokens[node.last].end and node.rule != "vague":
                return True
        if tight and last.is_number and after in ("st", "nd", "rd", "th", "s", "го", "й", "я"):
            return True
        leaf = next((n for n in node.walk() if not n.children), node)
        if leaf.low == 1 and leaf.high == 1 and node.measure == "count" and not self.tokens[leaf.first].is_number:
            return not self.one_counts(node)
        if self.word(node.first - 1) in ("of", "aged") and self.word(node.first - 2) in _AGED and leaf.high <= 110:
            return self.word(node.last) not in unit_nouns()
        return first.lower in ("second", "with")

    def one_counts(self, node: NumberNode) -> bool:
        """Whether "one" is a count: before a noun that is counted, not in "no one", "one of", "at one point"."""
        before, after = self.word(node.first - 1), self.word(node.last)
        if node.rule in ("out of", "range", "hedge"):
            return before not in ("no", "not")
        return (
            after in unit_nouns()
            and unit_nouns()[after] not in ("times", "days")
            and before not in ("no", "every", "each", "any")
        )

    def number_mention(self, node: NumberNode) -> NumberMention:
        start, end = self.tokens[node.first].start, self.tokens[node.last - 1].end
        written = _written(self.tokens, node.first, node.last)
        unit, noun, base = self.unit_of(node)
        return NumberMention(start, end, written, node.low, node.high, unit, noun, base, node)

    def unit_of(self, node: NumberNode) -> tuple[str, str, str]:
        if node.measure != "count":
            return ("percent" if node.measure == "percent" else "share"), "", self.base_after(node.last)
        unit, noun = self.noun_after(node.last)
        if node.whole is not None:
            return unit or "persons", noun, noun
        if not unit:
            unit, noun = self.noun_of_next(node.last) or self.noun_before(node.first) or ("", noun)
        if not unit and self.speaks_of_persons(node):
            unit = "persons"
        if not unit and self.numbers_found and self.numbers_found[-1].tree.measure == "count":
            unit = self.numbers_found[-1].unit if self.numbers_found[-1].unit in ("persons", "families") else ""
        return unit or "count", noun, ""

    def noun_after(self, at: int) -> tuple[str, str]:
        """The noun a number counts: the first known one, or the last word before the search must end."""
        unknown = ""
        for place in range(at, min(at + 6, len(self.tokens))):
            token, word = self.tokens[place], self.word(place)
            if token.kind != "word":
                if word in _DASHES and place + 1 < len(self.tokens):
                    continue
                break
            if word in unit_nouns():
                return self._known(place, word)
            if word in _set("person_verbs") and word not in ("accused",):
                break
            if word in _set("stops"):
                break
            if unknown and word in ("a", "an", "the"):
                break
            if word not in _set("skip") and not word.endswith(("ly", "'s")):
                unknown = word
                if word.endswith("s") and not word.endswith("ss") and self.word(place + 1) not in unit_nouns():
                    break
        return unknown, unknown

    def noun_of_next(self, at: int) -> tuple[str, str] | None:
        """The noun that two numbers share ("75,950 and 193,000 persons")."""
        if self.word(at) not in ("and", "or", "и", "или"):
            return None
        following = self.quantities.amount(at + 1)
        unit, noun = self.noun_after(following.last) if following else ("", "")
        return (unit, noun) if unit else None

    def noun_before(self, at: int) -> tuple[str, str] | None:
        """The noun of "the number of arrests as 1,372,392", "the killings at 10,356"."""
        place = at - 1
        if self.word(place) not in _LINKS:
            return None
        for back in range(place, max(-1, place - 5), -1):
            word = self.word(back)
            if word in (",", ".", ";"):
                return None
            if word in unit_nouns() and unit_nouns()[word] not in ("years", "times", "days"):
                return unit_nouns()[word], word
        return None

    def _known(self, place: int, word: str) -> tuple[str, str]:
        following = self.word(place + 1)
        if (
            unit_nouns()[word] in ("persons", "families")
            and following in unit_nouns()
            and unit_nouns()[following] == "persons"
        ):
            word = following
            return "persons", word
        if word == "death" and following in ("sentences", "penalties"):
            return "death sentences", "death sentences"
        return unit_nouns()[word], word

    def base_after(self, at: int) -> str:
        """The words of what a share is taken of."""
        of = self.word(at) == "of"
        start = at + 1 if of else at
        words: list[str] = []
        for place in range(start, min(start + 9, len(self.tokens))):
            token, word = self.tokens[place], self.word(place)
            if token.kind == "mark" and word not in "-‐‑":
                break
            if word in _set("stops") or (
                word in _set("person_verbs") and words and self.word(place + 1) not in _AFTER_PARTICIPLE
            ):
                break
            if not (not words and word in ("the", "all", "a", "its", "their", "his", "those", "these")):
                words.append(token.text)
        return " ".join(words)

    def speaks_of_persons(self, node: NumberNode) -> bool:
        """Whether a verb around the number has people for its subject or object."""
        near = [self.word(i) for i in range(max(0, node.first - 4), min(len(self.tokens), node.last + 5))]
        return any(word in _set("person_verbs") for word in near)

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


def walk_numbers(mentions: Sequence[Mentions]) -> Iterator[NumberMention]:
    """All numbers of several sentences."""
    for found in mentions:
        yield from found.numbers


__all__ = [
    "DateMention",
    "Mentions",
    "NumberMention",
    "find_mentions",
    "finite",
    "month_number",
    "unit_nouns",
    "walk_numbers",
]
