"""Records stage: finds the codes of a vocabulary (sentencing body, outcome, nationality, office ...) in a text.

The vocabularies are data (vocabulary/*.yaml). Where a text has one code, the first pattern that matches decides; a text
may name several offices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from byname.records.beginnings import fixed_beginnings, without_case
from byname.records.remembered import remembered
from byname.records.vocabulary import load

_LETTERS = range(3, 6)  # by so many the words of offices are looked for first: most texts hold none of most offices


@dataclass(frozen=True, slots=True)
class Office:
    """An office, rank or occupation: its sphere of life, its standing (leading, middle or ordinary) and, for a rank,
    the line of service and the step in it.
    """

    code: str
    sphere: str
    standing: str
    line: str | None = None
    step: int = 0


@cache
def offices() -> dict[str, Office]:
    """All offices of the vocabulary by code.

    >>> offices()["corps-commander"]
    Office(code='corps-commander', sphere='army', standing='leading', line='army', step=4)
    """
    rows = load("offices").items()
    return {code: Office(code, row["sphere"], row["standing"], **row.get("rank", {})) for code, row in rows}


@cache
def _patterns(vocabulary: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile("|".join(f"(?:{_unnamed(p)})" for p in row["patterns"]), re.IGNORECASE))
        for code, row in load(vocabulary).items()
    )


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


@cache
def _words(vocabulary: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = load("words")[vocabulary]
    return tuple(
        (code, re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, row['words']))})", re.IGNORECASE))
        for code, row in rows.items()
    )


@remembered
def code_of(vocabulary: str, text: str) -> str | None:
    """The code of `bodies` or `sentences` that the text names, or None.

    >>> code_of("bodies", "тройка при УНКВД")
    'troika'
    """
    return next((code for code, pattern in _patterns(vocabulary) if pattern.search(text)), None)


@cache
def bodies_without_trial() -> tuple[str, ...]:
    """The codes of bodies that decide without a case against anybody, whom they send into exile.

    >>> bodies_without_trial()
    ('council-of-ministers',)
    """
    return tuple(code for code, row in load("bodies").items() if row.get("tries") is False)


def knows_offices_of(country: str | None) -> bool:
    """Whether the vocabulary of offices is that of a country (ISO 3166, `SU` for the Soviet Union).

    >>> knows_offices_of("EE"), knows_offices_of("AR"), knows_offices_of(None)
    (True, False, False)
    """
    return country in load("words")["office_countries"]


@remembered
def offices_of(text: str) -> tuple[str, ...]:
    """The codes of all offices, ranks and occupations that a text names, in the order of the vocabulary.

    >>> offices_of("зам. командующего войсками МВО, комкор"), offices_of("candidate member, Central Committee 1934")
    (('corps-commander', 'army-office'), ('central-committee-member',))
    """
    joined = _joined(text)
    plain = without_case(joined)
    there = {plain[at : at + size] for size in _LETTERS for at in range(len(plain) - size + 1)}
    return tuple(
        code
        for code, begun, pattern in _office_patterns()
        if (begun is None or not begun.isdisjoint(there)) and pattern.search(joined)
    )


@cache
def _office_patterns() -> tuple[tuple[str, frozenset[str] | None, re.Pattern[str]], ...]:
    """Each office with the beginnings of the words of which one stands in every text that names it."""
    rows = load("offices")
    return tuple(
        (code, fixed_beginnings("|".join(rows[code]["patterns"]), _LETTERS), pattern)
        for code, pattern in _patterns("offices")
    )


@remembered
def nationality_of(text: str) -> str | None:
    """The code of the nationality a text names, or None.

    >>> nationality_of("латыш"), nationality_of("saks- lane")
    ('latvian', 'german')
    """
    joined = _joined(text)
    return next((code for code, pattern in _words("nationalities") if pattern.match(joined)), None)


@remembered
def relation_of(text: str) -> str | None:
    """The code of a relation to the head of household; compound relations join the codes from the head outwards.

    >>> relation_of("poja abikaasa"), relation_of("abi- kaasa")
    ('son wife', 'wife')
    """
    found = []
    for word in _joined(text).lower().split():
        code = next((code for code, pattern in _relations() if pattern.fullmatch(word)), None)
        if code is None:
            return None
        found.append(code)
    return " ".join(found) or None


@cache
def _relations() -> tuple[tuple[str, re.Pattern[str]], ...]:
    genitive = {"poeg": "poja", "tütar": "tütre", "vend": "venna", "õde": "õe", "elukaaslane": "elukaaslase"}
    rows = []
    for code, row in load("words")["relations"].items():
        words = [*row["words"], *(genitive[w] for w in row["words"] if w in genitive)]
        rows.append((code, re.compile("|".join(map(re.escape, words)))))
    return tuple(rows)


def gender_of_relation(code: str) -> str | None:
    """The gender a relation implies: its last word counts ("son wife" is a woman only where the source says wife of a
    son).

    >>> gender_of_relation("daughter"), gender_of_relation("wife")
    ('female', None)

    """
    genders = load("words")["genders"]
    last = code.split()[-1]
    return next((gender for gender, codes in genders.items() if last in codes), None)


def _joined(text: str) -> str:
    """Words broken at a line end put together again."""
    return re.sub(r"(?<=\w)- (?=\w)", "", text.strip())
