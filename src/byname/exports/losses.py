"""The statement of loss of an export: how many values of each field went in, how many went out, and why others did not.

A value is what one entry says of one field: its words, its reading, the doubt about it, and the entry that says it are
counted apart, as a format may carry one and not the other. So are the fields of people, their entries and relations.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

PARTS = {"words": "as_written", "reading": "value", "doubt": "flag", "entry": "record_id"}
Key = tuple[str, str]  # part, field


class Losses:
    """What went in and out, by part and field, and what was lost, with the reason."""

    def __init__(self) -> None:
        self.taken: Counter[Key] = Counter()
        self.given: Counter[Key] = Counter()
        self.lost: defaultdict[str, Counter[Key]] = defaultdict(Counter)
        self.changed: Counter[str] = Counter()  # how many values went out otherwise than they came in, by how

    def take_statements(self, said: pl.DataFrame) -> None:
        """Count what entries say."""
        self.taken.update(counted(said))

    def take_people(self, people: pl.DataFrame, entries: pl.DataFrame, relations: pl.DataFrame) -> None:
        """Count people with the values of their fields, entries and relations."""
        self.taken.update(counted_people(people, entries, relations))

    def give(self, part: str, field: str, count: int = 1) -> None:
        """Count values that were written."""
        self.given[part, field] += count

    def give_all(self, counts: Mapping[Key, int]) -> None:
        """Count many values that were written."""
        self.given.update(counts)

    def lose(self, part: str, field: str, why: str, count: int = 1) -> None:
        """Count values that could not be written."""
        if count:
            self.lost[why][part, field] += count

    def lose_all(self, counts: Mapping[Key, int], why: str) -> None:
        """Count many values that could not be written, for one reason."""
        for (part, field), count in counts.items():
            self.lose(part, field, why, count)

    def lose_rest(self, why: str) -> None:
        """Count as lost all that went in and is not accounted for yet: what a format has no place for at all."""
        self.lose_all({key: count for key, count in self.unaccounted().items() if count > 0}, why)

    def change(self, how: str, count: int = 1) -> None:
        """Count values that went out otherwise than they came."""
        if count:
            self.changed[how] += count

    def unaccounted(self) -> dict[Key, int]:
        """What went in and neither went out nor is told of as lost: empty, or the export is wrong."""
        rest = Counter(self.taken)
        rest.subtract(self.given)
        for counts in self.lost.values():
            rest.subtract(counts)
        return {key: count for key, count in sorted(rest.items()) if count}

    def _reasons(self) -> dict[str, Counter[Key]]:
        """What was lost, without reasons that were taken back."""
        kept = {why: Counter({key: n for key, n in counts.items() if n}) for why, counts in sorted(self.lost.items())}
        return {why: counts for why, counts in kept.items() if counts}

    def statement(self) -> dict[str, Any]:
        """The statement as plain data: totals, and a row a part and field."""
        lost = self._reasons()
        rows = [self._row(part, field, lost) for part, field in sorted(self.taken, key=_order)]
        return {
            "values_in": sum(self.taken.values()),
            "values_out": sum(self.given.values()),
            "lost": {why: sum(counts.values()) for why, counts in lost.items()},
            "changed": dict(sorted(self.changed.items())),
            "fields": rows,
        }

    def _row(self, part: str, field: str, reasons: Mapping[str, Counter[Key]]) -> dict[str, Any]:
        lost = {why: counts[part, field] for why, counts in reasons.items() if counts[part, field]}
        key = part, field
        return {"part": part, "field": field, "in": self.taken[key], "out": self.given[key], "lost": lost}


def _order(key: Key) -> tuple[int, str]:
    parts = ("person", "entries", "relations", *PARTS)
    return parts.index(key[0]) if key[0] in parts else len(parts), key[1]


def counted(said: pl.DataFrame) -> Counter[Key]:
    """How many words, readings, doubts and entries a table of statements has, by field."""
    columns = [name for name in PARTS.values() if name in said.columns]
    counts = said.group_by("field").agg(pl.col(columns).count())
    found: Counter[Key] = Counter()
    for part, column in PARTS.items():
        if column in columns:
            found.update({(part, field): n for field, n in counts.select("field", column).iter_rows() if n})
    return found


def counted_people(people: pl.DataFrame, entries: pl.DataFrame, relations: pl.DataFrame) -> Counter[Key]:
    """How many values of each field people have, and how many entries and relations."""
    found: Counter[Key] = Counter({("person", name): people[name].count() for name in people.columns})
    found.update({("entries", "record_id"): len(entries), ("entries", "probability"): entries["probability"].count()})
    found.update({("relations", "relation"): len(relations)})
    return Counter({key: count for key, count in found.items() if count})
