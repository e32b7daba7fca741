"""How Byname reaches a machine: the lock of what it needs to run, the bundle without a network, the container."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from distribution.bundle import SUMS, finish, main

ROOT = Path(__file__).resolve().parents[1]


def pins(name: str) -> set[tuple[str, str]]:
    """The packages of a lock with their versions."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+)(?:\[[\w,-]+\])?==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements-run.lock", "requirements-build.lock"])
def test_what_runs_is_what_was_tested(name: str) -> None:
    assert pins(name) <= pins("requirements.lock")
    assert (ROOT / name).read_text(encoding="utf-8").count("--hash=sha256:") > len(pins(name))


def test_nothing_that_only_tests_need_is_installed() -> None:
    needed = {package for package, _ in pins("requirements-run.lock")}
    assert {"polars", "fastapi", "numba", "markdown-it-py"} <= needed
    assert not {"pytest", "mypy", "spacy", "pyspark", "textual", "nbclient"} & needed


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle with one file that is no wheel of ours."""
    (tmp_path / "bundle" / "wheels").mkdir(parents=True)
    (tmp_path / "bundle" / "wheels" / "one-1-py3-none-any.whl").write_bytes(b"one")
    finish(tmp_path / "bundle")
    return tmp_path / "bundle"


def installed(bundle: Path) -> subprocess.CompletedProcess[str]:
    target = bundle.parent / "environment"
    command = ["sh", str(bundle / "install.sh"), str(target)]
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": sys.executable}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_every_file_of_a_bundle_has_its_hash(bundle: Path) -> None:
    lines = (bundle / SUMS).read_text(encoding="utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(told) == {"install.sh", "python-version", "wheels/one-1-py3-none-any.whl"}
    assert told["wheels/one-1-py3-none-any.whl"] == hashlib.sha256(b"one").hexdigest()


def test_a_damaged_bundle_installs_nothing(bundle: Path) -> None:
    (bundle / "wheels" / "one-1-py3-none-any.whl").write_bytes(b"another")
    done = installed(bundle)
    assert done.returncode != 0
    assert "one-1-py3-none-any.whl: FAILED" in done.stdout
    assert not (bundle.parent / "environment").exists()


def test_a_bundle_for_another_python_says_so(bundle: Path) -> None:
    (bundle / "python-version").write_text("2.7\n", encoding="utf-8")
    done = installed(bundle)
    assert done.returncode == 1
    assert "This bundle is for Python 2.7" in done.stderr


def test_a_folder_that_is_there_is_left_alone(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(bundle) == 1
    assert "name a new folder" in capsys.readouterr().err


def test_the_container_copies_what_there_is_and_runs_without_rights() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    allowed = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    copied = [word for line in re.findall(r"^COPY (?!--from)(.*)$", text, re.MULTILINE) for word in line.split()[:-1]]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in allowed, name
    last = text[text.rindex("\nFROM ") :]
    assert last.index("\nUSER keeper") < last.index("\nENTRYPOINT")
    assert "\nHEALTHCHECK " in last
    assert "/policy" in last  # a page that every archive has
