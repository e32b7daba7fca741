from __future__ import annotations

import pytest

from byname.claims.lexicon.phrases import find_phrases, ids, names_in, plain, stem
from byname.claims.text.tokens import tokenize


def found(text: str) -> set[tuple[str, str]]:
    return {(phrase.kind, phrase.id) for phrase in find_phrases(tokenize(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stalin's plan", {("entity", "stalin")}),
        ("the first-moscow trial", {("entity", "first-moscow-trial")}),
        ("Order No. 00447 came", {("entity", "order-00447"), ("entity", "anti-soviet-elements")}),
        ("sentenced to be shot", {("predicate", "execute")}),  # and not "sentenced"
        ("sentenced in court", {("predicate", "convict")}),
        ("in the Seventeenth Century", set()),
    ],
)
def test_the_longest_phrase_of_a_kind_wins_and_hyphens_do_not_count(text: str, expected: set[tuple[str, str]]) -> None:
    assert {pair for pair in found(text) if pair[0] in ("entity", "predicate")} == expected


def test_phrases_of_two_kinds_may_overlap() -> None:
    assert {("predicate", "execute"), ("relation", "execute")} <= found("He shot the previous head.")


def test_a_phrase_stands_at_its_tokens_and_characters() -> None:
    tokens = tokenize("In 1937 the High Command fell.", offset=100)
    (phrase,) = (p for p in find_phrases(tokens) if p.kind == "entity")
    assert (phrase.id, phrase.first, phrase.last, phrase.start, phrase.end) == ("high-command", 3, 5, 112, 124)
    assert ids([phrase], "entity") == {"high-command"}
    assert ids([phrase], "predicate") == frozenset()


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("teachers", "teacher"),
        ("families", "family"),
        ("ties", "tie"),
        ("class", "class"),
        ("was", "was"),
        ("kulak", "kulak"),
    ],
)
def test_a_plural_is_taken_back_to_its_stem(word: str, root: str) -> None:
    assert stem(word) == root


def test_a_possessive_is_taken_off() -> None:
    assert (plain("stalin's"), plain("officers"), plain("it's")) == ("stalin", "officers", "it")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Isaac Babel died", {("isak", ""), ("babel", "isak")}),
        ("I. Babel died", {("babel", "i")}),
        ("then Babel died", {("babel", "")}),
        ("the Red of Lee", set()),  # names of three letters are too short
        ("Babel's death", {("babel", "")}),
        ("Исаак Бабель умер", {("isak", ""), ("babel", "isak")}),
    ],
)
def test_capitalised_words_are_folded_with_the_one_before_them(text: str, names: set[tuple[str, str]]) -> None:
    assert names_in(tokenize(text)) == names


@pytest.mark.parametrize("text", ["at Katyń", "at Katyn", "at KATYŃ"])
def test_a_name_is_found_with_the_accents_that_its_own_language_gives_it(text: str) -> None:
    assert "katyn-crime" in ids(find_phrases(tokenize(text)), "entity")


def test_a_given_name_is_not_the_surname_that_is_a_form_of_it() -> None:
    assert ("entity", "nikolaev") not in found("Николай Ежов подписал приказ")
    assert ("entity", "nikolaev") in found("Николаева расстреляли")


def test_a_full_name_in_cyrillic_is_found_where_the_surname_alone_is_listed() -> None:
    text = "Николаем Ежовым подписан приказ"
    person = next(p for p in find_phrases(tokenize(text)) if p.kind == "entity" and p.id == "yezhov")
    assert text[person.start : person.end] == "Николаем Ежовым"
    other = next(p for p in find_phrases(tokenize("Иван Ежов")) if p.id == "yezhov")
    assert other.start == len("Иван ")
