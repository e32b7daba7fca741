from __future__ import annotations

from pathlib import Path

import pytest
from tests.lists import write_list

from byname.access.review import binding_judgements, judge, judgements_of, orphaned
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build

FIRST = [("Бухарин Николай Иванович", "1888", "15.03.1938"), ("Рыков Алексей Иванович", "1881", "15.03.1938")]
SECOND = [("Бухарин, Н. И.", "1888", ""), ("Рыков, А. И.", "1881", "")]
OTHERS = [("Зиновьев Григорий Евсеевич", "1883", "25.08.1936"), ("Каменев Лев Борисович", "1883", "25.08.1936")]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two lists with a judged pair."""
    made = Archive.create(tmp_path / "a", "A")
    add_files(made, [write_list(tmp_path / "lists", "first", FIRST), write_list(tmp_path / "lists", "second", SECOND)])
    build(made)
    judge(made, "first:1", "second:1", "same", by="anna", why="posts", adjudicates=False)
    return made


def _again(archive: Archive, folder: Path, rows: list[tuple[str, str, str]]) -> None:
    add_files(archive, [write_list(folder, "first", rows)])
    build(archive)


def test_a_judgement_follows_its_row_to_another_place(archive: Archive, tmp_path: Path) -> None:
    _again(archive, tmp_path / "new", [*OTHERS, FIRST[1], FIRST[0]])
    assert binding_judgements(archive).rows() == [("first:2", "second:1", "same")]
    assert orphaned(archive) == []


def test_a_row_that_kept_its_place_and_name_is_the_same_though_a_cell_was_corrected(
    archive: Archive, tmp_path: Path
) -> None:
    _again(archive, tmp_path / "new", [FIRST[0], (FIRST[1][0], "1881", "15.03.38")])
    assert binding_judgements(archive).rows() == [("first:1", "second:1", "same")]


def test_a_row_with_a_corrected_cell_is_known_by_its_name_at_another_place(archive: Archive, tmp_path: Path) -> None:
    _again(archive, tmp_path / "new", [OTHERS[0], OTHERS[1], (FIRST[1][0], "1882", "")])
    assert binding_judgements(archive).rows() == [("first:2", "second:1", "same")]


def test_a_judgement_whose_row_is_gone_is_listed_and_never_put_on_another(archive: Archive, tmp_path: Path) -> None:
    _again(archive, tmp_path / "new", [FIRST[0], OTHERS[0]])
    assert binding_judgements(archive).rows() == []
    assert [word.pair for word in orphaned(archive)] == [("first:1", "second:1")]
    _again(archive, tmp_path / "back", [OTHERS[0], FIRST[0], FIRST[1]])
    assert [word.pair for word in judgements_of(archive).binding] == [("first:2", "second:1")]
    assert orphaned(archive) == []


def test_a_name_that_two_rows_have_is_no_way_to_know_one_again(archive: Archive, tmp_path: Path) -> None:
    name = FIRST[1][0]
    _again(archive, tmp_path / "new", [(name, "1891", ""), OTHERS[0], (name, "1871", "")])
    assert binding_judgements(archive).rows() == []
    assert len(orphaned(archive)) == 1
