"""Claims stage: a verdict on a claim, with its reason and the evidence for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["supported", "contradicted", "contested", "imprecise", "not in our sources", "not checkable"]
VERDICTS: tuple[Verdict, ...] = (
    "supported",
    "contradicted",
    "contested",
    "imprecise",
    "not in our sources",
    "not checkable",
)


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """A verdict with its reason in one sentence and the ids of its evidence, the strongest first.

    `comparable` marks a claim that a figure of ours can be set beside; `against` a verdict that speaks against it, and
    `of_any_time` one that holds whatever the time.
    """

    verdict: Verdict
    reason: str
    evidence: tuple[str, ...] = ()
    comparable: bool = False
    against: bool = False
    of_any_time: bool = False
