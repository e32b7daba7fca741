"""Claims stage: the verdict on a claim with a number, from the figures that can be set beside it.

Figures that speak of the same thing decide: those that agree and those that do not, weighed by the kind of their
source. Only where none of them decides may a figure that differs in one respect make the claim imprecise.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from byname.claims.evidence.figures import STRENGTH, Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.sentence_reading import words_of
from byname.claims.lexicon.entities import gazetteer, is_group, kind_of
from byname.claims.lexicon.subject import subject
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.closeness import (
    has_many_digits,
    is_exact,
    is_near_miss,
    is_nearly_of_size,
    is_noted,
    is_of_like_size,
    is_specific,
    is_vague,
    meets_by_no_chance,
)
from byname.claims.verdicts.comparison import (
    FigureComparison,
    NumberAgreement,
    claim_interval,
    compare_all,
    is_distinctive,
)
from byname.claims.verdicts.dimensions import ALIKE, Relation, compare_periods, compare_places, compare_predicates
from byname.claims.verdicts.figure_index import FigureIndex
from byname.claims.verdicts.firmness import doubts_on_number, over_readings, withheld
from byname.claims.verdicts.reasons import (
    MOST_EVIDENCE,
    as_said,
    describe,
    evidence_ids,
    remark_on,
    strength,
    unsaid,
    way_of,
    who_says,
)
from byname.claims.verdicts.verdict import ClaimVerdict

_WORDS = {
    "predicate": "another measure",
    "population": "another population",
    "place": "another place",
    "period": "another period",
    "base": "another base",
}


def judge_number(frame: ClaimFrame, index: FigureIndex) -> ClaimVerdict:
    """The verdict on a claim with a number, over all ways to read it."""
    readings = (frame, *frame.readings)
    own = over_readings(_undated_left_out([(r, _judge_reading(r, index)) for r in readings if not r.population.leans]))
    leaning = [_judge_reading(reading, index) for reading in readings if reading.population.leans]
    if frame.binding.unread:
        return own  # what narrows a number in its own sentence is not looked for in the text before
    supported = next((verdict for verdict in leaning if verdict.verdict == "supported"), None)
    if supported is None or own.verdict == "supported":
        return own
    if own.verdict == "contradicted":
        return withheld(own, ["it may speak of the people named before"])
    return replace(supported, reason=f"{supported.reason}, if it speaks of those named before")


def _undated_left_out(judged: Sequence[tuple[ClaimFrame, ClaimVerdict]]) -> list[ClaimVerdict]:
    """The verdicts on the readings; where the best gives a date, one without it supports nothing: the number may be
    right for another time."""
    best = judged[0][0]
    dated = best.time.date is not None and best.time.date.rule != "named" and not has_many_digits(best)
    found = []
    for reading, verdict in judged:
        if dated and reading.time.date is None and verdict.verdict == "supported":
            verdict = ClaimVerdict("not in our sources", "the number fits another time", (), verdict.comparable)
        found.append(verdict)
    return found


def _judge_reading(frame: ClaimFrame, index: FigureIndex) -> ClaimVerdict:
    """The verdict on one reading; what speaks against a text is withheld where it is not read firmly."""
    found = _judge(frame, index)
    if found.verdict == "contested" and not _binds_what_is_said(frame):
        return withheld(found, ["what is said of those counted stands only near the number"])
    if found.verdict == "supported" and is_vague(frame) and frame.binding.unread:
        return withheld(found, ["an order of magnitude of some fits too much"])
    if not found.against:
        return found
    doubts = doubts_on_number(frame, of_any_time=found.of_any_time)
    return withheld(found, doubts) if doubts else found


def _binds_what_is_said(frame: ClaimFrame) -> bool:
    """Whether syntax lets what is said of those counted govern the number, as far as there is a tree."""
    return not frame.binding.has_tree or frame.said.predicates <= (frame.binding.predicates or frozenset())


def _judge(frame: ClaimFrame, index: FigureIndex) -> ClaimVerdict:
    if frame.population.is_whole and not frame.said.predicates:
        return _judge_whole(frame, index)
    interval = claim_interval(frame)
    compared = compare_all(frame, index.kin(frame), interval)
    if is_vague(frame) and (frame.time.period is None or frame.time.period.known == "context"):
        return ClaimVerdict("not in our sources", "it gives an order of magnitude and no time", (), bool(compared))
    full = [c for c in compared if c.is_full and c.agreement is not NumberAgreement.SILENT]
    agree = [c for c in full if c.agreement is NumberAgreement.AGREES]
    differ = [c for c in full if c.agreement is not NumberAgreement.AGREES and _may_contradict(frame, c)]
    bounds = _broken_bounds(frame, compared)
    very = None if agree else _very_number(frame, index)
    if very and has_many_digits(frame):
        return very
    if agree or differ:
        return _weigh(frame, agree, differ, compared)
    if bounds:
        names = who_says(bounds)
        return ClaimVerdict(
            "contradicted",
            f"{as_said(frame)} does not fit what it is part of or what is part of it: {names}",
            evidence_ids(bounds),
            True,
            against=True,
        )
    dying = [c for c in compared if _counts_the_dead(frame, c)]
    if dying:
        return ClaimVerdict(
            "supported", f"it agrees with {who_says(dying)}: those put to death", evidence_ids(dying), True
        )
    very = very or _of_one_operation(frame, compared)
    if very:
        return very
    partly = _partly(frame, compared)
    if partly:
        return partly
    loose = _loose(frame, compared) or _beyond_all(frame, index)
    if loose:
        return loose
    near = [c for c in compared if c.predicate in ALIKE and c.population is Relation.SAME]
    if near:
        return ClaimVerdict(
            "not in our sources", f"our figures count the same at another time or place: {who_says(near)}", (), True
        )
    return ClaimVerdict("not in our sources", "no figure of ours speaks of this")


def _judge_whole(frame: ClaimFrame, index: FigureIndex) -> ClaimVerdict:
    """The whole of which the text gives a part: some figures say of how many they are a part."""
    number = frame.number
    found = [f for f in index.evidence.figures if number and f.value.whole == number.low and _same_people(frame, f)]
    if not found:
        return ClaimVerdict("not in our sources", "no figure of ours gives this whole")
    return ClaimVerdict(
        "supported", f"{describe(found[0])} is given as a part of it", tuple(f.id for f in found)[:MOST_EVIDENCE], True
    )


def _same_people(frame: ClaimFrame, figure: Figure) -> bool:
    return bool(frame.population.named & figure.population.named)


def _loose(frame: ClaimFrame, compared: Sequence[FigureComparison]) -> ClaimVerdict | None:
    """Where the text leaves a dimension open: its number may be that of a source, and no source can speak
    against it."""
    if not is_specific(frame) or _is_of_unknown_place(frame):
        return None
    near = [c for c in compared if _loosely(c) and c.agreement is not NumberAgreement.SILENT]
    low, high = claim_interval(frame, hedges=False)  # "about" would let it meet too much where so much is open
    agree = [c for c in near if c.agreement is NumberAgreement.AGREES and meets_by_no_chance(frame, c)]
    agree = [c for c in agree if low <= c.figure.value.widened[1] and c.figure.value.widened[0] <= high]
    if not agree:
        return None
    differ = [c for c in near if c.agreement is not NumberAgreement.AGREES and c.predicate is Relation.SAME]
    differ = [c for c in differ if any(_of_one_time(c.figure, other.figure) for other in agree)]
    judged = _weigh(frame, agree, differ, compared)
    if judged.verdict == "contradicted":
        return None
    return replace(judged, reason=f"{judged.reason}; the text does not say {unsaid(agree[0])}")


def _is_of_unknown_place(frame: ClaimFrame) -> bool:
    """Whether a sentence says where by a name that we do not know, so that the place is not left open."""
    words = [word.strip(".,;:()'\"") for word in frame.text.split()]
    places = {
        name.lower()
        for before, name in pairwise(words)
        if name[:1].isupper() and before.lower() in words_of("before_places")
    }
    return not places.isdisjoint(frame.binding.unread)


def _of_one_time(one: Figure, other: Figure) -> bool:
    """Whether two figures speak of the same time."""
    return compare_periods(one.period, other.period) in ALIKE


_PEOPLE = frozenset({"persons", "deaths", "prisoners"})


def _beyond_all(frame: ClaimFrame, index: FigureIndex) -> ClaimVerdict | None:
    """A number far above the highest that any source of ours gives for deaths, arrests and so on of anybody, whatever
    the time: no reading of the sentence can be right."""
    number, said = frame.number, frame.said.predicates
    everyone = not frame.population.named and frame.population.place in subject().background_places
    if number is None or number.is_share or not said or not everyone or not math.isfinite(number.low):
        return None
    highest = index.highest(frame)
    if highest is None or number.low <= highest.value.high * thresholds().bounds.beyond_all:
        return None
    if highest.wording.unit not in _PEOPLE:
        return None  # "383 lists with 44,500 names": the names are not lists
    return ClaimVerdict(
        "contradicted",
        f"{as_said(frame)} is far more than the highest number that any source of ours gives: {describe(highest)}",
        (highest.id,),
        True,
        against=True,
        of_any_time=True,
    )


def _weigh(
    frame: ClaimFrame,
    agree: Sequence[FigureComparison],
    differ: Sequence[FigureComparison],
    compared: Sequence[FigureComparison],
) -> ClaimVerdict:
    if any(c.period is Relation.SAME for c in agree):  # who speaks of another period cannot speak against it
        differ = [
            c
            for c in differ
            if c.period is not Relation.CLOSE or frame.time.period is None or frame.time.period.known == "context"
        ]
    ours, theirs = strength(agree), strength(differ)
    evidence = evidence_ids([*agree, *differ])
    if not differ:
        remark = remark_on(agree)
        return ClaimVerdict("supported", f"it agrees with {who_says(agree)}{remark}", evidence, True)
    if not agree:
        if is_vague(frame) and all(c.agreement is NumberAgreement.BELOW for c in differ):
            return ClaimVerdict(
                "imprecise", f"the number is larger than said: {who_says(differ)}", evidence, True, against=True
            )
        if is_noted(frame, differ, compared):
            return ClaimVerdict(
                "contested",
                f"it differs from {who_says(differ)}; notes give this number as another count",
                evidence,
                True,
                against=True,
            )
        if all(is_near_miss(frame, c) for c in differ):
            return ClaimVerdict(
                "imprecise", f"near it, but not the number of {who_says(differ)}", evidence, True, against=True
            )
        nearly = [c for c in differ if c.period is not Relation.SAME or c.place is not Relation.SAME]
        if len(nearly) == len(differ) and any(is_nearly_of_size(frame, c) for c in differ):
            return ClaimVerdict(
                "not in our sources", f"our figures count nearly the same: {who_says(differ)}", (), True
            )
        if _in_their_span(frame, compared):
            return ClaimVerdict(
                "not in our sources", f"it lies among the numbers that sources give: {who_says(differ)}", (), True
            )
        if not any(c.figure.source.kind == "archival-statistic" for c in differ) and all(
            is_nearly_of_size(frame, c, thresholds().bounds.published) for c in differ
        ):
            return ClaimVerdict("not in our sources", f"our figures are near it: {who_says(differ)}", (), True)
        if _may_count_fewer(frame, differ):
            return ClaimVerdict(
                "not in our sources", f"our figures are higher, and may count more: {who_says(differ)}", (), True
            )
        elsewhere = [c for c in compared if not c.is_full and c.agreement is NumberAgreement.AGREES and c.off]
        other = (
            f"; the number would fit {_WORDS[elsewhere[0].off[0]]} ({describe(elsewhere[0].figure)})"
            if elsewhere
            else ""
        )
        return ClaimVerdict(
            "contradicted", f"{way_of(differ)}: {who_says(differ)}{other}", evidence, True, against=True
        )
    archival = any(c.figure.source.kind in ("archival-statistic",) for c in agree)
    if theirs < ours or (archival and not any(c.figure.source.kind == "archival-statistic" for c in differ)):
        return ClaimVerdict(
            "supported", f"it agrees with {who_says(agree)}, and differs from {who_says(differ)}", evidence, True
        )
    best = STRENGTH["scholarly-estimate"]
    more = sum(c.figure.strength == best for c in agree) > sum(c.figure.strength == best for c in differ)
    if more or (archival and (any(is_exact(frame, c) for c in agree) or not _of_like_strength(agree, differ))):
        return ClaimVerdict(
            "supported", f"it agrees with {who_says(agree)}, and differs from {who_says(differ)}", evidence, True
        )
    if ours == 1 and theirs == 3 and not any(is_of_like_size(frame, c) for c in differ if c.figure.strength == theirs):
        return ClaimVerdict(
            "contradicted",
            f"{way_of(differ)}: {who_says(differ)}; it is so only in {who_says(agree)}",
            evidence,
            True,
            against=True,
        )
    return ClaimVerdict(
        "contested",
        f"sources disagree: it agrees with {who_says(agree)}, and differs from {who_says(differ)}",
        evidence,
        True,
    )


def _may_count_fewer(frame: ClaimFrame, differ: Sequence[FigureComparison]) -> bool:
    """Whether a number is somewhat lower than all figures: it may be of camps alone, say, where ours count colonies
    too."""
    below = all(c.agreement is NumberAgreement.BELOW for c in differ)
    low, high = claim_interval(frame)
    return below and low > 0 and high >= min(c.figure.value.low for c in differ) * thresholds().bounds.fewer


def _in_their_span(frame: ClaimFrame, compared: Sequence[FigureComparison]) -> bool:
    """Whether a number lies between the least and the greatest that sources give of the same people, at any place and
    time that meet the claim's: where they differ so much, none of them speaks against it."""
    same = [
        c
        for c in compared
        if c.predicate in ALIKE and c.population in ALIKE and c.period in (*ALIKE, Relation.UNKNOWN) and c.base in ALIKE
    ]
    lows = [c.figure.value.low for c in same if math.isfinite(c.figure.value.low)]
    highs = [c.figure.value.high for c in same if math.isfinite(c.figure.value.high)]
    low, high = claim_interval(frame)
    return bool(lows and highs) and min(lows) <= high and low <= max(highs) and len(same) > 1


