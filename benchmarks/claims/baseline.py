"""A plain rival on the same claims: BM25 over the words of the figures, then the numbers are matched.

Each claim with a number is set beside the figure whose words (subject, quantity, unit, place, period) are nearest to
its sentence by BM25 (Robertson & Zaragoza 2009, k1 1.2, b 0.75); it is supported where the two numbers agree within
their rounding, else contradicted, as tables are searched for claims in QuanTemp (Venktesh et al. 2024). Below a score
nothing is judged; the score is set on the first part so that the rival's precision there is highest with at least ten
judged.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.claims.unseen import PARTS, RIGHT
from byname.claims.evidence.figures import Figure
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.numbers.scanner import find_mentions
from byname.claims.text.tokens import tokenize

K1, B = 1.2, 0.75


def words_of(text: str) -> list[str]:
    """The words and numbers of a text."""
    return re.findall(r"\w+", text.lower())


class Bm25:
    """Ranks texts by their words."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self.counts = [Counter(words) for words in texts]
        self.lengths = [sum(count.values()) for count in self.counts]
        self.mean = sum(self.lengths) / max(1, len(self.lengths))
        self.seen = Counter(word for count in self.counts for word in count)

    def best(self, words: Sequence[str]) -> tuple[float, int]:
        """The highest score and the place of its text."""
        scores = [(self._score(set(words), place), -place) for place in range(len(self.counts))]
        score, place = max(scores)
        return score, -place

    def _score(self, words: set[str], place: int) -> float:
        count, length = self.counts[place], self.lengths[place]
        total = 0.0
        for word in words & count.keys():
            rare = math.log(1 + (len(self.counts) - self.seen[word] + 0.5) / (self.seen[word] + 0.5))
            total += rare * count[word] * (K1 + 1) / (count[word] + K1 * (1 - B + B * length / self.mean))
        return total


@dataclass(frozen=True, slots=True)
class Guess:
    """What the rival says of a claim: its score, its verdict, whether it is right, whether it should be judged."""

    score: float
    verdict: str
    right: bool
    judgeable: bool
    known: bool


def guesses(part: str) -> list[Guess]:
    """What the rival says of each claim of a part; claims without a number are not judged."""
    figures = [f for f in shipped_evidence().figures if not f.from_notes]
    index = Bm25([words_of(_text(figure)) for figure in figures])
    found = []
    with (PARTS / f"{part}.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            numbers = find_mentions(tokenize(row["words"])).numbers
            score, verdict = 0.0, ""
            if numbers:
                score, place = index.best(words_of(_sentence(row["passage"], row["words"])))
                low, high = figures[place].value.widened
                agrees = numbers[0].low <= high and low <= numbers[0].high
                verdict = "supported" if agrees else "contradicted"
            right = verdict in RIGHT.get(row["truth"], set())
            found.append(Guess(score, verdict, right, row["judgeable"] == "yes", row["truth"] != "unknown"))
    return found


def _text(figure: Figure) -> str:
    period = figure.period.edtf if figure.period else ""
    parts = (figure.wording.subject, figure.wording.quantity, figure.wording.unit, figure.population.place, period)
    return " ".join(parts)


def _sentence(passage: str, words: str) -> str:
    sentences = re.split(r"(?<=[.!?])\s+", passage)
    return next((sentence for sentence in sentences if words in sentence), passage)


def scored(rows: Sequence[Guess], least: float) -> tuple[int, int, int, float]:
    """Judged, right among them, false contradictions, and the recall of what should be judged."""
    judged = [g for g in rows if g.verdict and g.score >= least and g.known]
    false = sum(g.verdict == "contradicted" and not g.right for g in judged)
    reached = sum(g.right and g.judgeable and g.score >= least for g in rows)
    return len(judged), sum(g.right for g in judged), false, reached / max(1, sum(g.judgeable for g in rows))


def main() -> None:
    """Print the rival's scores on each part."""
    parts = [word for word in sys.argv[1:] if not word.startswith("-")] or ["part1", "part2", "part3"]
    first = guesses("part1")
    limits = sorted({g.score for g in first if g.verdict})
    able = [least for least in limits if scored(first, least)[0] >= 10]
    least = max(able, key=lambda limit: scored(first, limit)[1] / scored(first, limit)[0])
    for part in parts:
        judged, right, false, recall = scored(guesses(part), least)
        print(
            f"{part}: judged {judged}, precision {right / max(1, judged):.3f}, false contradicted {false}, "
            f"recall of judgeable {recall:.3f} (score {least:.1f} and above)"
        )


if __name__ == "__main__":
    main()
