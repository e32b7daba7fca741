"""Claims stage: a date that fits a dated fact of which a text tells the same deed of the same subject in other words.

Goes in: a claim with a date, and the dated facts. Comes out: a verdict that supports it, or None; nothing is
contradicted here. What a fact tells is taken from its sentence in each language: its deeds (deeds.yaml), its people,
and its other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from byname.claims.evidence.figures import DateFact, Evidence
from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.sentence_reading import words_of
from byname.claims.lexicon.entities import gazetteer, kind_of
from byname.claims.lexicon.lemmas import lemmas
from byname.claims.lexicon.phrases import stem
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import per_subject
from byname.claims.numbers.date_grammar import date_words, month_number
from byname.claims.text.tokens import tokenize
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.dates_compared import dates_agree
from byname.claims.verdicts.reasons import MOST_EVIDENCE
from byname.claims.verdicts.verdict import ClaimVerdict
from byname.values import FuzzyDate
from byname.values.accents import without_accents
from byname.values.shipped import shipped_yaml

_BEGINNING = 6  # letters by which forms of one word in Latin letters are told to be alike
_ORDINALS = 20  # in a row in the list of their words
_ACTING = frozenset({"person", "organ"})


@dataclass(frozen=True, slots=True)
class ToldFact:
    """What the sentence of a dated fact tells: its deeds, its people, its other words by what makes forms alike, and
    the person with whom it begins (`first`)."""

    deeds: frozenset[str]
    people: frozenset[str]
    words: frozenset[str]
    first: str = ""


def judge_told_alike(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """The support of dated facts for a dated claim that tells the same deed of the same subject."""
    date = frame.time.date
    if date is None or date.rule in ("named", "decade", "century") or frame.said.negated or frame.binding.bounded:
        return None
    said = FuzzyDate.parse_or_none(date.edtf)
    if said is None:
        return None
    deeds = _deeds_of_date(frame)
    found = [
        fact
        for fact in evidence.dates
        if _one_time(said, fact.date) and any(_tells(frame, said, deeds, told) for told in told_facts(fact))
    ]
    if not found:
        return None
    told = f"{found[0].words}: {found[0].date.edtf.replace('/', ' to ')} ({found[0].source})"
    return ClaimVerdict("supported", told, tuple(fact.id for fact in found)[:MOST_EVIDENCE], True)


def _one_time(said: FuzzyDate, fact: FuzzyDate) -> bool:
    """Whether a date is that of a fact, and no longer time in which it lies."""
    lengths = [date.latest - date.earliest + 1 for date in (said, fact)]
    return dates_agree(said, fact) and (lengths[0] <= thresholds().periods.year or lengths[0] <= 2 * lengths[1])


def _tells(frame: ClaimFrame, said: FuzzyDate, deeds: frozenset[str], told: ToldFact) -> bool:
    """Whether a claim and a fact share the deed and its subject, and nobody else acts in the claim."""
    if not told.deeds & deeds or _strangers(frame, told):
        return False
    named = frame.entities.all | frame.binding.entities
    if not told.people <= named or (len(told.people) > 1 and frame.binding.subjects & told.people != {told.first}):
        return False  # who did it to whom is not told by words alone
    here = _keys_of(frame)
    people = len(told.people) ** 2  # two people of one deed tell more than their names
    together, parts = people + len(told.words & here), people + len(told.words)
    limits = thresholds().wording
    exact = said.latest == said.earliest or len(told.people) > 1
    enough = limits.told_of_day if exact else limits.told
    return together > 1 and together >= enough * parts


def _strangers(frame: ClaimFrame, told: ToldFact) -> frozenset[str]:
    """People and organs who do or undergo it in a claim, and places that it names, of which the fact does not tell."""
    acting = {id for id in frame.binding.subjects | frame.binding.doers if kind_of(id) in _ACTING}
    if not frame.binding.has_tree:
        acting = {id for id in frame.entities.own if kind_of(id) == "person"}
    places = {id for id in frame.entities.own if kind_of(id) == "place"} - subject().background_places
    strange = frozenset(id for id in (acting | places) - told.people if not _keys_of_entry(id) & told.words)
    organs = frozenset(id for id in acting if kind_of(id) == "organ")
    return strange if organs <= strange else strange - organs  # "the Politburo of the party" is told by "the Politburo"


@per_subject
def _keys_of_entry(id: str) -> frozenset[str]:
    return _keys(word for phrase in gazetteer()[id].words for word in _words(phrase))


def _keys_of(frame: ClaimFrame) -> frozenset[str]:
    """The words of a claim, and the names of what "it" leans on."""
    leaning = (_keys_of_entry(id) for id in frame.entities.context if kind_of(id) in ("organ", "operation"))
    return _keys(frame.clause.words).union(_keys(_words(frame.clause.text)), *leaning)


def _deeds_of_date(frame: ClaimFrame) -> frozenset[str]:
    """The deeds that the date of a claim is said of: that of the verb it modifies ("rejected" is none that we know);
    where it modifies a noun or a verb of happening, those of the words around it, else those of its whole clause."""
    verb = frame.binding.governor if frame.binding.by_verb else ""
    if found := _deeds(frame.binding.governor):
        return found
    if verb and verb not in words_of("happening"):
        return frozenset()
    for words in (_words(frame.clause.text), frame.clause.words):
        if found := _deeds_in(words):
            return found
    return frozenset()


def is_opposed(frame: ClaimFrame, fact: DateFact) -> bool:
    """Whether the verb that the date of a claim modifies tells the opposite of what a fact does ("was revoked"), or
    another event of a life, of which the clause says nothing ("was arrested", on the day of the murder). Where there is
    no tree, every word of the clause counts, and one that tells the opposite is enough."""
    clause = _deeds_in(frame.clause.words)
    has_tree = frame.binding.has_tree
    ours = clause if not has_tree else _deeds(frame.binding.governor) if frame.binding.by_verb else frozenset[str]()
    theirs = _deeds_in(_words(fact.words))
    against = frozenset(other for deed in ours for other in _opposites().get(deed, ()))
    if against & theirs and not (has_tree and ours & theirs):
        return True
    happened = _events_of_a_life(theirs - {"die"} if "try" in theirs else theirs)  # "sentenced to death"
    return bool(happened) and bool(_events_of_a_life(ours)) and not happened & _events_of_a_life(ours | clause)


def tells_a_sentence(fact: DateFact) -> bool:
    """Whether a fact tells that somebody was sentenced, which is not yet their death."""
    return "try" in _deeds_in(_words(fact.words))


@per_subject(maxsize=8192)
def told_facts(fact: DateFact) -> tuple[ToldFact, ...]:
    """What a fact tells, once for each language in which its sentence is written; a title is no sentence."""
    return tuple(_told(sentence, fact.entities) for sentence in fact.wording.values())


def _told(sentence: str, entities: frozenset[str]) -> ToldFact:
    people = frozenset(id for id in entities if kind_of(id) == "person") | _people_in(sentence)
    names = frozenset().union(*(_keys_of_entry(id) for id in people))
    deeds, words = set[str](), set[str]()
    for word in _words(sentence):
        found = _deeds(word)
        deeds |= found
        if not found and not _of_dates(word):
            words.add(_key(word))
    begins = next((id for id in sorted(people) if _people_in(sentence.split(" ")[0]) == {id}), "")
    return ToldFact(frozenset(deeds), people, frozenset(words) - names, begins)


def _people_in(sentence: str) -> frozenset[str]:
    """The people named in a sentence, in the name of an event too ("the trial of Zinoviev and Kamenev")."""
    words = f" {' '.join(token.lower for token in tokenize(sentence))} "
    people = (entry for entry in gazetteer().values() if entry.kind == "person")
    return frozenset(person.id for person in people if any(f" {name} " in words for name in person.words))


def _words(text: str) -> Iterator[str]:
    """The words of a text that say something, an ordinal in digits as a word ("20th": "twentieth")."""
    small, tokens = words_of("small_words"), tokenize(text)
    for at, token in enumerate(tokens):
        if token.kind == "word" and token.lower not in small and len(token.text) > 2:
            yield token.lower
        elif token.lower in ("th", "st", "nd", "rd") and at and tokens[at - 1].is_number:
            yield _ordinal(tokens[at - 1].text)


def _ordinal(digits: str) -> str:
    """The word of an ordinal up to twentieth, else its digits."""
    words = shipped_yaml("claims", "numbers.yaml")["ordinals"][:_ORDINALS]
    return str(words[int(digits) - 1]) if digits.isdecimal() and 0 < int(digits) <= len(words) else digits


def _of_dates(word: str) -> bool:
    return month_number(word) is not None or word in date_words("year_words") or word in words_of("time_nouns")


@cache
def _key(word: str) -> str:
    if "а" <= word[:1] <= "ё":
        return min(lemmas(word) - {word.replace("ё", "е")}, default=word)
    return stem(without_accents(word))[:_BEGINNING]


def _keys(words: Iterable[str]) -> frozenset[str]:
    """What makes forms of one word alike."""
    return frozenset(_key(word) for word in words)


def _deeds_in(words: Iterable[str]) -> frozenset[str]:
    """The deeds that any of some words tells of."""
    return frozenset(deed for word in words for deed in _deeds(word))


@cache
def _deeds(word: str) -> frozenset[str]:
    """The deeds that a word tells of."""
    return frozenset(deed for form in lemmas(word) for deed in _deed_words().get(form, ()))


@cache
def _deed_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for deed, words in shipped_yaml("claims", "deeds.yaml")["deeds"].items():
        for word in words.split():
            found[word] = (*found.get(word, ()), deed)
    return found


def _events_of_a_life(deeds: frozenset[str]) -> frozenset[int]:
    """Which events of a life deeds are, by their place in the list of them."""
    events = shipped_yaml("claims", "deeds.yaml")["events_of_a_life"]
    return frozenset(place for place, event in enumerate(events) if not deeds.isdisjoint(event))


@cache
def _opposites() -> dict[str, frozenset[str]]:
    pairs = [tuple(pair) for pair in shipped_yaml("claims", "deeds.yaml")["opposed"]]
    return {
        deed: frozenset(other for pair in pairs if deed in pair for other in pair if other != deed)
        for deed in {deed for pair in pairs for deed in pair}
    }