def _of_like_strength(agree: Sequence[FigureComparison], differ: Sequence[FigureComparison]) -> bool:
    """Whether an archival figure that differs counts the very thing of an archival one that agrees: another series of
    the archives, or a part, is no dispute."""
    ours = [c.figure for c in agree if c.figure.source.kind == "archival-statistic"]
    theirs = [c.figure for c in differ if c.figure.source.kind == "archival-statistic"]
    return any(a.wording.subject == b.wording.subject and _of_one_time(a, b) for a in ours for b in theirs)


def _may_contradict(frame: ClaimFrame, c: FigureComparison) -> bool:
    """A figure speaks against a claim only where nothing had to be guessed but the period or the place of the text."""
    same = c.predicate is Relation.SAME and c.population is Relation.SAME
    if not same or frame.said.negated or c.figure.from_notes:
        return False
    if c.agreement is NumberAgreement.BELOW and not frame.population.named:
        return _speaks_of_everyone(frame)
    return True


def _speaks_of_everyone(frame: ClaimFrame) -> bool:
    """Whether a claim without a group means all: it names no group or strange place, and says when."""
    names_some = any(is_group(id) or kind_of(id) == "operation" for id in frame.entities.all)
    dated = frame.time.period is not None and frame.time.period.known != "context"
    return dated and not names_some and not frame.population.of_some and not frame.population.has_unknown_names


