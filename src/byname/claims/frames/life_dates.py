"""Claims stage: the dates of a life in brackets behind a name: "Lavrenti Beria (29 March 1899 – 23 December 1953)".

Goes in: a sentence and the frame of a clause. Comes out: a claim for the birth and one for the death.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from byname.claims.frames.frames import Binding, ClaimEntities, ClaimFrame, ClaimTime, Period
from byname.claims.frames.sentence_reading import SentenceReading, words_of
from byname.claims.lexicon.entities import kind_of
from byname.claims.numbers.mentions import DateMention, Mentions
from byname.values import FuzzyDate

_EVENTS = ("born", "die")
_OPENING = re.compile(r",?\s*\(")
_DASH = re.compile(r"[-–—]")


def life_dates(reading: SentenceReading, base: ClaimFrame) -> Iterator[ClaimFrame]:
    """The birth and the death of each person of a clause behind whose name they stand in brackets, with places or
    without ("(born 18 December 1878, Gori – died 5 March 1953)")."""
    people = [f for f in reading.phrases if f.kind == "entity" and kind_of(f.id) == "person"]
    for person in people:
        inner = _brackets_behind(reading, person.end)
        if (
            inner is None
            or not base.start <= inner[0] < reading.tokens[-1].end
            or not base.start <= person.start < base.end
        ):
            continue
        for event, date in _events(reading, *inner):
            yield _frame(reading, base, person.id, (person.start, date), event, date.edtf)


def _brackets_behind(reading: SentenceReading, end: int) -> tuple[int, int] | None:
    """The characters inside the brackets behind a name, a comma between them or not."""
    text = reading.text(end, reading.sentence.end)
    begins = _OPENING.match(text)
    ends = text.find(")", begins.end()) if begins else -1
    return (end + begins.end(), end + ends) if begins and ends > 0 else None


def _events(reading: SentenceReading, start: int, end: int) -> Iterator[tuple[str, DateMention]]:
    """The birth and the death that brackets tell of: a range, two dates with a dash between them, or dates behind
    words that say which; nothing where there are other words than names of places."""
    dates = [d for d in reading.mentions.dates if start <= d.start < end and d.rule != "named"]
    if len(dates) == 1 and dates[0].rule == "range":
        around = reading.text(start, dates[0].start) + reading.text(dates[0].end, end)
        if not around.strip():
            yield from (
                (event, replace(dates[0], edtf=e)) for event, e in zip(_EVENTS, dates[0].edtf.split("/"), strict=True)
            )
        return
    if (
        not 1 <= len(dates) <= 2
        or any(d.rule not in ("day", "month", "year") for d in dates)
        or not _only_places(reading, start, end, dates)
    ):
        return
    before = [reading.text(start, dates[0].start).lower(), reading.text(dates[0].end, dates[-1].start).lower()]
    told = [next((event for event in _EVENTS if _words_in(part) & words_of(f"life_{event}")), "") for part in before]
    if len(dates) == 2 and _DASH.search(before[1]) and told[0] in ("", "born") and told[1] in ("", "die"):
        yield from zip(_EVENTS, dates, strict=True)
    elif len(dates) == 1 and told[0]:
        yield told[0], dates[0]


def _only_places(reading: SentenceReading, start: int, end: int, dates: Sequence[DateMention]) -> bool:
    """Whether nothing but dates, names and the small words of a life stand in brackets."""
    allowed = words_of("life_born") | words_of("life_die") | words_of("life_words")
    tokens = (t for t in reading.tokens if start <= t.start < end and t.kind == "word")
    others = (t for t in tokens if not any(d.start <= t.start < d.end for d in dates))
    return all(t.text[:1].isupper() or t.lower in allowed for t in others)


def _words_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


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


def without_dates(reading: SentenceReading, lives: Collection[ClaimFrame]) -> SentenceReading:
    """The sentence without the dates that its lives tell."""
    left_out = {frame.time.date.start for frame in lives if frame.time.date}
    dates = tuple(date for date in reading.mentions.dates if date.start not in left_out)
    return replace(reading, mentions=Mentions(reading.mentions.numbers, dates))
