"""Claims stage: the verdict on a claim with a number, from the figures that can be set beside it.

Figures that speak of the same thing decide: those that agree and those that do not, weighed by the kind of their
source. Only where none of them decides may a figure that differs in one respect make the claim imprecise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from byname.claims.comparing import Agreement, Comparison, claim_interval, compare
from byname.claims.dimensions import Relation
from byname.claims.figure_index import FigureIndex
from byname.claims.figures import Figure
from byname.claims.frames import ClaimFrame
from byname.claims.gazetteer import kind_of
from byname.claims.readings import is_group
from byname.claims.rounding import grain_of

Verdict = Literal["supported", "contradicted", "contested", "imprecise", "not in our sources", "not checkable"]
VERDICTS: tuple[Verdict, ...] = (
    "supported",
    "contradicted",
    "contested",
    "imprecise",
    "not in our sources",
    "not checkable",
)
MOST_EVIDENCE = 6
NEAR_MISS = 0.15
_WORDS = {
    "predicate": "another measure",
    "population": "another population",
    "place": "another place",
    "period": "another period",
    "base": "another base",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its reason in one sentence and the ids of its evidence, the strongest first."""

    verdict: Verdict
    reason: str
    evidence: tuple[str, ...] = ()
    comparable: bool = False


def judge_number(frame: ClaimFrame, index: FigureIndex) -> Judgement:
    """The verdict on a claim with a number."""
    if frame.is_whole and not frame.predicates:
        return _judge_whole(frame, index)
    interval = claim_interval(frame)
    compared = [c for c in (compare(frame, kin, interval) for kin in index.kin(frame)) if c is not None]
    full = [c for c in compared if c.is_full and c.agreement is not Agreement.SILENT]
    agree = [c for c in full if c.agreement is Agreement.AGREES]
    differ = [c for c in full if c.agreement is not Agreement.AGREES and _may_contradict(frame, c)]
    bounds = [
        c for c in compared if _breaks_bound(c) and (frame.groups or frame.operations or _speaks_of_everyone(frame))
    ]
    if agree or differ:
        return _weigh(frame, agree, differ, compared)
    if bounds:
        names = _who(bounds)
        return Judgement(
            "contradicted",
            f"{_said(frame)} does not fit what it is part of or what is part of it: {names}",
            _ids(bounds),
            True,
        )
    dying = [c for c in compared if _counts_the_dead(frame, c)]
    if dying:
        return Judgement("supported", f"{_who(dying)} agrees; it counts those put to death", _ids(dying), True)
    partly = _partly(frame, compared)
    if partly:
        return partly
    loose = _loose(frame, compared)
    if loose:
        return loose
    if compared:
        return Judgement(
            "not in our sources", f"our figures speak of something near it, not of this: {_who(compared[:2])}", (), True
        )
    return Judgement("not in our sources", "no figure of ours speaks of this")


def _judge_whole(frame: ClaimFrame, index: FigureIndex) -> Judgement:
    """The whole of which the text gives a part: some figures say of how many they are a part."""
    number = frame.number
    found = [f for f in index.evidence.figures if number and f.whole == number.low and _same_people(frame, f)]
    if not found:
        return Judgement("not in our sources", "no figure of ours gives this whole")
    return Judgement(
        "supported", f"{_describe(found[0])} is given as a part of it", tuple(f.id for f in found)[:MOST_EVIDENCE], True
    )


def _same_people(frame: ClaimFrame, figure: Figure) -> bool:
    return bool((frame.operations | frame.groups) & (figure.operations | figure.groups))


def _loose(frame: ClaimFrame, compared: Sequence[Comparison]) -> Judgement | None:
    """Where the text leaves a dimension open: its number may be that of a source, and no source can speak
    against it."""
    near = [c for c in compared if _loosely(c) and c.agreement is not Agreement.SILENT]
    agree = [c for c in near if c.agreement is Agreement.AGREES]
    if not agree or not _is_specific(frame):
        return None
    judged = _weigh(frame, agree, [c for c in near if c not in agree and c.predicate is Relation.SAME], compared)
    if judged.verdict == "contradicted":
        return None
    return replace(judged, reason=f"{judged.reason}; the text does not say {_unsaid(agree[0])}")


