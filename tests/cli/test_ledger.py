from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest
from tests.commands import run
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with a list and a judgement, and the keys of its log and of a witness."""
    archive = Archive.create(tmp_path / "archive", "Tests")
    add_files(archive, [write_list(tmp_path / "in", "one", ROWS)])
    archive.ledger.append("judgement", {"record_a": "one:0", "record_b": "one:1", "verdict": "same"}, by="a historian")
    for name in ("log", "witness"):
        made = run("ledger", "key", f"{name}.example.org", "--out", tmp_path / name, "--json")
        (tmp_path / f"{name}.pub").write_text(json.loads(made.stdout)[name])
    return archive.folder


def test_a_log_is_written_checked_witnessed_and_goes_on(folder: Path, tmp_path: Path) -> None:
    keys: list[str | Path] = ["--with", tmp_path / "log.pub"]
    assert "holds 3 entries" in run("ledger", "log", folder, "--key", tmp_path / "log").stdout
    assert "No signature was checked" in run("ledger", "check", folder / "log").stdout
    seen = tmp_path / "seen"
    witness: list[str | Path] = [
        "ledger",
        "witness",
        folder / "log",
        "--key",
        tmp_path / "witness",
        *keys,
        "--earlier",
        seen,
    ]
    assert run(*witness).returncode == 0
    assert seen.read_bytes() == (folder / "log" / "checkpoint").read_bytes()
    Archive.open(folder).ledger.append("note", {"text": "later"})
    run("ledger", "log", folder, "--key", tmp_path / "log")
    done = run("ledger", "check", folder / "log", *keys, "--earlier", seen, "--json")
    assert json.loads(done.stdout)["size"] == 4
    assert run(*witness).returncode == 0
    assert run("ledger", "check", folder / "log", *keys, "--with", tmp_path / "witness.pub").returncode == 0


def test_a_receipt_shows_a_decision_to_somebody_who_has_only_the_key(folder: Path, tmp_path: Path) -> None:
    run("ledger", "log", folder, "--key", tmp_path / "log")
    receipt = tmp_path / "receipt.json"
    keys: list[str | Path] = ["--with", tmp_path / "log.pub"]
    assert run("ledger", "receipt", folder, "2", "--out", receipt, "--opened").returncode == 0
    assert json.loads(receipt.read_text())["by"] == "a historian"
    assert run("ledger", "check-receipt", receipt, *keys).returncode == 0
    receipt.write_text(receipt.read_text().replace("a historian", "another"))
    done = run("ledger", "check-receipt", receipt, *keys)
    assert (done.returncode, "not what the entry committed to" in done.stderr) == (1, True)
    assert "no entry 9" in run("ledger", "receipt", folder, "9", "--out", receipt).stderr


def test_decisions_are_listed_and_an_erased_one_is_named_as_such(folder: Path) -> None:
    assert "one:0 one:1 same" in run("ledger", "list", folder).stdout
    assert run("ledger", "erase", folder, "2", "--why", "asked for").returncode == 0
    listed = run("ledger", "list", folder).stdout
    assert "(erased)" in listed
    assert "a historian" not in listed
    kinds = [one["kind"] for one in json.loads(run("ledger", "list", folder, "--json").stdout)["entries"]]
    assert kinds == ["settings", "import", "judgement", "erasure"]


def test_a_key_is_readable_by_its_owner_alone_and_never_written_over(folder: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o600
    before = (tmp_path / "log").read_text()
    done = run("ledger", "key", "another.example.org", "--out", tmp_path / "log")
    assert (done.returncode, "there already" in done.stderr) == (1, True)
    assert (tmp_path / "log").read_text() == before


@pytest.mark.parametrize("words", [["check", "LOG", "--with", "no key"], ["check", "LOG", "--earlier", "LIST"],
                                   ["log", "DIR", "--key", "LIST"], ["check", "NOWHERE"], ["check-receipt", "LIST"],
                                   ["witness", "LOG", "--key", "KEY"]])  # fmt: skip
def test_a_wrong_file_is_one_clear_error(folder: Path, tmp_path: Path, words: list[str]) -> None:
    run("ledger", "log", folder, "--key", tmp_path / "log")
    named = {"LOG": folder / "log", "DIR": folder, "LIST": tmp_path / "in" / "one.csv", "NOWHERE": tmp_path / "nowhere",
             "KEY": tmp_path / "witness"}  # fmt: skip
    done = run("ledger", *(named.get(word, word) for word in words))
    assert done.returncode == 1
    assert done.stderr.startswith("byname ledger ")
    assert "Traceback" not in done.stderr


def test_verify_names_a_log_that_was_changed_or_is_of_another_ledger(folder: Path, tmp_path: Path) -> None:
    run("ledger", "log", folder, "--key", tmp_path / "log")
    run("build", folder)
    assert run("verify", folder, "--quick").returncode == 0
    tile = next(folder.glob("log/tile/0/*.p/*"))
    sound = tile.read_bytes()
    tile.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    assert "log: the tiles of the log have another root" in run("verify", folder, "--quick").stderr
    shutil.rmtree(folder / "log")
    other = Archive.create(tmp_path / "other", "Another")
    run("ledger", "log", other.folder, "--key", tmp_path / "log", "--out", folder / "log")
    assert "does not go on from its log" in run("verify", folder, "--quick").stderr
