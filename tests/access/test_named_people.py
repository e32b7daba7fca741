from __future__ import annotations

from pathlib import Path

from tests.served import small_archive

from byname.access.memorial import names_of
from byname.access.named_people import named_people
from byname.archive.archive import Archive


def test_everybody_has_all_names_years_and_lists(demo: Path) -> None:
    archive = Archive.open(demo)
    named = named_people(archive)
    assert named.people["person_id"].to_list() == names_of(archive)["person_id"].to_list()
    words = dict(named.names.group_by("person").agg("words").iter_rows())
    (row,) = [row for row, name in enumerate(named.people["name"]) if "Тухачевский" in name]
    assert {"Тухачевский, М. Н.", "М. Н. Тухачевский"} & set(words[row])
    assert len(words[row]) > 1
    assert "1937" in named.people["years"][row]
    assert named.people["lists"][row].to_list() == ["cc1934", "high-command", "trials"]


def test_nobody_who_may_be_living_is_named(tmp_path: Path) -> None:
    named = named_people(small_archive(tmp_path))
    assert named.people.height > 4
    assert "kanari" not in repr((named.people.rows(), named.names.rows())).lower()
