"""Claims stage: audits a text: the document, its citations, its claims with their verdicts, its defects, the coverage.

Goes in: a document and the evidence. Comes out: an `Audit`, which `report_json` turns into the JSON that programs read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from byname.claims.citations.coverage import covered
from byname.claims.citations.defects import citation_defects, text_defects, unmatched
from byname.claims.citations.finding import FoundCitation, find_citations
from byname.claims.corrections import Correction, corrected
from byname.claims.evidence.figures import Evidence, Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.frames.framing import Framer
from byname.claims.frames.proposals import FrameProposer
from byname.claims.frames.sentence_reading import SentenceReading
from byname.claims.lexicon.entities import is_group, kind_of
from byname.claims.numbers.mentions import DateMention, NumberMention
from byname.claims.syntax.parsers import has_parser, missing_parser
from byname.claims.text.document import Defect, Document
from byname.claims.text.language import NAMES, READ, language_of
from byname.claims.text.old_style import old_style_spans
from byname.claims.text.sentences import (
    LONGEST_SENTENCE,
    MOST_NUMBERS,
    Sentence,
    is_fragment,
    long_sentences,
    mask,
    split_sentences,
)
from byname.claims.verdicts.consistency import find_inconsistencies
from byname.claims.verdicts.definition_verdicts import judge_definition
from byname.claims.verdicts.dimensions import Relation, compare_periods, compare_places
from byname.claims.verdicts.figure_index import FigureIndex
from byname.claims.verdicts.firmness import withheld
from byname.claims.verdicts.number_verdicts import judge_number
from byname.claims.verdicts.office_verdicts import judge_office
from byname.claims.verdicts.relation_verdicts import (
    judge_date,
    judge_existence,
    judge_period_name,
    judge_relation,
)
from byname.claims.verdicts.verdict import ClaimVerdict
from byname.values import FuzzyDate

_PASSAGE = 100  # claims; what a text said longer ago it does not lean on
_SMALL = 10  # numbers up to it are no statistics where they are written in words
_LONGEST_MARK = 3  # digits of the mark of a note
_SENTENCE_ENDS = frozenset('.!?,;"”»’)')
_LINE_BEGINS = re.compile(r"(?:^|\n)[ \t]?\(?$")
_YEAR_AND_MARK = re.compile(r"(?:1[5-9]|20)\d\d\.\d{1,3}")
_NO_NUMBER_NEEDED = ClaimVerdict("not in our sources", "no source of ours speaks of this")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of a text with its verdict; `citations` are the indexes of the citations that cover it."""

    id: str
    frame: ClaimFrame
    judgement: ClaimVerdict
    citations: tuple[int, ...]

    @property
    def cited(self) -> bool:
        """Whether a citation covers it."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A citation with its defects: kind and what it means."""

    found: FoundCitation
    defects: dict[str, str]


