"""Claims stage: the pages of a cited work by the numbers, the dates and the words that stand on them.

Goes in: the pages of one work. Comes out: an index that is asked for a number by its value, for a date, or for the
words of a statement, and answers with places: the page and the characters. Numbers and dates are read by the grammar
that reads the audited text, so that "681,692", "681 692" and "681 692 человека" are one number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from byname.claims.lexicon.lemmas import lemmas
from byname.claims.lexicon.phrases import stem
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.numbers.number_words import number_words
from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.sentences import Sentence, split_sentences
from byname.claims.text.tokens import Token, tokenize
from byname.values import FuzzyDate
from byname.values.shipped import shipped_yaml

Value = tuple[bool, float, float]  # whether it is in percent, and both ends
SHORTEST_WORD = 4
MOST_PLACES = 50  # of one number in a work: enough to find the one that shares most words with a claim
LEAST_WORDS = 3  # content words of a statement below which it is not sought
SHARED = 0.75  # of its content words that must stand in one sentence
_AROUND = 70  # characters that a quotation shows on either side
_AGREEING = 3  # pages whose printed numbers must agree
_PAGE_NUMBER = re.compile(r"^\W{0,3}(\d{1,4})\W{0,3}$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a work: the index of its page, and its characters in the text of that page."""

    page: int
    start: int
    end: int


def value_of(node: NumberNode) -> Value:
    """The value of a number without its hedge; a share in percent.

    >>> from byname.claims.numbers.number_grammar import read_quantity
    >>> value_of(read_quantity(tokenize("at least 681,692 people"), 0))
    (False, 681692.0, 681692.0)
    """
    while node.rule == "hedge":
        node = node.children[0]
    factor = 100.0 if node.measure == "share" else 1.0
    return node.measure != "count", round(node.low * factor, 6), round(node.high * factor, 6)


def _values(tree: NumberNode) -> Iterator[Value]:
    """The value of a number and of the ends of a range; in a range of percentages both are in percent."""
    is_share, low, high = value_of(tree)
    yield is_share, low, high
    if not is_share:
        yield from (value_of(node) for node in tree.walk())
        return
    while tree.rule == "hedge":
        tree = tree.children[0]
    for node in tree.children if tree.rule == "range" else ():
        _, low, high = value_of(node)
        yield True, low, high


def content_words(tokens: Sequence[Token]) -> frozenset[str]:
    """The words that say what a sentence is about, in forms that can be compared.

    >>> sorted(content_words(tokenize("The purges were a result of the murder.")))
    ['murder', 'purge', 'result']
    """
    small = _small_words()
    return frozenset(
        _form(token.lower)
        for token in tokens
        if token.kind == "word" and len(token.lower) >= SHORTEST_WORD and token.lower not in small
    )


@cache
def _small_words() -> frozenset[str]:
    words: str = shipped_yaml("claims", "framing.yaml")["small_words"]
    return frozenset(words.split())


def _form(word: str) -> str:
    return min(lemmas(word)) if "а" <= word[:1] <= "ё" else stem(word.removesuffix("'s"))


