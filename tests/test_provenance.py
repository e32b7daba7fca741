from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
from provenance.__main__ import NAME, _to_sign, faults, signed, statement

from byname.archive.signed_notes import Signer

ROOT = Path(__file__).resolve().parents[1]
KEY, OTHER = Signer.new("byname.example.org/releases"), Signer.new("byname.example.org/releases")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, and beside its files two that were built."""
    folder = tmp_path / "repository"
    (folder / "dist").mkdir(parents=True)
    (folder / "requirements.lock").write_text("numpy==2\n")
    (folder / ".gitignore").write_text("dist\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"]
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
    for name in ("byname-0.1.0-py3-none-any.whl", "byname-0.1.0.tar.gz"):
        (folder / "dist" / name).write_text(name)
    return folder


def _run(repository: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "provenance", str(repository / "dist"), "--repository", str(repository)]
    return subprocess.run([*command, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_files_were_built_from_is_signed_and_checked(repository: Path, tmp_path: Path) -> None:
    dist, key = repository / "dist", tmp_path / "key"
    key.write_text(KEY.text)
    assert _run(repository, "--key", key).returncode == 0
    assert _run(repository, "--check", KEY.verifier().text).returncode == 0
    said = json.loads(base64.b64decode(json.loads((dist / NAME).read_text())["payload"]))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repository, capture_output=True, text=True, check=True)
    (source, lock) = said["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert source["digest"] == {"gitCommit": commit.stdout.strip()}
    assert lock["name"] == "requirements.lock"
    assert [one["name"] for one in said["subject"]] == ["byname-0.1.0-py3-none-any.whl", "byname-0.1.0.tar.gz"]
    (repository / "requirements.lock").write_text("numpy==3\n")
    assert "not as it was committed" in _run(repository, "--key", key).stderr


def test_whatever_was_changed_afterwards_is_found(repository: Path) -> None:
    dist = repository / "dist"
    assert "cannot be read" in faults(dist, KEY.verifier())[0]
    envelope = signed(statement(dist, repository), KEY)
    (dist / NAME).write_text(json.dumps(envelope))
    assert faults(dist, KEY.verifier()) == []
    assert faults(dist, OTHER.verifier()) == [f"{NAME} is not signed by {OTHER.name}"]
    (dist / "byname-0.1.0.tar.gz").write_text("another")
    (dist / "stranger").write_text("x")
    assert faults(dist, KEY.verifier()) == [
        "byname-0.1.0.tar.gz is not what was built",
        f"stranger is missing, or not in {NAME}",
    ]
    payload = base64.b64decode(envelope["payload"]).replace(b"byname-0.1.0.tar.gz", b"byname-0.1.1.tar.gz")
    (dist / NAME).write_text(json.dumps(envelope | {"payload": base64.b64encode(payload).decode()}))
    assert faults(dist, KEY.verifier()) == [f"{NAME} is not signed by {KEY.name}"]
    (dist / NAME).write_text(json.dumps(envelope | {"payloadType": "text/plain"}))
    assert faults(dist, KEY.verifier()) == [f"{NAME} is not signed by {KEY.name}"]


def test_what_is_signed_is_what_the_format_says() -> None:
    assert _to_sign(b"{}") == b"DSSEv1 28 application/vnd.in-toto+json 2 {}"
