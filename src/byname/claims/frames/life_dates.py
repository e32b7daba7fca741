"""Claims stage: the dates of a life in brackets behind a name: "Lavrenti Beria (29 March 1899 – 23 December 1953)".

Goes in: a sentence and the frame of a clause. Comes out: a claim for the birth and one for the death.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from byname.claims.frames.frames import Binding, ClaimEntities, ClaimFrame, ClaimTime, Period
from byname.claims.frames.sentence_reading import SentenceReading
from byname.claims.lexicon.entities import kind_of
from byname.claims.numbers.mentions import DateMention, Mentions
from byname.values import FuzzyDate

_EVENTS = ("born", "die")


def life_dates(reading: SentenceReading, base: ClaimFrame) -> Iterator[ClaimFrame]:
    """The birth and the death of each person of a clause behind whose name a range of dates stands in brackets."""
    people = [f for f in reading.phrases if f.kind == "entity" and kind_of(f.id) == "person"]
    for date in reading.mentions.dates:
        if not base.start <= date.start < base.end or "/" not in date.edtf or date.rule != "range":
            continue
        before = [f for f in people if f.end <= date.start]
        closed = reading.text(date.end, base.end).lstrip().startswith(")")
        if not closed or not before or reading.text(before[-1].end, date.start).strip() != "(":
            continue
        person = before[-1]
        for event, edtf in zip(_EVENTS, date.edtf.split("/"), strict=True):
            yield _frame(reading, base, person.id, (person.start, date), event, edtf)


def _frame(
    reading: SentenceReading, base: ClaimFrame, person: str, place: tuple[int, DateMention], event: str, edtf: str
) -> ClaimFrame:
    start, date = place
    said = frozenset((event,))
    binding = Binding(
        said, {date.start: "own"}, entities=frozenset((person,)), nearby=said, governed=frozenset((person,))
    )
    parsed = FuzzyDate.parse_or_none(edtf)
    return replace(
        base,
        kind="date",
        clause=replace(base.clause, start=start, end=date.end, text=reading.text(start, date.end), names=frozenset()),
        said=replace(base.said, relation="", predicates=said, quantifier="", negated=False),
        time=ClaimTime(replace(date, edtf=edtf, rule="day"), Period(parsed, "stated") if parsed else None),
        entities=ClaimEntities(own=frozenset((person,))),
        binding=binding,
    )


def without_dates(reading: SentenceReading, starts: Collection[int]) -> SentenceReading:
    """The sentence without the dates that stand behind the names at some characters."""
    first = {start: min((d.start for d in reading.mentions.dates if d.start > start), default=-1) for start in starts}
    left_out = set(first.values())
    dates = tuple(date for date in reading.mentions.dates if date.start not in left_out)
    return replace(reading, mentions=Mentions(reading.mentions.numbers, dates))
