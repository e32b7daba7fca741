from __future__ import annotations

from pathlib import Path

import pytest

from byname.claims.lexicon.subject_pack import subject_pack
from byname.claims.subject_words import ordinary_entries, ordinary_words


@pytest.mark.parametrize("word", ["the", "may", "year", "seven", "который", "года", "мая", "desde", "mayo", "año"])
def test_small_words_months_and_numbers_are_ordinary(word: str) -> None:
    assert word in ordinary_words()


def test_an_entry_with_an_ordinary_word_is_told_with_it(tmp_path: Path) -> None:
    (tmp_path / "subject.yaml").write_text("name: x\n", encoding="utf-8")
    (tmp_path / "gazetteer.yaml").write_text(
        "- {id: a, kind: organ, words: [The, Junta]}\n- {id: b, kind: organ, words: [the Junta]}\n", encoding="utf-8"
    )
    with subject_pack(tmp_path):
        assert [(found.entry, "'the'" in found.what) for found in ordinary_entries()] == [("a", True)]


def test_no_entry_of_the_shipped_subject_is_an_ordinary_word() -> None:
    assert list(ordinary_entries()) == []
