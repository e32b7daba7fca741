"""Claims stage: makes claim frames of sentences, in the order of the text.

Goes in: sentences. Comes out: frames. A `Framer` keeps what the text spoke of last (a person, a group, an event, a
period, a place), for what a sentence leaves unsaid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from byname.claims.clauses import split_clauses
from byname.claims.coverage import is_fragment
from byname.claims.data_files import load_yaml
from byname.claims.figures import stem
from byname.claims.frames import ClaimFrame, ClaimKind, Period
from byname.claims.gazetteer import ancestors, gazetteer, kind_of, most_specific
from byname.claims.mentions import DateMention, Mentions, NumberMention, find_mentions, unit_nouns
from byname.claims.sentences import Sentence, is_heading
from byname.claims.tokens import Token, tokenize
from byname.claims.vocabulary import Found, find_phrases, ids
from byname.values import FuzzyDate

_QUOTATION = re.compile(r"^[“\"«].{25,}[”\"»]\s*\.?$", re.DOTALL)
_PRONOUNS = frozenset({"he", "him", "his", "himself", "он", "его", "ему", "им"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "their", "these", "those", "они", "их", "им"})
_POINTERS = re.compile(
    r"\b(?:this|that|the same|these) (?:period|time|act|goal|event|process|years|campaign|purges?|order|operation|decree|two years|definition)\b"
    r"|\bwhich\b|\bit\b|\bits\b|\bboth years\b|\bэтот|\bэто\b|\bэти",
    re.IGNORECASE,
)
_NEGATIONS = frozenset({"not", "never", "no", "neither", "nobody", "не", "никогда", "ни", "n't"})
_PLAN = re.compile(
    r"\b(?:planned|plan (?:was|foresaw|called)|quotas?|limits?|targets?|were to be|was to be|to be (?:shot|sent|deported|arrested)|лимит\w*)\b",
    re.IGNORECASE,
)
_TIME_UNITS = frozenset(
    {
        "years",
        "months",
        "weeks",
        "days",
        "hours",
        "times",
        "kilometres",
        "km",
        "kilometers",
        "miles",
        "pages",
        "roubles",
        "rubles",
    }
)
_GENERIC_NOUNS = frozenset(
    [
        "people",
        "person",
        "persons",
        "victims",
        "victim",
        "dead",
        "residents",
        "inhabitants",
        "population",
        "individuals",
        "lives",
        "others",
        "citizens",
        "lists",
        "names",
        "casualties",
        "человек",
        "человека",
        "людей",
        "людям",
        "лиц",
        "лица",
        "жертв",
        "жертвы",
        "граждан",
        "жителей",
        "people's",
        "deaths",
        "death",
        "killings",
        "executions",
        "arrests",
        "sentences",
        "convictions",
        "cases",
        "shootings",
        "toll",
        "verdicts",
        "accused",
        "defendants",
    ]
)
_RELATION_ORDER = ("genocide", "define", "allege", "order", "begin", "motive", "threaten", "loyal", "collectivize", "create",
                   "appoint", "execute", "effect", "follow", "carry-out", "called", "lead", "emerge", "happen", "mind")  # fmt: skip
_NOT_NAMES = frozenset(
    {
        "according",
        "the",
        "stalin's",
        "soviet",
        "party",
        "order",
        "great",
        "war",
        "corps",
        "officer",
        "year",
        "january",
        "state",
        "people",
    }
)
JOINED_WITHIN = 25  # characters between two predicates that are said together
_CLAIMS_WITHOUT_NUMBER = 4  # words that a clause must have at least


@dataclass(slots=True)
class Memory:
    """What the text spoke of last."""

    person: str = ""
    groups: frozenset[str] = frozenset()
    operations: frozenset[str] = frozenset()
    event: str = ""
    concept: str = ""
    period: FuzzyDate | None = None
    topic: FuzzyDate | None = None
    place: str = ""
    year: int | None = None
    counted: frozenset[str] = frozenset()
    counted_in: int = -1


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence with what was found in it."""

    sentence: Sentence
    tokens: list[Token]
    mentions: Mentions
    phrases: list[Found]


