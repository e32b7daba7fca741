from __future__ import annotations

from byname.claims.citations.coverage import covered
from byname.claims.citations.finding import find_citations
from byname.claims.text.sentences import mask, split_sentences


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
