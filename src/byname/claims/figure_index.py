"""Claims stage: figures by what they count, so that a claim is set beside those only that could answer it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from byname.claims.data_files import load_yaml
from byname.claims.figures import Evidence, Figure
from byname.claims.frames import ClaimFrame

_Key = tuple[bool, bool, str]


class FigureIndex:
    """The figures of some evidence by measure, plan and predicate, and by their very numbers."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._by_predicate: dict[_Key, list[Figure]] = {}
        self._by_value: dict[tuple[float, float], list[Figure]] = {}
        for figure in evidence.figures:
            self._by_value.setdefault((figure.low, figure.high), []).append(figure)
            for predicate in figure.predicates:
                key = (figure.measure == "percent", figure.plan, predicate)
                self._by_predicate.setdefault(key, []).append(figure)

    def candidates(self, frame: ClaimFrame) -> Iterator[Figure]:
        """The figures that count the same or something that includes it or is included, and those with the same
        number."""
        number = frame.number
        if number is None:
            return
        seen: set[str] = set()
        related = {other for predicate in frame.predicates for other in _related(predicate)}
        lists = [self._by_predicate.get((number.is_share, frame.plan, predicate), []) for predicate in sorted(related)]
        for figures in [*lists, self._by_value.get((number.low, number.high), [])]:
            for figure in figures:
                if figure.id not in seen:
                    seen.add(figure.id)
                    yield figure


@cache
def _related(predicate: str) -> frozenset[str]:
    """A predicate with those above and below it.

    >>> sorted(_related("kill"))
    ['die', 'execute', 'kill']
    """
    table = load_yaml("predicates.yaml")
    found = {predicate}
    above = table[predicate].get("under")
    while above:
        found.add(above)
        above = table[above].get("under")
    below = {predicate}
    while below:
        below = {name for name, row in table.items() if row.get("under") in below}
        found |= below
    return frozenset(found)
