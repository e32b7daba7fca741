"""Commands of Byname in processes of their own: files that strangers made are read there, and builds run there.

Takes the words of a command; gives what it printed as JSON. A process that takes too long is ended; the site goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from byname.errors import BadSource

_AT_ONCE: Final = threading.BoundedSemaphore(2)


def answer_of(words: Sequence[str | Path], seconds: float) -> dict[str, Any]:
    """What a command says with `--json`; raises BadSource with its own words where it fails, or takes too long."""
    command = [sys.executable, "-m", "byname", *map(str, words), "--json"]
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False, encoding="utf-8"
            )
        except subprocess.TimeoutExpired as error:
            what = f"reading this takes more than {seconds:.0f} seconds"
            raise BadSource(what, where=str(words[0]), fix="add it with `byname add`") from error
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:
        raise BadSource("this cannot be read", where=str(words[0]), fix="see the log of the site") from error
    if "error" in found:
        raise BadSource(str(found["error"]["what"]), where=str(words[0]), fix=str(found["error"]["fix"]))
    return found


def begin(words: Sequence[str | Path], log: Path) -> subprocess.Popen[bytes]:
    """A command that goes on by itself, also where the site is ended; what it says goes into a file."""
    command = [sys.executable, "-m", "byname", *map(str, words)]
    with log.open("wb") as said:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True)
