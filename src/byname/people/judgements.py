"""People stage: what people judged about pairs of records, and what of it stands.

Goes in: judgements in the order they were made, with who, when and why. Comes out: the verdicts that bind
the linkage, those that wait for an adjudication, those that contradict others, and how well reviewers agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

Verdict = Literal["same", "different", "unsure"]
VERDICTS: tuple[Verdict, ...] = ("same", "different", "unsure")
Pair = tuple[str, str]


def lacks_reason(verdict: str, why: str) -> bool:
    """Whether a verdict that merges or splits gives no reason: a code or words, so at least one letter or figure.

    >>> lacks_reason("same", " - "), lacks_reason("same", "D1"), lacks_reason("unsure", "")
    (True, False, False)
    """
    return verdict != "unsure" and not any(character.isalnum() for character in why)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement: its number in the ledger, when, by whom, on which two records (in order), and why.

    `adjudicates` marks the word that settles what reviewers disagree on.
    """

    number: int
    at: str
    by: str
    record_a: str
    record_b: str
    verdict: Verdict
    why: str = ""
    adjudicates: bool = False

    @property
    def pair(self) -> Pair:
        """The two records in order."""
        return self.record_a, self.record_b


@dataclass(frozen=True, slots=True)
class ReviewerAgreement:
    """How two reviewers agree on the pairs that both judged: pairs, share alike, and Cohen's kappa (1960, eq. 1)."""

    reviewers: tuple[str, str]
    pairs: int
    alike: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What stands of all judgements.

    `binding`: the verdicts "same" and "different" that the linkage must follow. `disputed`: pairs on which reviewers
    disagree and nobody has adjudicated; they are left open. `contradicting`: judgements set aside because others that
    stand exclude them (A is B, B is C, but A is not C); all stay in the ledger.
    """

    binding: tuple[Judgement, ...]
    unsure: tuple[Judgement, ...]
    disputed: tuple[Pair, ...]
    contradicting: tuple[Judgement, ...]
    agreement: tuple[ReviewerAgreement, ...]


def resolve(judgements: Iterable[Judgement], undone: Iterable[int] = ()) -> Resolution:
    """What stands: each reviewer's last word on a pair counts, an adjudication outweighs reviewers.

    Where the verdicts of different pairs exclude one another, adjudications are taken before others and later ones
    before earlier ones; what no longer fits is set aside and named.
    """
    gone = set(undone)
    last: dict[tuple[Pair, str], Judgement] = {}
    for judgement in judgements:
        if judgement.number not in gone:
            last[judgement.pair, "" if judgement.adjudicates else judgement.by] = judgement
    by_pair: dict[Pair, list[Judgement]] = {}
    for (pair, _), judgement in last.items():
        by_pair.setdefault(pair, []).append(judgement)
    settled: list[Judgement] = []
    unsure: list[Judgement] = []
    disputed: list[Pair] = []
    for pair, words in sorted(by_pair.items()):
        word = _settle(words)
        if word is None:
            disputed.append(pair)
        else:
            (unsure if word.verdict == "unsure" else settled).append(word)
    binding, contradicting = _consistent(settled)
    return Resolution(binding, tuple(unsure), tuple(disputed), contradicting, _agreements(by_pair))


def _settle(words: Sequence[Judgement]) -> Judgement | None:
    """The word that stands on one pair; None where reviewers disagree."""
    adjudicated = [word for word in words if word.adjudicates]
    if adjudicated:
        return adjudicated[-1]
    sure = [word for word in words if word.verdict != "unsure"]
    if len({word.verdict for word in sure}) > 1:
        return None
    return max(sure or words, key=lambda word: word.number)


def _consistent(settled: Sequence[Judgement]) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    group: dict[str, str] = {}
    apart: dict[str, set[str]] = {}
    binding, against = [], []
    for word in sorted(settled, key=lambda word: (not word.adjudicates, -word.number)):
        a, b = (_root(group, record) for record in word.pair)
        if word.verdict == "same" and (a == b or b not in apart.get(a, set())):
            binding.append(word)
            _unite(group, apart, a, b)
        elif word.verdict == "different" and a != b:
            binding.append(word)
            apart.setdefault(a, set()).add(b)
            apart.setdefault(b, set()).add(a)
        else:
            against.append(word)
    return tuple(sorted(binding, key=lambda w: w.number)), tuple(sorted(against, key=lambda w: w.number))


def _root(group: dict[str, str], record: str) -> str:
    while group.get(record, record) != record:
        record = group[record]
    return record


def _unite(group: dict[str, str], apart: dict[str, set[str]], a: str, b: str) -> None:
    if a == b:
        return
    group[b] = a
    for other in apart.pop(b, set()):
        apart[other].discard(b)
        apart[other].add(a)
        apart.setdefault(a, set()).add(other)


def _agreements(by_pair: dict[Pair, list[Judgement]]) -> tuple[ReviewerAgreement, ...]:
    shared: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for words in by_pair.values():
        said = sorted((word.by, word.verdict) for word in words if not word.adjudicates)
        for (one, first), (other, second) in combinations(said, 2):
            shared.setdefault((one, other), []).append((first, second))
    return tuple(_agreement(reviewers, said) for reviewers, said in sorted(shared.items()))


def _agreement(reviewers: tuple[str, str], said: Sequence[tuple[str, str]]) -> ReviewerAgreement:
    number = len(said)
    alike = sum(first == second for first, second in said) / number
    by_chance = sum(
        sum(first == verdict for first, _ in said) * sum(second == verdict for _, second in said) / number**2
        for verdict in VERDICTS
    )
    return ReviewerAgreement(reviewers, number, alike, (alike - by_chance) / (1 - by_chance) if by_chance < 1 else None)
