from __future__ import annotations

import pytest

from byname.claims.citations.coverage import covered
from byname.claims.citations.defects import citation_defects, unmatched
from byname.claims.citations.fields import read_fields
from byname.claims.citations.finding import FoundCitation, find_citations
from byname.claims.text.sentences import mask, split_sentences


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


@pytest.mark.parametrize(
    ("written", "authors", "title", "container", "date"),
    [
        (
            'Lenoe, Matthew. "Did Stalin Kill Kirov?" Journal of Modern History, vol. 74, no. 2, 2002, pp. 352-80.',
            "Lenoe, Matthew",
            "Did Stalin Kill Kirov?",
            "Journal of Modern History",
            "2002",
        ),
        ("Conquest, Robert. The Great Terror. 1968.", "Conquest, Robert", "The Great Terror", "", "1968"),
        (
            "Ellman, M. (2002). Soviet Repression Statistics. Europe-Asia Studies, 54(7).",
            "Ellman, M",
            "Soviet Repression Statistics",
            "Europe-Asia Studies",
            "2002",
        ),
    ],
)
def test_the_fields_of_an_entry_are_read(written: str, authors: str, title: str, container: str, date: str) -> None:
    found = read_fields(written)
    assert (found.authors, found.title, found.container, found.date) == (authors, title, container, date)


def test_an_access_date_is_not_the_date_of_the_writing() -> None:
    found = read_fields('"The Purge." History.com, https://www.history.com/a. Accessed 3 May 2019.')
    assert (found.date, found.accessed) == ("", "Accessed 3 May 2019")
    assert found.address == "https://www.history.com/a"


def test_a_bracket_that_never_closes_ends_with_its_paragraph_or_at_a_cut() -> None:
    text = '( Hill, Laura. "Guided History." The Great\nMany were shot.'
    found = one(text)
    assert (found.closed, found.end) == (False, text.index("\n"))
    assert {"never-closed", "entry-in-text", "space-after-bracket", "title-and-site-swapped"} <= set(
        citation_defects(found)
    )
    (cut,) = find_citations('(Hill, Laura. "Guided History." The Great  \nMore.', cuts=[43])
    assert "cut" in citation_defects(cut)


def test_what_a_citation_lacks_is_named() -> None:
    assert {"no-author", "no-title", "no-date", "no-page"} == set(
        citation_defects(one("According to History.com, he fell."))
    )
    assert "no-page" not in citation_defects(one("Many died (Conquest 485)."))


def test_a_date_of_a_visit_and_a_shortened_title_are_suspected() -> None:
    site = one('("The Great Terror." Seventeen Moments in Soviet History, 17 June 2017)')
    assert "access-date" in citation_defects(site)
    paper = one('(Liao, Jim. "Revisiting Stalin\'s Great Purge." The Epoch Times, 14 Feb. 2017)')
    assert "title-cut" in citation_defects(paper)
    assert "access-date" not in citation_defects(paper)


def test_citations_and_entries_are_matched() -> None:
    body = "Many died (Conquest 485). Few came back (Getty 12)."
    text = f"{body}\n\nWorks cited\nConquest, Robert. The Great Terror.\nWerth, N. Crimes. 2008."
    found = find_citations(text)
    kinds = {found[index].fields.authors.split(",")[0]: kind for index, (kind, _) in unmatched(found).items()}
    assert kinds == {"Getty": "no-entry", "Werth": "never-cited"}


def _covers(text: str) -> dict[int, list[int]]:
    citations = find_citations(text)
    spans = [(c.start, c.end) for c in citations if c.kind != "narrative"]
    return covered(split_sentences(mask(text, spans)), citations)


def test_a_citation_covers_the_sentences_that_run_on_into_it() -> None:
    text = "The army grew. Many officers fell. They were purged. Although some came back, few were glad (Conquest 5)."
    assert sorted(_covers(text)) == [1, 2, 3]


def test_a_citation_does_not_reach_over_another_or_over_a_paragraph() -> None:
    assert sorted(_covers("Kirov died (Hill 3). Kirov was mourned. He was loved (Getty 4).")) == [0, 1, 2]
    assert _covers("Kirov died (Hill 3). Kirov was mourned. He was loved (Getty 4).")[1] == [1]
    assert sorted(_covers("Kirov died.\nHe was loved (Getty 4).")) == [1]


def test_a_quotation_is_covered_alone_and_a_named_source_goes_on_with_a_pronoun() -> None:
    assert sorted(_covers('The purge had effects. "They were long-lasting and beyond all measure" (Getty 4).')) == [1]
    assert sorted(_covers("According to History.com, Stalin feared all. He died in 1953. Russia changed.")) == [0, 1]


def test_a_sentence_ends_where_it_ends() -> None:
    english = "He died on 5 Mar. 1953. It was ca. 9 p.m. in Moscow, no. 3 St. Peter's. They came in 1955 г."
    text = f"{english} Потом ушли, т. е. умерли. “No!” he said."
    first_words = [sentence.text.split()[0] for sentence in split_sentences(text)]
    assert first_words == ["He", "It", "They", "Потом", "“No!”"]
