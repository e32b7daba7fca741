from __future__ import annotations

import pytest

from byname.claims.syntax.parsers import has_parser, missing_parser, parser_of
from byname.claims.syntax.tree import Tree

ENGLISH, RUSSIAN = parser_of("en"), parser_of("ru")


def parsed(text: str, language: str = "en", offset: int = 0) -> Tree:
    parser = parser_of(language)
    assert parser is not None  # the extra `syntax` is part of the lock file
    return next(iter(parser.trees([(text, offset)])))


def head_of(tree: Tree, word: str) -> tuple[str, str]:
    """The word that a word hangs on, and as what."""
    found = next(w for w in tree.words if w.text == word)
    return tree.words[found.head].text if found.head >= 0 else "", found.role


@pytest.mark.parametrize(
    ("text", "word", "head", "role"),
    [
        ("Conquest's 1968 book put the number of the executed at a million.", "1968", "book", "nummod"),
        ("In 1992, the discovery of order 00447 changed the field.", "1992", "changed", "obl"),
        ("In 1934 he became a Central Committee member.", "1934", "became", "obl"),
        ("By November 1938, 767,000 had been convicted, 387,000 of them shot.", "767,000", "convicted", "nsubj:pass"),
        ("By November 1938, 767,000 had been convicted, 387,000 of them shot.", "387,000", "shot", "nsubj"),
        ("According to Khrushchev in 1957, 680,692 had been shot in those two years.", "1957", "Khrushchev", "nmod"),
        ("Three of five marshals were removed in 1937-38.", "1937-38", "removed", "obl"),
        ("Out of the 28 commissars, 25 were shot by the NKVD.", "NKVD", "shot", "agent"),
    ],
)
def test_english_words_hang_on_what_they_modify(text: str, word: str, head: str, role: str) -> None:
    assert head_of(parsed(text), word) == (head, role)


@pytest.mark.parametrize(
    ("text", "word", "head"),
    [
        ("Всего за 1937-1938 годы осуждено 1 344 923 человека, из них расстреляно 681 692.", "681 692", "расстреляно"),
        ("Всего за 1937-1938 годы осуждено 1 344 923 человека, из них расстреляно 681 692.", "человека", "осуждено"),
        ("Приказ № 00447 был подписан Ежовым 30 июля 1937 года.", "Ежовым", "подписан"),
    ],
)
def test_russian_words_hang_on_what_they_modify(text: str, word: str, head: str) -> None:
    assert head_of(parsed(text, "ru"), word)[0] == head


def test_a_preposition_hangs_on_its_noun_and_a_copula_on_its_predicate() -> None:
    tree = parsed("Stalin was the General Secretary from 1922.")
    assert head_of(tree, "from") == ("1922", "case")
    assert head_of(tree, "was") == ("Secretary", "cop")
    assert head_of(tree, "Stalin") == ("Secretary", "nsubj")


def test_words_have_their_characters_in_the_text() -> None:
    for language, text in (("en", "They shot 12 men."), ("ru", "Расстреляно 1 200 человек.")):
        tree = parsed(text, language, offset=100)
        assert all(text[word.start - 100 : word.end - 100] == word.text for word in tree.words)


def test_the_same_sentence_has_the_same_tree_in_whatever_company() -> None:
    assert ENGLISH is not None
    text = "In 1937 the NKVD arrested 936,750 people."
    others = [(f"In 19{year} they shot {year} officers of the army.", 0) for year in range(10, 99)]
    among = list(ENGLISH.trees([*others[:40], (text, 0), *others[40:]]))[40]
    assert among == parsed(text)


def test_other_languages_have_no_parser_and_miss_none() -> None:
    assert parser_of("et") is None
    assert not missing_parser("et")
    assert not has_parser("et")
    assert has_parser("ru")
    assert not missing_parser("en")