def _weigh(
    frame: ClaimFrame, agree: Sequence[Comparison], differ: Sequence[Comparison], compared: Sequence[Comparison]
) -> Judgement:
    if any(c.period is Relation.SAME for c in agree):  # who speaks of another period cannot speak against it
        differ = [
            c
            for c in differ
            if c.period is not Relation.CLOSE or frame.period is None or frame.period.known == "context"
        ]
    ours, theirs = _strength(agree), _strength(differ)
    evidence = _ids([*agree, *differ])
    if not differ:
        remark = _remark(agree)
        return Judgement("supported", f"{_who(agree)} agrees{remark}", evidence, True)
    if not agree:
        if _is_vague(frame) and all(c.agreement is Agreement.BELOW for c in differ):
            return Judgement("imprecise", f"the number is larger than said: {_who(differ)}", evidence, True)
        if _is_noted(frame, differ, compared):
            return Judgement(
                "contested", f"{_who(differ)} differs; its notes give this number as another count", evidence, True
            )
        if all(_is_near_miss(frame, c) for c in differ):
            return Judgement("imprecise", f"near it, but not the number of {_who(differ)}", evidence, True)
        elsewhere = [c for c in compared if not c.is_full and c.agreement is Agreement.AGREES and c.off]
        other = (
            f"; the number would fit {_WORDS[elsewhere[0].off[0]]} ({_describe(elsewhere[0].figure)})"
            if elsewhere
            else ""
        )
        return Judgement("contradicted", f"{_who(differ)} {_way(differ)}{other}", evidence, True)
    archival = any(c.figure.kind in ("archival-statistic",) for c in agree)
    if theirs < ours or (archival and not any(c.figure.kind == "archival-statistic" for c in differ)):
        return Judgement("supported", f"{_who(agree)} agrees; {_who(differ)} differs", evidence, True)
    if archival and any(_is_exact(frame, c) for c in agree):
        return Judgement("supported", f"{_who(agree)} agrees; {_who(differ)} differs", evidence, True)
    if ours == 1 and theirs == 3 and not any(_is_small(frame, c) for c in differ if c.figure.strength == theirs):
        return Judgement("contradicted", f"{_who(differ)} {_way(differ)}; only {_who(agree)} has it so", evidence, True)
    return Judgement("contested", f"sources disagree: {_who(agree)} agrees, {_who(differ)} does not", evidence, True)


def _may_contradict(frame: ClaimFrame, c: Comparison) -> bool:
    """A figure speaks against a claim only where nothing had to be guessed but the period or the place of the text."""
    same = c.predicate is Relation.SAME and c.population is Relation.SAME
    if not same or frame.negated or c.figure.from_notes:
        return False
    if c.agreement is Agreement.BELOW and not frame.groups and not frame.operations:
        return _speaks_of_everyone(frame)
    return True


def _speaks_of_everyone(frame: ClaimFrame) -> bool:
    """Whether a claim without a group means all: it names no group or strange place, and says when."""
    names_some = any(is_group(id) or kind_of(id) == "operation" for id in frame.entities)
    dated = frame.period is not None and frame.period.known != "context"
    return dated and not names_some and not frame.of_some and not frame.has_unknown_names


def _breaks_bound(c: Comparison) -> bool:
    """Whether a part exceeds its whole, or a whole is less than its part."""
    known = (
        c.place is Relation.SAME and c.base is Relation.SAME and c.figure.strength >= 2 and c.figure.measure == "count"
    )
    if not known or c.period is not Relation.SAME:
        return False
    dims = {c.predicate, c.population}
    if c.figure.from_notes:
        return False
    if c.agreement is Agreement.BELOW:
        return (
            dims in ({Relation.BROADER}, {Relation.BROADER, Relation.SAME})
            and c.figure.bound != "most"
            and c.population is Relation.SAME
        )
    if c.agreement is Agreement.ABOVE:
        return dims in ({Relation.NARROWER}, {Relation.NARROWER, Relation.SAME}) and c.figure.bound != "least"
    return False


def _partly(frame: ClaimFrame, compared: Sequence[Comparison]) -> Judgement | None:
    """Right number, but of something else: at most two dimensions off, none of them unknown."""
    near = [
        c
        for c in compared
        if c.agreement is Agreement.AGREES
        and c.off
        and _few_off(c)
        and Relation.UNKNOWN not in c.relations.values()
        and _is_specific(frame)
        and not (c.figure.bound and c.population is not Relation.SAME)
    ]
    if not near:
        return None
    near.sort(key=lambda c: (len(c.off), -c.figure.strength))
    best = near[0]
    off = " and ".join(_WORDS[name] for name in best.off)
    return Judgement("imprecise", f"the number is right for {off}: {_describe(best.figure)}", _ids(near), True)


def _counts_the_dead(frame: ClaimFrame, c: Comparison) -> bool:
    """Whether a text says "died" where a source counts those killed in one operation or of one group."""
    of_some = bool(frame.operations or frame.groups)
    return of_some and c.off == ("predicate",) and c.predicate is Relation.BROADER and c.agreement is Agreement.AGREES


