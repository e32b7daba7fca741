"""Claims stage: what a number or a date is bound to by syntax, and which words narrow it that we do not understand.

Goes in: the tree of a sentence with the phrases, numbers and dates found in it. Comes out: a `Binding`. A verdict that
speaks against a text rests on nothing that was only near: what was said of the counted, when and of whom must govern
the number, or be governed by it, and every word that narrows it must be one that our figures know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from byname.claims.frames.attachment import Attachment
from byname.claims.frames.discourse import pointing_spans
from byname.claims.frames.frames import Binding
from byname.claims.frames.sentence_reading import SentenceReading, words_of
from byname.claims.lexicon.entities import kind_of
from byname.claims.lexicon.phrases import PhraseMatch, ids, names_in, stem
from byname.claims.numbers.mentions import DateMention, NumberMention
from byname.claims.syntax.tree import FUNCTION, SUBJECTS, Tree

_NOMINAL = frozenset({"nmod", "compound", "appos", "flat", "flat:name", "flat:foreign", "amod", "nummod", "nummod:gov"})
_BESIDE_NUMBER = frozenset({"nummod", "nummod:gov", "nummod:entity", "advmod", "amod", "det", "compound", "flat"})
_BESIDE_HEAD = frozenset({"nmod", "nmod:poss", "obl", "acl", "relcl", "advcl", "amod", "nummod"})
_OTHER_CLAUSE = frozenset({"conj", "ccomp", "parataxis", "punct"})
_PARTICIPLES = frozenset({"acl", "relcl", "amod"})
HELD = frozenset({"imprison", "repress"})  # predicates whose nouns name people of whom something else may be said
_SMALL = frozenset({"ADP", "DET", "AUX", "PUNCT", "SYM", "CCONJ", "SCONJ", "PART", "X", "NUM", "INTJ"})


@dataclass(frozen=True)  # without slots, so that what several questions need is found once
class NumberBinding:
    """One number in the tree of its sentence."""

    reading: SentenceReading
    tree: Tree
    number: NumberMention

    @cached_property
    def counted(self) -> int | None:
        """The word that the number counts: the noun that it stands by, or itself."""
        top = self.tree.top(self.number.start, self.number.end)
        if top is not None and self.tree.words[top].role in _BESIDE_NUMBER and self.tree.words[top].head >= 0:
            return self.tree.words[top].head
        return top

    @cached_property
    def chain(self) -> tuple[int, ...]:
        """The counted word and the nouns above it ("executions of 681,692 people"), up to its verb."""
        at, found = self.counted, list[int]()
        if at is not None and at in self.tree.inside(self.number.start, self.number.end):
            found += list(self.tree.child(at, frozenset({"nmod"})))[:1]  # "millions of deaths"
        while at is not None and at >= 0 and at not in found:
            found.append(at)
            word = self.tree.words[at]
            if self.tree.is_verb(at) or word.role not in (*_NOMINAL, "conj"):
                break
            at = word.head
        return tuple(found)

    @cached_property
    def verb(self) -> int | None:
        """The verb of the counted: as its subject, its object, or what it happens to."""
        if not self.chain:
            return None
        last = self.chain[-1]
        if self.tree.is_verb(last):
            return last
        head = self.tree.words[last].head
        return self.tree.clause(head) if head >= 0 else None

    @cached_property
    def verbs(self) -> frozenset[int]:
        """The verb with those that say the same of the same: what it is completed by, what is joined to it without a
        subject of its own, what it is joined to."""
        if self.verb is None:
            return frozenset()
        found, waiting = set[int](), [self.verb]
        while waiting:
            at = waiting.pop()
            if at in found:
                continue
            found.add(at)
            waiting += self.tree.child(at, frozenset({"xcomp"}))
            waiting += [other for other in self.tree.child(at, frozenset({"conj"})) if self._shares_subject(other)]
            if self.tree.words[at].role == "xcomp" and self.tree.words[at].head >= 0:
                waiting.append(self.tree.words[at].head)
        return frozenset(found)

    def _shares_subject(self, verb: int) -> bool:
        """Whether a joined verb has no subject and no number of its own."""
        if any(self.tree.child(verb, SUBJECTS)):
            return False
        spans = [(n.start, n.end) for n in self.reading.mentions.numbers if n is not self.number]
        inner = [self.tree.words[at] for at in self.tree.under(verb, frozenset({"conj", "relcl", "advcl"}))]
        return not any(start <= word.start < end for start, end in spans for word in inner)

    @cached_property
    def governing(self) -> frozenset[int]:
        """The words that say what is counted: the counted noun and those above it, participles and relative clauses of
        these, the verbs; of a verb that only measures also its subject ("the death toll reached 30,000")."""
        found = {*self.chain, *self.verbs}
        for noun in self.chain:
            if noun in self.verbs:
                continue
            for clause in self.tree.child(noun, _PARTICIPLES):
                found.add(clause)
                found |= set(self.tree.child(clause, frozenset({"conj", "xcomp"})))
        for verb in self.verbs:
            measures = self.tree.words[verb].lower in words_of("measuring") or verb == self.counted
            if measures or any(self.tree.child(verb, frozenset({"cop"}))):
                for subject in self.tree.child(verb, SUBJECTS):
                    found |= set(self.tree.under(subject, frozenset({"conj"})))
        return frozenset(found)

    def predicates(self, phrases: Iterable[PhraseMatch]) -> frozenset[str]:
        """The predicates among phrases whose words govern the number."""
        found = [f for f in phrases if f.kind == "predicate" and self._governs(f.start, f.end)]
        nouns = set(self.chain) - self.verbs
        held = {f for f in found if f.id in HELD and nouns & set(self.tree.inside(f.start, f.end))}
        others = [f for f in found if f not in held]
        return ids(others or found, "predicate")  # "1,777 prisoners died"

    def _governs(self, start: int, end: int) -> bool:
        return not self.governing.isdisjoint(self.tree.inside(start, end))

    def date_standing(self, date: DateMention) -> str:
        """How a date stands to the number: `own`, `shared` with the clause before it, `unsure`, or `other`."""
        place = self.tree.top(date.start, date.end)
        if place is None:
            return "unsure"
        return self._standing(place, set())

    def _standing(self, place: int, seen: set[int]) -> str:
        word = self.tree.words[place]
        head = word.head
        if place in seen or head < 0 or word.role in ("dep", "root", "appos", "parataxis"):
            return "unsure"
        seen.add(place)
        if head in self.chain or head in self.verbs or head in self.governing:
            return "own"
        if self.tree.is_verb(head):
            return self._of_another_verb(place, head)
        if word.role == "conj" or self._is_time(head) or self._is_when(head) or self._is_event(head):
            found = self._standing(head, seen)
            through_time = self.tree.words[head].lower in words_of("time_nouns")
            return "unsure" if found == "other" and through_time else found
        return "other"

    def _is_time(self, place: int) -> bool:
        word = self.tree.words[place]
        in_date = any(d.start <= word.start < d.end for d in self.reading.mentions.dates)
        return in_date or word.lower in words_of("time_nouns")

    def _is_event(self, place: int) -> bool:
        """Whether a noun is the name of an event or an operation ("of the famine of 1932")."""
        word = self.tree.words[place]
        named = [f for f in self.reading.phrases if f.kind == "entity" and f.start <= word.start < f.end]
        return any(kind_of(f.id) in ("event", "operation") for f in named)

    def _is_when(self, place: int) -> bool:
        """Whether a noun says when ("during the purges of 1937")."""
        word = self.tree.words[place]
        cases = {self.tree.words[case].lower for case in self.tree.child(place, frozenset({"case"}))}
        return word.role in ("obl", "nmod") and not cases.isdisjoint(words_of("before_times"))

    def _of_another_verb(self, place: int, verb: int) -> str:
        if self.verb is None:
            return "unsure"
        joined, at = True, self.verb
        while at != verb:
            word = self.tree.words[at]
            if word.head < 0 or word.role not in ("conj", "parataxis", "ccomp", "root"):
                return "other"
            joined = joined and word.role in ("conj", "parataxis")
            at = word.head
        telling = self.tree.words[verb].lower in words_of("telling")
        fronted = self.tree.words[place].start < min(self.tree.words[verb].start, self.number.start)
        if telling:
            return "other"
        return "shared" if fronted or not joined else "unsure"

    @cached_property
    def region(self) -> frozenset[int]:
        """The words that say or narrow what is counted: all below the counted nouns and their verbs, and what stands
        before the first verb of a row."""
        places = set(self.governing)
        for noun in self.chain:
            if noun not in self.verbs:
                places |= set(self.tree.under(noun, _OTHER_CLAUSE))
        for verb in self.verbs:
            places |= set(self.tree.under(verb, _OTHER_CLAUSE))
        places |= self._before_first_verb()
        return frozenset(places)

    def _before_first_verb(self) -> set[int]:
        """What stands before the verbs that the verb is joined to, and holds for it too ("In Kharkov, X and Y")."""
        found, at = set[int](), self.verb
        while at is not None and self.tree.words[at].role in ("conj", "ccomp", "parataxis"):
            at = self.tree.words[at].head
            for child in self.tree.child(at, frozenset({"obl", "advmod", "advcl"})):
                if self.tree.words[child].start < self.number.start:
                    found |= set(self.tree.under(child, _OTHER_CLAUSE))
        return found

    def binding(self) -> Binding:
        """All of it."""
        explicit = [date for date in self.reading.mentions.dates if date.rule != "named"]
        region = self.region
        here = [f for f in self.reading.phrases if not region.isdisjoint(self.tree.inside(f.start, f.end))]
        return Binding(
            self.predicates(self.reading.phrases),
            {date.start: self.date_standing(date) for date in explicit},
            _unread(self.reading, self.tree, region),
            _is_told(self.reading, self.tree, self.verb),
            entities=ids(here, "entity"),
        )


_WHO = frozenset({*SUBJECTS, "agent", "obl:agent"})
_ENTRY_MARKS = frozenset({":", "-", "–", "—", "."})
_YEAR_WORDS = frozenset({"г", "г.", "год", "года", ")"})


@dataclass(frozen=True)  # without slots, so that what several questions need is found once
class DateBinding:
    """One date in the tree of its sentence."""

    reading: SentenceReading
    tree: Tree
    date: DateMention

    @cached_property
    def governor(self) -> int | None:
        """The noun or verb that the date modifies."""
        if self.heads is not None:
            return self.heads
        place, seen = self.tree.top(self.date.start, self.date.end), set[int]()
        while place is not None and place not in seen:
            seen.add(place)
            head = self.tree.words[place].head
            if head < 0 or self.tree.words[place].role in ("dep", "appos", "parataxis"):
                return None
            word = self.tree.words[head]
            in_date = any(d.start <= word.start < d.end for d in self.reading.mentions.dates)
            if not in_date and word.lower not in words_of("time_nouns"):
                return head
            place = head
        return None

    @cached_property
    def heads(self) -> int | None:
        """What a date before an entry dates ("1940: Trotsky is murdered"): the head of what follows its mark."""
        places = self.tree.inside(self.date.start, self.date.end)
        if not places or any(word.lower[:1].isalnum() for word in self.tree.words[: min(places)]):
            return None
        at = max(places) + 1
        while at < len(self.tree.words) and self.tree.words[at].lower in _YEAR_WORDS:
            at += 1
        if at >= len(self.tree.words) or self.tree.words[at].lower not in _ENTRY_MARKS:
            return None
        return next((w for w in range(at + 1, len(self.tree.words)) if self.tree.words[w].head <= at), None)

    @cached_property
    def near(self) -> frozenset[int]:
        """The governor with what it is said of: of a verb its subject and objects with their nouns, its verbs; of a
        noun what stands by it ("the murder of Kirov in 1934")."""
        if self.governor is None:
            return frozenset()
        if not self.tree.is_verb(self.governor):
            return frozenset(self._nouns(self.governor))
        verbs = {self.governor, *self.tree.child(self.governor, frozenset({"xcomp"}))}
        if self.tree.words[self.governor].role in ("xcomp", "conj") and self.tree.words[self.governor].head >= 0:
            lacks = not any(self.tree.child(self.governor, SUBJECTS))
            verbs |= {self.tree.words[self.governor].head} if lacks else set()
        found = set(verbs)
        if self.tree.words[self.governor].role in ("relcl", "acl") and self.tree.words[self.governor].head >= 0:
            found |= self._above(self.tree.words[self.governor].head)
        for verb in verbs:
            said_of = frozenset({*SUBJECTS, "obj", "iobj", "attr", "agent", "obl:agent", "cop", "obl"})
            for child in self.tree.child(verb, said_of):
                found |= set(self._nouns(child))
        return frozenset(found)

    def _above(self, noun: int) -> set[int]:
        """A noun and those that it is part of, up to the subject that it is said to be ("Katyn was a series of
        executions carried out in 1940")."""
        found = set(self._nouns(noun))
        for place in (noun, *self.tree.above(noun)):
            found |= set(self._nouns(place)) if self.tree.words[place].role in _NOMINAL else {place}
            if any(self.tree.child(place, frozenset({"cop"}))):
                for subject in self.tree.child(place, SUBJECTS):
                    found |= set(self._nouns(subject))
                break
            if self.tree.words[place].role not in _NOMINAL:
                break
        return found

    def _nouns(self, place: int) -> Iterator[int]:
        return self.tree.under(place, frozenset({"relcl", "advcl", "acl", "ccomp", "parataxis"}))

    def binding(self) -> Binding:
        """What the date is bound to, and what narrows it."""
        bound = [f for f in self.reading.phrases if not self.near.isdisjoint(self.tree.inside(f.start, f.end))]
        governed = {self.governor} if self.governor is not None else set[int]()
        governing = [f for f in self.reading.phrases if governed & set(self.tree.inside(f.start, f.end))]
        verb = self.governor if self.governor is not None and self.tree.is_verb(self.governor) else None
        return Binding(
            ids(governing, "predicate"),
            {self.date.start: "own" if self.governor is not None else "unsure"},
            _unread(self.reading, self.tree, self.near - governed),
            _is_told(self.reading, self.tree, self.governor),
            entities=ids(bound, "entity"),
            names=self._names(),
            nearby=ids(bound, "predicate"),
            governor=self.tree.words[self.governor].lower if self.governor is not None else "",
            governed=ids(governing, "entity"),
            by_verb=verb is not None,
            bounded=self._is_bound(),
            subjects=self._subjects(),
            span=self._span(bound),
        )

    def _subjects(self) -> frozenset[str]:
        """Who does or undergoes what the date modifies."""
        if self.governor is None:
            return frozenset()
        verb = self.governor
        lacks = not any(self.tree.child(verb, SUBJECTS))
        if self.tree.words[verb].role in ("xcomp", "conj") and self.tree.words[verb].head >= 0 and lacks:
            verb = self.tree.words[verb].head
        places = {at for child in self.tree.child(verb, _WHO) for at in self._nouns(child)}
        return ids((f for f in self.reading.phrases if places & set(self.tree.inside(f.start, f.end))), "entity")

    def _span(self, bound: list[PhraseMatch]) -> tuple[int, int]:
        """From the first to the last of the date, the word that it modifies and the names that it is said of."""
        spans = [(self.date.start, self.date.end), *((f.start, f.end) for f in bound)]
        if self.governor is not None:
            for place in (self.governor, *self.tree.child(self.governor, SUBJECTS)):
                word = self.tree.words[place]
                spans.append((word.start, word.end))
        return min(start for start, _ in spans), max(end for _, end in spans)

    def _names(self) -> frozenset[tuple[str, str]]:
        """The names, folded, that the date is said of."""
        words = [self.tree.words[at] for at in sorted(self.near)]
        tokens = [t for t in self.reading.tokens if any(w.start <= t.start < w.end for w in words)]
        return names_in(tokens)

    def _is_bound(self) -> bool:
        """Whether the date is where something begins or ends ("until 1938", "by May")."""
        places = self.tree.inside(self.date.start, self.date.end)
        first = min(places, default=0)
        before = self.tree.words[first - 1].lower if first else ""
        return before in words_of("boundaries") or before == "by"


def _unread(reading: SentenceReading, tree: Tree, places: Iterable[int]) -> tuple[str, ...]:
    known = [(f.start, f.end) for f in reading.phrases]
    known += [(d.start, d.end) for d in reading.mentions.dates]
    known += [(n.start, n.end) for n in reading.mentions.numbers]
    known += list(pointing_spans(reading.sentence.text, reading.sentence.start))
    found = []
    for place in sorted(places):
        word = tree.words[place]
        if word.pos in _SMALL or word.role in FUNCTION or not any(char.isalpha() for char in word.text):
            continue
        if any(start <= word.start < end for start, end in known) or narrows_nothing(word.lower):
            continue
        if word.pos == "PRON" and (word.role == "nsubj" or word.lower in words_of("relatives")):
            continue
        found.append(word.lower)
    return tuple(dict.fromkeys(found))


@cache
def _harmless() -> frozenset[str]:
    names = ("narrow_nothing", "generic_nouns", "time_nouns", "measuring", "telling", "doers", "happening")
    return frozenset(stem(word) for name in names for word in words_of(name))


def narrows_nothing(word: str) -> bool:
    """Whether a word leaves what is counted as it was ("people", "altogether", "regime")."""
    return stem(word) in _harmless()


def _is_told(reading: SentenceReading, tree: Tree, verb: int | None) -> bool:
    """Whether what a verb says is told by somebody ("according to Khrushchev", "he claimed that", "estimates")."""
    if verb is None:
        return _tells(reading)
    above = [verb, *tree.above(verb)]
    if any(tree.words[at].lower in words_of("telling") for at in above):
        return True
    for at in above:
        for child in tree.child(at, frozenset({"obl", "nmod", "advmod", "nsubj", "advcl", "parataxis"})):
            if any(tree.words[i].lower in words_of("telling") for i in tree.under(child, frozenset({"relcl", "conj"}))):
                return True
    return False


def _tells(reading: SentenceReading) -> bool:
    return any(token.lower in words_of("telling") for token in reading.tokens)


def unbound(reading: SentenceReading, start: int, end: int) -> Binding:
    """What can be said of a clause without a tree: nothing is bound, and every word of it narrows."""
    known = [(f.start, f.end) for f in reading.phrases]
    known += [(d.start, d.end) for d in reading.mentions.dates] + [(n.start, n.end) for n in reading.mentions.numbers]
    known.sort()
    unread, at, reach = dict[str, None](), 0, 0
    for token in reading.tokens:
        while at < len(known) and known[at][0] <= token.start:
            at, reach = at + 1, max(reach, known[at][1])
        if reach <= token.start and start <= token.start < end and token.kind == "word":
            unread[token.lower] = None
    small = words_of("small_words")
    return Binding(None, {}, tuple(w for w in unread if not narrows_nothing(w) and w not in small), _tells(reading))


def binding_of_number(attachment: Attachment) -> Binding:
    """What syntax binds to the number of an attachment; without a tree nothing."""
    reading = attachment.reading
    if reading.tree is None:
        return unbound(reading, attachment.base.start, attachment.base.end)
    return NumberBinding(reading, reading.tree, attachment.number).binding()


def binding_of_clause(reading: SentenceReading, start: int, end: int, date: DateMention | None) -> Binding:
    """What syntax binds to the date of a clause, and who does what to whom in it; without a tree nothing."""
    if reading.tree is None:
        return unbound(reading, start, end)
    found = (
        DateBinding(reading, reading.tree, date).binding()
        if date is not None and date.rule != "named"
        else Binding(frozenset(), {}, unbound(reading, start, end).unread, _tells(reading))
    )
    relation = next((f for f in reading.phrases if f.kind == "relation" and start <= f.start < end), None)
    if relation is None:
        return found
    doers, others = _roles(reading, reading.tree, relation)
    return replace(found, doers=doers, others=others)


def _roles(reading: SentenceReading, tree: Tree, relation: PhraseMatch) -> tuple[frozenset[str], frozenset[str]]:
    """The entities that do what a relation says (its subject, or the agent of a passive), and the others of its
    clause."""
    top = tree.top(relation.start, relation.end)
    if top is None:
        return frozenset(), frozenset()
    verb = tree.clause(top)
    passive = any(tree.child(verb, frozenset({"nsubj:pass", "aux:pass"})))
    doing = frozenset({"agent", "obl:agent"}) if passive else frozenset({"nsubj", "csubj"})
    doers = set[int]()
    relative = tree.words[verb].role in ("relcl", "acl") and tree.words[verb].head >= 0
    subjects = set[int]()
    for child in tree.child(verb, doing):
        relates = relative and tree.words[child].lower in words_of("relatives")
        subject = tree.words[verb].head if relates else child
        subjects |= set(tree.under(subject, frozenset({"relcl", "advcl"})))
        doers |= set(tree.under(subject, _BESIDE_HEAD))  # "Stalin's police" is not Stalin
    rest = set(tree.under(verb, frozenset({"parataxis"}))) - subjects

    def named(places: set[int]) -> frozenset[str]:
        return ids((f for f in reading.phrases if places & set(tree.inside(f.start, f.end))), "entity")

    if not subjects:  # a sentence without a subject, or one that the parser has not found
        return named(rest), named(rest)
    return named(doers), named(rest)