def _broken_bounds(frame: ClaimFrame, compared: Sequence[FigureComparison]) -> list[FigureComparison]:
    """Figures of the whole or of a part that a number cannot stand beside. A series of one archive need not hold all
    that it seems to: where any figure of that time is as high as the number, no whole speaks against it."""
    if not frame.population.named and not _speaks_of_everyone(frame):
        return []
    low, _ = claim_interval(frame)
    within = (*ALIKE, Relation.BROADER)
    reached = any(
        c.predicate in ALIKE
        and c.period in within
        and c.base is Relation.SAME
        and low <= c.figure.value.high < math.inf
        for c in compared
        if c.figure.value.measure == "count"
    )
    broken = [c for c in compared if _breaks_bound(c)]
    return [c for c in broken if not (reached and c.agreement is NumberAgreement.ABOVE)]


def _breaks_bound(c: FigureComparison) -> bool:
    """Whether a part exceeds its whole, or a whole is less than its part."""
    if c.period is not Relation.SAME or c.place is not Relation.SAME or c.base is not Relation.SAME:
        return False
    if c.figure.value.measure != "count" or c.figure.strength < 2:
        return False
    dims = {c.predicate, c.population}
    if c.figure.from_notes:
        return False
    if c.agreement is NumberAgreement.BELOW:
        return (
            dims in ({Relation.BROADER}, {Relation.BROADER, Relation.SAME})
            and c.figure.value.bound != "most"
            and c.population is Relation.SAME
        )
    if c.agreement is NumberAgreement.ABOVE:
        return dims in ({Relation.NARROWER}, {Relation.NARROWER, Relation.SAME}) and c.figure.value.bound != "least"
    return False


