"""Claims stage: tables of dated facts: one row a sentence, with the entries and predicates that it speaks of.

Goes in: rows with an id, an EDTF date, the sentence in each language (`statement`, `statement_ru`, ...), the ids of
gazetteer.yaml and predicates.yaml, and the source: author, title, year, page, and the addresses at which it was read.
Comes out: a `DateFact` a row. What a row speaks of stands in its columns and is not read from its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from byname.claims.evidence.figures import DateFact
from byname.claims.evidence.sources import address_of, source_words
from byname.values import FuzzyDate

STATEMENT = "statement"
FIRST_LANGUAGE = "en"


def stated_facts(rows: Iterable[Mapping[str, str]]) -> Iterator[DateFact]:
    """The dated facts of the rows of a table; raises ValueError where a date is none.

    >>> row = {"id": "a", "date": "1921-03", "statement": "The rising began in March 1921.", "entities": "rising",
    ...     "predicates": "", "source_author": "A. Author", "source_title": "A Book", "source_year": "1990",
    ...     "source_page": "7", "source_address": "https://example.org ; https://example.net", "kind": "popular"}
    >>> fact = next(stated_facts([row]))
    >>> fact.source, fact.address, sorted(fact.entities)
    ('A. Author, A Book, 1990, p. 7', 'https://example.org', ['rising'])
    """
    for row in rows:
        yield DateFact(
            id=row["id"],
            words=row[STATEMENT].rstrip("."),
            entities=frozenset(row["entities"].split()),
            predicates=frozenset(row["predicates"].split()),
            date=FuzzyDate.parse(row["date"]),
            kind=row["kind"],
            source=source_words(row),
            address=address_of(row),
            wording=_wording(row),
        )


def _wording(row: Mapping[str, str]) -> dict[str, str]:
    """The sentence in each language that the row has it in."""
    columns = {FIRST_LANGUAGE: STATEMENT} | {
        column.removeprefix(f"{STATEMENT}_"): column for column in row if column.startswith(f"{STATEMENT}_")
    }
    return {language: row[column] for language, column in columns.items() if row[column]}
