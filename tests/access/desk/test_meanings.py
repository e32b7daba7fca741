from __future__ import annotations

from pathlib import Path

import pytest
from tests.lists import MAPPING

from byname.access.desk.meanings import say_meaning, words_to_tell
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.pipeline.build import build


def test_a_word_that_nobody_understood_is_told_and_said_what_it_means(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    table, mapping = tmp_path / "one.csv", tmp_path / "one.yaml"
    table.write_text(
        "name,born,died,fate\nБухарин Николай,1888,1938,wurgled\nРыков Алексей,1881,1938,wurgled\n", "utf-8"
    )
    mapping.write_text(MAPPING.format(source="one") + "  outcome: fate\n", encoding="utf-8")
    add_files(archive, [(table, mapping)])
    build(archive)
    (word,), total = words_to_tell(archive)
    assert (word.source, word.field, word.text, word.count, word.said, total) == ("one", "outcome", "wurgled", 2, "", 1)
    assert "shot" in word.codes
    with pytest.raises(BadArchive, match="no code"):
        say_meaning(archive, word, "wurgled", by="clara")
    say_meaning(archive, word, "shot", by="clara")
    assert words_to_tell(archive)[0][0].said == "shot"
    build(archive)
    assert words_to_tell(archive) == ([], 0)
