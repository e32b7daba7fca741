"""Where the real data beside the repository lies; tests that read it skip where it is absent, except in CI."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from filelock import FileLock
from tests.commands import run

# A test on a busy machine, or the first that loads a table, may take long: no time is a failure.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the repository."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        message = "the folder of real data is not beside the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


def _postgresql_programs() -> Path | None:
    """The newest folder of the server's programs, or None where no server is installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parts[-2]))
    return next((path for path in reversed(folders) if (path / "initdb").exists()), None)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of a PostgreSQL server started for the tests."""
    programs = _postgresql_programs()
    if programs is None:
        message = "no PostgreSQL server is installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder:
        if as_owner:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"
        subprocess.run(
            [*as_owner, programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres"],
            check=True,
            capture_output=True,
        )
        options = f"-p {port} -h 127.0.0.1 -k {folder}"
        start = [*as_owner, str(programs / "pg_ctl"), "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL)
        try:
            yield f"postgresql+pg8000://postgres@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(
                [*as_owner, str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop"],
                check=False,
                capture_output=True,
            )


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that `byname demo` builds, made once for all workers. It is for reading only."""
    folder = tmp_path_factory.getbasetemp().parent / f"demo-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    with FileLock(f"{folder}.lock"):
        if not (folder / "report" / "index.html").exists():
            done = run("demo", folder)
            assert done.returncode == 0, done.stderr
            assert "The Great Terror" in done.stdout
    return folder


@pytest.fixture
def own_demo(demo: Path, tmp_path: Path) -> Path:
    """A copy of that archive, for a test that changes it."""
    return Path(shutil.copytree(demo, tmp_path / "demo"))
