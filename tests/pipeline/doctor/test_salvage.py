"""A damaged archive is saved as far as it is sound; random damages, more of them with BYNAME_ATTACK=N."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest
from tests.lists import ROWS, what_differs, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.pipeline.build import build
from byname.pipeline.doctor.examination import examine
from byname.pipeline.doctor.salvage import save

TIMES = int(os.environ.get("BYNAME_ATTACK", "1"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built archive of two lists, with judgements."""
    folder = tmp_path_factory.mktemp("sound")
    archive = Archive.create(folder / "archive", "Tests")
    add_files(archive, [write_list(folder / "in", "one", ROWS), write_list(folder / "in", "two", ROWS[::-1])])
    for verdict in ("same", "different", "same"):
        archive.ledger.append("judgement", {"record_a": "one:0", "record_b": "two:0", "verdict": verdict, "why": "w"})
    build(archive, processes=1)
    archive.ledger.close()
    return folder / "archive"


@pytest.fixture
def damaged(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "archive"))


def _kinds(folder: Path) -> list[str]:
    archive = Archive.open(folder)
    found = [entry.kind for entry in archive.ledger.entries()]
    archive.ledger.close()
    return found


def test_what_is_whole_is_saved_entry_for_entry(damaged: Path, tmp_path: Path) -> None:
    before = Archive.open(damaged)
    head = before.ledger.head()
    (damaged / "tables" / "people.parquet").write_bytes(b"")
    saved = save(damaged, tmp_path / "saved")
    assert (saved.same_ledger, saved.decisions, saved.lost_originals) == (True, 6, ())
    after = Archive.open(saved.archive)
    assert after.ledger.check(head) == []
    assert after.settings == before.settings
    build(after, processes=1)
    assert what_differs(after) == []
    before.ledger.close()
    after.ledger.close()


def test_a_source_whose_original_is_lost_is_withdrawn_and_its_entries_are_kept(damaged: Path, tmp_path: Path) -> None:
    archive = Archive.open(damaged)
    (file,) = [file for file in archive.imported() if file.source == "one"]
    archive.original(file.sha256).write_bytes(b"nothing")
    archive.ledger.close()
    saved = save(damaged, tmp_path / "saved")
    assert (saved.same_ledger, saved.sources, saved.lost_originals, saved.entries) == (False, ("one",), ("one.csv",), 2)
    assert "Тухачевский" in (tmp_path / "saved" / "entries" / "one.jsonl").read_text(encoding="utf-8")
    after = Archive.open(saved.archive)
    assert [file.source for file in after.imported()] == ["two"]
    assert _kinds(saved.archive).count("judgement") == 3
    assert build(after, processes=1).files
    after.ledger.close()


def test_a_page_of_the_ledger_that_is_gone_costs_its_own_decisions_alone(damaged: Path, tmp_path: Path) -> None:
    archive = Archive.open(damaged)
    for number in range(400):
        archive.ledger.append("note", {"text": f"note {number} " + "x" * 200})
    archive.ledger.close()
    path = damaged / "ledger.sqlite"
    content = bytearray(path.read_bytes())
    assert len(content) > 20 * 4096
    content[10 * 4096 : 11 * 4096] = bytes(4096)
    path.write_bytes(bytes(content))
    saved = save(damaged, tmp_path / "saved")
    assert saved.decisions > 350
    assert 0 < len(saved.lost_decisions) < 50
    assert saved.decisions + len(saved.lost_decisions) == 406
    assert _kinds(saved.archive)[-1] == "salvage"


def test_lost_settings_come_from_the_ledger_and_without_one_protect_all(damaged: Path, tmp_path: Path) -> None:
    (damaged / "byname.toml").write_bytes(b"\xff")
    first = Archive.open(save(damaged, tmp_path / "first").archive)
    assert (first.title, first.protect_born_from) == ("Tests", 1926)
    (damaged / "ledger.sqlite").unlink()
    second = Archive.open(save(damaged, tmp_path / "second").archive)
    assert second.protect_born_from == 1850
    for archive in (first, second):
        archive.ledger.close()


def test_nothing_is_written_over(damaged: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("kept")
    with pytest.raises(BadArchive, match="not empty"):
        save(damaged, tmp_path / "full")


def test_whatever_is_damaged_is_told_and_the_rest_is_saved(sound: Path, tmp_path: Path) -> None:
    """Twenty cases (N times as many with BYNAME_ATTACK=N): bits, cut files, rubbish, lost files, three at once."""
    chance = random.Random(3)
    tried = 0
    for case in range(20 * TIMES):
        folder, out = tmp_path / "archive", tmp_path / "saved"
        shutil.copytree(sound, folder)
        files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.stat().st_size]
        hit = chance.sample(files, chance.randint(1, 3))
        for path in hit:
            _damage(path, chance)
        told = examine(folder, lambda step, share: None)
        assert told or all(path.name in (".lock", "ledger.mark") for path in hit), (case, hit)
        whole = {path.name for path in (sound / "originals").iterdir()} - {path.name for path in hit}
        saved = save(folder, out)
        assert whole <= {path.name for path in (saved.archive / "originals").iterdir()}, (case, hit)
        if not any(path.name == "ledger.sqlite" for path in hit):
            assert saved.decisions == 6, (case, hit)
        again = Archive.open(saved.archive)
        assert again.ledger.check() == []
        again.ledger.close()
        tried += 1
        shutil.rmtree(folder)
        shutil.rmtree(out)
    assert tried >= 20


def _damage(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    match chance.randint(0, 3):
        case 0:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        case 1:
            del content[chance.randrange(len(content)) :]
        case 2:
            at = chance.randrange(len(content))
            content[at : at + 64] = chance.randbytes(64)
        case _:
            path.unlink()
            return
    path.write_bytes(bytes(content))
