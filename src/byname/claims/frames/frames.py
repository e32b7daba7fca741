"""Claims stage: claim frames: what a sentence claims, taken apart so that a table can answer it.

A frame says of whom (population, place, period), what (predicates or a relation), how many (a number mention) or when
(a date mention), with the characters of the clause. What is not said in the clause is taken from the text before it and
marked `uncertain`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from byname.claims.numbers.mentions import DateMention, NumberMention
from byname.values import FuzzyDate

ClaimKind = Literal["definition", "date", "quantity", "share", "identity", "order of events", "cause", "quotation"]


@dataclass(frozen=True, slots=True)
class Period:
    """When a claim says something was: its dates and how they are known: stated, by an event, from the text before."""

    date: FuzzyDate
    known: Literal["stated", "event", "context"]


@dataclass(frozen=True, slots=True)
class ClaimFrame:
    """One claim: its kind, sentence and characters, and its parts; `own` are the entities of the clause itself,
    `context` those it leans on ("he", "this period", a relative clause). `is_whole` marks the whole of which the next
    number is a part, `of_some` a clause that speaks of people named before; `names` are
    capitalised words of a dated clause, folded, each with the one before it."""

    kind: ClaimKind
    sentence: int
    start: int
    end: int
    text: str
    number: NumberMention | None = None
    date: DateMention | None = None
    relation: str = ""
    predicates: frozenset[str] = frozenset()
    base: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    place: str = ""
    place_stated: bool = False
    period: Period | None = None
    own: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    quantifier: str = ""
    plan: bool = False
    negated: bool = False
    uncertain: bool = False
    noun_words: frozenset[str] = frozenset()
    words: frozenset[str] = field(default=frozenset())
    has_unknown_names: bool = False
    is_whole: bool = False
    of_some: bool = False
    proposed: bool = False
    names: frozenset[tuple[str, str]] = frozenset()

    @property
    def entities(self) -> frozenset[str]:
        """All entities, its own and those it leans on."""
        return self.own | self.context

    @property
    def subject(self) -> str:
        """The ids of whom or what it speaks, joined for people and programs."""
        parts = sorted(self.groups | self.operations) or sorted(self.own) or sorted(self.context)
        return ", ".join(part.lstrip("~") for part in parts)
