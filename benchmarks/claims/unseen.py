"""Measures verdicts on passages of real pages that nobody tuned to, in three parts split by document.

Each row of `unseen/partN.csv` is one claim of a passage, labelled before the code was written: whether it is true,
false, disputed, loose (right, but of a slightly other thing), opinion, unknown; and whether a row of the evidence could
judge it. A verdict that judges (all but "not in our sources" and "not checkable") is right where it fits the truth.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.claims.passages import UNJUDGED
from byname.claims.audit import Claim, audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of

PARTS = Path(__file__).parent / "unseen"
RIGHT = {
    "true": {"supported"},
    "false": {"contradicted", "imprecise"},
    "disputed": {"contested", "supported", "imprecise"},
    "loose": {"imprecise", "contested", "supported"},
}


@dataclass(slots=True)
class UnseenScore:
    """Verdicts by what they are and whether they are right, and what should have been judged."""

    judged: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    judgeable: int = 0
    reached: int = 0
    judged_again: list[tuple[str, str, str, str]] = field(default_factory=list)
    all_judged: list[tuple[str, str, bool, str]] = field(default_factory=list)
    unfound: int = 0
    unknown: int = 0

    def line(self) -> str:
        """In words."""
        judged, wrong = sum(self.judged.values()), sum(self.wrong.values())
        kinds = ", ".join(f"{name} {all - self.wrong[name]} of {all}" for name, all in sorted(self.judged.items()))
        recall = f"{self.reached / max(1, self.judgeable):.3f} ({self.reached} of {self.judgeable})"
        false = f"false contradicted {self.wrong['contradicted']}, false supported {self.wrong['supported']}"
        return (
            f"judged {judged}, precision {1 - wrong / max(1, judged):.3f}, {false}, recall of judgeable {recall}; "
            f"right: {kinds}; truth unknown {self.unknown}, not found {self.unfound}"
        )


def measure(part: str) -> dict[str, UnseenScore]:
    """The scores of one part, by language and for all."""
    scores: dict[str, UnseenScore] = defaultdict(UnseenScore)
    passages: dict[tuple[str, str], list[dict[str, str]]] = {}
    with (PARTS / f"{part}.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            passages.setdefault((row["document"], row["passage"]), []).append(row)
    for (_, passage), rows in passages.items():
        audit = audit_document(document_of(passage.encode(), "passage.txt"), shipped_evidence())
        for row in rows:
            claim = claim_for(row["words"], passage, audit.claims)
            verdict = claim.judgement.verdict if claim else "not found"
            reason = claim.judgement.reason if claim else ""
            for score in (scores["all"], scores[row["language"]]):
                _count(score, row, verdict, reason)
    return scores


def claim_for(words: str, passage: str, claims: Sequence[Claim]) -> Claim | None:
    """The claim that some words of a passage make: whose number lies in them, else whose date (also as the time of a
    number), else one without a number around them."""
    start = passage.find(words)
    if start < 0:
        return None
    end = start + len(words)
    worded = [c for c in claims if c.frame.number is None]
    numbers = [c for c in claims if c.frame.number and c.frame.number.start < end and start < c.frame.number.end]
    dated = [(c, c.frame.time.date) for c in (*worded, *claims) if c.frame.time.date]
    dates = [c for c, date in dated if date and date.start < end and start < date.end]
    around = [c for c in worded if c.frame.start < end and start < c.frame.end]
    found = numbers or dates or around
    judged = [claim for claim in found if claim.judgement.verdict not in UNJUDGED]  # what a reader is shown
    return (judged or found)[0] if found else None


def _count(score: UnseenScore, row: dict[str, str], verdict: str, reason: str) -> None:
    right = verdict in RIGHT.get(row["truth"], set())
    told = (verdict, f"{row['words']} | {row['passage']}", f"{row['note']} || {reason}")
    if row["judgeable"] == "yes":
        score.judgeable += 1
        score.reached += right
    score.unfound += verdict == "not found"
    if verdict in (*UNJUDGED, "not found"):
        if row["judgeable"] == "yes":
            score.judged_again.append(("missed", *told))
    elif row["truth"] == "unknown":
        score.unknown += 1
        score.judged_again.append(("unknown", *told))
    else:
        score.judged[verdict] += 1
        score.all_judged.append((verdict, reason, right, told[1]))
        score.wrong[verdict] += not right
        if not right:
            score.judged_again.append((f"wrong ({row['truth']})", *told))


# Reasons and verdicts from the surest to the least sure, by which a risk-coverage curve is drawn.
TIERS: tuple[tuple[str, Callable[[str, str], bool]], ...] = (
    ("the very number", lambda verdict, reason: "very number" in reason),
    (
        "supported, time and place stated",
        lambda verdict, reason: verdict == "supported" and "does not say" not in reason,
    ),
    ("contradicted", lambda verdict, reason: verdict == "contradicted"),
    ("supported, time or place left open", lambda verdict, reason: verdict == "supported"),
    ("contested", lambda verdict, reason: verdict == "contested"),
    ("imprecise", lambda verdict, reason: verdict == "imprecise"),
)


def curve(parts: Sequence[str]) -> list[tuple[str, int, int]]:
    """How many are judged, and how many of them wrongly, as tier after tier is let in: risk against coverage."""
    rows = [row for part in parts for row in measure(part)["all"].all_judged]
    found, judged, wrong, left = [], 0, 0, rows
    for name, holds in TIERS:
        inside = [row for row in left if holds(row[0], row[1])]
        left = [row for row in left if row not in inside]
        judged, wrong = judged + len(inside), wrong + sum(not row[2] for row in inside)
        found.append((name, judged, wrong))
    return found


def main() -> None:
    """Print the scores of the parts that are named; with --show also what was wrong or missed, with --curve the
    risk-coverage curve over them."""
    show = "--show" in sys.argv
    if "--curve" in sys.argv:
        for name, judged, wrong in curve(
            [w for w in sys.argv[1:] if not w.startswith("-")] or ["part1", "part2", "part3"]
        ):
            print(f"{name:<36} judged {judged:>3}, wrong {wrong:>2} ({wrong / max(1, judged):.3f})")
        return
    for part in [word for word in sys.argv[1:] if not word.startswith("-")] or ["part1", "part2", "part3"]:
        scores = measure(part)
        for language in sorted(scores):
            print(f"{part} {language}: {scores[language].line()}")
        if show:
            for what, verdict, words, why in scores["all"].judged_again:
                print(f"\n{what}: {verdict}\n    {words}\n    {why}")


if __name__ == "__main__":
    main()
