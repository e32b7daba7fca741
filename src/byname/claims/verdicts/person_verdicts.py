"""Claims stage: dates of people's lives from lists: who died, was arrested or was sentenced when, by any spelling.

Goes in: rows of a list (`name_as_in_source`, `name_language`, `death_date`, `arrest_date`, `sentence_date`, a source).
Comes out: dated facts by folded surname, so that "Tukhachevsky" and "Тухачевский" are one name. Where
several people bear a surname, a fact decides only if the text gives a given name or an initial that tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from byname.claims.frames.frames import ClaimFrame
from byname.claims.verdicts.dates_compared import dates_agree
from byname.claims.verdicts.number_verdicts import Judgement
from byname.claims.verdicts.reasons import MOST_EVIDENCE
from byname.records.fold import fold
from byname.values import FuzzyDate

_EVENTS = {
    "death_date": frozenset({"die", "kill", "execute"}),
    "arrest_date": frozenset({"arrest"}),
    "sentence_date": frozenset({"convict", "execute"}),
}
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_RANKS = frozenset({"marshal", "general", "komandarm", "komkor", "komdiv"})
SHORTEST = 4  # letters of a surname that is recognised by itself


@dataclass(frozen=True, slots=True)
class PersonFact:
    """One date of one person's life: folded surname and given name ("" where it is unknown), what happened, when, and
    the row that says so."""

    id: str
    surname: str
    given: str
    name: str
    predicates: frozenset[str]
    date: FuzzyDate
    source: str
    address: str


def person_facts(rows: Iterable[Mapping[str, str]], list_name: str) -> Iterator[PersonFact]:
    """The dated facts of the rows of a list; the id is `LIST:ROW`, or that of the person in an archive."""
    for number, row in enumerate(rows):
        language = row.get("name_language", "en")
        surname, given = name_parts(row["name_as_in_source"], language)
        if len(surname) < SHORTEST:
            continue
        for column, predicates in _EVENTS.items():
            date = _date(row.get(column, ""))
            if date:
                yield PersonFact(
                    id=row.get("person_id") or f"{list_name}:{number}",
                    surname=surname,
                    given=given,
                    name=row["name_as_in_source"],
                    predicates=predicates,
                    date=date,
                    source=row.get("source_title", ""),
                    address=row.get("source_address", "").split(" ; ")[0],
                )


def _date(text: str) -> FuzzyDate | None:
    try:
        return FuzzyDate.parse(text) if text else None
    except ValueError:
        return None


def name_parts(name: str, language: str) -> tuple[str, str]:
    """The folded surname and given name of a name as a list writes it.

    >>> name_parts("Тухачевский, М. Н.", "ru"), name_parts("Marshal Yegerov", "en")
    (('tuhachevski', 'm'), ('egerov', ''))
    """
    before, comma, after = name.partition(",")
    words = [word for word in _WORD.findall(before) if word.lower() not in _RANKS]
    if not words:
        return "", ""
    surname = words[0] if comma else words[-1]
    given = (_WORD.findall(after) or [""])[0] if comma else words[0] if len(words) > 1 else ""
    return fold(surname.lower(), language), fold(given.lower(), language) if given else ""


def judge_person(frame: ClaimFrame, persons: Mapping[str, tuple[PersonFact, ...]]) -> Judgement | None:
    """The verdict of the lists on the date of a person's death, arrest or sentence, or None where they have none."""
    if frame.date is None or not frame.predicates:
        return None
    said = _date(frame.date.edtf)
    facts = [fact for surname, given in sorted(frame.names) for fact in _meant(persons.get(surname, ()), given)]
    facts = [fact for fact in facts if fact.predicates & frame.predicates]
    if said is None or not facts:
        return None
    agree = [fact for fact in facts if dates_agree(said, fact.date) or said.overlaps(fact.date)]
    shown = (agree or facts)[0]
    told = f"{shown.name}: {shown.date.edtf.replace('/', ' to ')} ({shown.source})"
    ids = tuple(dict.fromkeys(fact.id for fact in agree or facts))[:MOST_EVIDENCE]
    if agree:
        return Judgement("supported", told, ids, True)
    one_person = len({fact.given[:1] for fact in facts if fact.given}) <= 1
    return Judgement("contradicted", told, ids, True) if one_person and not frame.negated else None


def _meant(facts: Sequence[PersonFact], given: str) -> list[PersonFact]:
    """Those whom a given name or an initial does not rule out."""
    return [fact for fact in facts if not given or not fact.given or _fits(fact.given, given)]


def _fits(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a) or ((len(a) == 1 or len(b) == 1) and a[:1] == b[:1])


def by_surname(facts: Iterable[PersonFact]) -> dict[str, tuple[PersonFact, ...]]:
    """Facts by folded surname."""
    found: dict[str, list[PersonFact]] = {}
    for fact in facts:
        found.setdefault(fact.surname, []).append(fact)
    return {surname: tuple(rows) for surname, rows in found.items()}
