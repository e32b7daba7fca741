"""Claims stage: verdicts on who held an office, and when.

Goes in: a claim that names an office (offices.yaml), or its organ with an appointment. Comes out: a verdict by the
terms of those who held it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.sentence_reading import words_of
from byname.claims.lexicon.entities import Holder, OfficeTitle, gazetteer, kind_of, offices
from byname.claims.lexicon.predicates import DYING
from byname.claims.thresholds import thresholds
from byname.claims.verdicts.firmness import doubts_on_office, doubts_on_term, withheld
from byname.claims.verdicts.verdict import ClaimVerdict
from byname.values import FuzzyDate

_ENTERING = frozenset(
    "became appointed elected named replaced succeeded took made назначен назначена назначил избран сменил стал "  # noqa: SIM905
    "nombrado nombrada nombró designado designó elegido asumió".split()
)
_REPLACING = frozenset(
    {"replaced", "succeeded", "replaces", "succeeds", "replacing", "succeeding", "сменил", "сменила"}
)
_LEAVING = frozenset(
    "removed dismissed relieved replaced resigned sacked снят смещен смещён освобожден освобождён".split()  # noqa: SIM905
)
_SERVING = frozenset(
    "served serving headed directed remained acted presided dirigió encabezó desempeñó возглавлял руководил".split()  # noqa: SIM905
)
_FOREVER = 10**9  # days


def judge_office(frame: ClaimFrame) -> ClaimVerdict | None:
    """The verdict on who held an office."""
    for office in offices().values():
        if office.id not in frame.entities.own and not (
            office.organ in frame.entities.own and frame.said.relation == "appoint"
        ):
            continue
        people = [id for id in sorted(frame.entities.own) if kind_of(id) == "person"]
        holders: dict[str, list[Holder]] = {}
        for holder in office.holders:
            holders.setdefault(holder.person, []).append(holder)
        named = [id for id in holders if id in people] or [id for id in holders if id in frame.entities.context]
        if after := _judge_successor(frame, holders, office):
            return after
        others = [id for id in people if id not in holders and id != office.appointed_by]
        sources = (s.strip() for id in (named or holders) for term in holders[id] for s in term.source.split(","))
        evidence = tuple(dict.fromkeys(sources))
        if not named and others:
            list_of = ", ".join(gazetteer()[id].words[0].title() for id in holders)
            judged = ClaimVerdict(
                "contradicted", f"our sources name as {office.title}: {list_of}", evidence, True, against=True
            )
            doubts = doubts_on_office(frame, frozenset(others), frozenset((office.id, office.organ)))
            return withheld(judged, doubts) if doubts else judged
        if named and _holds_it_himself(frame, frozenset(named)) and not _is_of_more(frame):
            return _judge_term(
                frame, [(id, term.begin, term.end) for id in named for term in holders[id]], office.title, evidence
            )
    return None


def _judge_successor(
    frame: ClaimFrame, holders: Mapping[str, list[Holder]], office: OfficeTitle
) -> ClaimVerdict | None:
    """The support of a term for whom a pronoun means, where a sentence names the one before ("he became ..., replacing
    ...")."""
    if frame.said.relation != "appoint" or frame.clause.words.isdisjoint(_REPLACING):
        return None
    for person in sorted(frame.entities.context & holders.keys()):
        terms = [(person, term.begin, term.end) for term in holders[person]]
        sources = (part.strip() for term in holders[person] for part in term.source.split(","))
        judged = _judge_term(frame, terms, office.title, tuple(dict.fromkeys(sources)))
        if judged is not None and judged.verdict == "supported" and frame.time.date is not None:
            return judged
    return None


def _holds_it_himself(frame: ClaimFrame, named: frozenset[str]) -> bool:
    """Whether those named are said to enter an office: not where somebody replaces them."""
    if frame.said.relation != "appoint" or not frame.binding.has_tree or frame.clause.words.isdisjoint(_REPLACING):
        return True
    return bool(named & (frame.binding.doers - frame.binding.others))


def _is_of_more(frame: ClaimFrame) -> bool:
    """Whether a sentence gives a holder another office too, which no term of ours tells of."""
    return bool(words_of("office_nouns") & set(frame.binding.unread))


def _judge_term(
    frame: ClaimFrame, terms: Sequence[tuple[str, str, str]], title: str, evidence: tuple[str, ...]
) -> ClaimVerdict | None:
    """Whether a stated date, or else the time told around it, fits the beginning, the middle or the end of a term."""
    words = "; ".join(f"{gazetteer()[id].words[0].title()} {begin or '?'} to {end or '?'}" for id, begin, end in terms)
    spans = [
        (FuzzyDate.parse(begin).earliest if begin else -_FOREVER, FuzzyDate.parse(end).latest if end else _FOREVER)
        for _, begin, end in terms
    ]
    named = frame.time.date is not None and frame.time.date.rule == "named"
    if frame.time.date is None or named:
        period = frame.time.period
        fits = _lies_mostly_in if named else _meets
        if period is not None and not any(fits(period.date, first, last) for first, last in spans):
            return None  # what is told around it lies outside every term
        return ClaimVerdict("supported", f"he was {title}: {words}", evidence, True)
    said = FuzzyDate.parse(frame.time.date.edtf)
    since = _is_since(frame)
    ends = [FuzzyDate.parse(date) for _, begin, end in terms for date in ((begin,) if since else (begin, end)) if date]
    entering = bool(frame.clause.words & _ENTERING) and frame.clause.words.isdisjoint(_LEAVING)
    begins = [FuzzyDate.parse(begin) for _, begin, _ in terms if begin]
    if entering and begins and any(map(said.overlaps, ends)) and not any(map(said.overlaps, begins)):
        return None  # "appointed" on the day on which the term ended
    at_an_end = any(said.overlaps(end) for end in ends)
    if len(terms) > 1 and at_an_end and not since and not _held_most_of(said, spans):
        return None  # "from 1938 to 1953", of one who held it twice
    within = not since and not frame.clause.words & _ENTERING and _lies_between(said, spans)
    if (at_an_end or within) and _dates_a_deed(frame):
        return None  # "In May the mill burnt down, and Stalin blamed the head of the police" dates the fire
    if at_an_end:
        if frame.binding.nearby & DYING:
            return None  # "removed and shot": the end of a term does not tell of a death
        return ClaimVerdict("supported", f"the date fits the term as {title}: {words}", evidence, True)
    if within:
        return ClaimVerdict("supported", f"the date lies in the term as {title}: {words}", evidence, True)
    judged = ClaimVerdict(
        "contradicted", f"the date does not fit the term as {title}: {words}", evidence, True, against=True
    )
    doubts = doubts_on_term(frame, frozenset(id for id, _, _ in terms))
    return withheld(judged, doubts) if doubts else judged


def _dates_a_deed(frame: ClaimFrame) -> bool:
    """Whether the date is that of something done, in which an office is no more than named."""
    binding = frame.binding
    of_office = frame.said.relation == "appoint" or binding.governor in words_of("office_nouns") | _LEAVING | _SERVING
    return binding.has_tree and binding.by_verb and not of_office


def _meets(period: FuzzyDate, first: int, last: int) -> bool:
    return first <= period.latest and period.earliest <= last


def _lies_mostly_in(period: FuzzyDate, first: int, last: int) -> bool:
    """Whether most of a period that is told by its name lies in a term."""
    shared = min(last, period.latest) - max(first, period.earliest)
    return shared >= thresholds().periods.close * (period.latest - period.earliest)


def _lies_between(said: FuzzyDate, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a date lies between the first beginning and the last end of several terms."""
    return min(first for first, _ in spans) <= said.earliest and said.latest <= max(last for _, last in spans)


def _held_most_of(said: FuzzyDate, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether terms fill most of a time told that is longer than a year."""
    length = said.latest - said.earliest + 1
    held = sum(max(0, min(last, said.latest) - max(first, said.earliest) + 1) for first, last in spans)
    return length <= thresholds().periods.year or held >= thresholds().periods.close * length


def _is_since(frame: ClaimFrame) -> bool:
    """Whether the date of a clause is that from which something holds ("since 1938")."""
    if frame.time.date is None:
        return False
    before = frame.clause.text.partition(frame.time.date.text)[0].split()
    return bool(before) and before[-1].lower() in words_of("since")
