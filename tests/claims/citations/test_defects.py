from __future__ import annotations

from tests.claims.conftest import audited

from byname.claims.citations.defects import citation_defects, unmatched
from byname.claims.citations.finding import FoundCitation, find_citations
from byname.claims.evidence.figures import Evidence


def one(text: str) -> FoundCitation:
    (found,) = find_citations(text)
    return found


def kinds_of(text: str) -> set[str]:
    return {defect.kind for defect in audited(text, Evidence()).defects}


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


def test_words_that_hide_who_says_so_are_named() -> None:
    found = kinds_of('It was "officially" over. He was believed to be a spy.')
    assert {"scare-quotes", "no-believer"} <= found