def read_sentence(sentence: Sentence, year: int | None = None) -> SentenceReading:
    """Find the numbers, dates and phrases of a sentence."""
    tokens = tokenize(sentence.text, sentence.start)
    return SentenceReading(sentence, tokens, find_mentions(tokens, latest_year=year), find_phrases(tokens))


class Framer:
    """Makes the frames of a text; `place` is where the text is set, where it says nothing else."""

    def __init__(self, place: str = "") -> None:
        self.memory = Memory(place=place)
        self.default_place = place

    def frames(self, sentences: Sequence[Sentence]) -> Iterator[tuple[SentenceReading, list[ClaimFrame]]]:
        """The frames of each sentence."""
        readings = list[SentenceReading]()
        year: int | None = None
        for sentence in sentences:
            reading = read_sentence(sentence, year)
            year = _latest_year(reading.mentions.dates) or year
            readings.append(reading)
        self.default_place = self.default_place or commonest_place(readings)
        paragraph = -1
        for number, reading in enumerate(readings):
            if reading.sentence.paragraph != paragraph:
                paragraph, self.memory.place = reading.sentence.paragraph, self.default_place
            following = readings[number + 1] if number + 1 < len(readings) else None
            yield reading, list(self.of_sentence(reading, following))

    def of_sentence(self, reading: SentenceReading, following: SentenceReading | None) -> Iterator[ClaimFrame]:
        """The frames of one sentence."""
        if is_heading(reading.sentence) and not reading.mentions.numbers:
            self.remember(reading.phrases, reading.mentions.dates)
            return
        if _QUOTATION.match(reading.sentence.text.strip()):
            yield self.frame(reading, 0, len(reading.tokens), "quotation")
            self.remember(reading.phrases, reading.mentions.dates)
            return
        inherited: frozenset[str] = frozenset()
        for first, last in split_clauses(reading.tokens):
            made = list(self.of_clause(reading, first, last, following, inherited))
            yield from made
            start, end = reading.tokens[first].start, reading.tokens[last - 1].end
            here = [f for f in reading.phrases if start <= f.start < end]
            inherited = inherited | ids(here, "entity")
            self.remember(here, [d for d in reading.mentions.dates if start <= d.start < end])

    def of_clause(
        self,
        reading: SentenceReading,
        first: int,
        last: int,
        following: SentenceReading | None,
        inherited: frozenset[str],
    ) -> Iterator[ClaimFrame]:
        """The frames of one clause: one for each number of people or things, else one for what it says."""
        start, end = reading.tokens[first].start, reading.tokens[last - 1].end
        numbers = [n for n in reading.mentions.numbers if start <= n.start < end and n.unit not in _TIME_UNITS]
        base = self.frame(reading, first, last, "identity", inherited)
        if base.relation == "allege":
            yield replace(base, kind="quotation")
            return
        if numbers:
            yield from self.number_frames(reading, base, numbers, following)
            if not base.date or base.relation not in ("begin", "appoint", "called"):
                return
        yield from self.worded_frames(reading, base, last - first, bool(numbers))

    def worded_frames(
        self, reading: SentenceReading, base: ClaimFrame, length: int, has_number: bool
    ) -> Iterator[ClaimFrame]:
        """The frame of a clause without a number."""
        kind = _kind_of_relation(base.relation)
        dated = base.date is not None and base.date.rule != "named" and (base.entities or base.predicates)
        if is_fragment(reading.sentence) and len(base.predicates) > 1:
            yield replace(base, kind="identity", relation="several", number=None)
        elif dated and base.relation not in ("lead", "motive", "order", "threaten", "appoint", "genocide", "define"):
            yield replace(base, kind="date")
        elif base.quantifier and base.predicates and (base.groups or base.operations) and not base.relation:
            yield replace(base, kind="quantity")
        elif not has_number and length >= _CLAIMS_WITHOUT_NUMBER and (base.own or base.relation or base.predicates):
            yield replace(base, kind=kind)

    def frame(
        self, reading: SentenceReading, first: int, last: int, kind: ClaimKind, inherited: frozenset[str] = frozenset()
    ) -> ClaimFrame:
        """The frame of a clause with all that needs no number."""
        tokens = reading.tokens[first:last]
        start, end = tokens[0].start, tokens[-1].end
        here = [f for f in reading.phrases if start <= f.start < end]
        own = ids(here, "entity")
        words = [token.lower for token in tokens]
        text = reading.sentence.text[start - reading.sentence.start : end - reading.sentence.start]
        context, uncertain = self.referents(words, text, own, inherited)
        date = _date_of(reading.mentions.dates, start, end)
        groups, operations = _population(own)
        place, stated = self.place_of(own | inherited, own)
        relations = ids(here, "relation")
        return ClaimFrame(
            kind, reading.sentence.number, start, end, text, date=date,
            relation=next((name for name in _RELATION_ORDER if name in relations), ""),
            predicates=ids(here, "predicate"), groups=groups, operations=operations, place=place, place_stated=stated,
            period=self.period_of(date, own, context), own=own, context=context,
            quantifier=next(iter(sorted(ids(here, "quantifier"))), ""), plan=bool(_PLAN.search(text)),
            negated=bool(_NEGATIONS & set(words)), uncertain=uncertain, has_unknown_names=_unknown_names(tokens, here, reading),
            words=frozenset(stem(w) for w in words if len(w) > 3),
        )  # fmt: skip

    def referents(
        self, words: Sequence[str], text: str, own: frozenset[str], inherited: frozenset[str]
    ) -> tuple[frozenset[str], bool]:
        """What pronouns and pointing words lean on, and whether that is a guess."""
        memory, found = self.memory, set(inherited - own)
        used = set(words)
        if used & _PRONOUNS and memory.person:
            found.add(memory.person)
        if used & _PLURAL_PRONOUNS:
            found |= memory.groups
        if _POINTERS.search(text):
            found |= {id for id in (memory.event, memory.concept) if id} | memory.operations
        return frozenset(found - own), bool(found - inherited)

    def place_of(self, near: frozenset[str], own: frozenset[str]) -> tuple[str, bool]:
        """The place of a clause and whether the clause itself says it: a named place before that of an event or a person."""
        for source, stated in ((own, True), (near, False)):
            named = most_specific(id for id in source if kind_of(id) == "place")
            others = sorted(named - {"ussr"})
            if others:
                return others[-1], stated
            by_event = sorted(
                gazetteer()[id].place for id in source if kind_of(id) == "event" and gazetteer()[id].place
            )
            if by_event:
                return by_event[0], stated
            if named:
                return "ussr", stated
        belongs = sorted({gazetteer()[id].place for id in own if id in gazetteer() and gazetteer()[id].place})
        return (belongs[0], False) if len(belongs) == 1 else (self.memory.place, False)

    def period_of(self, date: DateMention | None, own: frozenset[str], context: frozenset[str]) -> Period | None:
        """The period of a clause: stated, by an event that it names, or from the text before."""
        if date:
            parsed = _parsed(date.edtf)
            if parsed:
                return Period(parsed, "stated")
        for source in (own, context):
            for id in sorted(source):
                entity = gazetteer().get(id)
                if entity and entity.kind == "event" and entity.dates:
                    return Period(FuzzyDate.parse(entity.dates), "event")
        known = self.memory.period or self.memory.topic
        return Period(known, "context") if known else None

    def number_frames(
        self,
        reading: SentenceReading,
        base: ClaimFrame,
        numbers: Sequence[NumberMention],
        following: SentenceReading | None,
    ) -> Iterator[ClaimFrame]:
        """One frame for each number of a clause, with the predicate, the population and the date nearest to it."""
        for place, number in enumerate(numbers):
            before = numbers[place - 1].end if place else base.start
            after = numbers[place + 1].start if place + 1 < len(numbers) else base.end
            made = self.number_frame(reading, base, number, before, after, following)
            yield made
            self.memory.counted, self.memory.counted_in = made.groups, made.sentence

    def number_frame(
        self,
        reading: SentenceReading,
        base: ClaimFrame,
        number: NumberMention,
        before: int,
        after: int,
        following: SentenceReading | None,
    ) -> ClaimFrame:
        """The frame of one number; `before` and `after` are where the numbers beside it end and begin."""
        phrases = [f for f in reading.phrases if base.start <= f.start < base.end]
        share = number.is_share
        base_words = ids(find_phrases(tokenize(number.base)), "predicate") if share else frozenset()
        predicates, at = _nearest_predicates(phrases, number, after, base_words)
        if not predicates and following and is_fragment(following.sentence):
            predicates = ids(following.phrases, "predicate")
        if not predicates:
            predicates = _predicates_before(phrases, number, base_words) or _predicates_beyond(phrases, after)
        groups, operations = self.population_of(reading, base, number, at, before, after)
        date = _nearest_date(reading, number, base, before, after)
        period = self.period_of(date, base.own, base.context)
        start, end = (
            (base.start, base.end)
            if before == base.start and after == base.end
            else (_segment(reading, before, number.start, base), after)
        )
        text = reading.sentence.text[start - reading.sentence.start : end - reading.sentence.start].strip()
        shift = len(reading.sentence.text[start - reading.sentence.start : end - reading.sentence.start]) - len(
            reading.sentence.text[start - reading.sentence.start : end - reading.sentence.start].lstrip()
        )
        return replace(
            base, kind="share" if share else "quantity", start=start + shift, end=start + shift + len(text), text=text, number=number,
            predicates=predicates - base_words or predicates, base=base_words, groups=groups, operations=operations, date=date,
            period=period, noun_words=self.noun_words(reading, number, at, after),
        )  # fmt: skip

    def population_of(
        self,
        reading: SentenceReading,
        base: ClaimFrame,
        number: NumberMention,
        predicate_at: int,
        before: int,
        after: int,
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Whom a number counts: the groups of its own noun phrase, else those before it; operations of the whole clause."""
        limit = predicate_at if predicate_at > number.end else after
        near = ids(
            (
                f
                for f in reading.phrases
                if number.end <= f.start < max(limit, number.end + 1) or number.start <= f.start < number.end
            ),
            "entity",
        )
        near |= ids(find_phrases(tokenize(number.base)), "entity") if number.is_share else frozenset()
        groups = frozenset(id for id in near if kind_of(id) == "group" or id == "red-army")
        if (
            not groups
            and number.noun
            and number.unit not in ("count",)
            and stem(number.noun) not in map(stem, _GENERIC_NOUNS)
        ):
            groups = _free_noun(number)
        if not groups and (number.is_share or not number.noun or number.noun in ("officers",)):
            earlier = ids((f for f in reading.phrases if base.start <= f.start < number.start), "entity")
            groups = frozenset(id for id in earlier if kind_of(id) == "group")
        of_them = (
            "of them" in reading.sentence.text[number.end - reading.sentence.start :][:12].lower()
            or number.base.lower() == "them"
        )
        if not groups and of_them:
            earlier = ids((f for f in reading.phrases if f.start < number.start), "entity")
            groups = (
                frozenset(id for id in earlier if kind_of(id) == "group") or self.memory.counted or self.memory.groups
            )
        if not groups and not number.noun and before > base.start and self.memory.counted_in == reading.sentence.number:
            groups = self.memory.counted
        if not groups and not number.noun and number.start == reading.sentence.start and self.memory.counted:
            groups = self.memory.counted
        if groups:
            groups |= frozenset(id for id in base.groups if groups & ancestors(id))
        _, operations = _population(base.own)
        if not operations:
            _, operations = _population(frozenset(id for id in base.context if kind_of(id) == "operation"))
        if not operations and base.plan:
            operations = self.memory.operations
        return most_specific(groups), operations

    def noun_words(
        self, reading: SentenceReading, number: NumberMention, predicate_at: int, after: int
    ) -> frozenset[str]:
        """The words between a number and its predicate, and those of its base."""
        limit = predicate_at if predicate_at > number.end else after
        near = [token.lower for token in reading.tokens if number.start <= token.start < limit and token.kind == "word"]
        return frozenset(stem(word) for word in [*near, *number.base.lower().split()])

    def remember(self, phrases: Sequence[Found], dates: Sequence[DateMention]) -> None:
        """Keep what a clause spoke of."""
        memory = self.memory
        for id in (phrase.id for phrase in phrases if phrase.kind == "entity"):
            kind = kind_of(id)
            if kind == "person":
                memory.person = id
            elif kind == "event":
                memory.event = id
            elif kind == "concept" and id in ("genocide",):
                memory.concept = id
            elif kind == "operation":
                memory.operations = frozenset({id})
            elif kind == "place":
                memory.place = country_of(id)
        groups = frozenset(p.id for p in phrases if p.kind == "entity" and kind_of(p.id) == "group")
        if groups:
            memory.groups = most_specific(groups)
        joined = (
            _date_of(dates, 0, max((date.end for date in dates), default=0))
            if all(d.rule == "decade" for d in dates)
            else None
        )
        for date in [joined] if joined else dates:
            parsed = _parsed(date.edtf)
            if parsed and date.rule == "named":
                memory.topic = memory.topic or parsed
            elif parsed:
                memory.period = parsed


def country_of(id: str) -> str:
    """The country that a place lies in, or the place itself.

    >>> country_of("leningrad"), country_of("saaremaa")
    ('ussr', 'estonia')
    """
    above = gazetteer()[id].within
    return country_of(above) if above and above != "baltic-states" else id


def commonest_place(readings: Sequence[SentenceReading]) -> str:
    """The country that a text speaks of most, by its places and by where its people and organs belong."""
    counts: Counter[str] = Counter()
    for reading in readings:
        for id in ids(reading.phrases, "entity"):
            place = id if kind_of(id) == "place" else gazetteer()[id].place
            if place:
                counts[country_of(place)] += 1
    return counts.most_common(1)[0][0] if counts else ""


def _parsed(edtf: str) -> FuzzyDate | None:
    try:
        return FuzzyDate.parse(edtf)
    except ValueError:
        return None


def _unknown_names(tokens: Sequence[Token], here: Sequence[Found], reading: SentenceReading) -> bool:
    """Whether a clause has a capitalised name that the gazetteer does not know: it may speak of some place of its own."""
    known = [(f.start, f.end) for f in here] + [(d.start, d.end) for d in reading.mentions.dates]
    first = reading.tokens[0].start
    for token in tokens:
        named = token.kind == "word" and token.text[:1].isupper() and len(token.text) > 2 and token.start != first
        if named and token.lower not in _NOT_NAMES and not any(start <= token.start < end for start, end in known):
            return True
    return False


def _latest_year(dates: Sequence[DateMention]) -> int | None:
    years = [int(match[0]) for date in dates for match in re.finditer(r"\d{4}", date.edtf)]
    return years[-1] if years else None


def _date_of(dates: Sequence[DateMention], start: int, end: int) -> DateMention | None:
    """The date of a clause: an explicit one before a named period; two decades or years are joined."""
    here = [date for date in dates if start <= date.start < end]
    explicit = [date for date in here if date.rule != "named"]
    if len(explicit) > 1 and all(date.rule == "decade" for date in explicit):
        return replace(explicit[0], end=explicit[-1].end, edtf=f"{explicit[0].edtf[:3]}0/{explicit[-1].edtf[:3]}9")
    found = explicit or here
    return found[0] if found else None


def _nearest_date(
    reading: SentenceReading, number: NumberMention, base: ClaimFrame, before: int, after: int
) -> DateMention | None:
    """The date after a number, else the last one before it, else that of the clause; "the 1920s and 30s" is one."""
    if base.date and base.date.end - base.date.start > 0 and "/" in base.date.edtf and base.date.rule == "decade":
        return base.date
    dates = [date for date in reading.mentions.dates if not _dates_something_else(reading, date)]
    explicit = [date for date in dates if date.rule != "named"]
    behind = [date for date in explicit if number.end <= date.start < after]
    ahead = [date for date in explicit if before <= date.start < number.start]
    earlier = [date for date in explicit if date.start < number.start]
    found = behind[:1] if behind and not ahead else ahead[-1:] or behind[:1] or earlier[-1:]
    return found[0] if found else base.date


def _dates_something_else(reading: SentenceReading, date: DateMention) -> bool:
    """Whether a date belongs to words before it and not to the number ("members elected in 1934")."""
    before = reading.sentence.text[: date.start - reading.sentence.start].lower().split()[-2:]
    return bool(before) and before[0] in ("elected", "born", "founded", "established", "избранных")


def _population(entities: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    groups = most_specific(id for id in entities if kind_of(id) == "group" or id == "red-army")
    return groups, most_specific(id for id in entities if kind_of(id) == "operation")


def _nearest_predicates(
    phrases: Sequence[Found], number: NumberMention, after: int, base: frozenset[str]
) -> tuple[frozenset[str], int]:
    """The predicates after a number (joined ones together) and where the first of them begins; of a share not those that
    only say of whom it is taken ("30 percent of those purged returned")."""
    behind = [f for f in phrases if f.kind == "predicate" and number.end <= f.start < after and f.id != "name"]
    behind = [f for f in behind if f.id not in base] or behind
    if not behind:
        return frozenset(), number.end
    chosen = [behind[0]]
    for found in behind[1:]:
        if found.start - chosen[-1].end > JOINED_WITHIN:
            break
        chosen.append(found)
    if len(chosen) > 1 and chosen[0].id in ("imprison", "repress") and chosen[0].start - number.end < 3:
        return frozenset({f.id for f in chosen[1:]}), chosen[1].start  # "1,777 prisoners died"
    return frozenset(f.id for f in chosen), chosen[0].start


def _predicates_beyond(phrases: Sequence[Found], after: int) -> frozenset[str]:
    """The predicate that numbers in a row share ("three marshals and thirteen commanders were removed")."""
    beyond = [f for f in phrases if f.kind == "predicate" and f.start >= after and f.id != "name"]
    return frozenset({beyond[0].id}) if beyond else frozenset()


def _predicates_before(phrases: Sequence[Found], number: NumberMention, base: frozenset[str]) -> frozenset[str]:
    """The nearest predicate before a number ("shot 681,692 people", "the number of arrests")."""
    ahead = [f for f in phrases if f.kind == "predicate" and f.end <= number.start and f.id not in base]
    return frozenset({ahead[-1].id}) if ahead else frozenset()


def _free_noun(number: NumberMention) -> frozenset[str]:
    if number.noun not in unit_nouns() or unit_nouns()[number.noun] in ("persons",):
        return frozenset({f"~{stem(number.noun)}"})
    return frozenset()


def _segment(reading: SentenceReading, before: int, start: int, base: ClaimFrame) -> int:
    """Where the part of a clause begins that speaks of one of its numbers: after the last comma or "and" before it."""
    text = reading.sentence.text[before - reading.sentence.start : start - reading.sentence.start]
    cuts = [match.end() for match in re.finditer(r"[,;]\s+|\band\s+", text)]
    return before + (cuts[-1] if cuts else 0) if before > base.start else base.start


def _kind_of_relation(relation: str) -> ClaimKind:
    kinds: dict[str, ClaimKind] = {name: row["kind"] for name, row in load_yaml("frames.yaml")["relations"].items()}
    return kinds.get(relation, "identity")
