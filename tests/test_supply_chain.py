"""What Byname needs to run is free to use, every pin has its hashes, and two builds of a release are the same bytes."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
LICENCES = tomllib.loads((ROOT / "tests" / "allowed_licences.toml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _needed() -> dict[str, importlib.metadata.Distribution]:
    """What Byname needs to run, and what that needs."""
    waiting = [Requirement(text) for text in PROJECT["dependencies"]]
    found: dict[str, importlib.metadata.Distribution] = {}
    while waiting:
        one = waiting.pop()
        if _plain(one.name) in found:
            continue
        found[_plain(one.name)] = importlib.metadata.distribution(one.name)
        for text in found[_plain(one.name)].requires or []:
            other = Requirement(text)
            marker = other.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *one.extras)):
                waiting.append(other)
    return found


def _is_allowed(expression: str) -> bool:
    """Whether what an SPDX expression without brackets asks for is allowed: all parts of one of its choices.

    >>> _is_allowed("MIT AND Zlib"), _is_allowed("GPL-3.0-only OR MIT"), _is_allowed("MIT AND GPL-3.0-only")
    (True, True, False)
    """
    choices = [choice.split(" AND ") for choice in expression.split(" OR ")]
    return any(all(part in LICENCES["allowed"] for part in choice) for choice in choices)


def _licence_of(package: importlib.metadata.Distribution) -> str | None:
    """The licence of a package as an SPDX expression; None where it cannot be told."""
    said = package.metadata
    if "License-Expression" in said:
        return str(said["License-Expression"])
    kinds = [text.split(" :: ")[-1] for text in said.get_all("Classifier") or [] if text.startswith("License ::")]
    for written in (*kinds, said["License"].strip() if "License" in said else ""):
        if written in LICENCES["written"]:
            return str(LICENCES["written"][written])
    told = LICENCES["told_by_file"].get(_plain(package.name))
    for file in package.files or [] if told else []:
        text = Path(str(package.locate_file(file)))
        if "LICENSE" in file.name and told["line"] in text.read_text(encoding="utf-8").splitlines()[0]:
            return str(told["licence"])
    return None


def test_all_that_is_needed_to_run_is_under_a_licence_that_is_allowed() -> None:
    found = {name: _licence_of(package) for name, package in _needed().items()}
    assert len(found) > 50
    assert {name: licence for name, licence in found.items() if licence is None or not _is_allowed(licence)} == {}


@pytest.mark.parametrize(
    "expression", ["GPL-3.0-or-later", "AGPL-3.0-only", "MIT AND GPL-2.0-only", "LGPL-3.0-only", ""]
)
def test_a_licence_that_binds_others_is_refused(expression: str) -> None:
    assert not _is_allowed(expression)


def test_every_pin_has_hashes_and_all_that_is_needed_is_pinned() -> None:
    pins = re.split(r"\n(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    names = set()
    for pin in pins:
        if "==" in pin.partition("\n")[0]:
            assert "--hash=sha256:" in pin, pin
            names.add(_plain(re.split(r"[=\[]", pin)[0]))
    assert len(names) > 100
    assert set(_needed()) <= names


def _built(folder: Path) -> dict[str, str]:
    """The SHA-256 of wheel and source archive, built from a copy of the sources with times and rights of its own."""
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, folder / name)
    for name in ("src", "docs", "manual"):
        shutil.copytree(
            ROOT / name, folder / name, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("__pyc*")
        )
    out = folder / "out"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000", "PYTHONHASHSEED": str(len(folder.name))}
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(out)]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=240)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}


def test_two_builds_of_wheel_and_source_archive_are_the_same_bytes(tmp_path: Path) -> None:
    first = _built(tmp_path / "one")
    before = os.umask(0o077)
    try:
        again = _built(tmp_path / "another")
    finally:
        os.umask(before)
    assert sorted(path.rpartition(".")[2] for path in first) == ["gz", "whl"]
    assert first == again
    (wheel,) = (tmp_path / "one" / "out").glob("*.whl")
    names = ZipFile(wheel).namelist()
    kept = {f"byname/site/manual_text/{name}" for name in ("start.md", "site-front.png", "index.md", "words.yaml")}
    assert {"byname/__init__.py", "byname/values/data/fields.yaml", *kept} <= set(names)
    assert {name.partition("/")[0] for name in names} == {"byname", wheel.stem.rpartition("-py3")[0] + ".dist-info"}
    assert not [name for name in names if name.startswith("byname/site/manual_text/") and name.endswith(".py")]
