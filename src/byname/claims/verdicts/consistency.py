"""Claims stage: what a text gets wrong against itself, without any outside source.

Parts greater than their whole, percentages over a hundred, people that are not whole, a date outside a life, events
told in an order that their own dates deny, and one quantity told twice differently.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.entities import gazetteer, kind_of
from byname.claims.lexicon.predicates import DYING
from byname.claims.numbers.mentions import NumberMention
from byname.claims.text.document import Defect
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.comparison import claim_interval
from byname.values import FuzzyDate


def find_inconsistencies(frames: Sequence[ClaimFrame], numbers: Sequence[NumberMention]) -> list[Defect]:
    """All inner contradictions of a text, in the order of their characters."""
    found = [*_impossible(numbers), *_parts(frames), *_told_twice(frames), *_after_death(frames), *_begins_late(frames)]
    return sorted(found, key=lambda defect: defect.start)


def _impossible(numbers: Sequence[NumberMention]) -> Iterator[Defect]:
    for number in numbers:
        if number.tree.measure == "percent" and math.isfinite(number.high) and number.high > 100 and number.base:
            yield Defect(
                "over-100-percent", number.start, number.end, f"{number.text} of {number.base} is more than all of them"
            )
        fraction = number.unit == "persons" and math.isfinite(number.low) and not float(number.low).is_integer()
        if fraction and number.low < thresholds().consistency.whole_below and number.low != 0.5:
            yield Defect("broken-people", number.start, number.end, f"{number.text}: people are counted whole")
        if number.tree.whole is not None and number.low > number.tree.whole:
            yield Defect(
                "part-exceeds-whole", number.start, number.end, f"{number.text}: the part is more than the whole"
            )


def _parts(frames: Sequence[ClaimFrame]) -> Iterator[Defect]:
    """ "Of 33,460 dismissed, 40,000 were arrested": a number after "of" bounds the others of its sentence."""
    whole: ClaimFrame | None = None
    for frame in frames:
        number = frame.number
        if number is None or number.is_share:
            continue
        if (
            whole
            and whole.number
            and whole.clause.sentence == frame.clause.sentence
            and whole.number.unit == number.unit
        ):
            if number.low > whole.number.high:
                message = f"{number.text} are more than the {whole.number.text} of whom they are a part"
                yield Defect("part-exceeds-whole", frame.start, frame.end, message)
        elif frame.text.lower().startswith(("of ", "out of ", "из ")):
            whole = frame


def _told_twice(frames: Sequence[ClaimFrame]) -> Iterator[Defect]:
    """Two numbers of the same population, measure, place and stated period that exclude each other."""
    counted: dict[tuple[object, ...], list[ClaimFrame]] = {}
    for frame in frames:
        stated = frame.time.period is not None and frame.time.period.known != "context"
        if (
            frame.number is None
            or not frame.said.predicates
            or not stated
            or frame.time.period is None
            or frame.said.negated
        ):
            continue
        key = (
            frame.said.predicates,
            frame.population.groups,
            frame.population.operations,
            frame.population.place,
            frame.time.period.date.edtf,
            frame.number.is_share,
            frame.said.base,
            frame.said.plan,
        )
        counted.setdefault(key, []).append(frame)
    for same in counted.values():
        widened = [(frame, claim_interval(frame)) for frame in same[: thresholds().consistency.most_compared]]
        for (first, (low, high)), (second, (bottom, top)) in combinations(widened, 2):
            if first.clause.sentence == second.clause.sentence or first.number is None or second.number is None:
                continue
            if high < bottom or top < low:
                message = f"{second.number.text} here and {first.number.text} earlier are told of the same"
                yield Defect("told-twice", second.start, second.end, message)


def _after_death(frames: Sequence[ClaimFrame]) -> Iterator[Defect]:
    """A person acts on a date after the death that the text itself, or the gazetteer, gives."""
    deaths: dict[str, FuzzyDate] = {}
    for frame in frames:
        people = [id for id in sorted(frame.entities.own) if kind_of(id) == "person"]
        if frame.time.date and frame.said.predicates & DYING and len(people) == 1:
            deaths.setdefault(people[0], FuzzyDate.parse(frame.time.date.edtf))
    for frame in frames:
        people = [id for id in sorted(frame.entities.own) if kind_of(id) == "person"]
        if (
            frame.time.date is None
            or len(people) != 1
            or frame.said.relation not in ("appoint", "lead", "create", "carry-out")
        ):
            continue
        known = gazetteer()[people[0]].died
        death = FuzzyDate.parse(known) if known else deaths.get(people[0])
        if death and FuzzyDate.parse(frame.time.date.edtf).earliest > death.latest:
            name = gazetteer()[people[0]].words[0].title()
            yield Defect("outside-a-life", frame.start, frame.end, f"{name} was dead by then ({death.edtf})")


def _begins_late(frames: Sequence[ClaimFrame]) -> Iterator[Defect]:
    """The text dates an event's period, and elsewhere has it begin with something that lies before."""
    periods = {
        id: (frame, frame.time.date)
        for frame in frames
        if frame.time.date and frame.time.date.rule == "range"
        for id in sorted(frame.entities.own)
        if kind_of(id) == "event"
    }
    for frame in frames:
        if frame.said.relation != "begin":
            continue
        others = [
            gazetteer()[id] for id in sorted(frame.entities.own) if kind_of(id) == "event" and gazetteer()[id].dates
        ]
        for id in sorted(frame.entities.own & set(periods)):
            stated = FuzzyDate.parse(periods[id][1].edtf)
            for other in (entity for entity in others if entity.id != id):
                opening = FuzzyDate.parse(other.dates)
                if opening.latest < stated.earliest:
                    lasts = stated.edtf.replace("/", " to ")
                    message = f"it begins here with {other.words[0]} ({other.dates}), and elsewhere lasts {lasts}"
                    yield Defect("order-of-events", frame.start, frame.end, message)
