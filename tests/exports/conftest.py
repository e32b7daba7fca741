"""Archives to export, and the programs of others that read what was exported."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.access.test_household import archive as household
from tests.served import small_archive

from byname.archive.archive import Archive

__all__ = ["household"]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """A small archive with people who may be living, and a list whose terms keep its texts back."""
    return small_archive(tmp_path_factory.mktemp("exports"))


class Validators:
    """The environment of validators that `make validate-tools` makes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str | Path, program: str = "python", text: str = "") -> str:
        """What a program of the environment prints; it must end well."""
        done = subprocess.run(
            [self.folder / program, *words], capture_output=True, text=True, encoding="utf-8", input=text, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def validators() -> Validators:
    """The validators; tests of them skip where they were not made, except in CI."""
    folder = ROOT / ".venv-validators" / "bin"
    if not (folder / "ftm").exists():
        _missing("`make validate-tools` was not run")
    return Validators(folder)


@pytest.fixture(scope="session")
def gramps() -> str:
    """The program Gramps; tests of it skip where it is not installed, except in CI."""
    found = shutil.which("gramps")
    if found is None:
        _missing("Gramps is not installed")
    return str(found)


@pytest.fixture(scope="session")
def rscript() -> str:
    """The program Rscript (Debian: r-base-core); tests of it skip where it is not installed."""
    found = shutil.which("Rscript")
    if found is None:
        pytest.skip("R is not installed")
    return found
