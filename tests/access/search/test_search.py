from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.lists import files_of

from byname.access.search.index import SearchIndex, make_index
from byname.access.search.search import search, search_archive, search_index
from byname.archive.archive import Archive
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
    found = search(index, "Иванов ")
    assert found[0].name.startswith("Iwanow")
    assert (found[0].score, found[0].fit) == (100, "exact")


def test_an_initial_fits_a_name_that_begins_with_it_and_no_other(index: Path) -> None:
    person = search(index, "Тухачевский")[0].person_id
    fitting, other = (
        next(hit for hit in search(index, words, limit=50) if hit.person_id == person)
        for words in ("Тухачевский М", "Тухачевский К")
    )
    assert fitting.score > other.score
    assert (fitting.fit, other.fit) == ("forms", "part")


def test_a_hit_says_how_the_words_fit_and_how_many_have_the_name(index: Path) -> None:
    fits = {words: search(index, words)[0].fit for words in ("Бухарин ", "Бухарина ", "Бухорин ", "Бухарин Zzqqxxww ")}
    assert list(fits.values()) == ["exact", "forms", "similar", "part"]
    assert search(index, "Бухарин")[0].namesakes == 0


def test_a_year_finds_those_born_or_dead_in_it(index: Path) -> None:
    found = search(index, "1893", limit=100)
    assert len(found) > 3
    assert "1893" in (found[0].birth or "")
    assert found[0].fit == "exact"


def test_a_search_gives_no_more_than_its_limit_and_the_best(index: Path) -> None:
    many = search(index, "Иван", limit=50)
    assert len(many) > 5
    assert search(index, "Иван", limit=5) == many[:5]
    assert len(search(index, "Иван")) <= 20


@pytest.mark.parametrize("words", ["", "   ", ". , ;", "...", "Zzqqxxww"])
def test_words_that_say_nothing_find_nobody(index: Path, words: str) -> None:
    assert search(index, words) == []


def test_a_name_is_found_while_it_is_typed(index: Path) -> None:
    for typed in ("Тухач", "Tukhac", "Тухачевск"):
        assert search(index, typed)[0].name == TUKHACHEVSKY


def test_every_person_is_found_by_the_name_that_is_shown(index: Path) -> None:
    everyone = SearchIndex.open(index)
    missed = []
    for person in range(everyone.people):
        shown = everyone.shown(person)
        found = search_index(everyone, f"{shown['name']} {shown['birth'] or ''}", limit=3)
        if shown["person_id"] not in [hit.person_id for hit in found]:
            missed.append(shown["name"])
    assert everyone.people > 400
    assert missed == []


def test_an_index_made_again_answers_alike(demo: Path, index: Path, tmp_path: Path) -> None:
    make_index(demo / "tables", tmp_path)
    assert search(tmp_path, "Бухарин 1888") == search(index, "Бухарин 1888")


def test_an_archive_without_an_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="no search index") as refused:
        search(tmp_path, "Якир")
    assert "byname build" in str(refused.value)


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
    store = own_demo / "search" / "shown.npy"
    data = bytearray(store.read_bytes())
    data[len(data) // 2] ^= 1
    store.write_bytes(data)
    with pytest.raises(BadArchive, match="this file was changed since it was built"):
        search_archive(archive, "Yakir")
    (own_demo / "search" / ".made-from").unlink()
    with pytest.raises(BadArchive, match="the note of what was built here is missing or broken"):
        search_archive(archive, "Yakir")
