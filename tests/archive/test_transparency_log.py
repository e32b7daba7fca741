"""The ledger as a transparency log: what others can check with it, also by the Go project's own packages."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from byname.archive.ledger import Ledger, LedgerEntry
from byname.archive.signed_notes import Note, Signer
from byname.archive.transparency_log import (
    CHECKPOINT,
    cosign,
    faults_of,
    own_faults,
    read_log,
    receipt,
    receipt_faults,
    write_log,
)
from byname.errors import BadArchive

GO_PACKAGES = Path("/usr/share/gocode")
KEY = Signer.new("archive.example.org/log")
WITNESS = Signer.new("witness.example.org")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger.in_file(tmp_path / "ledger.sqlite")
    made.create()
    yield made
    made.close()


def _grown(ledger: Ledger, number: int) -> list[LedgerEntry]:
    for _ in range(number):
        ledger.append("judgement", {"record_a": "a:0", "verdict": "same", "why": "Rykov"}, by="a historian")
    return list(ledger.all_entries())


def _rewritten(path: Path, names: dict[str, str]) -> None:
    """What an insider does who rewrites the past: the whole ledger anew, with other contents and sound hashes."""
    old = Ledger.in_file(path)
    entries = list(old.all_entries())
    old.close()
    path.unlink()
    new = Ledger.in_file(path)
    new.create()
    for entry in entries:
        said = {key: names.get(str(value), value) for key, value in entry.payload.items()}
        new.append(entry.kind, said, by=entry.by, at=entry.at)
    assert new.check() == []
    new.close()


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_a_log_is_sound_and_goes_on(ledger: Ledger, tmp_path: Path, size: int) -> None:
    log = tmp_path / "log"
    assert write_log(_grown(ledger, size), log, KEY).size == size
    assert faults_of(log, [KEY.verifier()]) == []
    early = Note.read((log / CHECKPOINT).read_text())
    assert write_log(_grown(ledger, 3), log, KEY).size == size + 3
    assert faults_of(log, [KEY.verifier()], early) == []
    fresh = tmp_path / "fresh"
    write_log(list(ledger.all_entries()), fresh, KEY)
    files = {path.relative_to(fresh) for path in fresh.rglob("*") if path.is_file()}
    assert files == {path.relative_to(log) for path in log.rglob("*") if path.is_file()}, "nothing outgrown is left"


def test_tiles_and_bundles_lie_where_the_specification_puts_them(ledger: Ledger, tmp_path: Path) -> None:
    write_log(_grown(ledger, 300), tmp_path / "log", KEY)
    found = sorted(
        path.relative_to(tmp_path / "log").as_posix() for path in tmp_path.glob("log/**/*") if path.is_file()
    )
    assert found == [
        "checkpoint", "keys", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1",
        "tile/entries/000", "tile/entries/001.p/44",
    ]  # fmt: skip
    assert (tmp_path / "log/tile/0/001.p/44").stat().st_size == 44 * 32
    name, size, root, empty = (tmp_path / "log/checkpoint").read_text().split("\n")[:4]
    assert (name, size, len(base64.b64decode(root)), empty) == ("archive.example.org/log", "300", 32, "")


def test_go_s_own_packages_find_every_entry_in_the_log(ledger: Ledger, tmp_path: Path) -> None:
    if shutil.which("go") is None or not (GO_PACKAGES / "src/golang.org/x/mod/sumdb").is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("Go and golang.org/x/mod are not installed")
        pytest.skip("Go and golang.org/x/mod are not installed")
    log, program = tmp_path / "log", tmp_path / "check_log"
    source = Path(__file__).parent / "other_hand" / "check_log.go"
    settings = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GO_PACKAGES),
        "GOCACHE": str(tmp_path / "cache"),
        "GOFLAGS": "",
    }
    subprocess.run(["go", "build", "-o", str(program), str(source)], env=settings, check=True)
    write_log(_grown(ledger, 301), log, KEY)
    early = tmp_path / "early"
    early.write_bytes((log / CHECKPOINT).read_bytes())
    write_log(_grown(ledger, 399), log, KEY)
    cosign(log, WITNESS, 1_800_000_000, None, [KEY.verifier()])
    told = [str(program), str(log), KEY.verifier().text, str(early)]
    assert subprocess.run(told, capture_output=True, text=True, check=True).stdout == "700 entries, 700 proved\n"
    tile = log / "tile/0/001"
    tile.write_bytes(bytes([tile.read_bytes()[0] ^ 1]) + tile.read_bytes()[1:])
    assert subprocess.run(told, capture_output=True, check=False).returncode == 1


def test_every_changed_byte_of_a_log_is_found(ledger: Ledger, tmp_path: Path) -> None:
    log = tmp_path / "log"
    write_log(_grown(ledger, 258), log, KEY)
    cosign(log, WITNESS, 7, None, [KEY.verifier()])
    tried = 0
    for path in [one for one in sorted(log.rglob("*")) if one.is_file()]:
        sound = path.read_bytes()
        for place in range(0, len(sound), max(1, len(sound) // 23)):
            path.write_bytes(sound[:place] + bytes([sound[place] ^ 4]) + sound[place + 1 :])
            assert own_faults(log), (path, place)
            tried += 1
        path.write_bytes(sound)
        path.rename(tmp_path / "away")
        assert own_faults(log) or "entries" in path.parts, path
        (tmp_path / "away").rename(path)
    assert tried > 100
    assert faults_of(log, [KEY.verifier()]) == []


def test_an_insider_who_rewrites_everything_is_found_by_an_earlier_checkpoint(tmp_path: Path) -> None:
    path, log = tmp_path / "ledger.sqlite", tmp_path / "log"
    honest = Ledger.in_file(path)
    honest.create()
    write_log(_grown(honest, 40), log, KEY)
    honest.close()
    kept = Note.read((log / CHECKPOINT).read_text())
    _rewritten(path, {"Rykov": "somebody else"})
    forged = Ledger.in_file(path)
    with pytest.raises(BadArchive, match="does not go on"):
        write_log(list(forged.all_entries()), log, KEY)
    shutil.rmtree(log)
    write_log(_grown(forged, 5), log, KEY)
    forged.close()
    assert faults_of(log, [KEY.verifier()]) == [], "in itself the forged log is sound"
    assert "the past was changed" in faults_of(log, [KEY.verifier()], kept)[0]
    with pytest.raises(BadArchive, match="the past was changed"):
        cosign(log, WITNESS, 1, kept, [KEY.verifier()])


def test_a_log_that_was_cut_or_is_another_is_found(ledger: Ledger, tmp_path: Path) -> None:
    write_log(_grown(ledger, 9), tmp_path / "log", KEY)
    late = Note.read((tmp_path / "log" / CHECKPOINT).read_text())
    write_log(list(ledger.all_entries())[:5], tmp_path / "short", KEY)
    assert "has 5 entries, and had 9" in faults_of(tmp_path / "short", [], late)[0]
    other = Signer.new("elsewhere.example.org")
    write_log(list(ledger.all_entries()), tmp_path / "other", other)
    assert "another log" in faults_of(tmp_path / "other", [], late)[0]
    assert "no signature of" in faults_of(tmp_path / "other", [KEY.verifier()])[0]
    with pytest.raises(BadArchive, match="the log is called"):
        write_log(list(ledger.all_entries()), tmp_path / "log", other)


def test_a_witness_replaces_its_own_line_and_keeps_those_of_others(ledger: Ledger, tmp_path: Path) -> None:
    log, second = tmp_path / "log", Signer.new("second.example.org")
    write_log(_grown(ledger, 2), log, KEY)
    for seconds, witness in ((1, WITNESS), (2, second), (3, WITNESS)):
        cosign(log, witness, seconds, None, [KEY.verifier()])
    assert faults_of(log, [KEY.verifier(), WITNESS.witness(), second.witness()]) == []
    assert len(read_log(log).note.signatures) == 3
    assert write_log(list(ledger.all_entries()), log, KEY).size == 2
    assert len(read_log(log).note.signatures) == 3, "cosignatures stay while the log stays as it is"


def test_a_receipt_holds_and_a_changed_one_does_not(ledger: Ledger, tmp_path: Path) -> None:
    log = tmp_path / "log"
    entries = _grown(ledger, 20)
    write_log(entries, log, KEY)
    keys = [KEY.verifier()]
    closed, opened = (receipt(entries[7], read_log(log), opened=way) for way in (False, True))
    assert receipt_faults(closed, keys) == receipt_faults(opened, keys) == []
    assert "Rykov" not in json.dumps(closed)
    assert receipt_faults(opened | {"payload": {"verdict": "different"}}, keys)
    assert receipt_faults(opened | {"salt": "no salt"}, keys) == ["the content is not what the entry committed to"]
    assert receipt_faults(opened | {"by": "somebody"}, keys)
    assert receipt_faults(opened | {"by": "some\ud800body"}, keys) == ["the content is not what the entry committed to"]
    assert receipt_faults(closed | {"proof": closed["proof"].replace("index 7", "index 8")}, keys)
    assert receipt_faults(closed | {"entry": closed["entry"].replace('"number":7', '"number":6')}, keys)
    assert receipt_faults(closed, [WITNESS.verifier()])
    nothing: list[Any] = [{}, [], None, {"proof": 1, "entry": ""}, {"proof": "a\n\nb", "entry": "{}"}]
    for no_receipt in nothing:
        assert receipt_faults(no_receipt, keys)


def test_after_erasure_no_name_is_in_ledger_or_log_and_every_proof_holds(tmp_path: Path) -> None:
    """Of invented names (10,000 with BYNAME_ATTACK) none is left in any byte, and no salt to try names with."""
    count = 10_000 if os.environ.get("BYNAME_ATTACK") else 300
    names = [f"Invented-{number:05}" for number in range(count)]
    path, log = tmp_path / "ledger.sqlite", tmp_path / "log"
    ledger = Ledger.in_file(path)
    ledger.create()
    for name in names:
        ledger.append("note", {"about": "a:0", "text": name}, by="a reader")
    ledger.append("import", {"source": "a"}, by="a keeper")
    write_log(list(ledger.all_entries()), log, KEY)
    kept = Note.read((log / CHECKPOINT).read_text())
    ledger.erase(range(count - 1), why="asked for", by="a keeper", kinds=("note",))
    erased = set(names[:-1])
    assert ledger.check() == []
    write_log(list(ledger.all_entries()), log, KEY)
    assert faults_of(log, [KEY.verifier()], kept) == []
    said = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert not [name for name in erased if name.encode() in said]
    assert [entry.kind for entry in ledger.entries("note")] == ["note"] * (count - len(erased))
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM ledger WHERE salt IS NULL").fetchone() == (len(erased),)
    connection.close()
    ledger.close()
