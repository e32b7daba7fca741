from __future__ import annotations

from byname.claims.text.sentences import split_sentences


def test_a_sentence_ends_where_it_ends() -> None:
    english = "He died on 5 Mar. 1953. It was ca. 9 p.m. in Moscow, no. 3 St. Peter's. They came in 1955 г."
    text = f"{english} Потом ушли, т. е. умерли. “No!” he said."
    first_words = [sentence.text.split()[0] for sentence in split_sentences(text)]
    assert first_words == ["He", "It", "They", "Потом", "“No!”"]
