from __future__ import annotations

import pytest

from byname.claims.citations.finding import find_citations
from byname.claims.citations.works_cited import entries_cited, first_surname

LIST = "\nWorks cited\nConquest, Robert. The Great Terror. 1968.\nGetty, J. Arch. Origins of the Great Purges. 1985."


@pytest.mark.parametrize(
    ("cited", "works"),
    [
        ("Many died (Conquest 485).", ["Conquest"]),
        ("Many died (Getty, 1985, p. 12).", ["Getty"]),
        ("According to Robert Conquest, many died.", ["Conquest"]),
        ('Many died ("The Great Terror", p. 5).', ["Conquest"]),
        ("Many died (Werth 12).", []),
        ("Many died (Con 12).", []),  # a part of a name is no name
    ],
)
def test_a_citation_means_the_entry_of_its_author_or_title(cited: str, works: list[str]) -> None:
    found = find_citations(cited + LIST)
    assert [found[i].text.split(",")[0] for row in entries_cited(found).values() for i in row] == works


def test_a_note_means_the_entry_of_its_label() -> None:
    found = find_citations(
        "Many died.[2]\n\nNotes\n[1] Conquest, Robert. The Great Terror.\n[2] Getty, J. Arch. Origins."
    )
    assert [found[index].label for row in entries_cited(found).values() for index in row] == ["2"]


def test_without_a_list_nothing_is_meant() -> None:
    assert entries_cited(find_citations("Many died (Conquest 485).")) == {}


def test_an_author_without_a_name_has_no_surname() -> None:
    assert first_surname("& Co") == ""
