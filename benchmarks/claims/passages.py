"""Measures verdicts on forty passages of our own, split by document: precision of what is judged, and recall.

A label names words of a claim and the verdict or verdicts that are right. Judged means any verdict but "not in our
sources" and "not checkable"; precision is the share of judged claims with a label whose verdict is right, recall the
share of labels to be judged that were judged rightly.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from byname.claims.audit import Claim, audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.text.reading import document_of

PASSAGES = Path(__file__).parent / "passages.csv"
UNJUDGED = ("not in our sources", "not checkable")


@dataclass(slots=True)
class Score:
    """Labels judged rightly, judged wrongly, not judged though they should be."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was judged, the share that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what should be judged, the share that was judged rightly."""
        return self.right / max(1, self.right + self.wrong + self.missed)


def labelled(path: Path = PASSAGES, split: str = "") -> Iterator[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    """Each passage of a split with its labels: words of the claim, and the right verdicts."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="|"):
            if split and row["split"] != split:
                continue
            pairs = [part.split("=>") for part in row["claims"].split(";;")]
            yield (
                row["passage"],
                [(words.strip(), tuple(v.strip() for v in right.split("/"))) for words, right in pairs],
            )


def measure(split: str = "", *, show: bool = False) -> Score:
    """Audit every passage of a split."""
    score = Score()
    for passage, labels in labelled(split=split):
        audit = audit_document(document_of(passage.encode(), "passage.txt"), shipped_evidence())
        for words, right in labels:
            claim = claim_with(words, audit.claims)
            verdict = claim.judgement.verdict if claim else "not found"
            if verdict in (*UNJUDGED, "not found"):
                score.missed += not set(right) & set(UNJUDGED)
            else:
                score.right += verdict in right
                score.wrong += verdict not in right
            if show and verdict not in right:
                reason = claim.judgement.reason if claim else ""
                print(f"{passage}\n    {words}: {verdict}, labelled {'/'.join(right)}\n    {reason}")
    return score


def claim_with(words: str, claims: tuple[Claim, ...]) -> Claim | None:
    """The claim whose number or date is written so, else the first whose words hold it."""
    for claim in claims:
        if claim.frame.number and words.lower() in claim.frame.number.text.lower():
            return claim
    for claim in claims:
        date = claim.frame.time.date
        if claim.frame.number is None and date and words.lower() in date.text.lower():
            return claim
    return next((claim for claim in claims if words.lower() in claim.frame.text.lower()), None)


def main() -> None:
    """Print precision and recall of each split; exit with 1 where the precision of one is below 0.95."""
    show, worst = "--show" in sys.argv, 1.0
    for split in [word for word in sys.argv[1:] if not word.startswith("-")] or ["dev", "test", "second"]:
        score = measure(split, show=show)
        print(
            f"{split}: precision {score.precision:.3f}, recall {score.recall:.3f} "
            f"({score.right} right, {score.wrong} wrong, {score.missed} missed)"
        )
        worst = min(worst, score.precision)
    if worst < 0.95:
        sys.exit("missed: precision >= 0.95")


if __name__ == "__main__":
    main()
