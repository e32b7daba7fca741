from __future__ import annotations

from pathlib import Path

from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.sources import sources_of, sources_rules


def test_sources_come_in_the_order_in_which_they_first_came(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    pairs = {name: write_list(tmp_path / "in", name, ROWS) for name in ("zeta", "alpha")}
    add_files(archive, pairs.values())
    write_list(tmp_path / "in", "zeta", ROWS[:1])
    add_files(archive, [pairs["zeta"]])
    sources = sources_of(archive)
    assert [source.name for source in sources] == ["zeta", "alpha"]
    assert sources_rules(sources) == (("zeta", False), ("alpha", False))
    assert [len(source.files) for source in sources] == [1, 1]
    assert sources[0].files[0].number > sources[1].files[0].number


def test_the_version_of_the_code_is_the_same_each_time_it_is_asked() -> None:
    assert code_version() == code_version()
    version, _, digest = code_version().partition("+")
    assert version[0].isdigit()
    assert len(digest) == 12
