"""Claims stage: a sentence as a tree of its words: which word each depends on, and as what.

Goes in: words with heads and roles in the manner of Universal Dependencies (a preposition hangs on its noun). Comes
out: answers on spans of characters: what heads them, what they modify, what lies below. Nothing here knows a language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj"})
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
# What stands by a word without saying anything more of it.
FUNCTION = frozenset({"case", "det", "aux", "aux:pass", "cop", "mark", "cc", "punct", "expl", "fixed"})


class Word(NamedTuple):
    """A word: its characters in the text, the place of its head (-1: none), its role, its part of speech."""

    text: str
    start: int
    end: int
    head: int
    role: str
    pos: str

    @property
    def lower(self) -> str:
        """In lower case."""
        return self.text.lower()


@dataclass(frozen=True)  # without slots, so that what lies below a word is found once
class Tree:
    """The words of a sentence in order."""

    words: tuple[Word, ...]

    @cached_property
    def below(self) -> tuple[tuple[int, ...], ...]:
        """The words that depend on each word."""
        found: list[list[int]] = [[] for _ in self.words]
        for place, word in enumerate(self.words):
            if word.head >= 0:
                found[word.head].append(place)
        return tuple(map(tuple, found))

    def inside(self, start: int, end: int) -> list[int]:
        """The words that touch a span of characters."""
        return [place for place, word in enumerate(self.words) if word.start < end and start < word.end]

    def top(self, start: int, end: int) -> int | None:
        """The word of a span on which the others of it depend: the one whose head lies outside; of several the first
        that is no function word."""
        places = self.inside(start, end)
        inner = set(places)
        outer = [place for place in places if self.words[place].head not in inner]
        return next((p for p in outer if self.words[p].role not in FUNCTION), outer[0] if outer else None)

    def above(self, place: int) -> Iterator[int]:
        """The words above a word, the nearest first."""
        seen = {place}
        while (place := self.words[place].head) >= 0 and place not in seen:
            seen.add(place)
            yield place

    def under(self, place: int, stop: frozenset[str] = frozenset()) -> Iterator[int]:
        """A word and all words below it; below words in a role of `stop` it is not looked."""
        waiting = [place]
        while waiting:
            at = waiting.pop()
            yield at
            waiting += [child for child in self.below[at] if self.words[child].role not in stop]

    def first_of_row(self, place: int) -> int:
        """The first of the words joined with a word ("marshals" for "marshals, generals and colonels")."""
        while self.words[place].role == "conj" and self.words[place].head >= 0:
            place = self.words[place].head
        return place

    def child(self, place: int, roles: frozenset[str]) -> Iterator[int]:
        """The words below a word in one of some roles."""
        return (child for child in self.below[place] if self.words[child].role in roles)

    def is_verb(self, place: int) -> bool:
        """Whether a word is a verb, or the noun or adjective of a clause with a copula."""
        return self.words[place].pos in ("VERB", "AUX") or any(self.child(place, frozenset({"cop"})))

    def clause(self, place: int) -> int:
        """The verb (or copular predicate) that a word belongs to: itself, or the nearest one above; else the root."""
        for at in (place, *self.above(place)):
            if self.is_verb(at):
                return at
            last = at
        return last


def in_order(words: Sequence[Word]) -> Tree:
    """The tree of words; heads that lie outside or make a circle become roots."""
    heads = [word.head if 0 <= word.head < len(words) else -1 for word in words]
    for place in range(len(words)):
        seen, at = {place}, heads[place]
        while at >= 0 and at not in seen:
            seen.add(at)
            at = heads[at]
        if at >= 0:
            heads[place] = -1
    return Tree(tuple(word._replace(head=head) for word, head in zip(words, heads, strict=True)))
