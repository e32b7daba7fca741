from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

from byname.archive.code_version import code_version

PRINT = (
    "import byname; from byname.archive.code_version import code_version; print(byname.__file__); print(code_version())"
)


def version_of(folder: Path) -> str:
    """What the copy of the package in a folder says its version is."""
    environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True, check=True)
    where, version = done.stdout.split()
    assert Path(where).is_relative_to(folder)
    return version


def test_the_version_of_the_code_follows_its_files_and_nothing_else(tmp_path: Path) -> None:
    package = tmp_path / "byname"
    shutil.copytree(str(resources.files("byname")), package, ignore=shutil.ignore_patterns("__pycache__"))
    first = version_of(tmp_path)
    assert re.fullmatch(rf"{re.escape(metadata.version('byname'))}\+[0-9a-f]{{12}}", first)
    assert first == code_version()

    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "left.py").write_text("x = 1\n", encoding="utf-8")
    (package / "notes.txt").write_text("of no account", encoding="utf-8")
    assert version_of(tmp_path) == first

    data = package / "records" / "data" / "vocabulary" / "parties.yaml"
    content = data.read_bytes()
    data.write_bytes(content + b"\n")
    assert version_of(tmp_path) != first
    data.write_bytes(content)
    assert version_of(tmp_path) == first

    (package / "errors.py").rename(package / "mistakes.py")
    (package / "errors.py").write_text("from byname.mistakes import *\n", encoding="utf-8")
    assert version_of(tmp_path) != first
