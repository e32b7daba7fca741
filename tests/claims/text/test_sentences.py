from __future__ import annotations

import pytest

from byname.claims.text.sentences import (
    LONGEST_SENTENCE,
    Sentence,
    is_fragment,
    is_heading,
    long_sentences,
    mask,
    paragraphs,
    split_sentences,
)


def test_a_sentence_ends_where_it_ends() -> None:
    english = "He died on 5 Mar. 1953. It was ca. 9 p.m. in Moscow, no. 3 St. Peter's. They came in 1955 г."
    text = f"{english} Потом ушли, т. е. умерли. “No!” he said."
    first_words = [sentence.text.split()[0] for sentence in split_sentences(text)]
    assert first_words == ["He", "It", "They", "Потом", "“No!”"]


def sentence(text: str) -> Sentence:
    return Sentence(0, 0, len(text), 0, text)


def test_a_masked_text_keeps_its_length_and_its_lines() -> None:
    assert mask("They (Getty\n12) fell.", [(5, 15)]) == "They       \n    fell."
    assert mask("abcdef", [(1, 4), (2, 6)]) == "a   ef"  # a span inside another is passed over


def test_lines_broken_by_hand_are_one_paragraph() -> None:
    broken = "One line\nand its end.\n\nAnother line\nand its end."
    assert [broken[start:end] for start, end in paragraphs(broken)] == broken.split("\n\n")
    assert len(paragraphs("One.\nTwo.\nThree.")) == 3


def test_a_sentence_knows_its_paragraph_and_its_place() -> None:
    found = split_sentences("One fell. Two fell.\n Three fell.")
    assert [(s.number, s.paragraph, s.start) for s in found] == [(0, 0, 0), (1, 0, 10), (2, 1, 21)]


@pytest.mark.parametrize(
    ("text", "heading"),
    [("The price", True), ("The price.", False), ("a" * 79, True), ("a" * 80, False), ("Who?", False), ("So:", False)],
)
def test_a_heading_is_a_short_line_without_an_end(text: str, heading: bool) -> None:
    assert is_heading(sentence(text)) is heading


@pytest.mark.parametrize(
    ("text", "fragment"),
    [("Were purged and expelled.", True), ("Were they purged?", False), ("They were purged.", False)],
)
def test_a_fragment_begins_with_its_verb(text: str, fragment: bool) -> None:
    assert is_fragment(sentence(text)) is fragment


def test_a_sentence_beyond_the_limit_is_parted_at_a_mark_and_never_in_a_number() -> None:
    text = "They had 10 000 horses, " * 300 + "and carts."
    found = split_sentences(f"It began. {text} It ended.")
    pieces = [sentence for sentence in found if sentence.piece]
    assert [sentence.piece for sentence in found] == [0, 1, 2, 3, 4, 5, 6, 0]  # 600 runs of digits
    assert all(len(piece.text) <= LONGEST_SENTENCE and piece.text[-1] in ",." for piece in pieces)
    assert sum(piece.text.count("10 000") for piece in pieces) == 300
    assert long_sentences(found) == [(10, 10 + len(text), 6)]
    unmarked = split_sentences("10 000 " * 1_000)
    assert sum(piece.text.count("10 000") for piece in unmarked) == 1_000
    assert long_sentences(split_sentences("They had 5 horses. They had carts.")) == []
