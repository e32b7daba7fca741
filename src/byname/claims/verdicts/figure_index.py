"""Claims stage: figures by what they count, so that a claim is set beside those only that could answer it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from byname.claims.evidence.figures import Evidence, Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.predicates import related_predicates
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.closeness import digits_of
from byname.claims.verdicts.comparison import DatedMatch, DimensionMatch, dated, is_distinctive, match_dimensions
from byname.claims.verdicts.dimensions import ALIKE, Relation, compare_predicates

_Key = tuple[bool, bool, str]
_INCLUDING = (*ALIKE, Relation.NARROWER)
_UNLIKE = (Relation.DIFFERENT, Relation.UNKNOWN)


class FigureIndex:
    """The figures of some evidence by measure, plan and predicate, and by their very numbers."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._by_predicate: dict[_Key, list[Figure]] = {}
        self._by_value: dict[tuple[float, float], list[Figure]] = {}
        self._kept: dict[tuple[object, ...], list[DimensionMatch]] = {}
        self._timed: dict[tuple[object, ...], list[DatedMatch]] = {}
        self._free_words = {g.lstrip("~") for f in evidence.figures for g in f.population.groups}
        for figure in evidence.figures:
            self._by_value.setdefault((figure.value.low, figure.value.high), []).append(figure)
            for predicate in figure.counted.predicates:
                key = (figure.value.measure == "percent", figure.counted.plan, predicate)
                self._by_predicate.setdefault(key, []).append(figure)

    def kin(self, frame: ClaimFrame) -> Iterator[DatedMatch]:
        """The figures that count the same or something that includes it or is included, and those with the very number
        of the claim that count something else."""
        number = frame.number
        if number is None:
            return
        alike = self._alike(frame)
        yield from alike
        same_value = self._by_value.get((number.low, number.high))
        if not same_value:
            return
        seen = {row.kin.figure.id for row in alike}
        for figure in same_value:
            if figure.id not in seen and is_distinctive(frame, figure):
                found = match_dimensions(frame, figure)
                if found:
                    yield dated(frame, found)

    def highest(self, frame: ClaimFrame) -> Figure | None:
        """The figure with the highest number of what a claim says, or of what includes it, of anybody at any time."""
        rows = self._related_figures(frame, share=False)
        wide = [f for f in rows if compare_predicates(frame.said.predicates, f.counted.predicates) in _INCLUDING]
        finite = [f for f in wide if math.isfinite(f.value.high) and not f.from_notes]
        return max(finite, key=lambda f: (f.value.high, f.id), default=None)

    def very_number(self, frame: ClaimFrame) -> list[Figure]:
        """The figures with the very number of a claim, if it has so many digits that it is hardly met by chance."""
        number = frame.number
        if number is None or number.is_share or number.low != number.high:
            return []
        if digits_of(number.low) < thresholds().closeness.very_digits - 1:
            return []
        return [f for f in self._by_value.get((number.low, number.high), []) if f.value.measure == "count"]

    def _alike(self, frame: ClaimFrame) -> list[DatedMatch]:
        """The figures of related predicates, kept for claims that count the same of the same people at one time."""
        key, said = self._counted(frame), frame.time.period
        when = (said.date.edtf, said.date.julian, said.known, frame.time.date is None) if said else None
        if (key, when) not in self._timed:
            self._timed[key, when] = [dated(frame, kin) for kin in self._of_same_people(frame, key)]
        return self._timed[key, when]

    def _counted(self, frame: ClaimFrame) -> tuple[object, ...]:
        """What a claim counts of whom and where."""
        number = frame.number
        share, unit = number is not None and number.is_share, number.unit if number else ""
        words = frame.population.noun_words & self._free_words
        return (
            frame.said.predicates,
            frame.said.base,
            frame.population.groups,
            frame.population.operations,
            frame.population.place,
            frame.said.plan,
            share,
            unit,
            words,
        )

    def _of_same_people(self, frame: ClaimFrame, key: tuple[object, ...]) -> list[DimensionMatch]:
        """The figures of related predicates, whatever their time."""
        if key not in self._kept:
            share = frame.number is not None and frame.number.is_share
            pairs = (match_dimensions(frame, figure) for figure in self._related_figures(frame, share=share))
            self._kept[key] = [kin for kin in pairs if kin and kin.predicate not in _UNLIKE]
        return self._kept[key]

    def _related_figures(self, frame: ClaimFrame, *, share: bool) -> list[Figure]:
        related = {other for predicate in frame.said.predicates for other in related_predicates(predicate)}
        found: dict[str, Figure] = {}
        for predicate in sorted(related):
            for figure in self._by_predicate.get((share, frame.said.plan, predicate), []):
                found.setdefault(figure.id, figure)
        return list(found.values())