def _few_off(c: Comparison) -> bool:
    """At most two dimensions, a base and its population counting as one; with another measure nothing else."""
    off = set(c.off)
    if "predicate" in off and c.predicate is Relation.DIFFERENT:
        return off == {"predicate"}
    return len(off - {"base"} if "population" in off else off) <= 2


def _loosely(c: Comparison) -> bool:
    return all(r in (Relation.SAME, Relation.CLOSE, Relation.UNKNOWN) for r in c.relations.values())


def _unsaid(c: Comparison) -> str:
    unknown = [name for name, relation in c.relations.items() if relation is Relation.UNKNOWN]
    return {"place": "where", "period": "when"}.get(unknown[0], "of whom") if unknown else "of whom"


def _is_vague(frame: ClaimFrame) -> bool:
    return frame.number is not None and any(node.rule == "vague" for node in frame.number.tree.walk())


def _is_specific(frame: ClaimFrame) -> bool:
    """Whether a number is telling enough to be recognised: no order of magnitude and no small count."""
    number = frame.number
    if number is None or _is_vague(frame):
        return False
    return (
        number.is_share
        or number.tree.whole is not None
        or (math.isfinite(number.low) and number.low >= 20)
        or (math.isfinite(number.high) and number.high >= 20)
    )


def _is_exact(frame: ClaimFrame, c: Comparison) -> bool:
    return frame.number is not None and frame.number.low == c.figure.low and frame.number.high == c.figure.high


def _is_noted(frame: ClaimFrame, differ: Sequence[Comparison], compared: Sequence[Comparison]) -> bool:
    """Whether the notes of a figure that differs, or of one of the same people at another time, give the number."""
    number = frame.number
    if number is None or _is_vague(frame) or number.low != number.high:
        return False
    low, high = claim_interval(frame)
    same = [c for c in [*differ, *compared] if c.predicate is Relation.SAME and c.population is Relation.SAME]
    return any(low <= value <= high for c in same for value in c.figure.noted)


def _is_near_miss(frame: ClaimFrame, c: Comparison) -> bool:
    """Whether a claim differs by less than `NEAR_MISS` from a figure, and one of the two is a round number."""
    number, figure = frame.number, c.figure
    if number is None or figure.measure == "percent" or number.is_share:
        return False
    low, high = claim_interval(frame)
    near = low <= figure.high * (1 + NEAR_MISS) and figure.low * (1 - NEAR_MISS) <= high
    grain = max(number.tree.grain, grain_of(figure.low))
    return near and math.isfinite(number.low) and grain >= abs(number.low) / 100


def _is_small(frame: ClaimFrame, c: Comparison) -> bool:
    """Whether a claim lies within a factor of two of a figure that differs."""
    low, high = claim_interval(frame)
    return low <= c.figure.high * 2 and c.figure.low / 2 <= high


def _strength(compared: Iterable[Comparison]) -> int:
    return max((c.figure.strength for c in compared), default=0)


def _ids(compared: Iterable[Comparison]) -> tuple[str, ...]:
    ranked = sorted(compared, key=lambda c: -c.figure.strength)
    return tuple(dict.fromkeys(c.figure.id for c in ranked))[:MOST_EVIDENCE]


def _who(compared: Sequence[Comparison]) -> str:
    """The strongest figures in words."""
    ranked = sorted(compared, key=lambda c: -c.figure.strength)[:2]
    return " and ".join(dict.fromkeys(_describe(c.figure) for c in ranked))


def _describe(figure: Figure) -> str:
    kind = {
        "archival-statistic": "archival",
        "scholarly-estimate": "scholarly",
        "official-statement": "official",
        "popular": "popular",
        "archive-result": "from the archive",
    }[figure.kind]
    source = figure.author or figure.title
    period = f", {figure.period.edtf.replace('/', ' to ')}" if figure.period else ""
    unit = figure.unit.removeprefix("percent").strip()
    return f"{figure.value_text} {unit} ({figure.subject}{period}; {source}, {kind})"


def _way(differ: Sequence[Comparison]) -> str:
    ways = {c.agreement for c in differ}
    if ways == {Agreement.ABOVE}:
        return "gives less than the text says"
    return "gives more than the text says" if ways == {Agreement.BELOW} else "gives other numbers"


def _said(frame: ClaimFrame) -> str:
    return f"{frame.number.text!r}" if frame.number else "the claim"


def _remark(agree: Sequence[Comparison]) -> str:
    if all(c.predicate is Relation.CLOSE for c in agree):
        return ", though it counts more than the text names"
    return ""
