"""Claims stage: verdicts on claims that are no numbers: dates, relations, existence, definitions.

Findings (data/findings.csv) say of a relation between two entries who affirms it, denies it or calls it disputed; dates
stand in the tables of figures and events.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from byname.claims.evidence.figures import DateFact, Evidence
from byname.claims.evidence.findings import Finding, findings_of
from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.entities import ancestors, gazetteer, kind_of
from byname.claims.lexicon.predicates import DYING
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import per_subject
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.dates_compared import dates_agree, lies_in, mostly_within
from byname.claims.verdicts.firmness import (
    binds_date,
    doubts_on_date,
    doubts_on_relation,
    is_days_apart,
    withheld,
)
from byname.claims.verdicts.reasons import MOST_EVIDENCE
from byname.claims.verdicts.told_alike import is_opposed, judge_told_alike, tells_a_sentence
from byname.claims.verdicts.verdict import ClaimVerdict
from byname.values import FuzzyDate

_VIOLENT = DYING - {"die"}
_DURATION = frozenset(
    {
        "lasted",
        "lasting",
        "began",
        "begins",
        "started",
        "starts",
        "ended",
        "from",
        "between",
        "duration",
        "длился",
        "длилась",
        "начался",
        "закончился",
    }
)


def judge_relation(frame: ClaimFrame) -> ClaimVerdict | None:
    """The verdict of the findings on a relation, or None where none speaks of it."""
    of_relation = [f for f in findings_of(frame.said.relation) if _roles_fit(frame, f)]
    exact = [f for f in of_relation if _speaks_of(frame, f) and f.object in frame.entities.all]
    near = [f for f in of_relation if f not in exact and _near(frame, f)]
    if exact and not _more_specific(frame, exact):
        return _by_stance(frame, exact)
    if near or exact:
        return ClaimVerdict(
            "imprecise",
            f"it is said of others: {(near or exact)[0].statement} ({(near or exact)[0].source})",
            _evidence(near or exact),
            True,
        )
    return None


def _roles_fit(frame: ClaimFrame, finding: Finding) -> bool:
    """Whether a sentence does not say it the other way round, nor of somebody else ("the head of Stalin's police")."""
    doers, others = frame.binding.doers, frame.binding.others
    known = frame.binding.has_tree and bool(doers | others) and finding.subject in frame.entities.own
    turned = finding.subject in others - doers and finding.object in doers - others
    another = known and finding.relation in _DEEDS and finding.subject not in doers
    return not turned and not another


_DEEDS = frozenset({"lead", "order", "kill"})  # relations of somebody who did something


def _speaks_of(frame: ClaimFrame, finding: Finding) -> bool:
    if finding.subject not in frame.entities.all or not ({finding.subject, finding.object} & frame.entities.own):
        return False
    if frame.time.date is None or not finding.period or finding.relation not in ("lead",):
        return True
    try:
        return mostly_within(FuzzyDate.parse(frame.time.date.edtf), FuzzyDate.parse(finding.period))
    except ValueError:
        return True


def _near(frame: ClaimFrame, finding: Finding) -> bool:
    """Whether the claim names a part of what a finding speaks of."""
    return finding.subject in frame.entities.own and any(finding.object in ancestors(id) for id in frame.entities.own)


def _more_specific(frame: ClaimFrame, exact: Sequence[Finding]) -> bool:
    return all(
        any(f.object in ancestors(id) for id in frame.entities.own) for f in exact if kind_of(f.object) == "group"
    ) and any(kind_of(f.object) == "group" for f in exact)


def _by_stance(frame: ClaimFrame, found: Sequence[Finding]) -> ClaimVerdict:
    stances = {finding.stance for finding in found}
    if frame.said.negated:
        stances = {{"affirmed": "denied", "denied": "affirmed"}.get(stance, stance) for stance in stances}
    told = "; ".join(f"{finding.statement} ({finding.source})" for finding in found[:3])
    if "disputed" in stances or {"affirmed", "denied"} <= stances:
        return ClaimVerdict("contested", f"sources disagree: {told}", _evidence(found), True)
    if "partial" in stances:
        return ClaimVerdict("imprecise", f"true in part only: {told}", _evidence(found), True)
    if stances == {"affirmed"}:
        return ClaimVerdict("supported", told, _evidence(found), True)
    judged = ClaimVerdict("contradicted", told, _evidence(found), True, against=True)
    doubts = doubts_on_relation(frame)
    return withheld(judged, doubts) if doubts else judged


def _evidence(found: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for finding in found for id in (*finding.figures, finding.id)))[:MOST_EVIDENCE]


def judge_date(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """The verdict of the dated facts on a claim with a date, or None where none speaks of it.

    A fact that tells the same deed in other words is asked where the facts of its entries do not support the claim.
    """
    judged = _by_entries(frame, evidence)
    if judged is not None and judged.verdict == "supported":
        return judged
    return judge_told_alike(frame, evidence) or _of_another(frame, evidence) or _open_to_another(frame, judged)


def _of_another(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """The support of facts about another person whom a pronoun may mean: the one of whom the sentence before spoke, or
    the one named last, where the sentence names somebody besides ("he was replaced by ... and arrested")."""
    entities = frame.entities
    own = frozenset(id for id in entities.own if kind_of(id) != "person")
    context = frozenset(id for id in entities.context if kind_of(id) != "person")
    named = sorted(entities.context - context) if own != entities.own else []
    for other in dict.fromkeys([entities.other, *named] if entities.other else named):
        read = replace(frame, entities=replace(entities, own=own, context=context | {other}, other=""))
        found = _by_entries(read, evidence)
        if found is not None and found.verdict == "supported":
            return replace(found, reason=f"{found.reason}, if it speaks of {gazetteer()[other].words[0].title()}")
    return None


def _open_to_another(frame: ClaimFrame, judged: ClaimVerdict | None) -> ClaimVerdict | None:
    """A verdict that speaks against a text only where its pronoun can mean nobody else."""
    if judged is None or not judged.against or not frame.entities.other:
        return judged
    return withheld(judged, ["its pronoun may mean somebody else"])


def _by_entries(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """The verdict of the facts about the entries that a claim names."""
    if frame.time.date is None:
        return None
    try:
        said = FuzzyDate.parse(frame.time.date.edtf)
    except ValueError:
        return None
    scored = [(_score(frame, fact), fact) for fact in evidence.dates]
    best = max((score for score, _ in scored), default=0)
    facts = [fact for score, fact in scored if score == best]
    if best <= 0:
        return _by_day(frame, said, evidence)
    of_duration = bool(frame.clause.words & _DURATION)
    agree = [fact for fact in facts if dates_agree(said, fact.date) or (not of_duration and lies_in(said, fact.date))]
    if frame.time.date.edtf.endswith("?"):  # a day whose year was guessed fits a day only
        agree = [fact for fact in agree if fact.date.latest - fact.date.earliest < thresholds().periods.month]
    part = [fact for fact in facts if fact not in agree and said.overlaps(fact.date)]
    of_the_same = [fact for fact in facts if any(fact.entities & other.entities for other in agree)] if agree else facts
    ids = tuple(dict.fromkeys(fact.id for fact in [*agree, *part, *of_the_same]))[:MOST_EVIDENCE]
    told = "; ".join(
        dict.fromkeys(
            f"{fact.words}: {fact.date.edtf.replace('/', ' to ')} ({fact.source})" for fact in (agree or facts)[:2]
        )
    )
    if agree:
        alike = [fact for fact in agree if _tells_the_death(frame, fact)]
        if not alike:
            return ClaimVerdict("not in our sources", f"the date fits, but not the kind of death: {told}", (), True)
        alike = [fact for fact in alike if not is_opposed(frame, fact)]
        if not alike:
            return ClaimVerdict("not in our sources", f"the date fits, but not what is said of it: {told}", (), True)
        beside = [fact for score, fact in scored if score > 0 and dates_agree(said, fact.date)]
        strange = _not_told(frame, [*alike, *beside])
        if strange:
            names = ", ".join(gazetteer()[id].words[0].title() for id in sorted(strange))
            return ClaimVerdict(
                "not in our sources", f"the date fits, but not what is said of {names}: {told}", (), True
            )
        return ClaimVerdict("supported", told, ids, True) if _is_telling(frame, said, alike) else None
    if frame.said.negated and not part:
        return None
    bound = [fact for fact in facts if binds_date(frame, fact.entities, fact.predicates)] or facts
    doubts = doubts_on_date(frame, bound[0].entities, bound[0].predicates)
    if not part and is_days_apart(said, bound[0].date):
        doubts.append("what it speaks of may lie days apart from what our sources date")
    if any(score > 0 and dates_agree(said, fact.date) for score, fact in scored):
        doubts.append("another event near it has this date")
    if part:
        judged = ClaimVerdict("imprecise", f"the dates overlap only: {told}", ids, True, against=True)
    else:
        judged = ClaimVerdict("contradicted", told, ids, True, against=True)
    return withheld(judged, doubts) if doubts else judged


def _by_day(frame: ClaimFrame, said: FuzzyDate, evidence: Evidence) -> ClaimVerdict | None:
    """A day on which a fact of ours is, and of which a text says the same without its name ("deported on 25 March
    1949"): too exact to meet by chance."""
    if said.day is None or said.latest > said.earliest or not frame.binding.has_tree:
        return None
    here = frame.entities.all
    facts = [
        fact
        for fact in evidence.dates
        if fact.date.earliest <= said.earliest <= fact.date.latest
        and fact.date.latest - fact.date.earliest < thresholds().periods.event
        and (fact.predicates & frame.binding.nearby or _groups_of(fact) & here or _told_alike(frame, fact))
        and not any(kind_of(id) == "person" for id in fact.entities - here)
        and not is_opposed(frame, fact)
    ]
    if not facts:
        return None
    told = f"{facts[0].words}: {facts[0].date.edtf.replace('/', ' to ')} ({facts[0].source})"
    return ClaimVerdict("supported", told, tuple(fact.id for fact in facts)[:MOST_EVIDENCE], True)


def _told_alike(frame: ClaimFrame, fact: DateFact) -> bool:
    """Whether a clause names a person of a fact and shares another of its words ("speech")."""
    people = frozenset(id for id in fact.entities if kind_of(id) == "person") & frame.binding.entities
    if not people:
        return False
    names = {word for id in people for phrase in gazetteer()[id].words for word in phrase.split()}
    dates = frozenset(frame.time.date.text.lower().split()) if frame.time.date else frozenset[str]()
    return bool((_long_words(fact.words) - names - dates) & frame.clause.words)


def _groups_of(fact: DateFact) -> frozenset[str]:
    return frozenset(id for id in fact.entities if kind_of(id) == "group")


def _is_telling(frame: ClaimFrame, said: FuzzyDate, agree: Sequence[DateFact]) -> bool:
    """Whether a date that fits is no chance: bound to what the fact is about, or as exact as a month."""
    limits = thresholds().periods
    short = [fact for fact in agree if fact.date.latest - fact.date.earliest < limits.event]
    exact = bool(short) and said.latest - said.earliest < limits.month
    if exact or not frame.binding.has_tree:
        return True
    return any(not fact.entities or binds_date(frame, fact.entities, fact.predicates) for fact in agree)


def _not_told(frame: ClaimFrame, facts: Sequence[DateFact]) -> frozenset[str]:
    """Who is said to do or undergo what facts date, without being in any of them, and the places named where the facts
    name others ("Kirov was murdered in Moscow")."""
    told = frozenset(id for fact in facts for id in fact.entities)
    struck = {person for id in told if id in gazetteer() for person in gazetteer()[id].people.split()}
    words = " ".join(fact.words.lower() for fact in facts)
    subjects = frame.binding.subjects
    strange = frozenset[str]()
    if subjects.isdisjoint(told | struck):
        strange |= {id for id in subjects if kind_of(id) == "person"}
    places = {id for id in frame.entities.own if kind_of(id) == "place"} - subject().background_places - told
    if places and _names_a_place(words):
        strange |= places
    return frozenset(id for id in strange if not _is_named(id, words))


@per_subject(maxsize=4096)
def _names_a_place(words: str) -> bool:
    return any(kind_of(id) == "place" and _is_named(id, words) for id in gazetteer())


def _is_named(id: str, words: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", words) for word in gazetteer()[id].words)


def _tells_the_death(frame: ClaimFrame, fact: DateFact) -> bool:
    """Whether a fact tells of as violent a death as the text: who died was not therefore killed, and who was sentenced
    to death did not die on that day."""
    said, told = frame.said.predicates & DYING, fact.predicates & DYING
    if said == {"die"} and told and tells_a_sentence(fact):
        return False
    return not told or told <= said or not said & _VIOLENT or bool(told & _VIOLENT)


def _tried_there(frame: ClaimFrame, event: str) -> bool:
    """Whether a claim says of one of those who stood a trial that they were tried."""
    return not _TRYING.isdisjoint(frame.clause.words) and not frame.entities.own.isdisjoint(
        gazetteer()[event].people.split()
    )


_TRYING = frozenset({"trial", "tried", "tribunal"})


@per_subject
def _people_and_events(entities: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    people = frozenset(id for id in entities if kind_of(id) == "person")
    return people, frozenset(id for id in entities if kind_of(id) in ("event", "operation"))


def _score(frame: ClaimFrame, fact: DateFact) -> int:
    """How well a dated fact fits a claim: 0 where it does not."""
    people, events = _people_and_events(fact.entities)
    if not people and not events:
        return _score_by_words(frame, fact)
    groups = _groups_of(fact)
    said = frame.said.predicates | frame.binding.nearby
    if (
        events
        and not events & frame.entities.all
        and groups
        and groups <= frame.entities.own
        and fact.predicates & said
    ):
        return 3  # "the deportation of the Chechens and the Ingush"
    shared = {id for id in events or people if id in frame.entities.own or id in frame.entities.context}
    if not shared:
        shared = {id for id in events if _tried_there(frame, id)}
    if not shared:
        return 0
    predicates_fit = bool(fact.predicates & frame.said.predicates) or bool(
        fact.predicates & DYING and frame.said.predicates & DYING
    )
    of_a_death = bool(frame.said.predicates & DYING) and any(kind_of(id) == "person" for id in frame.entities.own)
    if events and of_a_death and not predicates_fit:
        return 0  # "after the trial he was shot" dates his death and not the trial
    if events:
        return 4 + 2 * len(events & frame.entities.own) - len(events - frame.entities.all)
    if not predicates_fit:
        return 0
    others = frozenset(id for id in frame.entities.own if kind_of(id) == "person") - people
    return max(0, 4 + 2 * len(people & frame.entities.own) - len(people - frame.entities.all) - len(others))


@lru_cache(maxsize=4096)
def _long_words(words: str) -> frozenset[str]:
    return frozenset(word for word in words.lower().split() if len(word) >= thresholds().wording.long_word)


def _score_by_words(frame: ClaimFrame, fact: DateFact) -> int:
    """A fact about nothing in the gazetteer fits a claim that holds most of its words."""
    words = _long_words(fact.words)
    shared_words = {word for word in words if word.rstrip("s") in frame.clause.words or word in frame.clause.words}
    most = words and len(shared_words) / len(words) >= thresholds().wording.fact_words
    return 3 if most and len(shared_words) > 1 else 0


def judge_period_name(frame: ClaimFrame, before: FuzzyDate | None) -> ClaimVerdict | None:
    """Whether "this period" is the one that a name stands for."""
    named = [gazetteer()[id] for id in sorted(frame.entities.own) if kind_of(id) == "event" and gazetteer()[id].dates]
    if not named or before is None:
        return None
    event = named[0]
    dates = FuzzyDate.parse(event.dates)
    told = f"the name {event.words[0]!r} stands for {event.dates.replace('/', ' to ')}"
    evidence = tuple(part.strip() for part in event.source.split(";"))
    if dates_agree(before, dates):
        return ClaimVerdict("supported", told, evidence, True)
    if before.overlaps(dates):
        return ClaimVerdict(
            "imprecise",
            f"{told}, which is another period than the text's {before.edtf.replace('X', '0s')}",
            evidence,
            True,
        )
    return ClaimVerdict("contradicted", told, evidence, True)


def judge_existence(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """Whether our sources know of an event that is said to have happened."""
    known = {figure.id.split("/")[0] for figure in evidence.figures} | {fact.id for fact in evidence.dates}
    sources = [
        s.strip()
        for id in sorted(frame.entities.own)
        if kind_of(id) == "event"
        for s in gazetteer()[id].source.split(";")
    ]
    found = tuple(dict.fromkeys(source for source in sources if source in known))
    if not found or frame.said.negated or _happens_to_another(frame):
        return None
    return ClaimVerdict("supported", "our sources count or date it", found, True)


def _happens_to_another(frame: ClaimFrame) -> bool:
    """Whether something else than the event of a sentence is said to have happened."""
    binding = frame.binding
    return binding.has_tree and not any(kind_of(id) == "event" for id in binding.doers)