def _partly(frame: ClaimFrame, compared: Sequence[FigureComparison]) -> ClaimVerdict | None:
    """Right number, but of something else: at most two dimensions off, none of them unknown."""
    if not is_specific(frame):
        return None
    near = [
        c
        for c in compared
        if c.agreement is NumberAgreement.AGREES
        and not c.is_full
        and meets_by_no_chance(frame, c, elsewhere=True)
        and not c.figure.value.bound
        and Relation.UNKNOWN not in c.relations.values()
        and _few_off(frame, c)
    ]
    if not near:
        return None
    near.sort(key=lambda c: (len(c.off), -c.figure.strength))
    best = near[0]
    off = " and ".join(_WORDS[name] for name in best.off)
    number, value = frame.number, best.figure.value
    of_whole = number is not None and number.tree.whole is not None and number.tree.whole == value.whole
    of_range = number is not None and number.low < number.high and (number.low, number.high) == (value.low, value.high)
    both = of_whole or of_range  # "13 of 15" and "25 to 50 per cent" are no other number's
    words = f"the number is right for {off}: {describe(best.figure)}"
    judged = ClaimVerdict("imprecise", words, evidence_ids(near), True, against=not both)
    if "period" in best.off and _is_carried(frame):
        return withheld(judged, ["its date stands by another verb"])
    return judged


