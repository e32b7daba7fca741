"""Claims stage: whether a claim is read firmly enough to speak against it.

A figure or a dated fact contradicts a text only where all that it depends on is stated in the sentence and bound by its
syntax, and no word narrows the claim that nothing of ours reads. Where a sentence has no tree, it must be so plain that
nothing else can be meant: one number, at most one date, no word that is not understood.
"""

from __future__ import annotations

from collections.abc import Sequence

from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.sentence_reading import words_of
from byname.claims.lexicon.entities import ancestors, gazetteer, kind_of
from byname.claims.lexicon.phrases import stem
from byname.claims.lexicon.predicates import DYING
from byname.claims.lexicon.subject import subject
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.verdict import ClaimVerdict
from byname.values import FuzzyDate

ONCE = DYING | {"born"}  # what happens once in a life
MOST_WORDS = 3  # words that a reason shows


def doubts_on_number(frame: ClaimFrame, *, of_any_time: bool = False) -> list[str]:
    """Why figures may not speak against a number: empty where it is firmly read. `of_any_time` for a verdict that needs
    no date."""
    found = [*_doubts(frame), *_of_another_year(frame)]
    if not of_any_time and not _is_dated(frame):
        found.append("the sentence does not date it")
    if frame.binding.has_tree and not frame.said.predicates <= (frame.binding.predicates or frozenset()):
        found.append("what is said of those counted stands only near the number")
    strange = _strange_entities(frame)
    if strange:
        found.append(f"it may hold only for {_named(strange)}")
    if frame.population.has_unknown_names and not frame.binding.has_tree:
        found.append("it may hold for a place or people that we do not know")
    return found


def doubts_on_date(frame: ClaimFrame, entities: frozenset[str], predicates: frozenset[str]) -> list[str]:
    """Why a dated fact about some entities may not speak against the date of a claim; `predicates` are what the fact
    says of them, empty for an event."""
    found = [*_doubts(frame), *_of_another_year(frame)]
    if not frame.binding.has_tree:
        return [*found, "the sentence was not parsed"]
    if not binds_date(frame, entities, predicates):
        found.append("the date may be that of something else")
    events = frozenset(id for id in entities if kind_of(id) in ("event", "operation"))
    if events and not events & frame.binding.entities:
        found.append("what is dated is named only in the text before")
    beside = frame.binding.entities - entities - frozenset().union(*(ancestors(id) for id in entities))
    struck = frozenset(id for entity in entities if entity in gazetteer() for id in gazetteer()[entity].people.split())
    of_event = any(kind_of(id) in ("event", "operation") for id in entities)
    if not of_event and not predicates & ONCE:
        found.append("it may have happened more than once")
    strange = frozenset(id for id in beside - struck if kind_of(id) == ("person" if of_event else "place"))
    if strange:
        found.append(f"it also names {_named(strange)}")
    if frame.binding.bounded:
        found.append("the date only bounds it")
    return found


def is_days_apart(said: FuzzyDate, fact: FuzzyDate) -> bool:
    """Whether a date lies within weeks of that of a fact: an order is signed, approved and in force on different
    days, a sentence and its execution lie days apart, and a text may mean either."""
    month = thresholds().periods.month
    gap = max(fact.earliest - said.latest, said.earliest - fact.latest)
    return gap < month and all(date.latest - date.earliest < month for date in (said, fact))


def binds_date(frame: ClaimFrame, entities: frozenset[str], predicates: frozenset[str]) -> bool:
    """Whether the date of a claim modifies the name of what a fact is about, or a verb by which that happened."""
    binding = frame.binding
    events = frozenset(id for id in entities if kind_of(id) in ("event", "operation"))
    if events & binding.governed:
        return True
    here = binding.entities | frame.entities.context
    groups = frozenset(id for id in entities if kind_of(id) == "group")
    if groups and groups <= here and predicates & binding.nearby:
        return True
    said = binding.predicates or frozenset()
    if not (events or entities) & here:
        return False
    if predicates & said or (predicates & DYING and said & DYING):
        return True
    return bool(events) and binding.by_verb and binding.governor in words_of("happening")


def doubts_on_relation(frame: ClaimFrame) -> list[str]:
    """Why a finding may not speak against a relation."""
    found = _doubts(frame)
    return found if frame.binding.has_tree else [*found, "the sentence was not parsed"]


