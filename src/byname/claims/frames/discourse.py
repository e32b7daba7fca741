"""Claims stage: what a text spoke of last, for what a clause leaves unsaid: "he", "this period", no place, no date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from byname.claims.frames.frames import Period
from byname.claims.frames.sentence_reading import (
    SentenceReading,
    date_of,
    populations,
    unknown_place,
    words_of,
)
from byname.claims.lexicon.entities import ancestors, gazetteer, kind_of, most_specific
from byname.claims.lexicon.phrases import PhraseMatch, ids
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import pack_yaml, per_subject
from byname.claims.numbers.mentions import DateMention
from byname.claims.thresholds import thresholds
from byname.values import FuzzyDate
from byname.values.shipped import shipped_yaml

_POINTER_WORDS = frozenset({"the", "la", "сам", "this", "that", "same", "these", "it", "its", "which", "both"})


_POINTING_STEMS = frozenset({"операция", "приказ", "депортация", "директива"})


@dataclass(slots=True)
class Memory:
    """What the text spoke of last; `counted` are the groups of the last number and `counted_in` its sentence,
    `said` what was said of those it counted; `topic_of_sentence` is the organ that the last sentence began with,
    `first_person` whom the last sentence with people named first."""

    place: str = ""
    topic_of_sentence: str = ""
    person: str = ""
    first_person: str = ""
    event: str = ""
    concept: str = ""
    groups: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    period: FuzzyDate | None = None
    topic: FuzzyDate | None = None
    counted: frozenset[str] = frozenset()
    counted_in: int = -1
    said: frozenset[str] = frozenset()

    def remember(self, phrases: Sequence[PhraseMatch], dates: Sequence[DateMention]) -> None:
        """Keep what a clause spoke of."""
        for id in (phrase.id for phrase in phrases if phrase.kind == "entity"):
            self._keep(id)
        groups, _ = populations(ids(phrases, "entity"))
        self.groups = groups or self.groups
        for date in dates:
            if date.rule == "named":
                self.topic = self.topic or FuzzyDate.parse_or_none(date.edtf)
        explicit = [date for date in dates if date.rule != "named"]
        last = date_of(explicit) if all(date.rule == "decade" for date in explicit) else explicit[-1]
        self.period = (FuzzyDate.parse_or_none(last.edtf) if last else None) or self.period

    def other_person(self, words: Sequence[str], own: frozenset[str]) -> str:
        """Whom else a pronoun may mean than the person named last: the one of whom the sentence before spoke."""
        named = any(kind_of(id) == "person" for id in own)
        dropped = not named and not words_of("verbs_without_subject").isdisjoint(words)
        leans = dropped or not words_of("pronouns").isdisjoint(words)
        return self.first_person if leans and self.first_person not in {self.person, *own} else ""

    def remember_topic(self, reading: SentenceReading) -> None:
        """Keep the organ with which a sentence begins: "It" at the beginning of the next one may be it; and the person
        whom it names first, unless a pronoun before that goes on with the one before."""
        phrases, start = reading.phrases, reading.sentence.start
        limit = start + thresholds().wording.topic
        people = (f for f in phrases if f.kind == "entity" and kind_of(f.id) == "person")
        person = min(people, key=lambda f: f.start, default=None)
        if person is not None:
            before = {t.lower for t in reading.tokens if t.start < person.start}
            goes_on = not before.isdisjoint(words_of("pronouns") | words_of("verbs_without_subject"))
            self.first_person = self.first_person if goes_on else person.id
        first = min((f for f in phrases if f.kind == "entity"), key=lambda f: f.start, default=None)
        is_organ = first is not None and (kind_of(first.id) == "organ" or first.id in subject().custody)
        if first is not None and first.start < limit:
            self.topic_of_sentence = first.id if is_organ else ""

    def _keep(self, id: str) -> None:
        kind = kind_of(id)
        if kind == "person":
            self.person = id
        elif kind == "event":
            self.event = id
        elif id in _defined_concepts():
            self.concept = id
        elif kind == "operation":
            self.operations = frozenset({id})
        elif kind == "place":
            self.place = country_of(id)

    def referents(
        self, words: Sequence[str], text: str, own: frozenset[str], inherited: frozenset[str]
    ) -> tuple[frozenset[str], bool]:
        """What pronouns and pointing words lean on, with what the clauses before it named; and whether it is
        a guess."""
        found, used = set(inherited - own), set(words)
        if used & words_of("pronouns") and self.person:
            found.add(self.person)
        people = any(kind_of(id) == "person" for id in own | inherited)
        if self.person and not people and used & words_of("verbs_without_subject"):
            found.add(self.person)  # "En 1939 fue detenido."
        if self.topic_of_sentence and words[:1] == ["it"]:
            found.add(self.topic_of_sentence)
        if used & words_of("plural_pronouns"):
            found |= self.groups
        if may_point(used, text):
            if _pointers("pointed_at").search(text):
                found |= {id for id in (self.event, self.concept) if id}
            if _pointers("pointed_at_operations").search(text):
                found |= self.operations
        return frozenset(found - own), bool(found - inherited)

    def place_of(self, near: frozenset[str], own: frozenset[str]) -> str:
        """The place of a clause: a named one before that of an event, of a person, or of the text before."""
        for source in (own, near):
            named = most_specific(id for id in source if kind_of(id) == "place")
            others = sorted(named - subject().background_places)
            if others:
                return others[-1]
            by_event = sorted(
                gazetteer()[id].place for id in source if kind_of(id) == "event" and gazetteer()[id].place
            )
            if by_event:
                return by_event[0]
            if named:
                return min(named)
        belongs = sorted({gazetteer()[id].place for id in own if id in gazetteer() and gazetteer()[id].place})
        return belongs[0] if len(belongs) == 1 else self.place

    def period_of(self, date: DateMention | None, own: frozenset[str], context: frozenset[str]) -> Period | None:
        """The period of a clause: stated, by an event that it names, or from the text before."""
        parsed = FuzzyDate.parse_or_none(date.edtf) if date else None
        if parsed:
            return Period(parsed, "stated")
        for id in [*sorted(own), *sorted(context)]:
            entity = gazetteer().get(id)
            if entity and entity.kind == "event" and entity.dates:
                return Period(FuzzyDate.parse(entity.dates), "event")
        known = self.period or self.topic
        return Period(known, "context") if known else None

    def period_of_purge(self, groups: frozenset[str]) -> Period | None:
        """The time of the event that a text spoke of last, if it struck some groups."""
        event = gazetteer().get(self.event)
        if event is None or not groups or not groups <= set(event.people.split()):
            return None
        dates = event.dates or next((gazetteer()[id].dates for id in ancestors(event.id) if gazetteer()[id].dates), "")
        return Period(FuzzyDate.parse(dates), "event") if dates else None


@cache
def _pointers(name: str) -> re.Pattern[str]:
    """The phrases that point back to an event, or to an operation: patterns of framing.yaml."""
    return re.compile("|".join(shipped_yaml("claims", "framing.yaml")[name]), re.IGNORECASE)


def pointing_spans(text: str, offset: int = 0) -> Iterator[tuple[int, int]]:
    """The characters of a sentence that point back to an event or an operation ("this order").

    >>> list(pointing_spans("They fell under this order."))
    [(16, 26), (16, 26)]
    """
    for name in ("pointed_at", "pointed_at_operations"):
        for match in _pointers(name).finditer(text):
            if " " in match[0]:
                yield match.start() + offset, match.end() + offset


@per_subject
def _defined_concepts() -> frozenset[str]:
    """The concepts of which a legal definition is known: a text may point back to them."""
    return frozenset(row["concept"] for row in pack_yaml("definitions.yaml") or ())


def may_point(words: AbstractSet[str], text: str) -> bool:
    """Whether a clause holds a word that every pointing phrase needs; far quicker than to look for the phrases.

    >>> may_point({"it", "ended"}, "It ended"), may_point({"they", "died"}, "They died")
    (True, False)
    """
    return (
        not words.isdisjoint(_POINTER_WORDS)
        or "'" in text
        or "’" in text
        or not _POINTING_STEMS.isdisjoint(text.lower().split(" ", 1)[:1])
        or "эт" in text.lower()
    )


def country_of(id: str) -> str:
    """The country that a place lies in, or the place itself.

    >>> country_of("leningrad"), country_of("saaremaa")
    ('ussr', 'estonia')
    """
    above = gazetteer()[id].within
    return country_of(above) if above and above not in subject().regions else id


def commonest_place(readings: Sequence[SentenceReading]) -> str:
    """The country that a text speaks of most, by its places and by where its people and organs belong."""
    counts, named = Counter[str](), thresholds().wording.named_place
    for reading in readings:
        for id in ids(reading.phrases, "entity"):
            place = id if kind_of(id) == "place" else gazetteer()[id].place
            if place:
                counts[country_of(place)] += named if kind_of(id) == "place" else 1
        strange = unknown_place(reading.tokens, reading.phrases)
        if strange:
            counts[strange] += named
    return counts.most_common(1)[0][0] if counts else ""
