from __future__ import annotations

import shutil
from pathlib import Path

from tests.commands import data_of, run

from byname.access.desk.contributions import contribute
from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore


def test_whoever_keeps_the_archive_is_told_how_to_reach_a_writer(demo: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(demo, tmp_path / "archive"))
    assert run("readers", folder).stdout == "Nobody wrote anything.\n"
    archive = Archive.open(folder)
    store = DeskStore(archive)
    store.create()
    contribute(archive, store, "trials:54", "more", "I know more of him.", contact="ina@example.org")
    (one,) = data_of("readers", folder)["words"]
    assert (one["about"], one["state"], one["contact"]) == ("trials:54", "waiting", "ina@example.org")
    assert "ina@example.org" in run("readers", folder).stdout
