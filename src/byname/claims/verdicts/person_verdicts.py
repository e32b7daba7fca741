"""Claims stage: dates of people's lives from lists: who died, was arrested or was sentenced when, by any spelling.

Goes in: rows of a list (`name_as_in_source`, `name_language`, `death_date`, `arrest_date`, `sentence_date`, a source).
Comes out: dated facts by folded surname, so that "Tukhachevsky" and "Тухачевский" are one name. Where
several people bear a surname, a fact decides only if the text gives a given name or an initial that tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from byname.claims.evidence.people import PersonFact
from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.predicates import DYING
from byname.claims.verdicts.dates_compared import dates_agree
from byname.claims.verdicts.firmness import doubts_on_relation, is_days_apart, withheld
from byname.claims.verdicts.reasons import MOST_EVIDENCE
from byname.claims.verdicts.verdict import ClaimVerdict
from byname.records.fold import fold
from byname.values.dates import FuzzyDate


def judge_person(frame: ClaimFrame, persons: Mapping[str, tuple[PersonFact, ...]]) -> ClaimVerdict | None:
    """The verdict of the lists on the date of a person's death, arrest or sentence, or None where they have none."""
    if frame.time.date is None or not frame.said.predicates:
        return None
    said = FuzzyDate.parse_or_none(frame.time.date.edtf)
    facts = [fact for surname, given in sorted(frame.clause.names) for fact in _meant(persons.get(surname, ()), given)]
    facts = [fact for fact in facts if fact.predicates & frame.said.predicates]
    if said is None or not facts:
        return None
    agree = [fact for fact in facts if dates_agree(said, fact.date) or said.overlaps(fact.date)]
    shown = (agree or facts)[0]
    told = f"{shown.name}: {shown.date.edtf.replace('/', ' to ')} ({shown.source})"
    ids = tuple(dict.fromkeys(fact.id for fact in agree or facts))[:MOST_EVIDENCE]
    if agree and _is_said_there(frame, agree):
        return ClaimVerdict("supported", told, ids, True)
    if agree:
        return None  # "In 1953 he told that they had been murdered" dates the telling
    if frame.said.negated or len({fact.given[:1] for fact in facts if fact.given}) > 1:
        return None
    judged = ClaimVerdict("contradicted", told, ids, True, against=True)
    doubts = _doubts_on(frame, shown.predicates)
    if not shown.predicates >= DYING:
        doubts.append("it may have happened more than once")
    if is_days_apart(said, shown.date):
        doubts.append("a sentence and its execution may lie days apart")
    return withheld(judged, doubts) if doubts else judged


def _is_said_there(frame: ClaimFrame, facts: Sequence[PersonFact]) -> bool:
    """Whether what facts tell is said where the date stands, as far as there is a tree."""
    said = (frame.binding.predicates or frozenset()) | frame.binding.nearby
    return not frame.binding.has_tree or any(fact.predicates & said for fact in facts)


def _doubts_on(frame: ClaimFrame, predicates: frozenset[str]) -> list[str]:
    """Why a list may not speak against the date of somebody's death, arrest or sentence."""
    names = {name for pair in frame.clause.names for name in pair}
    unread = tuple(word for word in frame.binding.unread if fold(word, "ru" if word[0] >= "а" else "en") not in names)
    found = doubts_on_relation(replace(frame, binding=replace(frame.binding, unread=unread)))
    if not predicates & (frame.binding.predicates or frozenset()):
        found.append("the date may be that of something else")
    if frame.binding.bounded:
        found.append("the date only bounds it")
    return found


def _meant(facts: Sequence[PersonFact], given: str) -> list[PersonFact]:
    """Those whom a given name or an initial does not rule out."""
    return [fact for fact in facts if not given or not fact.given or _fits(fact.given, given)]


def _fits(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a) or ((len(a) == 1 or len(b) == 1) and a[:1] == b[:1])
