from __future__ import annotations

from byname.claims.lexicon.entities import is_group
from byname.claims.lexicon.subject import subject
from byname.claims.lexicon.subject_pack import pack_folder
from byname.values.shipped import collection_folder


def test_the_collection_has_every_list_and_the_pack_every_table() -> None:
    lists = collection_folder(subject().collection) / "lists"
    assert subject().lists
    assert subject().tables
    assert all((lists / f"{name}.csv").is_file() for name in subject().lists)
    assert all((pack_folder() / f"{name}.csv").is_file() for name in (*subject().tables, *subject().facts))


def test_an_organ_that_is_people_counts_as_a_group() -> None:
    (organ,) = subject().counted_organs
    assert is_group(organ)
    assert not is_group("politburo")
    assert not is_group("no-such-entry")


def test_words_are_in_lower_case_as_they_are_compared() -> None:
    words = subject().ranks | subject().not_groups
    assert len(words) > 30
    assert {word.lower() for word in words} == words