@dataclass(frozen=True, slots=True)
class AuditCoverage:
    """How much of a text was understood: numbers seen, framed (with what they say of whom), comparable with a figure of
    ours, judged (any verdict but "not in our sources" and "not checkable")."""

    numbers: int
    framed: int
    comparable: int
    judged: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit."""

    document: Document
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    citations: tuple[CitedSource, ...]
    defects: tuple[Defect, ...]
    coverage: AuditCoverage
    numbers: tuple[NumberMention, ...]
    dates: tuple[DateMention, ...]


def audit_document(
    document: Document,
    evidence: Evidence,
    *,
    proposer: FrameProposer | None = None,
    corrections: Sequence[Correction] = (),
) -> Audit:
    """Audit a text; `corrections` say how a reader reads some of its claims.

    >>> from byname.claims.text.reading import document_of
    >>> audit_document(document_of(b"In 1937 they shot 12 men.", "a.txt"), Evidence()).claims[0].judgement.verdict
    'not in our sources'
    """
    language = language_of(document.text)
    document = replace(document, notes=(*document.notes, *_notes_on_syntax(language)))
    citations = find_citations(document.text, document.cuts)
    aside = [(c.start, c.end) for c in citations if c.kind != "narrative"]
    masked = mask(document.text, [*aside, *old_style_spans(document.text)])
    sentences = split_sentences(masked)
    document = _noted(document, sentences)
    covers = covered(sentences, citations)
    index = FigureIndex(evidence)
    readings: list[SentenceReading] = []
    claims: list[Claim] = []
    for reading, frames in Framer(language=language).frames(sentences):
        readings.append(reading)
        if proposer and not frames:
            frames = proposer.frames(reading)
        for read in frames:
            frame = corrected(read, corrections)
            if frame is None:
                continue
            claim = _claim(len(claims), frame, index, claims, covers)
            claims.append(_cautious(claim) if reading.sentence.piece else claim)
    numbers = tuple(number for reading in readings for number in reading.mentions.numbers)
    cited = _cited(citations)
    defects = _defects(document, citations, claims, sentences, numbers, covers)
    return Audit(
        document,
        tuple(sentences),
        tuple(claims),
        cited,
        tuple(defects),
        _coverage(claims, numbers),
        numbers,
        tuple(date for reading in readings for date in reading.mentions.dates),
    )


def _notes_on_syntax(language: str) -> list[str]:
    """What to tell a reader of whose sentences no parser makes trees."""
    if missing_parser(language):
        return [f"the parser of {NAMES[language]} is not installed (extra `syntax`), so that more is left unjudged"]
    if language in READ and not has_parser(language):
        return [f"sentences in {NAMES[language]} are read without a parser, so that more is left unjudged"]
    return []


def _noted(document: Document, sentences: Sequence[Sentence]) -> Document:
    """The document with a defect for each sentence that was read in pieces, and a note that counts them."""
    long = long_sentences(sentences)
    if not long:
        return document
    found = [
        Defect("long-sentence", start, end, f"a sentence of {end - start:,} characters was read in {pieces} pieces")
        for start, end, pieces in long
    ]
    counted = f"{len(long):,} sentences have" if len(long) > 1 else "1 sentence has"
    note = (
        f"{counted} more than {LONGEST_SENTENCE:,} characters or {MOST_NUMBERS} numbers and "
        f"{'were' if len(long) > 1 else 'was'} read in pieces, which may part a number from what it counts"
    )
    return replace(document, defects=(*document.defects, *found), notes=(*document.notes, note))


def _claim(
    number: int, frame: ClaimFrame, index: FigureIndex, before: Sequence[Claim], covers: dict[int, list[int]]
) -> Claim:
    return Claim(f"c{number + 1}", frame, judge(frame, index, before), tuple(covers.get(frame.clause.sentence, ())))


def _cautious(claim: Claim) -> Claim:
    """A claim of a piece of a sentence: nothing speaks against it, for what it depends on may be in another piece."""
    judgement = claim.judgement
    if judgement.verdict != "contradicted" and not judgement.against:
        return claim
    return replace(claim, judgement=withheld(judgement, ["its long sentence was read in pieces"]))


def judge(frame: ClaimFrame, index: FigureIndex, before: Sequence[Claim] = ()) -> ClaimVerdict:
    """The verdict on one frame; `before` are the claims of the text so far."""
    evidence = index.evidence
    if frame.kind == "quotation":
        return ClaimVerdict("not checkable", "it gives another's words, and their text is not in our sources")
    if frame.number is not None:
        return judge_number(frame, index)
    for judgement in (
        _by_definition(frame),
        _by_office(frame),
        judge_relation(frame),
        _by_date(frame, evidence, before),
    ):
        if judgement:
            return judgement
    if frame.said.relation == "several" and (several := _several_measures(frame, evidence)):
        return several
    if frame.said.relation == "happen" and (known := judge_existence(frame, evidence)):
        return known
    if (
        frame.kind == "quantity"
        and frame.said.quantifier
        and frame.said.predicates
        and (vague := _by_quantifier(frame, evidence))
    ):
        return vague
    if dated := _by_its_date(frame, evidence):
        return dated
    if frame.said.relation == "mind":
        return ClaimVerdict("not checkable", "it speaks of what someone felt or meant")
    return _NO_NUMBER_NEEDED


def _by_definition(frame: ClaimFrame) -> ClaimVerdict | None:
    return judge_definition(frame) if frame.said.relation == "define" else None


def _by_office(frame: ClaimFrame) -> ClaimVerdict | None:
    return (
        judge_office(frame)
        if frame.said.relation == "appoint" or any(kind_of(id) == "office" for id in frame.entities.own)
        else None
    )


def _by_date(frame: ClaimFrame, evidence: Evidence, before: Sequence[Claim]) -> ClaimVerdict | None:
    date = frame.time.date
    if frame.said.relation == "called" and (date is None or date.rule == "named"):
        return judge_period_name(frame, _last_date(before))
    if frame.kind != "date":
        return None
    if any(kind_of(id) == "person" for id in frame.entities.own):
        return judge_date(frame, evidence) or _by_person(frame, evidence)
    return _by_person(frame, evidence) or judge_date(frame, evidence)


def _by_its_date(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """The support of dated facts for a claim that says more than its date; nothing speaks against it."""
    date = frame.time.date
    if frame.number is not None or date is None or date.rule == "named":
        return None
    found = judge_date(frame, evidence)
    return found if found is not None and found.verdict == "supported" else None


def _last_date(claims: Sequence[Claim]) -> FuzzyDate | None:
    """The last date that claims of the same passage state, named periods left out."""
    dates = (claim.frame.time.date for claim in reversed(claims[-_PASSAGE:]))
    return next((FuzzyDate.parse(date.edtf) for date in dates if date and date.rule != "named"), None)


def _by_person(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    if not frame.clause.names or not evidence.people:
        return None
    from byname.claims.verdicts.person_verdicts import judge_person  # its lists are read only where a text dates a life

    return next((found for source in evidence.people if (found := judge_person(frame, source()))), None)


def _several_measures(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """One subject for several measures that sources count apart."""
    if not frame.population.groups and not any(is_group(id) for id in frame.entities.context):
        return None  # it says of nobody what figures could count
    figures = [
        f
        for f in evidence.figures
        if f.counted.predicates & frame.said.predicates
        and (f.population.groups & (frame.population.groups | frame.entities.context) or not frame.population.groups)
    ]
    if not figures:
        return None
    ids = tuple(dict.fromkeys(f.id for f in sorted(figures, key=lambda f: -f.strength) if f.population.groups))[:4]
    return ClaimVerdict(
        "imprecise",
        f"it is told as one thing, and sources count each apart: {', '.join(sorted(frame.said.predicates))}",
        ids,
        True,
    )


def _by_quantifier(frame: ClaimFrame, evidence: Evidence) -> ClaimVerdict | None:
    """ "Many", "most", "some": no number to check, but figures that give one."""
    population = frame.population.named
    figures = [f for f in evidence.figures if population and population & f.population.named and _is_beside(frame, f)]
    if not figures:
        return None
    ids = tuple(
        f.id for f in sorted(figures, key=lambda f: (not f.counted.predicates & frame.said.predicates, -f.strength))
    )[:4]
    numbers = "; ".join(f"{f.value_text} {f.wording.unit}" for f in figures[:3])
    return ClaimVerdict(
        "imprecise", f"{frame.said.quantifier!r} gives no number, and our sources give some: {numbers}", ids, True
    )


def _is_beside(frame: ClaimFrame, figure: Figure) -> bool:
    """Whether a figure counts the very people of a clause, there and then."""
    people = frame.population
    if not (people.groups <= figure.population.groups if people.groups else people.named <= figure.population.named):
        return False
    said = frame.time.period
    there = compare_places(frame.population.place, figure.population.place) is Relation.SAME
    then = (
        said is None or said.known == "context" or compare_periods(said.date, figure.period) is not Relation.DIFFERENT
    )
    return there and then


def _cited(citations: Sequence[FoundCitation]) -> tuple[CitedSource, ...]:
    pairs = unmatched(citations)
    found = []
    for index, citation in enumerate(citations):
        defects = citation_defects(citation)
        if index in pairs:
            defects |= dict([pairs[index]])
        found.append(CitedSource(citation, defects))
    return tuple(found)


def _defects(
    document: Document,
    citations: Sequence[FoundCitation],
    claims: Sequence[Claim],
    sentences: Sequence[Sentence],
    numbers: Sequence[NumberMention],
    covers: dict[int, list[int]],
) -> list[Defect]:
    entries = [c.start for c in citations if c.kind == "entry"]
    found = [*document.defects, *text_defects(document.text, citations, min(entries, default=len(document.text)))]
    found += [
        Defect(f"citation-{kind}", c.start, c.end, message)
        for c in citations
        for kind, message in citation_defects(c).items()
    ]
    for index, (kind, message) in unmatched(citations).items():
        found.append(Defect(f"citation-{kind}", citations[index].start, citations[index].end, message))
    found += _uncited(claims, document.text)
    found += _one_for_many(citations, covers)
    for sentence in sentences:
        if is_fragment(sentence) and sentence.number and sentences[sentence.number - 1].paragraph == sentence.paragraph:
            found.append(
                Defect(
                    "broken-sentence", sentence.start, sentence.end, "the sentence is broken off from the one before it"
                )
            )
    found += find_inconsistencies([claim.frame for claim in claims], numbers)
    return sorted(found, key=lambda defect: (defect.start, defect.kind))


def _uncited(claims: Sequence[Claim], text: str) -> list[Defect]:
    found = []
    for claim in claims:
        if claim.cited:
            continue
        if claim.frame.number is not None:
            number = claim.frame.number
            if _is_small_word(number) or _is_note_mark(number, text):
                continue
            found.append(Defect("uncited-number", number.start, number.end, f"{number.text!r} has no citation"))
        elif claim.frame.kind == "definition" and claim.frame.said.relation == "define":
            found.append(
                Defect("uncited-definition", claim.frame.start, claim.frame.end, "the definition has no citation")
            )
        elif claim.frame.kind == "quotation":
            found.append(
                Defect("uncited-quotation", claim.frame.start, claim.frame.end, "the words of another have no citation")
            )
    return found


def _is_small_word(number: NumberMention) -> bool:
    """Whether a number is a count written in words and so small that no source is asked for it ("two trials")."""
    counted = number.tree.measure == "count" and number.tree.rule != "vague"
    return counted and not any(char.isdigit() for char in number.text) and number.high <= _SMALL


def _is_note_mark(number: NumberMention, text: str) -> bool:
    """Whether a number in digits is the mark of a note: at the end of a sentence without a space, after a year and a
    point, or before its note at the beginning of a line."""
    before = text[max(0, number.start - 2) : number.start]
    if _YEAR_AND_MARK.fullmatch(number.text):
        return text[number.end : number.end + 1].isspace()
    if not (number.text.isdecimal() and len(number.text) <= _LONGEST_MARK):
        return False
    follows_end = (
        len(before) == 2 and not before[0].isspace() and not before[0].isdigit() and before[1] in _SENTENCE_ENDS
    )
    begins = _LINE_BEGINS.search(text, max(0, number.start - 4), number.start)
    return follows_end or (begins is not None and text[number.end : number.end + 1] in tuple(".)"))


def _one_for_many(citations: Sequence[FoundCitation], covers: dict[int, list[int]]) -> list[Defect]:
    counts: dict[int, int] = {}
    for indexes in covers.values():
        for index in indexes:
            counts[index] = counts.get(index, 0) + 1
    return [
        Defect(
            "citation-one-for-many",
            citations[index].start,
            citations[index].end,
            f"one citation seems meant to carry {count} sentences",
        )
        for index, count in counts.items()
        if count > 1 and citations[index].kind == "parenthetical"
    ]


def _coverage(claims: Sequence[Claim], numbers: Sequence[NumberMention]) -> AuditCoverage:
    with_number = [claim for claim in claims if claim.frame.number is not None]
    framed = [claim for claim in with_number if claim.frame.said.predicates]
    comparable = [claim for claim in framed if claim.judgement.comparable]
    judged = [claim for claim in claims if claim.judgement.verdict not in ("not in our sources", "not checkable")]
    return AuditCoverage(len(numbers), len(framed), len(comparable), len(judged))
