from __future__ import annotations

import shutil
import threading
from dataclasses import fields
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.access.search.conftest import Maker

from byname.access.search.documents import PARTS
from byname.access.search.index import Arrays, SearchIndex, make_index, same_index, spans
from byname.errors import BadArchive


def _bearers(index: SearchIndex, word: str) -> list[int]:
    number = index.arrays.words.tolist().index(word.encode())
    people: list[int] = index.bearers_between(number, number + 1).tolist()
    return people


def test_an_index_says_who_bears_a_word_and_which_words_a_person_has(people: SearchIndex) -> None:
    assert people.people == 5
    assert _bearers(people, "orlinski") == [0]
    assert _bearers(people, "1890") == [2]
    start = people.arrays.said_start
    said = [people.arrays.words[w].decode() for w in people.arrays.said[start[3] : start[4]]]
    parts = [PARTS[part] for part in people.arrays.parts[start[3] : start[4]]]
    assert list(zip(parts, said, strict=True)) == [
        ("surname", "manian"), ("surname", "ter"), ("surname", "termanian"), ("other_surname", "sevan"),
        ("given", "aram"),
    ]  # fmt: skip


def test_a_word_that_a_person_has_in_two_parts_is_borne_once(make: Maker) -> None:
    index = make(p={"name": "X", "surname": "ivan", "given": "ivan", "patronymic": "ivan"})
    assert _bearers(index, "ivan") == [0]


def test_what_is_shown_of_a_person_and_how_many_have_the_name(make: Maker) -> None:
    index = make(
        a={"name": "Иван «X»\t", "surname": "x", "birth": "1893"},
        b={"name": "Ян", "surname": "y"},
        c={"name": "Ян", "surname": "z"},
    )
    shown = {name: value for name, value in index.shown(0).items() if value is not None}
    assert shown == {"person_id": "a", "name": "Иван «X»\t", "birth": "1893", "lists": "list"}
    assert index.arrays.namesakes.tolist() == [0, 1, 1]


def test_the_mark_between_what_is_shown_is_not_taken_from_a_source(make: Maker) -> None:
    index = make(a={"name": "Vorel\x1fJosef", "surname": "vorel", "birth_place": "\x1fbrno", "birth": "1890"})
    assert index.shown(0)["name"] == "Vorel Josef"
    assert (index.shown(0)["birth"], index.shown(0)["birth_place"]) == ("1890", " brno")


def test_initials_are_counted_once_a_person(people: SearchIndex) -> None:
    counts = dict(zip("abcdefghijklmnopqrstuvwxyz", people.arrays.initials.tolist(), strict=True))
    assert {letter: n for letter, n in counts.items() if n} == {"a": 1, "i": 3, "m": 1, "p": 1}


def test_an_index_of_nobody_can_be_opened(make: Maker) -> None:
    assert make().people == 0


def test_the_same_tables_give_the_same_index_and_others_another(own_demo: Path, tmp_path: Path) -> None:
    tables, folder = own_demo / "tables", tmp_path / "search"
    folder.mkdir()
    make_index(tables, folder)
    assert same_index(folder, tables)
    there = own_demo / "search"
    made = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert made == {name: (there / name).read_bytes() for name in made}
    assert len(list((folder / "rows").iterdir())) > 10
    people = tables / "people.parquet"
    pl.read_parquet(people).with_columns(name=pl.col("name") + " Other").write_parquet(people)
    assert not same_index(folder, tables)


def test_a_folder_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match=r"no search index.*byname build"):
        SearchIndex.open(tmp_path)


@pytest.mark.parametrize("name", [field.name for field in fields(Arrays)])
@pytest.mark.parametrize("kept", [0, 7, 0.5])
def test_a_damaged_index_is_no_crash(demo: Path, tmp_path: Path, name: str, kept: float) -> None:
    own = Path(shutil.copytree(demo / "search", tmp_path / "search"))
    damaged = own / f"{name}.npy"
    content = damaged.read_bytes()
    damaged.write_bytes(content[: int(kept * len(content)) if kept < 1 else int(kept)])
    with pytest.raises(BadArchive, match=r"the search index cannot be read.*byname build"):
        SearchIndex.open(own)


def test_an_array_that_is_missing_or_of_another_kind_is_told(demo: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(demo / "search", tmp_path / "search"))
    np.save(own / "said.npy", np.zeros(3))
    with pytest.raises(BadArchive, match="cannot be read"):
        SearchIndex.open(own)
    (own / "said.npy").unlink()
    with pytest.raises(BadArchive, match="cannot be read"):
        SearchIndex.open(own)


def test_spans_one_after_another() -> None:
    first, last = np.array([5, 9, 9]), np.array([7, 9, 11])
    assert spans(first, last).tolist() == [5, 6, 9, 10]
    assert spans(first[:0], last[:0]).tolist() == []


def test_each_thread_has_sums_of_its_own(people: SearchIndex) -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(people.working_space.total))
    thread.start()
    thread.join()
    assert people.working_space.total is people.working_space.total
    assert found[0] is not people.working_space.total


def test_whoever_has_no_name_is_nobodys_namesake(make: Maker) -> None:
    index = make(a={"birth": "1893"}, b={"birth": "1893"}, c={"name": "Ян", "surname": "y"})
    assert index.arrays.namesakes.tolist() == [0, 0, 0]
    assert index.shown(0)["name"] == ""


def test_a_word_that_sorts_before_figures_keeps_its_own_keys(make: Maker) -> None:
    index = make(p={"name": "X", "surname": "vorel", "birth_place": "'brno", "birth": "1890"})
    of_word = {index.arrays.words[row] for row in np.unique(index.arrays.key_words)}
    assert of_word == {b"'brno", b"vorel"}
