"""Mutation test: true sentences made from the figures, and the same with one thing changed.

A sentence is made of each figure that counts people by one measure in one place and period. Then its number, its order
of magnitude, its year or its name is changed. A verdict of "supported" must fall for a changed sentence and stay for
one that was not changed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from byname.claims.audit import audit_document
from byname.claims.evidence.figures import Figure
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.lexicon.entities import gazetteer, kind_of
from byname.claims.text.reading import document_of

SENTENCES, SEED = 200, 11
_VERBS = {
    "execute": "were executed",
    "arrest": "were arrested",
    "convict": "were convicted",
    "deport": "were deported",
    "die": "died",
    "kill": "were killed",
    "imprison": "were imprisoned",
    "dismiss": "were dismissed",
    "return": "were reinstated",
    "expel": "were expelled from the party",
}
_PLACES = {
    "ussr": "the Soviet Union",
    "estonia": "Estonia",
    "kosovo": "Kosovo",
    "leningrad": "Leningrad",
    "georgia": "Georgia",
    "ukraine": "Ukraine",
    "latvia": "Latvia",
    "lithuania": "Lithuania",
}
_OPERATIONS = {
    "polish-operation": "the Polish operation",
    "german-operation": "the German operation",
    "harbin-operation": "the Harbin operation",
    "latvian-operation": "the Latvian operation",
    "gulag": "the Gulag",
    "delegates": "the Seventeenth Congress",
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a sentence, each of which can be changed alone."""

    low: float
    high: float
    bound: str
    whom: str
    verb: str
    place: str
    begin: str
    end: str

    def sentence(self) -> str:
        """The sentence."""
        number = f"{self.low:,.0f}" if self.low == self.high else f"between {self.low:,.0f} and {self.high:,.0f}"
        said = {"least": "at least ", "most": "up to "}.get(self.bound, "") + number
        return f"{self._period()}, {said} {self.whom} {self.verb} in {self.place}."

    def _period(self) -> str:
        if self.begin == self.end:
            return f"In {_date(self.begin)}"
        return f"From {_date(self.begin)} to {_date(self.end)}"


def _date(edtf: str) -> str:
    parts = edtf.split("-")
    if len(parts) == 1:
        return parts[0]
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}"


def parts_of(figure: Figure) -> Parts | None:
    """The parts of a figure's sentence; None where a plain sentence cannot say it."""
    if (
        figure.value.measure != "count"
        or figure.counted.plan
        or len(figure.counted.predicates) != 1
        or figure.period is None
        or figure.value.whole
    ):
        return None
    (predicate,) = figure.counted.predicates
    groups = [g for g in figure.population.groups if not g.startswith("~")]
    if (
        predicate not in _VERBS
        or len(groups) != len(figure.population.groups)
        or len(groups) > 1
        or figure.population.place not in _PLACES
        or len(figure.population.operations) > 1
        or (figure.population.operations and not figure.population.operations <= set(_OPERATIONS))
    ):
        return None
    if figure.wording.unit.split()[0] not in ("persons", "death", "deaths", "killings"):
        return None
    low, high = figure.value.low, figure.value.high
    if figure.value.bound == "least":
        high = low
    if figure.value.bound == "most":
        low = high
    if not 20 <= low <= high < 1e9:
        return None
    whom = gazetteer()[groups[0]].words[-1] if groups and kind_of(groups[0]) == "group" else "people"
    whom = _plural(groups[0]) if groups else whom
    begin, _, end = figure.period.edtf.partition("/")
    place = (
        _OPERATIONS[min(figure.population.operations)]
        if figure.population.operations
        else _PLACES[figure.population.place]
    )
    return Parts(low, high, figure.value.bound, whom, _VERBS[predicate], place, begin, end or begin)


def _plural(group: str) -> str:
    words = [w for w in gazetteer()[group].words if w.isascii()] if group in gazetteer() else []
    return next((w for w in words if w.endswith(("s", "men", "children", "women"))), words[0] if words else group)


def mutations(parts: Parts, random_: random.Random) -> Iterator[tuple[str, Parts]]:
    """The sentence with one thing changed."""
    from dataclasses import replace

    factor = random_.choice([0.5, 0.6, 1.5, 1.7])
    yield "number", replace(parts, low=round(parts.low * factor), high=round(parts.high * factor))
    power = random_.choice([0.1, 10])
    yield "magnitude", replace(parts, low=max(1, round(parts.low * power)), high=max(1, round(parts.high * power)))
    years = random_.choice([-13, 11, 17])
    yield "year", replace(parts, begin=_moved(parts.begin, years), end=_moved(parts.end, years))
    if parts.whom != "people":
        others = [
            w
            for w in ("Latvians", "Koreans", "marshals", "writers", "Serbs", "Jews")
            if w.lower() != parts.whom.lower()
        ]
        yield "name", replace(parts, whom=random_.choice(others))
    else:
        operation = parts.place in _OPERATIONS.values()
        names = [*_OPERATIONS.values()][:4] if operation else ["Estonia", "Kosovo", "Georgia", "Lithuania", "Argentina"]
        others = [place for place in names if place != parts.place]
        yield "name", replace(parts, place=random_.choice(others))


def _moved(edtf: str, years: int) -> str:
    return f"{int(edtf[:4]) + years}{edtf[4:7]}"


def verdict_on(sentence: str) -> str:
    """The verdict on the number of a sentence."""
    audit = audit_document(document_of(sentence.encode(), "sentence.txt"), shipped_evidence())
    return next((c.judgement.verdict for c in audit.claims if c.frame.number), "not found")


def measure(*, show: bool = False) -> dict[str, float]:
    """The share of true sentences that are supported, and for each change the share of them that no longer are."""
    random_ = random.Random(SEED)
    made = [(figure, parts) for figure in shipped_evidence().figures if (parts := parts_of(figure))]
    random_.shuffle(made)
    true = [(figure, parts) for figure, parts in made[:SENTENCES]]
    supported, flips, changed = 0, dict[str, int](), dict[str, int]()
    for figure, parts in true:
        verdict = verdict_on(parts.sentence())
        if verdict != "supported":
            if show:
                print(f"{figure.id} {verdict}: {parts.sentence()}")
            continue
        supported += 1
        for kind, other in mutations(parts, random_):
            changed[kind] = changed.get(kind, 0) + 1
            fell = verdict_on(other.sentence()) != "supported"
            flips[kind] = flips.get(kind, 0) + fell
            if show and not fell:
                print(f"   kept ({kind}) {figure.id}: {other.sentence()}")
    found = {"sentences": float(len(true)), "supported": supported / len(true)}
    return (
        found
        | {f"fell: {kind}": flips[kind] / changed[kind] for kind in changed}
        | {"fell": sum(flips.values()) / sum(changed.values())}
    )


def main() -> None:
    """Print the shares; exit with 1 where fewer than 95 % of the changed sentences fall."""
    found = measure(show="--show" in sys.argv)
    for name, value in found.items():
        print(f"{name:<18} {value:.3f}")
    if found["fell"] < 0.95:
        sys.exit("missed: 95 % of changed sentences fall")


if __name__ == "__main__":
    main()