class WorkPages:
    """The index of one work; `pages` are its pages in order."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.pages = pages
        self._numbers: dict[Value, list[Place]] = {}
        self._dates: dict[str, list[Place]] = {}
        self._words: dict[str, list[int]] = {}
        self._sentences: list[Place] = []
        for number, page in enumerate(pages):
            for sentence in split_sentences(page):
                self._read(number, sentence)
        self.first_number = _first_number(pages)

    @property
    def has_pages(self) -> bool:
        """Whether it has more than one page."""
        return len(self.pages) > 1

    def printed(self, page: int) -> int:
        """The number of a page: the one that is printed on it, where those of the work can be read, or its place."""
        return page + self.first_number

    def _read(self, page: int, sentence: Sentence) -> None:
        tokens = tokenize(sentence.text, sentence.start)
        here = len(self._sentences)
        self._sentences.append(Place(page, sentence.start, sentence.end))
        for word in content_words(tokens):
            self._words.setdefault(word, []).append(here)
        if not any(token.kind != "mark" and (token.is_number or token.lower in _beginnings()) for token in tokens):
            return
        found = find_mentions(tokens)
        for number in found.numbers:
            for value in set(_values(number.tree)):
                places = self._numbers.setdefault(value, [])
                if len(places) < MOST_PLACES:
                    places.append(Place(page, number.start, number.end))
        for date in found.dates:
            places = self._dates.setdefault(date.edtf, [])
            if len(places) < MOST_PLACES:
                places.append(Place(page, date.start, date.end))

    def of_number(self, node: NumberNode) -> list[Place]:
        """Where a number stands, by its value; a share also where a table gives it without its sign, a range also
        where both its ends stand on one page."""
        is_share, low, high = value_of(node)
        found = list(self._numbers.get((is_share, low, high), ()))
        if is_share:
            found += self._numbers.get((False, low, high), ())
        if not found and low < high:
            above = {place.page for place in self._numbers.get((is_share, high, high), ())}
            found = [place for place in self._numbers.get((is_share, low, low), ()) if place.page in above]
        return sorted(found, key=lambda place: (place.page, place.start))

    def of_date(self, edtf: str) -> list[Place]:
        """Where a date stands, or one within it ("12 June 1937" within "June 1937")."""
        wanted = FuzzyDate.parse_or_none(edtf)
        found = []
        for written, places in self._dates.items():
            given = FuzzyDate.parse_or_none(written)
            same = written.rstrip("?~") == edtf.rstrip("?~")
            within = wanted and given and wanted.earliest <= given.earliest and given.latest <= wanted.latest
            if same or within:
                found += places
        return sorted(found, key=lambda place: (place.page, place.start))

    def of_words(self, words: frozenset[str]) -> list[Place]:
        """The sentences that hold most of the content words of a statement, the best first."""
        if len(words) < LEAST_WORDS:
            return []
        shared = Counter(number for word in words for number in self._words.get(word, ()))
        least = SHARED * len(words)
        best = sorted((-count, number) for number, count in shared.items() if count >= least)
        return [self._sentences[number] for _, number in best]

    def shared_words(self, place: Place, words: frozenset[str]) -> int:
        """How many of some content words stand in the sentence of a place."""
        here = self._sentence_at(place)
        return sum(1 for word in words if _holds(self._words.get(word, ()), here))

    def _sentence_at(self, place: Place) -> int:
        return bisect_right(self._sentences, (place.page, place.start), key=lambda row: (row.page, row.start)) - 1

    def quotation(self, place: Place) -> str:
        """The words around a place, on one line."""
        page = self.pages[place.page]
        end = min(place.end, place.start + 2 * _AROUND)
        start = max(0, place.start - _AROUND)
        text = page[start : end + _AROUND]
        if start:
            text = text[text.find(" ") + 1 :] if " " in text[: place.start - start] else text
        if end + _AROUND < len(page) and " " in text[end - start :]:
            text = text[: text.rfind(" ")]
        return " ".join(text.split())


def _holds(numbers: Sequence[int], wanted: int) -> bool:
    at = bisect_right(numbers, wanted)
    return at > 0 and numbers[at - 1] == wanted


@cache
def _beginnings() -> frozenset[str]:
    """Words at which a number, or a date that has no digits, can begin."""
    words = number_words()
    tables = (words.vague, words.vague_multipliers, words.few, words.fractions, words.every)
    small = {"a", "an", "one", "un", "una"}
    return (words.starts | {word for table in tables for word in table}) - small


def _first_number(pages: Sequence[str]) -> int:
    """The number of the first page: where the first or last line of pages is a number that grows with them, by it."""
    agreeing = Counter(number - place for place, page in enumerate(pages) for number in set(_numbers_of(page)))
    if not agreeing:
        return 1
    first, count = max(agreeing.items(), key=lambda pair: (pair[1], -abs(pair[0] - 1)))
    return first if count >= min(_AGREEING, max(2, len(pages) // 2)) else 1


def _numbers_of(page: str) -> Iterator[int]:
    """The numbers that stand alone in the first two or the last two lines of a page."""
    lines = [line for line in page.strip().split("\n") if line.strip()]
    for line in [*lines[:2], *lines[-2:]]:
        match = _PAGE_NUMBER.match(line.strip())
        if match:
            yield int(match[1])