def _is_carried(frame: ClaimFrame) -> bool:
    """Whether the time of a number is not its own: that of the text before, or a date by another verb."""
    date, period = frame.time.date, frame.time.period
    if date is None:
        return period is not None and period.known == "context"
    return frame.binding.dates.get(date.start, "own") != "own"


def _very_number(frame: ClaimFrame, index: FigureIndex) -> ClaimVerdict | None:
    """A number of many digits is met by chance in no other place: where a figure gives it to the digit for the same
    measure, and neither people, place nor time speak against it, it is that figure."""
    found = [figure for figure in index.very_number(frame) if _could_be(frame, figure)]
    if not found:
        return None
    ranked = sorted(found, key=lambda figure: -figure.strength)
    return ClaimVerdict(
        "supported",
        f"it is the very number of {describe(ranked[0])}",
        tuple(figure.id for figure in ranked)[:MOST_EVIDENCE],
        True,
    )


def _of_one_operation(frame: ClaimFrame, compared: Sequence[FigureComparison]) -> ClaimVerdict | None:
    """A number of an operation that a text tells of other groups than the figure names ("22,000 officers and
    intellectuals in the Katyn massacre")."""
    found = [
        c
        for c in compared
        if c.agreement is NumberAgreement.AGREES
        and frame.population.operations
        and frame.population.operations == c.figure.population.operations
        and c.predicate in ALIKE
        and c.period is not Relation.DIFFERENT
        and not _struck(c.figure).isdisjoint(frame.population.groups)
        and meets_by_no_chance(frame, c)
    ]
    if not found:
        return None
    return ClaimVerdict("supported", f"it agrees with {who_says(found)}", evidence_ids(found), True)


