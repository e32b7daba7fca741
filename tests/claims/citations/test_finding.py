from __future__ import annotations

import pytest

from byname.claims.citations.finding import FoundCitation, find_citations


def one(text: str) -> FoundCitation:
    (found,) = find_citations(text)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "authors", "date", "pages"),
    [
        ("Many died (Conquest 485).", "parenthetical", "Conquest", "", "485"),
        ("Many died (Getty, 1993, p. 1022).", "parenthetical", "Getty", "1993", "1022"),
        ("Many died (Ellman 2002: 1151).", "parenthetical", "Ellman", "2002", ""),
        ("As Zemskov (1991, p. 75) shows, many died.", "narrative", "Zemskov", "1991", "75"),
        ("According to Robert Conquest, many died.", "narrative", "Robert Conquest", "", ""),
        ("Согласно Земскову, погибли многие.", "narrative", "Земскову", "", ""),
        ("Many died.[12]", "note", "", "", ""),
        ("Many died.[^a]", "note", "", "", ""),
    ],
)
def test_a_citation_is_found_in_every_manner(text: str, kind: str, authors: str, date: str, pages: str) -> None:
    found = one(text)
    assert (found.kind, found.fields.authors, found.fields.date) == (kind, authors, date)
    assert found.fields.pages == pages or pages == ""


@pytest.mark.parametrize("text", ["It lasted long (too long).", "The NKVD (secret police) came.", "He (Stalin) knew."])
def test_an_aside_in_brackets_is_no_citation(text: str) -> None:
    assert find_citations(text) == []