def doubts_on_office(frame: ClaimFrame, people: frozenset[str], office: frozenset[str]) -> list[str]:
    """Why a list of holders may not speak against people as holders of an office (or of the organ that it heads): it
    must be they who are said to hold it."""
    found = doubts_on_relation(frame)
    binding = frame.binding
    if not people & (binding.doers | binding.others | binding.entities) or not office & frame.entities.own:
        found.append("who held the office is not said plainly")
    return found + _of_elsewhere(frame)


def doubts_on_term(frame: ClaimFrame, people: frozenset[str]) -> list[str]:
    """Why a term of office may not speak against a date."""
    found = doubts_on_relation(frame)
    binding = frame.binding
    if not (binding.by_verb and people & (binding.entities | frame.entities.context)):
        found.append("the date may be that of something else")
    if binding.bounded:
        found.append("the date only bounds it")
    return found + _of_elsewhere(frame) + _of_another_year(frame)


def _of_another_year(frame: ClaimFrame) -> list[str]:
    """A doubt where a date does not tell its year, which was taken from the text before it."""
    guessed = frame.time.date is not None and frame.time.date.edtf.endswith("?")
    return ["its year stands only in the text before"] if guessed else []


def _of_elsewhere(frame: ClaimFrame) -> list[str]:
    """A doubt where a sentence names a place: the office may be that of the place."""
    places = frozenset(id for id in frame.entities.own | frame.binding.entities if kind_of(id) == "place")
    named = places - subject().background_places
    return [f"the office may be one of {_named(named)}"] if named else []


def _doubts(frame: ClaimFrame) -> list[str]:
    found = []
    binding = frame.binding
    counted = {id.lstrip("~") for id in frame.population.groups} | set(frame.population.place.split())
    unread = [word for word in binding.unread if not {word, stem(word)} & counted]
    if binding.told:
        found.append("the text tells what somebody said or estimated")
    if frame.said.negated:
        found.append("the sentence denies something")
    if unread:
        words = ", ".join(f"“{word}”" for word in unread[:MOST_WORDS])
        found.append(f"our figures do not know {words}")
    return found


def _is_dated(frame: ClaimFrame) -> bool:
    """Whether a claim says when: by a date that is bound to it, by an event or an operation that it names."""
    binding, date = frame.binding, frame.time.date
    if date is not None and date.rule != "named":
        return not binding.has_tree or binding.dates.get(date.start) in ("own", "shared")
    if frame.population.operations:
        return True
    period = frame.time.period
    return period is not None and period.known != "context"


def _strange_entities(frame: ClaimFrame) -> frozenset[str]:
    """Entities by the number that are neither whom it counts, nor where, nor the state that did it."""
    binding = frame.binding
    own = frame.population.named | {frame.population.place} | subject().doers | subject().background_places
    counted = own.union(*(ancestors(id) for id in own))
    here = binding.entities if binding.has_tree else frame.entities.own
    strange = frozenset(id for id in here - counted if not _is_period(id) and kind_of(id) != "concept")
    known = frozenset(id for id in frame.population.groups if id in gazetteer())
    missing = known - here if binding.has_tree else frozenset[str]()
    return strange | missing


def _is_period(id: str) -> bool:
    """Whether an entry is an event that says when."""
    return kind_of(id) == "event" and bool(gazetteer()[id].dates)


def _named(ids: frozenset[str]) -> str:
    words = [gazetteer()[id].words[0] if id in gazetteer() else id.lstrip("~") for id in sorted(ids)]
    return ", ".join(words[:MOST_WORDS])


def withheld(verdict: ClaimVerdict, doubts: Sequence[str]) -> ClaimVerdict:
    """The verdict not given: what our figures say, and what would have to be known."""
    return ClaimVerdict(
        "not in our sources",
        f"it may count something else than our figures do ({verdict.reason}): {'; '.join(doubts)}",
        (),
        verdict.comparable,
    )


def over_readings(verdicts: Sequence[ClaimVerdict]) -> ClaimVerdict:
    """One verdict over all ways to read a claim, the best first: contradicted only if it is so in every one; supported
    if the best is, or a likely one is while none is contradicted."""
    best = verdicts[0]
    if len(verdicts) == 1:
        return best
    kinds = {verdict.verdict for verdict in verdicts}
    if kinds == {"contradicted"}:
        return best
    supported = next((verdict for verdict in verdicts if verdict.verdict == "supported"), None)
    if supported is not None and "contradicted" not in kinds:
        return supported
    if "contradicted" in kinds:
        told = next(verdict for verdict in verdicts if verdict.verdict == "contradicted")
        return withheld(told, ["the sentence can be read in another way"])
    return best