def _could_be(frame: ClaimFrame, figure: Figure) -> bool:
    of_people = frame.number is not None and frame.number.unit in ("persons", "count")
    said_nothing = not frame.said.predicates and of_people  # "the population of the camps was 510,307"
    if not said_nothing and compare_predicates(frame.said.predicates, figure.counted.predicates) not in ALIKE:
        return False
    if figure.from_notes or figure.counted.plan != frame.said.plan:
        return False
    said = frame.time.period
    stated = said is not None and said.known == "stated"
    when = compare_periods(said.date, figure.period) if stated and said else Relation.UNKNOWN
    where = compare_places(frame.population.place, figure.population.place)
    event = (
        figure.period is not None and figure.period.latest - figure.period.earliest < thresholds().periods.year_of_event
    )
    in_it = event and when is Relation.NARROWER  # a day of what lasted some months
    away = where is Relation.NARROWER and figure.counted.predicates == {"deport"}  # where they were sent
    if not (in_it or when in (*ALIKE, Relation.UNKNOWN)) or not (away or where in (Relation.SAME, Relation.UNKNOWN)):
        return False
    if not has_many_digits(frame) and (said_nothing or not (when is Relation.SAME and where is Relation.SAME)):
        return False  # a number of four digits needs the same time and place
    if said_nothing and when is not Relation.SAME:
        return False
    ours = frozenset(id for id in frame.population.named if not id.startswith("~"))
    return ours <= _struck(figure)


def _struck(figure: Figure) -> frozenset[str]:
    """The groups and operations that a figure may be told of: its own, and whom an operation struck."""
    theirs = figure.population.named
    people = (gazetteer()[id].people.split() for id in theirs if id in gazetteer())
    return theirs.union(*people)


def _counts_the_dead(frame: ClaimFrame, c: FigureComparison) -> bool:
    """Whether a text says "died" where a source counts those killed in one operation or of one group."""
    if c.agreement is not NumberAgreement.AGREES or c.predicate is not Relation.BROADER:
        return False
    return bool(frame.population.named) and c.off == ("predicate",)


def _few_off(frame: ClaimFrame, c: FigureComparison) -> bool:
    """One dimension off, a base and its population counting as one; two only with the very number of the figure, which
    is no chance meeting; with another measure nothing else."""
    off = set(c.off)
    if "predicate" in off and c.predicate is Relation.DIFFERENT:
        return off == {"predicate"}
    count = len(off - {"base"} if "population" in off else off)
    same_share = c.figure.value.measure == "percent" and is_exact(frame, c)
    return count <= 1 or (count == 2 and (same_share or is_distinctive(frame, c.figure)))


def _loosely(c: FigureComparison) -> bool:
    open_or_alike = (*ALIKE, Relation.UNKNOWN)
    return (
        c.predicate in open_or_alike
        and c.population in open_or_alike
        and c.period in open_or_alike
        and c.place in open_or_alike
        and c.base in open_or_alike
    )
