from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest
from tests.lists import files_of

from byname.access.search import (
    SearchSettings,
    _searcher,
    forms_of,
    make_index,
    read_documents,
    same_documents,
    search,
    search_archive,
)
from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables
from byname.errors import BadArchive

TUKHACHEVSKY = "М. Н. Тухачевский"


@pytest.fixture
def index(demo: Path) -> Path:
    """The search index of the demonstration archive."""
    return demo / "search"


@pytest.mark.parametrize(
    "spelling",
    ["Тухачевский", "ТУХАЧЕВСКИЙ", "Tukhachevsky", "Tuchatschewski", "Tuhhatševski", "Tuchaczewski", "Tuhachevskij"],
)
def test_any_spelling_finds_the_person(index: Path, spelling: str) -> None:
    best = search(index, spelling)[0]
    assert (best.name, best.death, best.lists) == (TUKHACHEVSKY, "1937-06-12", "cc1934, high-command, trials")


@pytest.mark.parametrize("words", ["Yakir", "Якир", "Jakir"])
def test_a_person_whose_name_is_shown_in_another_script_is_found(index: Path, words: str) -> None:
    assert search(index, words)[0].death == "1937-06-12"


def test_who_fits_all_words_comes_before_who_fits_some(index: Path) -> None:
    found = search(index, "Ivan 1893")
    assert found[0].birth == "1893"
    assert found[0].name.startswith("Iwanow")
    assert found[0].score > found[1].score
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_surname_counts_before_the_name_of_a_father(index: Path) -> None:
    found = search(index, "Иванов")
    assert found[0].name.startswith("Iwanow")
    assert found[0].score == 100 + SearchSettings.default().surname_bonus


def test_an_initial_fits_a_name_that_begins_with_it_and_no_other(index: Path) -> None:
    person = search(index, "Тухачевский")[0].person_id
    fitting, other = (
        next(hit.score for hit in search(index, words, limit=50) if hit.person_id == person)
        for words in ("Тухачевский М", "Тухачевский К")
    )
    bonus = SearchSettings.default().surname_bonus
    assert (fitting, other) == (100 + bonus, 50 + bonus)  # an initial that fits no name of his counts nothing


def test_a_year_finds_those_born_or_dead_in_it(index: Path) -> None:
    found = search(index, "1893", limit=100)
    assert len(found) > 3
    assert all("1893" in (hit.birth or "") + (hit.death or "") for hit in found if hit.score == 100)
    assert found[0].score == 100


def test_a_search_gives_no_more_than_its_limit_and_the_best(index: Path) -> None:
    many = search(index, "Иван", limit=50)
    assert len(many) > 5
    assert search(index, "Иван", limit=5) == many[:5]
    assert len(search(index, "Иван")) <= 20


@pytest.mark.parametrize("words", ["", "   ", ". , ;", "...", "Zzqqxxww"])
def test_words_that_say_nothing_find_nobody(index: Path, words: str) -> None:
    assert search(index, words) == []


def test_a_word_has_a_form_for_each_transliteration_and_as_a_patronymic() -> None:
    assert "tuhachevski" in forms_of("Тухачевский")
    assert "tuhachevski" in forms_of("Tuchatschewski")
    assert "ivan" in forms_of("Иванович")
    assert forms_of("Иван") == list(dict.fromkeys(forms_of("Иван")))


def test_an_index_holds_every_person_once_and_knows_other_tables(index: Path, demo: Path, own_demo: Path) -> None:
    documents = read_documents(index)
    people = DerivedTables(demo / "tables").read("people", ["person_id"])
    assert documents["person_id"].to_list() == people["person_id"].sort().to_list()
    assert same_documents(documents, demo / "tables")
    path = own_demo / "tables" / "people.parquet"
    pl.read_parquet(path).with_columns(name=pl.col("name") + " Other").write_parquet(path)
    assert not same_documents(documents, own_demo / "tables")


def test_an_index_made_again_answers_alike(demo: Path, index: Path, tmp_path: Path) -> None:
    make_index(demo / "tables", tmp_path)
    assert read_documents(tmp_path).equals(read_documents(index))
    assert search(tmp_path, "Бухарин 1888") == search(index, "Бухарин 1888")


def test_an_archive_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="no search index") as refused:
        search(tmp_path, "Якир")
    assert "byname build" in str(refused.value)


@pytest.mark.parametrize("name", ["*.term", "*.idx", "*.store", "meta.json"])
@pytest.mark.parametrize("kept", [0, 7, 0.5])
def test_a_damaged_index_is_no_crash(index: Path, tmp_path: Path, name: str, kept: float) -> None:
    own = Path(shutil.copytree(index, tmp_path / "search"))
    (damaged,) = own.glob(name)
    content = damaged.read_bytes()
    damaged.write_bytes(content[: int(kept * len(content)) if kept < 1 else int(kept)])
    for read in (lambda: search(own, "Якир"), lambda: read_documents(own)):
        with pytest.raises(BadArchive, match="the search index cannot be read") as refused:
            read()
        assert "byname build" in str(refused.value)


def test_whoever_stops_a_search_is_not_told_that_the_index_is_damaged(index: Path) -> None:
    with pytest.raises(KeyboardInterrupt), _searcher(index):
        raise KeyboardInterrupt


@contextmanager
def _unable_to_write() -> Iterator[None]:
    """The owner of the machine may write everywhere; for a while this is nobody in particular."""
    if os.geteuid():
        yield
        return
    os.setresuid(65534, 65534, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_an_index_in_a_folder_that_cannot_be_written_is_read(index: Path) -> None:
    wanted = search(index, "Yakir")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        own = Path(shutil.copytree(index, Path(folder) / "search"))
        for path in own.iterdir():
            path.chmod(0o444)
        before = files_of(own)
        own.chmod(0o555)
        with _unable_to_write():
            assert not os.access(own, os.W_OK)
            assert search(own, "Yakir") == wanted
        own.chmod(0o755)
        assert files_of(own) == before


def test_those_who_may_be_living_are_counted_and_not_shown(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    open_, none = search_archive(archive, "Иван", limit=200, protected=False)
    assert none == 0
    archive = archive.set(archive.settings.changed("protect_born_from", "1850"))
    shown, withheld = search_archive(archive, "Иван", limit=200)
    assert 0 < withheld < len(open_)
    hidden = {hit.person_id for hit in open_} - {hit.person_id for hit in shown}
    assert len(hidden) == withheld
    assert not any(hit.death for hit in open_ if hit.person_id in hidden)
    assert [hit for hit in open_ if hit.person_id not in hidden] == shown  # in the same order


def test_an_index_that_was_changed_is_refused_by_a_search_of_the_archive(own_demo: Path) -> None:
    archive = Archive.open(own_demo)
    assert search_archive(archive, "Yakir")[0]
    store = next((own_demo / "search").glob("*.store"))
    data = bytearray(store.read_bytes())
    data[len(data) // 2] ^= 1
    store.write_bytes(data)
    with pytest.raises(BadArchive, match="this file was changed since it was built"):
        search_archive(archive, "Yakir")
    (own_demo / "search" / ".made-from").unlink()
    with pytest.raises(BadArchive, match="the note of what was built here is missing or broken"):
        search_archive(archive, "Yakir")
