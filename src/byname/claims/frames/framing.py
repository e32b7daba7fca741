"""Claims stage: makes claim frames of sentences, in the order of the text.

Goes in: sentences. Comes out: frames. A number of people or things makes a frame of its own; a clause without one makes
a frame of its relation, its date or what else it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from byname.claims.frames.attachment import Attachment
from byname.claims.frames.binding import binding_of_clause, binding_of_number
from byname.claims.frames.discourse import Memory, commonest_place
from byname.claims.frames.frames import (
    ClaimEntities,
    ClaimFrame,
    ClaimKind,
    ClaimPopulation,
    ClaimTime,
    Clause,
    Statement,
)
from byname.claims.frames.life_dates import life_dates, without_dates
from byname.claims.frames.sentence_reading import (
    SentenceReading,
    date_of,
    latest_year,
    populations,
    read_sentence,
    unknown_place,
    with_trees,
    words_of,
)
from byname.claims.lexicon.entities import gazetteer, is_group, kind_of
from byname.claims.lexicon.phrases import PhraseMatch, ids, names_in
from byname.claims.lexicon.predicates import DYING, includes
from byname.claims.lexicon.subject import subject
from byname.claims.numbers.mentions import DateMention, NumberMention
from byname.claims.text.clauses import parts_by_date, split_clauses
from byname.claims.text.sentences import Sentence, is_fragment, is_heading
from byname.claims.text.tokens import Token
from byname.claims.thresholds import thresholds
from byname.values.shipped import shipped_yaml

_QUOTATION = re.compile(r"^[“\"«].{25,}[”\"»]\s*\.?$", re.DOTALL)
_PLAN = re.compile(
    r"\b(?:planned|plan (?:was|foresaw|called)|foresaw|quotas?|limits?|targets?|were to be|was to be|"
    r"to be (?:shot|sent|deported|arrested)|лимит\w*|планировалось|план\w* предусматривал\w*|подлежал\w*)\b",
    re.IGNORECASE,
)
_PLAN_HINTS = ("plan", "foresaw", "quota", "limit", "target", "to be", "лимит", "план", "подлежал")
_WITH_DATE_TOO = ("begin", "appoint", "called")
_DATED_OTHERWISE = ("lead", "motive", "order", "threaten", "appoint", "genocide", "define")
_VICTIMS, _DEAD = frozenset({"repress"}), frozenset({"die"})
_OF_ONE_LIFE = DYING | {"arrest", "convict"}


class Framer:
    """Makes the frames of a text; `place` is where the text is set, where it says nothing else, `language` what it is
    written in: by it a parser is chosen, if there is one."""

    def __init__(self, place: str = "", language: str = "") -> None:
        self.memory = Memory(place=place)
        self.default_place = place
        self.language = language

    def frames(self, sentences: Sequence[Sentence]) -> Iterator[tuple[SentenceReading, list[ClaimFrame]]]:
        """The frames of each sentence."""
        readings = list[SentenceReading]()
        year: int | None = None
        for sentence in sentences:
            reading = read_sentence(sentence, year)
            year = latest_year(reading.mentions.dates) or year
            readings.append(reading)
        readings = with_trees(readings, self.language)
        self.default_place = self.default_place or commonest_place(readings)
        paragraph = -1
        for number, reading in enumerate(readings):
            if reading.sentence.paragraph != paragraph:
                paragraph, self.memory.place = reading.sentence.paragraph, self.default_place
                self.memory.topic_of_sentence = ""
            following = readings[number + 1] if number + 1 < len(readings) else None
            yield reading, list(self.of_sentence(reading, following))
            self.memory.remember_topic(reading)

    def of_sentence(self, reading: SentenceReading, following: SentenceReading | None) -> Iterator[ClaimFrame]:
        """The frames of one sentence."""
        if _QUOTATION.match(reading.sentence.text.strip()):
            yield self.frame(reading, 0, len(reading.tokens), "quotation")
            self.memory.remember(reading.phrases, reading.mentions.dates)
            return
        asks = reading.sentence.text.rstrip().endswith("?")
        if (asks or _is_heading(reading)) and not reading.mentions.numbers:
            self.memory.remember(reading.phrases, reading.mentions.dates)
            return
        inherited: frozenset[str] = frozenset()
        clauses = split_clauses(reading.tokens)
        for place, (first, last) in enumerate(clauses):
            beyond = _said_beyond(reading, clauses[place + 1] if place + 1 < len(clauses) else None, following)
            yield from self.of_clause(reading, first, last, beyond, inherited)
            start, end = reading.tokens[first].start, reading.tokens[last - 1].end
            here = [f for f in reading.phrases if start <= f.start < end]
            inherited = inherited | ids(here, "entity")
            self.memory.remember(here, [d for d in reading.mentions.dates if start <= d.start < end])

    def of_clause(
        self,
        reading: SentenceReading,
        first: int,
        last: int,
        beyond: frozenset[str],
        inherited: frozenset[str],
    ) -> Iterator[ClaimFrame]:
        """The frames of one clause: one for each number of people or things, else one for what it says; `beyond` are
        the predicates that stand after it."""
        base = self.frame(reading, first, last, "identity", inherited)
        lives = list(life_dates(reading, base))
        yield from lives
        if lives:
            reading = without_dates(reading, lives)
            base = self.frame(reading, first, last, "identity", inherited)
        numbers = [
            number
            for number in reading.mentions.numbers
            if base.start <= number.start < base.end and number.unit not in words_of("time_units")
        ]
        if base.said.relation == "allege" and not numbers:
            yield replace(base, kind="quotation")
            return
        yield from self.number_frames(reading, base, numbers, beyond)
        if reading.tree is not None and numbers:
            yield from self._dates_beside_numbers(reading, base)
            return
        of_a_life = base.said.predicates & _OF_ONE_LIFE and any(kind_of(id) == "person" for id in base.entities.own)
        if not numbers or (base.time.date and (base.said.relation in _WITH_DATE_TOO or of_a_life)):
            yield from self.worded_frames(reading, base, last - first, bool(numbers))

    def worded_frames(
        self, reading: SentenceReading, base: ClaimFrame, length: int, has_number: bool
    ) -> Iterator[ClaimFrame]:
        """The frame of a clause without a number."""
        long_enough = length >= thresholds().wording.claim_words
        dated = base.time.date is not None and base.time.date.rule != "named" and long_enough
        if is_fragment(reading.sentence) and len(base.said.predicates) > 1:
            yield replace(base, said=replace(base.said, relation="several"))
        elif dated and base.said.relation not in _DATED_OTHERWISE:
            yield from self.dated_frames(reading, base)
        elif (
            base.said.quantifier
            and base.said.predicates
            and (base.population.groups or base.population.operations)
            and not base.said.relation
        ):
            yield replace(base, kind="quantity")
        elif not has_number and long_enough and (base.entities.own or base.said.relation or base.said.predicates):
            yield replace(base, kind=_kind_of_relation(base.said.relation))
            if dated and reading.tree is not None:
                yield from self._dates_beside_numbers(reading, base)

    def _dates_beside_numbers(self, reading: SentenceReading, base: ClaimFrame) -> Iterator[ClaimFrame]:
        """The frames of the dates of a clause with another claim: of those that date an event or a life."""
        for frame in self._frames_by_date(reading, base):
            binding = frame.binding
            of_a_life = binding.predicates and any(kind_of(id) == "person" for id in binding.entities)
            events = [id for id in binding.entities if kind_of(id) in ("event", "operation")]
            of_event = binding.governed & frozenset(events) or (events and binding.governor in words_of("happening"))
            of_a_deed = binding.predicates and frame.time.date and frame.time.date.rule == "day"
            if of_a_life or of_event or of_a_deed or base.said.relation in _WITH_DATE_TOO:
                yield frame

    def _frames_by_date(self, reading: SentenceReading, base: ClaimFrame) -> Iterator[ClaimFrame]:
        """One frame for each explicit date of a clause, about what the date is bound to."""
        explicit = [d for d in reading.mentions.dates if base.start <= d.start < base.end and d.rule != "named"]
        for date in explicit:
            binding = binding_of_clause(reading, base.start, base.end, date)
            own = binding.entities or base.entities.own
            period = self.memory.period_of(date, own, base.entities.context)
            predicates = binding.predicates or base.said.predicates
            names = binding.names if predicates & _OF_ONE_LIFE else frozenset[tuple[str, str]]()
            start, end = binding.span
            yield replace(
                base,
                kind="date",
                clause=replace(base.clause, names=names, start=start, end=end, text=reading.text(start, end)),
                said=replace(base.said, predicates=predicates),
                time=ClaimTime(date, period),
                entities=replace(base.entities, own=own),
                binding=binding,
            )

    def _until_date(self, reading: SentenceReading, frame: ClaimFrame) -> ClaimFrame:
        """A dated claim of a sentence without a tree: what stands behind its date and its names is left to itself."""
        date, base = frame.time.date, frame.clause
        if reading.tree is not None or date is None or date.rule == "decade":
            return frame
        named = [f.end for f in reading.phrases if base.start <= f.start < date.start and f.kind != "quantifier"]
        if not named:
            return frame
        return replace(frame, clause=replace(base, end=date.end, text=reading.text(base.start, date.end)))

    def dated_frames(self, reading: SentenceReading, base: ClaimFrame) -> Iterator[ClaimFrame]:
        """The frame of a dated clause; where it dates several things, one for each."""
        tokens = [token for token in reading.tokens if base.start <= token.start < base.end]
        explicit = [d for d in reading.mentions.dates if base.start <= d.start < base.end and d.rule != "named"]
        if reading.tree is not None and not any(d.rule == "decade" for d in explicit):
            yield from self._frames_by_date(reading, base)
            return
        parts = parts_by_date(tokens, [(d.start, d.end) for d in explicit])
        if len(parts) < 2 or any(d.rule == "decade" for d in explicit):
            yield self._until_date(reading, replace(base, kind="date"))
            return
        at = reading.tokens.index(tokens[0])
        for first, last in parts:
            made = self.frame(reading, at + first, at + last, "date", base.entities.own)
            leaning = made.entities.context | (base.entities.own - made.entities.own)
            yield replace(
                made,
                entities=replace(made.entities, context=leaning),
                clause=replace(made.clause, names=made.clause.names or base.clause.names),
            )

    def frame(
        self,
        reading: SentenceReading,
        first: int,
        last: int,
        kind: ClaimKind,
        inherited: frozenset[str] = frozenset(),
    ) -> ClaimFrame:
        """The frame of a clause with all that needs no number."""
        tokens = reading.tokens[first:last]
        start, end = tokens[0].start, _clause_end(tokens)
        here = [f for f in reading.phrases if start <= f.start < end]
        own, relations = ids(here, "entity"), ids(here, "relation")
        words, text = [token.lower for token in tokens], reading.text(start, end)
        context, uncertain = self.memory.referents(words, text, own, inherited)
        date = date_of([date for date in reading.mentions.dates if start <= date.start < end])
        groups, operations = populations(own)
        predicates = ids(here, "predicate")
        place = self.memory.place_of(own | inherited, own)
        strange = unknown_place(tokens, here)
        self.memory.place = strange or self.memory.place
        return ClaimFrame(
            kind,
            Clause(
                reading.sentence.number,
                start,
                end,
                text,
                words=frozenset(word for word in words if len(word) >= thresholds().wording.long_word),
                names=names_in(tokens) if date and predicates & _OF_ONE_LIFE else frozenset(),
            ),
            said=Statement(
                relation=next((name for name in _relation_order() if name in relations), ""),
                predicates=predicates,
                quantifier=min(ids(_of_groups(reading, here), "quantifier"), default=""),
                plan=_speaks_of_a_plan(text),
                negated=_is_negated(tokens),
            ),
            population=ClaimPopulation(
                groups, operations, strange or place, of_some=bool(words_of("partial") & set(words))
            ),
            time=ClaimTime(date, self.memory.period_of(date, own, context)),
            entities=ClaimEntities(own, context, uncertain, self.memory.other_person(words, own | inherited)),
            binding=binding_of_clause(reading, start, end, date),
        )

    def number_frames(
        self,
        reading: SentenceReading,
        base: ClaimFrame,
        numbers: Sequence[NumberMention],
        beyond: frozenset[str],
    ) -> Iterator[ClaimFrame]:
        """One frame for each number of a clause, with what belongs to it."""
        for place, number in enumerate(numbers):
            before = numbers[place - 1].end if place else base.start
            after = numbers[place + 1].start if place + 1 < len(numbers) else base.end
            made = self.number_frame(Attachment(reading, base, number, before, after), beyond)
            yield made
            self.memory.counted, self.memory.counted_in = made.population.groups, made.clause.sentence
            self.memory.said = made.said.predicates or self.memory.said

    def number_frame(self, attachment: Attachment, beyond: frozenset[str]) -> ClaimFrame:
        """The frame of one number; `beyond` gives the predicate that its own clause lacks."""
        base, share_of = attachment.base, attachment.base_predicates
        after, _ = attachment.predicates_after
        predicates = after or attachment.predicates() or (frozenset() if attachment.is_whole() else beyond)
        if not predicates and base.population.of_some:  # "Among them were 400 Jews."
            predicates = self.memory.said
        if beyond and all(includes(predicate, said) for said in beyond for predicate in predicates):
            predicates = beyond  # "claimed the lives of 30,992 people, who were shot"
        date, (start, end) = attachment.date(), attachment.span()
        binding = binding_of_number(attachment)
        made = replace(
            base,
            kind="share" if attachment.number.is_share else "quantity",
            clause=replace(base.clause, start=start, end=end, text=attachment.reading.text(start, end)),
            number=attachment.number,
            said=replace(base.said, predicates=predicates - share_of or predicates, base=share_of),
            population=attachment.claim_population(self.memory),
            binding=binding,
        )
        readings = list(self._readings(attachment, _of_its_operations(made), date))
        if made.population.operations != readings[0].population.operations:
            readings.append(replace(readings[0], population=made.population))
        return replace(readings[0], readings=tuple(readings[1:]))

    def _readings(self, attachment: Attachment, made: ClaimFrame, date: DateMention | None) -> Iterator[ClaimFrame]:
        """The ways to read a claim, the best first: what syntax binds to the number, then what stands nearest to it."""
        binding = made.binding
        by_syntax = (binding.predicates or frozenset()) - made.said.base or made.said.predicates
        if made.population.is_whole and binding.has_tree:  # what follows is said of its part
            by_syntax = frozenset()
            made = replace(made, said=replace(made.said, predicates=by_syntax))
        bound = attachment.bound_dates(binding, date)
        seen = set()
        for predicates, when in [*((by_syntax, day) for day in bound), (made.said.predicates, date)]:
            if (predicates, when) in seen:
                continue
            seen.add((predicates, when))
            period = self.memory.period_of(when, made.entities.own, made.entities.context)
            if when is None:
                period = self.memory.period_of_purge(made.population.groups) or period
            time = ClaimTime(when, None if period and attachment.is_bounded(when) else period)
            read = replace(made, said=replace(made.said, predicates=predicates), time=time)
            yield read
            yield from self._as_dead(read)
            if made.population.named or not attachment.is_of_everyone():
                continue
            if self.memory.operations:
                operations = replace(read.population, operations=self.memory.operations, leans=True)
                yield replace(read, population=operations)
            if struck := _struck_by_event(read):
                yield replace(read, population=replace(read.population, groups=struck, leans=True))
            if self.memory.groups:
                groups = replace(read.population, groups=self.memory.groups, leans=True)
                yield replace(read, population=groups)

    def _as_dead(self, read: ClaimFrame) -> Iterator[ClaimFrame]:
        """ "Victims" of an operation, read as those who died in it: a reading that may support a claim only."""
        operations = (read.population.operations or self.memory.operations) - subject().custody
        if read.said.predicates != _VICTIMS or not operations or read.population.groups:
            return
        people = replace(read.population, groups=frozenset(), operations=operations, leans=True)
        yield replace(read, said=replace(read.said, predicates=_DEAD), population=people)


def _struck_by_event(read: ClaimFrame) -> frozenset[str]:
    """The groups that the one event of a claim struck ("the deportation of the Balkars: 37,000 were deported")."""
    events = [id for id in read.entities.all if kind_of(id) == "event" and gazetteer()[id].people]
    people = gazetteer()[events[0]].people.split() if len(events) == 1 else []
    return frozenset(id for id in people if is_group(id))


def _of_groups(reading: SentenceReading, here: Sequence[PhraseMatch]) -> list[PhraseMatch]:
    """The quantifiers of a clause that say how many of a group or of an operation: those by its noun."""
    tree = reading.tree
    found = [f for f in here if f.kind == "quantifier"]
    if tree is None:
        return found
    groups = [f for f in here if f.kind == "entity" and (is_group(f.id) or kind_of(f.id) == "operation")]
    nouns = {place for f in groups for place in tree.inside(f.start, f.end)}

    def is_by_noun(quantifier: PhraseMatch) -> bool:
        top = tree.top(quantifier.start, quantifier.end)
        near = {tree.words[top].head, *tree.below[top]} if top is not None else set()
        return not near.isdisjoint(nouns)

    return [f for f in found if is_by_noun(f)]


def _of_its_operations(frame: ClaimFrame) -> ClaimFrame:
    """A number without the operations that its clause names beside another number ("750,000 were shot and a million
    sent to the Gulag")."""
    binding, people = frame.binding, frame.population
    if not binding.has_tree:
        return frame
    named = people.operations & frame.entities.own
    return replace(frame, population=replace(people, operations=people.operations - (named - binding.entities)))


def _is_heading(reading: SentenceReading) -> bool:
    """Whether a short line without an end mark is a heading: one with a verb is a sentence whose mark was lost."""
    tree = reading.tree
    has_verb = tree is not None and any(tree.is_verb(at) for at in range(len(tree.words)))
    return is_heading(reading.sentence) and not has_verb


def _speaks_of_a_plan(text: str) -> bool:
    """Whether a clause tells what was planned; the words that every such clause holds are looked for first."""
    lower = text.lower()
    return any(hint in lower for hint in _PLAN_HINTS) and _PLAN.search(text) is not None


def _is_negated(tokens: Sequence[Token]) -> bool:
    """Whether a clause denies something; "No." before a number does not."""
    negations = [at for at, token in enumerate(tokens) if token.lower in words_of("negations")]
    return any(
        not (tokens[at].lower == "no" and at + 1 < len(tokens) and tokens[at + 1].lower == ".") for at in negations
    )


def _clause_end(tokens: Sequence[Token]) -> int:
    """Where a clause ends: before a mark that stands apart from its last word, behind a masked citation."""
    last = tokens[-1]
    apart = len(tokens) > 1 and last.kind == "mark" and last.start > tokens[-2].end
    return tokens[-2].end if apart else last.end


def _said_beyond(
    reading: SentenceReading, next_clause: tuple[int, int] | None, following: SentenceReading | None
) -> frozenset[str]:
    """The predicates that belong to a clause and stand after it: in a relative clause, or in a broken-off sentence."""
    if next_clause is not None:
        tokens = reading.tokens[next_clause[0] : next_clause[1]]
        relative = tokens[0].lower in ("who", "which", "that", "которые")
        here = [f for f in reading.phrases if tokens[0].start <= f.start < tokens[-1].end]
        return ids(here, "predicate") if relative else frozenset()
    return ids(following.phrases, "predicate") if following and is_fragment(following.sentence) else frozenset()


@cache
def _relation_order() -> list[str]:
    order: str = shipped_yaml("claims", "framing.yaml")["relation_order"]
    return order.split()


def _kind_of_relation(relation: str) -> ClaimKind:
    return _relation_kinds().get(relation, "identity")


@cache
def _relation_kinds() -> dict[str, ClaimKind]:
    return {name: row["kind"] for name, row in shipped_yaml("claims", "frames.yaml")["relations"].items()}
