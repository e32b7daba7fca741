"""Claims stage: the dates of lives that lists give, by folded surname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from byname.claims.lexicon.predicates import DYING
from byname.claims.lexicon.subject import subject
from byname.claims.thresholds import thresholds
from byname.records.fold import fold
from byname.records.penalties import read_sentence
from byname.values import FuzzyDate

_EVENTS = {
    "death_date": DYING,
    "arrest_date": frozenset({"arrest"}),
    "sentence_date": frozenset({"convict", "execute"}),
}
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


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
        if len(surname) < thresholds().wording.surname:
            continue
        for column, predicates in _events_of(row).items():
            date = FuzzyDate.parse_or_none(row.get(column, ""))
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


def _events_of(row: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    """What the dates of a row tell; whose sentence is a term was not shot on its day, unless a row says shot of them:
    "without the right of correspondence" was one that hid a death."""
    of_a_term = read_sentence(row.get("sentence", "")) not in (None, "death") and row.get("death_kind") != "shot"
    return _EVENTS | {"sentence_date": frozenset({"convict"})} if of_a_term else _EVENTS


def name_parts(name: str, language: str) -> tuple[str, str]:
    """The folded surname and given name of a name as a list writes it.

    >>> name_parts("Тухачевский, М. Н.", "ru"), name_parts("Marshal Yegerov", "en")
    (('tuhachevski', 'm'), ('egerov', ''))
    """
    before, comma, after = name.partition(",")
    words = [word for word in _WORD.findall(before) if word.lower() not in subject().ranks]
    if not words:
        return "", ""
    surname = words[0] if comma else words[-1]
    given = (_WORD.findall(after) or [""])[0] if comma else words[0] if len(words) > 1 else ""
    return fold(surname.lower(), language), fold(given.lower(), language) if given else ""


def by_surname(facts: Iterable[PersonFact]) -> dict[str, tuple[PersonFact, ...]]:
    """Facts by folded surname."""
    found: dict[str, list[PersonFact]] = {}
    for fact in facts:
        found.setdefault(fact.surname, []).append(fact)
    return {surname: tuple(rows) for surname, rows in found.items()}
