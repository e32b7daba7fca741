from __future__ import annotations

import pytest

from byname.claims.lexicon.lemmas import lemmas
from byname.claims.lexicon.phrases import find_phrases, ids
from byname.claims.text.tokens import tokenize


@pytest.mark.parametrize("form", ["расстреляны", "расстреляли", "расстреляно", "расстреляла", "расстрелявший"])
def test_every_form_of_a_verb_has_its_dictionary_form(form: str) -> None:
    assert "расстрелять" in lemmas(form)


def test_other_letters_are_left_as_they_are() -> None:
    assert lemmas("shot") == frozenset({"shot"})
    assert lemmas("") == frozenset({""})


def test_yo_is_written_as_ye() -> None:
    assert lemmas("казнён") & lemmas("казнен")


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Их приговорили к высшей мере наказания.", "execute"),
        ("о депортациях народов", "deport"),
        ("арестовывали тысячами", ""),
        ("реабилитированным в 1956 году", "rehabilitate"),
        ("умершими от голода", "die"),
    ],
)
def test_russian_phrases_are_found_in_forms_that_no_list_has(text: str, predicate: str) -> None:
    found = ids(find_phrases(tokenize(text)), "predicate")
    assert (predicate in found) if predicate else True
