from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from byname.access import shared_audits
from byname.access.shared_audits import share_audit, shared_audit, take_away
from byname.archive.archive import Archive
from byname.errors import BadRecord, NotInSources


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive.create(tmp_path / "archive", "Tests")
    made.settings = replace(made.settings, share_audits=True)
    return made


def test_a_text_is_found_by_its_id_alone_and_taken_away_by_its_word_alone(archive: Archive) -> None:
    id, word = share_audit(archive, "In 1937 …", [{"words": "1937", "leave_out": True}])
    other, _ = share_audit(archive, "In 1937 …", [])
    assert id != other
    kept = shared_audit(archive, id)
    assert (kept.text, kept.corrections) == ("In 1937 …", ({"words": "1937", "leave_out": True},))
    with pytest.raises(BadRecord):
        take_away(archive, id, id)
    take_away(archive, id, word)
    with pytest.raises(NotInSources):
        shared_audit(archive, id)
    assert shared_audit(archive, other).text == "In 1937 …"


def test_the_folder_tells_no_address_and_an_id_leads_to_no_other_file(archive: Archive) -> None:
    id, word = share_audit(archive, "In 1937 …", [])
    (file,) = (archive.folder / "desk" / "audits").iterdir()
    assert id not in file.name
    assert id not in file.read_text(encoding="utf-8")
    assert word not in file.read_text(encoding="utf-8")
    for wrong in (file.stem, "../desk/audits/" + file.stem, "../../byname.toml", "", "\0"):
        with pytest.raises(NotInSources):
            shared_audit(archive, wrong)


def test_nothing_is_kept_or_shown_where_it_is_not_allowed(archive: Archive) -> None:
    id, _ = share_audit(archive, "In 1937 …", [])
    for said in (None, False):
        archive.settings = replace(archive.settings, share_audits=said)
        with pytest.raises(NotInSources):
            shared_audit(archive, id)
        with pytest.raises(BadRecord):
            share_audit(archive, "In 1938 …", [])


def test_an_archive_holds_only_so_many(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_audits, "MOST_SHARED", 2)
    for _ in range(2):
        share_audit(archive, "In 1937 …", [])
    with pytest.raises(BadRecord, match="too many"):
        share_audit(archive, "In 1937 …", [])
