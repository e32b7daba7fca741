"""Claims stage: the reason of a verdict in words, and its evidence in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from byname.claims.evidence.figures import Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.verdicts.comparison import FigureComparison, NumberAgreement
from byname.claims.verdicts.dimensions import Relation

MOST_EVIDENCE = 6
SHORT = 40  # characters of a quantity that stands in a reason ("early belief", "revised")


def strength(compared: Iterable[FigureComparison]) -> int:
    """The strongest kind of source among figures."""
    return max((c.figure.strength for c in compared), default=0)


def evidence_ids(compared: Iterable[FigureComparison]) -> tuple[str, ...]:
    """The ids of figures, the strongest first."""
    ranked = sorted(compared, key=lambda c: -c.figure.strength)
    return tuple(dict.fromkeys(c.figure.id for c in ranked))[:MOST_EVIDENCE]


def who_says(compared: Sequence[FigureComparison]) -> str:
    """The strongest figures in words."""
    ranked = sorted(compared, key=lambda c: -c.figure.strength)[:2]
    return " and ".join(dict.fromkeys(describe(c.figure) for c in ranked))


def describe(figure: Figure) -> str:
    """A figure in words: value, subject, period, who says so, what kind of source."""
    kind = {
        "archival-statistic": "archival",
        "scholarly-estimate": "scholarly",
        "official-statement": "official",
        "popular": "popular",
        "archive-result": "from the archive",
    }[figure.source.kind]
    source = figure.source.author or figure.source.title
    period = f", {figure.period.edtf.replace('/', ' to ')}" if figure.period else ""
    value = f"{figure.value_text} {figure.wording.unit.removeprefix('percent').strip()}".strip()
    what = (
        f"{figure.wording.subject}, {figure.wording.quantity}"
        if len(figure.wording.quantity) <= SHORT
        else figure.wording.subject
    )
    return f"{value} ({what}{period}; {source}, {kind})"


def way_of(differ: Sequence[FigureComparison]) -> str:
    """How figures that differ do so."""
    ways = {c.agreement for c in differ}
    if ways == {NumberAgreement.ABOVE}:
        return "sources give less than the text says"
    return "sources give more than the text says" if ways == {NumberAgreement.BELOW} else "sources give other numbers"


def as_said(frame: ClaimFrame) -> str:
    """The number of a claim as it is written."""
    return f"{frame.number.text!r}" if frame.number else "the claim"


def remark_on(agree: Sequence[FigureComparison]) -> str:
    """What to add where figures agree but count more."""
    if all(c.predicate is Relation.CLOSE for c in agree):
        return ", which counts more than the text names"
    return ""


def unsaid(c: FigureComparison) -> str:
    """What a text leaves open that a figure is about."""
    unknown = [name for name, relation in c.relations.items() if relation is Relation.UNKNOWN]
    return {"place": "where", "period": "when"}.get(unknown[0], "of whom") if unknown else "of whom"
