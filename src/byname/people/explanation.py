"""People stage: why two records are, or are not, taken for one person.

Goes in: one row of the pairs of a linkage. Comes out: the evidence field by field, in words, each with its match weight
(log2 of the Bayes factor); the weights add up to the log2 odds of the pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from byname.people.settings import LinkageSettings

_WHOLE = {
    "prior": "before comparing: how seldom two entries of different lists are one person",
    "relatives": "relatives and namesakes agree on this much, too",
    "rivals": "another entry of the same list fits as well",
    "unforeseen": "what no comparison foresees, such as misprints and namesakes of one birthday",
    "judgements": "what people judged",
}
_NEGLIGIBLE = 0.005


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """What one comparison says: its field, the finding in words, and its match weight in bits."""

    field: str
    words: str
    weight: float

    def __str__(self) -> str:
        return f"{self.weight:+6.1f}  {self.words}"


@dataclass(frozen=True, slots=True)
class MatchExplanation:
    """The evidence for one pair; `weight` is the log2 odds, the sum of the weights of `evidence`."""

    record_a: str
    record_b: str
    probability: float
    weight: float
    evidence: tuple[FieldEvidence, ...]

    def __str__(self) -> str:
        head = f"{self.record_a} and {self.record_b}: probability {self.probability:.3f}"
        return "\n".join([head, *(str(line) for line in self.evidence), f"{self.weight:+6.1f}  together"])


def explain(pair: Mapping[str, object], settings: LinkageSettings | None = None) -> MatchExplanation:
    """Explain one pair, given as a row of `Linkage.pairs` (`pairs.row(0, named=True)`).

    Fields that are missing on either side are left out, as they are no evidence.
    """
    chosen = settings or LinkageSettings.default()
    lines = []
    for name, words in _WHOLE.items():
        weight = _number(pair[f"weight_{name}"])
        if name == "prior" or abs(weight) > _NEGLIGIBLE:
            lines.append(FieldEvidence(name, words, weight))
    for comparison in chosen.comparisons:
        level = int(_number(pair[f"level_{comparison.name}"]))
        if level:
            words = f"{comparison.words}: {comparison.levels[level - 1].words}"
            lines.append(FieldEvidence(comparison.name, words, _number(pair[f"weight_{comparison.name}"])))
    total, probability = _number(pair["weight"]), _number(pair["probability"])
    return MatchExplanation(str(pair["record_a"]), str(pair["record_b"]), probability, total, tuple(lines))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
