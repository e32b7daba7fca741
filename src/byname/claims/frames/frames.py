"""Claims stage: claim frames: what a sentence claims, taken apart so that a table can answer it.

A frame says of whom (population, place, period), what (predicates or a relation), how many (a number mention) or when
(a date mention), with the characters of the clause. What is not said in the clause is taken from the text before it and
marked `uncertain`.
"""

from __future__ import annotations

from collections.abc import Mapping
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
class Clause:
    """Where a claim stands: the number of its sentence, its characters and text; its longer words in lower case, and
    the capitalised words of a dated clause, folded, each with the one before it."""

    sentence: int
    start: int
    end: int
    text: str
    words: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a claim says: a relation, or predicates and those of whom a share is taken (`base`); a quantifier that
    stands for a number; whether it was planned and not done, and whether it is denied."""

    relation: str = ""
    predicates: frozenset[str] = frozenset()
    base: frozenset[str] = frozenset()
    quantifier: str = ""
    plan: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ClaimPopulation:
    """Of whom and where: groups and operations (empty: everyone), the place, the words of the number's noun phrase.

    `is_whole` marks the whole of which the next number is a part, `of_some` a clause that speaks of people named
    before, `has_unknown_names` one that may speak of a place of its own, `leans` people taken from the text before.
    """

    groups: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    place: str = ""
    noun_words: frozenset[str] = frozenset()
    is_whole: bool = False
    of_some: bool = False
    has_unknown_names: bool = False
    leans: bool = False

    @property
    def named(self) -> frozenset[str]:
        """The groups and operations together; empty where it is everyone."""
        return self.groups | self.operations


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """When: the date as the clause gives it, and the period that it speaks of, given or not."""

    date: DateMention | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class ClaimEntities:
    """The entries of the gazetteer in a claim: its own, and those that it leans on ("he", "this period", a relative
    clause); `guessed` where a pronoun or a pointing word had to be resolved; `other` is another person whom its
    pronoun may mean."""

    own: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    guessed: bool = False
    other: str = ""

    @property
    def all(self) -> frozenset[str]:
        """Its own and those it leans on."""
        return self.own | self.context


@dataclass(frozen=True, slots=True)
class Binding:
    """What the number or the date of a claim is bound to by the syntax of its sentence.

    `predicates` are those that govern it (None where the sentence has no tree); `dates` says of each explicit date of
    the sentence, by its first character, how it stands to the number (`own`, `shared`, `unsure`, `other`); `unread` are
    words that narrow what is said and that nothing of ours reads; `told` marks what the text reports of another. Of a
    date also the entities, the names (folded) and the predicates (`nearby`) that it is said of, the word that it
    modifies, what that word stands for, whether it is a verb, whether the date is only where something begins or ends,
    and the characters (`span`) that speak of all this, and who does or undergoes it (`subjects`). Of a relation who
    does it (`doers`) and the entities of its clause beside these (`others`).
    """

    predicates: frozenset[str] | None = None
    dates: Mapping[int, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    told: bool = False
    entities: frozenset[str] = frozenset()
    names: frozenset[tuple[str, str]] = frozenset()
    nearby: frozenset[str] = frozenset()
    governor: str = ""
    governed: frozenset[str] = frozenset()
    by_verb: bool = False
    bounded: bool = False
    span: tuple[int, int] = (0, 0)
    doers: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()

    @property
    def has_tree(self) -> bool:
        """Whether the sentence was parsed."""
        return self.predicates is not None


@dataclass(frozen=True, slots=True)
class ClaimFrame:
    """One claim: its kind, where it stands, how many, what is said of whom and when; `proposed` by a model.

    `binding` tells what syntax binds to it; `readings` are other ways to read it, each as likely.
    """

    kind: ClaimKind
    clause: Clause
    number: NumberMention | None = None
    said: Statement = Statement()
    population: ClaimPopulation = ClaimPopulation()
    time: ClaimTime = ClaimTime()
    entities: ClaimEntities = ClaimEntities()
    proposed: bool = False
    binding: Binding = Binding()
    readings: tuple[ClaimFrame, ...] = ()

    @property
    def start(self) -> int:
        """The character of the working text at which it begins."""
        return self.clause.start

    @property
    def end(self) -> int:
        """The character after its last one."""
        return self.clause.end

    @property
    def text(self) -> str:
        """Its words as they stand in the working text."""
        return self.clause.text

    @property
    def subject(self) -> str:
        """The ids of whom or what it speaks, joined for people and programs."""
        parts = sorted(self.population.named) or sorted(self.entities.own) or sorted(self.entities.context)
        return ", ".join(part.lstrip("~") for part in parts)
