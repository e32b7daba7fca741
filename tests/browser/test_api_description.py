"""The API held against its own description by schemathesis: no error of the server, no answer that is not described."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.browser.conftest import missing

PROGRAM = Path(__file__).resolve().parents[2] / ".venv-schemathesis" / "bin" / "st"


def test_the_api_answers_as_it_describes_itself(served: str, tmp_path: Path) -> None:
    if not PROGRAM.is_file():
        missing("schemathesis")
    done = subprocess.run(
        [PROGRAM, "run", f"{served}/api/openapi.json", "--phases", "coverage,fuzzing", "--max-examples", "6", "--seed",
         "1", "--checks", "all", "--request-timeout", "60", "--no-color"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    assert "Tested: 8" in done.stdout
