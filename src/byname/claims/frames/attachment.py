"""Claims stage: what belongs to one number of a clause: its predicates, its population, its date, its place.

A clause may give several numbers; each takes what stands nearest to it, between the number before it and the one after
it, and what the whole clause says where nothing nearer does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from byname.claims.frames.discourse import Memory
from byname.claims.frames.frames import Binding, ClaimFrame, ClaimPopulation
from byname.claims.frames.sentence_reading import SentenceReading, has_unknown_names, populations, words_of
from byname.claims.lexicon.entities import ancestors, is_group, kind_of, most_specific
from byname.claims.lexicon.lemmas import lemmas
from byname.claims.lexicon.phrases import PhraseMatch, find_phrases, ids, stem
from byname.claims.lexicon.subject import subject
from byname.claims.numbers.mentions import DateMention, NumberMention
from byname.claims.numbers.number_words import unit_nouns
from byname.claims.text.tokens import Token, tokenize
from byname.claims.thresholds import thresholds

_CUT = re.compile(r"[,;]\s+|\band\s+|\bи\s+")


@cache
def _generic_stems() -> frozenset[str]:
    return frozenset(form for word in words_of("generic_nouns") for form in (stem(word), *lemmas(word)))


def _is_generic(noun: str) -> bool:
    """Whether a noun names everyone, or an event."""
    return stem(noun) in _generic_stems() or not lemmas(noun).isdisjoint(_generic_stems())


@dataclass(frozen=True)  # without slots, so that what several questions need is found once
class Attachment:
    """One number in its clause; `before` and `after` are where the numbers beside it end and begin."""

    reading: SentenceReading
    base: ClaimFrame
    number: NumberMention
    before: int
    after: int

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the clause."""
        return [t for t in self.reading.tokens if self.base.start <= t.start < self.base.end]

    @cached_property
    def phrases(self) -> list[PhraseMatch]:
        """The phrases of the clause."""
        return [f for f in self.reading.phrases if self.base.start <= f.start < self.base.end]

    def _predicates_found(self) -> Iterator[PhraseMatch]:
        return (f for f in self.phrases if f.kind == "predicate" and f.id != "name")

    @cached_property
    def base_predicates(self) -> frozenset[str]:
        """What is said of those of whom a share is taken."""
        return ids(find_phrases(tokenize(self.number.base)), "predicate") if self.number.is_share else frozenset()

    def predicates(self) -> frozenset[str]:
        """What is said of those counted: after the number, before it, or after the other numbers of its row."""
        after, _ = self.predicates_after
        if self.is_whole():
            return after
        return after or self._predicates_before() or self._predicates_beyond()

    def is_whole(self) -> bool:
        """Whether it is the whole of which the next number is a part ("Of 1,966 delegates, 1,108 were arrested")."""
        opening = self.reading.text(self.base.start, self.number.start).lower().split()
        of = opening in (
            ["of"],
            ["of", "the"],
            ["out", "of"],
            ["out", "of", "the"],
            ["из"],
            ["de"],
            ["de", "los"],
            ["de", "las"],
        )
        return of and self.after < self.base.end

    @cached_property
    def predicates_after(self) -> tuple[frozenset[str], int]:
        """The predicates after a number (joined ones together) and where the first begins; of a share not those that
        only say of whom it is taken ("30 percent of those purged returned")."""
        behind = [f for f in self._predicates_found() if self.number.end <= f.start < self.after]
        behind = [f for f in behind if f.id not in self.base_predicates] or behind
        if not behind:
            return frozenset(), self.number.end
        chosen = [behind[0]]
        for found in behind[1:]:
            if found.start - chosen[-1].end > thresholds().wording.joined_after:
                break
            chosen.append(found)
        if len(chosen) > 1 and chosen[0].id in ("imprison", "repress") and chosen[0].start - self.number.end < 3:
            return ids(chosen[1:], "predicate"), chosen[1].start  # "1,777 prisoners died"
        return ids(chosen, "predicate"), chosen[0].start

    def _predicates_before(self) -> frozenset[str]:
        """The nearest predicates before a number ("shot 681,692 people", "the number of arrests")."""
        ahead = [f for f in self._predicates_found() if f.end <= self.number.start and f.id not in self.base_predicates]
        chosen = ahead[-1:]
        for found in reversed(ahead[:-1]):
            if chosen[0].start - found.end > thresholds().wording.joined_before:
                break
            chosen.insert(0, found)
        return ids(chosen, "predicate")

    def _predicates_beyond(self) -> frozenset[str]:
        """The predicate that numbers in a row share ("three marshals and thirteen commanders were removed")."""
        beyond = [f for f in self._predicates_found() if f.start >= self.after]
        return ids(beyond[:1], "predicate")

    def population(self, memory: Memory) -> tuple[frozenset[str], frozenset[str]]:
        """Whom a number counts: the groups of its own noun phrase, else those before it; operations of the whole
        clause."""
        groups = next((found for found in self._groups(memory) if found), frozenset())
        if groups:
            beside = ids((f for f in self.phrases if self.before <= f.start < self.after), "entity")
            groups |= frozenset(id for id in beside if is_group(id) and groups & ancestors(id))
        operations = populations(self.base.entities.own)[1] or populations(self.base.entities.context)[1]
        held = self.counts_the_held() and not memory.operations.isdisjoint(subject().custody)
        if not operations and (self.base.said.plan or held):
            operations = memory.operations
        return most_specific(groups), operations

    def claim_population(self, memory: Memory) -> ClaimPopulation:
        """Whom a number counts and where, with what its noun phrase and its clause add."""
        groups, operations = self.population(memory)
        return ClaimPopulation(
            groups,
            operations,
            self.place(),
            self.noun_words(),
            is_whole=self.is_whole(),
            of_some=self.base.population.of_some or self.counts_the_held(),
            has_unknown_names=has_unknown_names(self.tokens, self.phrases, self.reading),
        )

    def _groups(self, memory: Memory) -> Iterator[frozenset[str]]:
        """The groups that a number may count, the likeliest first."""
        number = self.number
        yield self._groups_of_phrase()
        yield self._groups_said_to_be()
        yield self._unknown_group()
        earlier = ids((f for f in self.phrases if f.start < number.start), "entity")
        if number.is_share or not number.noun or self._is_apposition():
            yield frozenset(id for id in earlier if is_group(id))
        if self._is_of_them():
            yield populations(ids((f for f in self.reading.phrases if f.start < number.start), "entity"))[0]
            yield memory.counted
            yield memory.groups
        in_row = self.before > self.base.start and memory.counted_in == self.reading.sentence.number
        if not number.noun and (in_row or number.start == self.reading.sentence.start):
            yield memory.counted

    def _groups_of_phrase(self) -> frozenset[str]:
        number, limit = self.number, max(self.phrase_end, self.number.end + 1)
        near = ids((f for f in self.reading.phrases if number.start <= f.start < limit), "entity")
        if number.is_share:
            near |= ids(find_phrases(tokenize(number.base)), "entity")
        return frozenset(id for id in near if is_group(id))

    def _groups_said_to_be(self) -> frozenset[str]:
        most = thresholds().wording.said_to_be
        near = (f for f in self.reading.phrases if 0 < f.start - self.number.end <= most)
        return frozenset(id for id in ids(near, "entity") if is_group(id))

    def _unknown_group(self) -> frozenset[str]:
        """The noun of a number that is in no list of ours: it narrows the population, so that no total
        answers for it."""
        number = self.number
        generic = _is_generic(number.noun)
        counts_people = unit_nouns().get(number.noun, "persons") == "persons"
        limit = max(self.phrase_end, number.end + 1)
        named = any(kind_of(f.id) == "operation" for f in self.phrases if number.end <= f.start < limit)
        between = {t.lower for t in self.reading.tokens if number.end <= t.start < limit}
        if number.noun and generic and counts_people and not words_of("possessives").isdisjoint(between):
            return frozenset({f"~{stem(number.noun)}"})  # "a million of its members"
        if not number.noun or named or generic or self._counts_events() or number.unit == "count" or not counts_people:
            return frozenset()
        return frozenset({f"~{stem(number.noun)}"})

    def _counts_events(self) -> bool:
        return self.number.unit in words_of("event_units") or self.number.unit == "death sentences"

    def _is_apposition(self) -> bool:
        """Whether a number with a noun for everyone stands behind a comma ("the Koreans, 172,000 people, ...")."""
        return self.reading.text(self.base.start, self.number.start).rstrip().endswith(",")

    def _is_of_them(self) -> bool:
        following = self.reading.text(self.number.end, self.number.end + 12).lower()
        return "of them" in following or self.number.base.lower() == "them"

    def noun_words(self) -> frozenset[str]:
        """The words of a number's noun phrase, and those of its base."""
        limit = self.phrase_end
        near = [t.lower for t in self.reading.tokens if self.number.start <= t.start < limit and t.kind == "word"]
        return frozenset(stem(word) for word in [*near, *self.number.base.lower().split()])

    @cached_property
    def phrase_end(self) -> int:
        """Where the noun phrase of a number ends: at its predicate, at a preposition of place or time, at an aside."""
        _, predicate_at = self.predicates_after
        ends = predicate_at > self.number.end and not self._counts_events()
        limit = predicate_at if ends else self.after
        words = [token for token in self.reading.tokens if self.number.end <= token.start < limit]
        stops, asides = words_of("phrase_stops"), words_of("asides")
        for place, token in enumerate(words):
            following = words[place + 1].lower if place + 1 < len(words) else ""
            if token.lower in stops or (token.lower == "," and following in asides):
                return token.start
        return limit

    def date(self) -> DateMention | None:
        """The date after a number, else the last one before it, else that of the clause; decades together are one."""
        base = self.base.time.date
        if base and "/" in base.edtf and base.rule == "decade":
            return base
        all_dates = self.reading.mentions.dates
        dates = [date for date in all_dates if not self._dates_something_else(date)]
        if not any(self.base.start <= date.start < self.base.end for date in dates):
            dates = [date for date in all_dates if not self._dates_a_noun(date)]
        explicit = [date for date in dates if date.rule != "named"]
        behind = [date for date in explicit if self.number.end <= date.start < self.after]
        ahead = [date for date in explicit if self.before <= date.start < self.number.start]
        earlier = [date for date in explicit if date.start < self.number.start]
        if behind and (not ahead or self._touches(self.number.end, behind[0].start) or self.in_brackets(behind[0])):
            return behind[0]
        found = ahead[-1:] or behind[:1] or earlier[-1:]
        return found[0] if found else base if base in dates else None

    def bound_dates(self, binding: Binding, nearest: DateMention | None) -> list[DateMention | None]:
        """The dates that a number may have by syntax, the likeliest first: its own, else one shared with the clause
        before; where none is bound to it, no date of the sentence, unless syntax cannot tell.

        Without a tree it is the nearest one.
        """
        plain = nearest is not None and (nearest.rule in ("named", "decade") or self.in_brackets(nearest))
        if not binding.has_tree or plain:
            return [nearest]
        explicit = [date for date in self.reading.mentions.dates if date.start in binding.dates]
        found = list[DateMention | None]()
        for standing in ("own", "shared", "unsure"):
            here = [date for date in explicit if binding.dates[date.start] == standing]
            if not found:
                found += [nearest] if nearest in here else here[:1]
            elif standing == "unsure":
                found += [date for date in here if date not in found]
        if not found or binding.dates[found[0].start if found[0] else -1] == "unsure":
            found.append(None)
        return found

    def in_brackets(self, date: DateMention) -> bool:
        """Whether a date stands alone in brackets right behind the number ("510,307 (in 1934)")."""
        before = self.reading.text(self.number.end, date.start).split()
        after = self.reading.text(date.end, self.reading.sentence.end).lstrip()
        return date.start > self.number.end and before in (["("], ["(in"], ["(en"], ["(в"]) and after.startswith(")")

    def _touches(self, start: int, end: int) -> bool:
        """Whether no comma parts two places of the sentence."""
        return not set(",;(") & set(self.reading.text(start, end))

    def _dates_something_else(self, date: DateMention) -> bool:
        """Whether a date belongs to words before it and not to the number ("elected in 1934", "by the end of 1938")."""
        return self._is_deadline(date) or self._dates_a_noun(date)

    def _is_deadline(self, date: DateMention) -> bool:
        before = self._before(date)
        return before[-1:] == ["by"] or before[-4:] == ["by", "the", "end", "of"]

    def _dates_a_noun(self, date: DateMention) -> bool:
        before = self._before(date)
        return len(before) > 1 and before[-2] in words_of("own_date")

    def _before(self, date: DateMention) -> list[str]:
        return self.reading.text(self.reading.sentence.start, date.start).lower().split()[-4:]

    def counts_the_held(self) -> bool:
        """Whether it counts prisoners, who are never everyone."""
        return self.number.noun in words_of("held")

    def is_bounded(self, date: DateMention | None) -> bool:
        """Whether a date is where the period of a number begins or ends ("in the months after June 1999")."""
        if date is None:
            return False
        before = self._before(date)
        return self._is_deadline(date) or (bool(before) and before[-1] in words_of("boundaries"))

    def is_of_everyone(self) -> bool:
        """Whether a number has no noun or one for everyone ("22,000 victims"): it may be of those spoken of before."""
        return not self.number.noun or _is_generic(self.number.noun)

    def place(self) -> str:
        """The one place named beside a number, where a clause gives several numbers for several places."""
        background = subject().background_places
        places = [f for f in self.phrases if f.kind == "entity" and kind_of(f.id) == "place" and f.id not in background]
        ahead = {f.id for f in places if self.before <= f.start < self.number.start}
        beside = ahead or {f.id for f in places if self.number.end <= f.start < self.after}
        return beside.pop() if len(beside) == 1 and len({f.id for f in places}) > 1 else self.base.population.place

    def span(self) -> tuple[int, int]:
        """The characters of the clause that speak of this number: all of it, or from the comma or "and" before it."""
        start, end = self.base.start, self.base.end
        if self.before != start or self.after != end:
            cuts = [match.end() for match in _CUT.finditer(self.reading.text(self.before, self.number.start))]
            start = self.before + (cuts[-1] if cuts else 0) if self.before > start else start
            end = self.after
        text = self.reading.text(start, end)
        return start + len(text) - len(text.lstrip()), start + len(text.rstrip())
