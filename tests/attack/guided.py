"""Fuzzing that is guided by what the code does with its input (atheris, libFuzzer), for the parsers of test_fuzz.py.

    make fuzz                       # each parser for a minute; SECONDS=600 for longer, PARSERS="dates notes" for some
    python -m tests.attack.guided PARSER [OPTIONS OF LIBFUZZER]

Inputs that reach new code are kept in `.fuzz/PARSER`; the kept corpus in `corpus/PARSER` and the seeds of test_fuzz.py
are where it begins. An input that brings out anything but an error of ours is written to `.fuzz/crash-...`; mend the
code and put the input into the corpus, which test_guided.py reads in every run of the tests.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

CORPUS: Final = Path(__file__).parent / "corpus"
FOUND: Final = Path(".fuzz")
# The rooms whose branches guide; others hold loops that numba compiles, which cannot be watched.
WATCHED: Final = ("byname.records", "byname.sources", "byname.values", "byname.archive", "byname.preservation")


def text_of(content: bytes) -> str:
    """The text that an input stands for."""
    return content.decode("utf-8", errors="ignore")


def main(name: str, options: list[str]) -> None:
    """Fuzz one parser until the options say that it is enough."""
    import atheris

    with atheris.instrument_imports(include=list(WATCHED)):
        from tests.attack.test_fuzz import PARSERS

        from byname.errors import BynameError
    parser = PARSERS[name.replace("-", " ")]
    folder = FOUND / name.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(parser.seeds):
        (folder / f"seed-{number}").write_bytes(seed.encode())
    with tempfile.TemporaryDirectory(dir=_memory()) as scratch:
        read: Callable[[str, Path], object] = parser.read

        def one(content: bytes) -> None:
            with suppress(BynameError):
                read(text_of(content), Path(scratch))

        kept = CORPUS / folder.name
        folders = [str(folder), *([str(kept)] if kept.is_dir() else [])]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={FOUND}/crash-{folder.name}-", *folders], one)
        atheris.Fuzz()


def _memory() -> Path | None:
    memory = Path("/dev/shm")
    return memory if memory.is_dir() else None


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
