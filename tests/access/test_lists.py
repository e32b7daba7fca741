from __future__ import annotations

from pathlib import Path

import pytest

from byname.access.lists import list_of, lists_of, may_republish
from byname.archive.archive import Archive
from byname.errors import BadArchive, NotInSources


def test_every_list_says_what_it_is_and_under_which_terms(demo: Path) -> None:
    found = {one.name: one for one in lists_of(Archive.open(demo))}
    assert list(found) == ["cc1934", "high-command", "trials", "nkvd-leaders", "writers-artists"]
    trials = found["trials"]
    assert trials.universe.startswith("defendants of the three Moscow trials")
    assert trials.files[0][0] == "trials.csv"
    assert trials.republish
    assert list_of(Archive.open(demo), "trials") == trials


def test_a_list_that_is_none_is_not_found(demo: Path) -> None:
    with pytest.raises(NotInSources, match="there is no list 'rumours'"):
        list_of(Archive.open(demo), "rumours")


def test_lists_of_an_archive_that_is_not_built_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="is not built"):
        lists_of(Archive.create(tmp_path / "archive", "Tests"))


@pytest.mark.parametrize(
    ("licence", "shown"),
    [("CC-BY-4.0", True), ("All rights reserved", False), ("none stated", False), ("unknown", False)],
)
def test_a_licence_says_whether_entries_are_shown(licence: str, shown: bool) -> None:
    assert may_republish(licence) is shown
