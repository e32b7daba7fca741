"""Releases: the same bytes again, nobody who is withheld in them, checked by Python alone and by the validators."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.exports.conftest import Validators
from tests.lists import files_of

from byname.access.takedown import withhold
from byname.archive.archive import Archive
from byname.archive.signed_notes import Signer
from byname.errors import BadArchive, CannotWrite
from byname.exports.release.minisign import public_key
from byname.exports.release.ocfl import faults_of
from byname.exports.release.release import Released, release
from byname.exports.release.verify_release import main
from byname.pipeline.build import build

KEY = Signer.new("archive.example.org")
# Run in the environment of validators: whether a folder is an RO-Crate 1.2. The context is rocrate's own copy.
CRATE = """\
import pathlib
import sys
from unittest import mock

import rocrate
from requests import Response
from rocrate_validator import models, services

CONTEXT = (pathlib.Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()


def send(_session, request, **_):
    answer = Response()
    answer.url, answer.request = request.url, request
    answer.status_code = 200 if "ro/crate" in request.url else 404
    answer._content = CONTEXT if answer.status_code == 200 else b""
    answer.headers["Content-Type"] = "application/ld+json"
    return answer


with mock.patch("requests.adapters.HTTPAdapter.send", send):
    settings = models.ValidationSettings(
        rocrate_uri=sys.argv[1], profile_identifier="ro-crate-1.2", no_cache=True, skip_availability_check=True
    )
    result = services.validate(settings)
print("passed" if result.passed() else [issue.message for issue in result.get_issues()])
sys.exit(not result.passed())
"""


def _released(archive: Archive, out: Path) -> Released:
    return release(archive, out, KEY, lambda step, share: None)


@pytest.fixture(scope="module")
def released(small: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of a small archive with people who may be living."""
    out = tmp_path_factory.mktemp("release") / "out"
    made = _released(small, out)
    assert (made.version, made.key) == ("v1", public_key(KEY))
    return out


def _checked(out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The release checked as a stranger would: by the program in it, in a Python that has nothing else."""
    alone = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    told = [sys.executable, "-I", "-S", str(out / "verify_release.py"), str(out), *words]
    return subprocess.run(told, capture_output=True, text=True, encoding="utf-8", env=alone, check=False)


def test_the_same_archive_gives_the_same_release(small: Archive, released: Path, tmp_path: Path) -> None:
    _released(small, tmp_path / "again")
    assert files_of(tmp_path / "again") == files_of(released)
    with pytest.raises(BadArchive, match="nothing has changed since v1"):
        _released(small, tmp_path / "again")


def test_it_is_valid_and_is_listed_by_python_alone(released: Path) -> None:
    assert faults_of(released / "object") == []
    done = _checked(released, "--key", public_key(KEY))
    assert (done.returncode, "signed by the key given" in done.stdout) == (0, True), done.stdout + done.stderr
    for what in ("people", "sources", "figures"):
        listed = _checked(released, "--list", what).stdout
        assert int(listed.splitlines()[-2].split()[0]) > 0, what
    other = _checked(released, "--key", public_key(Signer.new("archive.example.org")))
    assert (other.returncode, "not one of this key" in other.stdout) == (1, True)


def test_the_program_says_what_it_finds(released: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same program, called from Python."""
    out = str(released)
    assert main([out, "--key", public_key(KEY)]) == 0
    for what in ("people", "sources", "figures"):
        assert main([out, "--list", what, "--limit", "2"]) == 0
    assert main([out, "--version", "v7"]) == main([str(tmp_path)]) == 1
    assert main([out, "--key", "no key"]) == main([out, "--key", public_key(Signer.new("another"))]) == 1
    copy = Path(shutil.copytree(released, tmp_path / "copy"))
    (copy / "object" / "v1" / "content" / "README.txt").write_text("something else")
    (copy / "object" / "v1" / "content" / "figures" / "motive.json").unlink()
    (copy / "object" / "inventory.json.sha512").write_text("0 inventory.json")
    shutil.rmtree(copy / "signatures")
    capsys.readouterr()
    assert main([str(copy), "--key", public_key(KEY)]) == 1
    said = capsys.readouterr().out
    for words in ("README.txt was changed", "motive.json is missing", "is not what the digest", "no signature of v1"):
        assert words in said


def test_whatever_is_changed_in_it_is_named(released: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(released, out)
    files = [path for path in sorted((out / "object").rglob("*")) if path.is_file() and "content" in path.parts]
    assert len(files) > 25
    for path in files[::3]:
        sound = path.read_bytes()
        path.write_bytes(bytes([sound[0] ^ 1]) + sound[1:])
        assert path.relative_to(out).as_posix() in _checked(out).stdout
        path.write_bytes(sound)
    (out / "object" / "v1" / "content" / "stranger").write_text("")
    assert "does not belong" in _checked(out).stdout
    (out / "object" / "inventory.json").write_text("{}")
    assert "cannot be read" in _checked(out).stdout


def test_validators_of_others_take_it(released: Path, validators: Validators) -> None:
    assert "is VALID" in validators.run(str(released / "object"), program="ocfl-validate.py")
    assert "passed" in validators.run("-", str(released / "object" / "v1" / "content"), text=CRATE)


def test_nobody_who_is_withheld_is_in_it(small: Archive, tmp_path: Path) -> None:
    archive = Archive.open(Path(shutil.copytree(small.folder, tmp_path / "archive")))
    assert _released(archive, tmp_path / "first").files > 25
    people = (tmp_path / "first/object/v1/content/tables/people.csv").read_text(encoding="utf-8").splitlines()[1:]
    person, name = people[0].split(",")[0], people[0].split(",")[1].strip('"').split()[0]
    assert name.encode() in b"".join(files_of(tmp_path / "first").values())
    withhold(archive, person, why="asked for by the family")
    build(archive, processes=1)
    _released(archive, tmp_path / "second")
    said = b"".join(files_of(tmp_path / "second").values())
    assert person.encode() not in said
    assert name.encode() not in said
    archive.ledger.close()


def test_a_later_release_is_the_next_version(small: Archive, tmp_path: Path) -> None:
    archive = Archive.open(Path(shutil.copytree(small.folder, tmp_path / "archive")))
    _released(archive, tmp_path / "out")
    archive = archive.set(archive.settings.changed("title", "Another title"))
    build(archive, processes=1)
    assert _released(archive, tmp_path / "out").version == "v2"
    assert faults_of(tmp_path / "out" / "object") == []
    assert "Another title" in (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")
    inventory = json.loads((tmp_path / "out/object/inventory.json").read_bytes())
    assert len(inventory["manifest"]) < 2 * len(inventory["versions"]["v1"]["state"]), "what is the same is there once"
    assert _checked(tmp_path / "out", "--version", "v1", "--key", public_key(KEY)).returncode == 0
    archive.ledger.close()


def test_a_folder_that_holds_something_else_is_let_be(small: Archive, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(CannotWrite, match="something else"):
        _released(small, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
