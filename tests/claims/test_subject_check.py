from __future__ import annotations

from pathlib import Path

import pytest
from tests.claims.conftest import HEAD, SOURCE

from byname.claims.lexicon.entities import gazetteer
from byname.claims.lexicon.subject_pack import pack_folder
from byname.claims.subject_check import MOST_TOLD, check_subject, list_mistakes, sound_subject
from byname.errors import BadSubject

ENTRIES = """
- {id: ruritania, kind: place, words: {en: [Ruritania], ru: [Руритания]}}
- {id: sailors, kind: group, words: [sailors], place: ruritania}
- {id: king, kind: office, words: [king]}
"""


def write(folder: Path, entries: str = ENTRIES, *figures: str) -> Path:
    (folder / "subject.yaml").write_text("name: The Ruritanian rising\n", encoding="utf-8")
    (folder / "gazetteer.yaml").write_text(entries, encoding="utf-8")
    rows = [f"{figure},{SOURCE},popular" for figure in figures]
    (folder / "figures.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return folder


def test_each_figure_is_told_as_it_is_read(tmp_path: Path) -> None:
    check = check_subject(write(tmp_path, ENTRIES, "r-1,Rising,killed,,900,,persons,1921,1921,Ruritania,sailors"))
    (figure,) = check.figures
    assert (figure.predicate, figure.group, figure.place) == ("kill", "sailors", "ruritania")
    assert (figure.period, figure.value) == ("1921", "900 persons")
    assert (check.name, check.entries, check.facts, check.mistakes) == ("The Ruritanian rising", 3, 0, ())


def test_what_an_author_should_look_at_is_a_remark(tmp_path: Path) -> None:
    figures = (
        "r-1,Rising,seen,,900,,persons,,,Graustark,dragoons",
        "r-2,Rising,to be shot,,9,,persons,1921,,Ruritania,",
    )
    told = [str(remark) for remark in check_subject(write(tmp_path, ENTRIES, *figures)).remarks]
    for words in (
        "king: this office has no holders",
        "r-1: its words say nothing that is counted",
        "r-1: it has no period",
        "r-1: its group holds words of no entry: dragoon",
        "r-1: its place is no entry: graustark",
    ):
        assert any(words in line for line in told), words
    assert not any("r-2" in line for line in told)


def test_an_entry_that_no_text_can_name_and_an_ordinary_word_are_mistakes(tmp_path: Path) -> None:
    entries = ENTRIES + "- {id: dash, kind: organ, words: ['-']}\n- {id: all, kind: organ, words: [the]}\n"
    told = [str(mistake) for mistake in check_subject(write(tmp_path, entries)).mistakes]
    assert ["dash: no text can name it" in told[0], "all: any text has this word" in told[1]] == [True, True]


def test_a_folder_that_is_no_subject_is_refused_and_one_with_mistakes_is_not_used(tmp_path: Path) -> None:
    with pytest.raises(BadSubject, match=r"no subject\.yaml"):
        check_subject(tmp_path)
    assert sound_subject(write(tmp_path)) == tmp_path
    wrong = "".join(f"- {{id: e{number}, kind: thing, words: [x{number}]}}\n" for number in range(MOST_TOLD + 2))
    with pytest.raises(BadSubject, match="and 2 more"):
        sound_subject(write(tmp_path, wrong))
    found = check_subject(tmp_path).mistakes
    assert str(list_mistakes(tmp_path, found)).count("the kind 'thing'") == MOST_TOLD + 2
    assert "ruritania" not in gazetteer()


def test_a_mistake_in_a_table_is_told_before_anything_is_read(tmp_path: Path) -> None:
    row = "r-1,Rising,killed,900,,3,persons,1921,1921,Ruritania,sailors"
    (mistake,) = check_subject(write(tmp_path, ENTRIES, row)).mistakes
    assert str(mistake) == "figures.csv, row 2: value_low 900 lies above value_high 3"


def test_the_shipped_subject_has_no_mistakes() -> None:
    check = check_subject(pack_folder())
    assert check.mistakes == ()
    assert len(check.figures) > 900
