from __future__ import annotations

from pathlib import Path

import pytest
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.meanings import give_meaning, meanings_of, with_meanings
from byname.archive.sources import sources_of
from byname.errors import BadArchive
from byname.sources.mapping import FieldSource, SourceMapping


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An archive with one small list."""
    made = Archive.create(tmp_path / "a", "A")
    add_files(made, [write_list(tmp_path / "lists", "small", ROWS)])
    return made


def test_the_last_word_on_a_text_counts_in_any_case_of_its_letters(archive: Archive) -> None:
    give_meaning(archive, "small", "outcome", "К высшей мере", "shot")
    give_meaning(archive, "small", "outcome", "к высшей МЕРЕ ", "executed")
    assert meanings_of(archive) == {"small": {"outcome": {"к высшей мере": "executed"}}}
    (source,) = sources_of(archive)
    assert source.said == '{"outcome": {"к высшей мере": "executed"}}'


@pytest.mark.parametrize(
    ("source", "field", "code", "what"),
    [("none", "outcome", "shot", "no source"), ("small", "outcom", "shot", "no field"),
     ("small", "birth_date", "1893", "no field"), ("small", "outcome", "quux", "no code")],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    archive: Archive, source: str, field: str, code: str, what: str
) -> None:
    with pytest.raises(BadArchive, match=what):
        give_meaning(archive, source, field, "text", code)
    assert meanings_of(archive) == {}


def test_what_the_mapping_itself_says_goes_before() -> None:
    where = FieldSource(("o",), values={"x": "shot"})
    mapping = SourceMapping("S", {"und": "S"}, "c", "MIT", "ru", "u", person_twice=False, fields={"outcome": where})
    read = with_meanings(mapping, {"outcome": {"x": "died", "y": "released"}, "gender": {"1": "male"}})
    assert read.fields["outcome"].values == {"x": "shot", "y": "released"}
    assert with_meanings(mapping, {}) is mapping
