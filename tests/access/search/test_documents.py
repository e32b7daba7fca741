from __future__ import annotations

from pathlib import Path

from tests.access.search.conftest import write_tables

from byname.access.search.documents import PARTS, Documents, documents_of
from byname.archive.tables import DerivedTables


def _documents(folder: Path, **records: object) -> Documents:
    return documents_of(DerivedTables(write_tables(folder, {"p1": [dict(records)]})))


def _words(documents: Documents) -> set[tuple[str, str]]:
    return {(PARTS[part], documents.different[number]) for _, part, number in documents.words.iter_rows()}


def test_each_name_place_and_year_gives_its_words(tmp_path: Path) -> None:
    documents = _documents(
        tmp_path, name="X", surname="orlinski", given="ivan", patronymic="petr", birth="1893",
        birth_place="brno tise",
        death="1938", arrest="1937-05-01", alias_surnames=["sevan"], alias_givens=["vano"], residence="kovno",
    )  # fmt: skip
    assert _words(documents) == {
        ("surname", "orlinski"), ("given", "ivan"), ("father", "petr"), ("birth_year", "1893"), ("birth_place", "brno"),
        ("birth_place", "tise"), ("death_year", "1938"), ("event_year", "1937"), ("other_surname", "sevan"),
        ("other_given", "vano"), ("residence", "kovno"),
    }  # fmt: skip


def test_a_name_of_several_words_is_also_one_word(tmp_path: Path) -> None:
    found = _words(_documents(tmp_path, name="X", surname="ter manian", alias_surnames=["van der hoft"]))
    assert {word for part, word in found if part == "surname"} == {"ter", "manian", "termanian"}
    assert ("other_surname", "vanderhoft") in found


def test_a_date_that_is_only_a_decade_gives_no_year(tmp_path: Path) -> None:
    assert _words(_documents(tmp_path, name="X", surname="vorel", arrest="193X")) == {("surname", "vorel")}


def test_the_words_of_all_records_of_a_person_stand_once_and_the_lists_are_named(tmp_path: Path) -> None:
    one = {"name": "X", "surname": "vorel", "source": "b"}
    tables = write_tables(tmp_path, {"p2": [one, one | {"source": "a", "surname": "vorl"}], "p1": [one]})
    documents = documents_of(DerivedTables(tables))
    assert documents.shown["person_id"].to_list() == ["p1", "p2"]
    assert documents.shown["lists"].to_list() == ["b", "a, b"]
    assert documents.different.to_list() == ["vorel", "vorl"]
    assert documents.words.rows() == [(0, 0, 0), (1, 0, 0), (1, 0, 1)]


def test_an_archive_without_names_has_no_words(tmp_path: Path) -> None:
    documents = _documents(tmp_path)
    assert (len(documents.shown), len(documents.different), len(documents.words)) == (1, 0, 0)


def test_a_span_of_years_gives_both_ends(tmp_path: Path) -> None:
    documents = _documents(tmp_path, name="X", surname="vorel", birth="1889/1890", death="1937-10-29/1937-10-30")
    assert _words(documents) == {
        ("surname", "vorel"), ("birth_year", "1889"), ("birth_year", "1890"), ("death_year", "1937"),
    }  # fmt: skip
