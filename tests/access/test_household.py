from __future__ import annotations

from pathlib import Path

import pytest

from byname.access.household import household_of
from byname.access.person import person_of
from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build

LIST = """\
source: book
title: An invented book
citation: made for tests
licence: CC0-1.0
language: et
universe: invented people
person_twice: false
standing: persecuted
entries: {unit: line, grammar: estonian-memento-r5}
"""
LINES = (
    "VANEM, Jaan, Mart, s. 1888; Vengerovo raj., surn. 12.03.42.",
    "Vanem, Liisa, Juhan, abikaasa, s. 1890; Vengerovo raj., surn. 01.02.43.",
    "Vanem, Kanari, Jaan, poeg, s. 1946; Vengerovo raj., vab. asum. 22.02.57.",
    "TEINE, Mart, Jaan, s. 1889; Vengerovo raj., surn. 01.02.43.",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("household")
    made = Archive.create(folder / "archive", "Tests")
    book, mapping = folder / "book.txt", folder / "book.yaml"
    book.write_text("\n".join(LINES), encoding="utf-8")
    mapping.write_text(LIST, encoding="utf-8")
    add_files(made, [(book, mapping)])
    build(made)
    return made


def test_a_household_is_shown_without_those_who_may_be_living(archive: Archive) -> None:
    (wife,) = household_of(archive, person_of(archive, "book:0")["person_id"])
    assert (wife.name, wife.relation, wife.death) == ("Vanem, Liisa, Juhan", "wife", "1943-02-01")
    (head,) = household_of(archive, wife.person_id)
    assert (head.person_id, head.relation) == (person_of(archive, "book:0")["person_id"], None)


def test_who_stands_alone_has_no_household(archive: Archive, demo: Path) -> None:
    assert household_of(archive, person_of(archive, "book:3")["person_id"]) == ()
    assert household_of(Archive.open(demo), person_of(Archive.open(demo), "trials:54")["person_id"]) == ()
