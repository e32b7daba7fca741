"""Measures the grammar of numbers and dates on sentences that were labelled before it was written.

A number is right where both ends of its interval, its measure (count, percent, share) and, where labelled, its whole
agree; a date where its EDTF does. Unit and base are counted apart.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from byname.claims.numbers.mentions import NumberMention
from byname.claims.numbers.scanner import find_mentions, finite
from byname.claims.text.tokens import tokenize

LABELS = Path(__file__).parent / "numbers.csv"
Key = tuple[float | None, float | None, str, float | None]


@dataclass(slots=True)
class Counts:
    """Right, extra and missed readings."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1, 2 * self.right + self.extra + self.missed)

    def add(self, expected: Counter[object], found: Counter[object]) -> None:
        """Count one sentence."""
        both = sum((expected & found).values())
        self.right, self.extra, self.missed = (
            self.right + both,
            self.extra + sum(found.values()) - both,
            self.missed + sum(expected.values()) - both,
        )


def labelled(path: Path = LABELS) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each sentence with its labelled numbers and dates."""
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="|"):
            numbers = [part.strip() for part in (row["numbers"] or "").split(";") if part.strip()]
            yield row["text"], numbers, [part.strip() for part in (row["dates"] or "").split(";") if part.strip()]


def label_key(label: str) -> Key:
    """The interval, measure and whole of a label ("25..50 percent of officers", "3 persons of 5 marshals")."""
    words = label.split()
    low, dots, high = words[0].partition("..")
    measure = words[1] if words[1] in ("percent", "share") else "count"
    whole = float(words[3]) if len(words) > 3 and words[2] == "of" and words[3].isdecimal() else None
    return (float(low) if low else None, float(high) if high else None if dots else float(low), measure, whole)


def found_key(mention: NumberMention) -> Key:
    """The same of a mention."""
    share = mention.tree.measure == "share"
    low, high = finite(mention.low), finite(mention.high)
    rounded = [None if end is None else round(end, 4) if share else round(end, 6) for end in (low, high)]
    return (rounded[0], rounded[1], mention.tree.measure, mention.tree.whole)


def measure(path: Path = LABELS, *, show: bool = False) -> dict[str, float]:
    """F1 of numbers, share of dates right, accuracy of units and bases."""
    numbers, dates = Counts(), Counts()
    units = bases = counted = based = 0
    for text, number_labels, date_labels in labelled(path):
        found = find_mentions(tokenize(text))
        expected: Counter[object] = Counter(label_key(label) for label in number_labels)
        seen: Counter[object] = Counter(found_key(mention) for mention in found.numbers)
        numbers.add(expected, seen)
        seen_dates: Counter[object] = Counter(mention.edtf for mention in found.dates)
        dates.add(Counter(date_labels), seen_dates)
        if show and (expected != seen or Counter(date_labels) != seen_dates):
            print(text, "\n   expected", number_labels, date_labels)
            print("   found   ", [m.tree.outline() for m in found.numbers], [d.edtf for d in found.dates])
        for label in number_labels:
            mention = next((m for m in found.numbers if found_key(m) == label_key(label)), None)
            unit, _, base = label.partition(" ")[2].partition(" of ")
            if mention is None:
                continue
            counted += 1
            units += unit == mention.unit
            if show and unit != mention.unit:
                print("   unit", text, "|", unit, "|", mention.unit)
            if base and not base[0].isdecimal():
                based += 1
                bases += base.lower() in mention.base.lower()
                if show and base.lower() not in mention.base.lower():
                    print("   base", text, "|", base, "|", mention.base)
    return {
        "numbers_f1": numbers.f1,
        "dates_f1": dates.f1,
        "dates_recall": dates.right / max(1, dates.right + dates.missed),
        "units": units / max(1, counted),
        "bases": bases / max(1, based),
    }


def main() -> None:
    """Print the measures; exit with 1 where a target is missed."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else LABELS
    found = measure(path, show="--show" in sys.argv)
    for name, value in found.items():
        print(f"{name:<14} {value:.3f}")
    if found["numbers_f1"] < 0.97 or found["dates_recall"] < 0.95:
        sys.exit("missed: numbers F1 >= 0.97, dates >= 0.95")


if __name__ == "__main__":
    main()
