"""Says so when loops are compiled, which takes half a minute once on a machine, and compiles all of them ahead.

The compiled loops are kept beside the package, or in the user's cache folder where the package cannot be written.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from byname.cli.output import Output

WAIT = "Preparing compiled loops, once on this machine; this may take half a minute ..."
_EVENT = "numba:compile"
# An invented table that every method can read.
_TABLE = {
    "a": [1, 0, 0, 1, 1, 0, 1],
    "b": [0, 1, 0, 1, 0, 1, 1],
    "c": [0, 0, 1, 0, 1, 1, 1],
    "count": [60, 50, 40, 20, 15, 12, 8],
}


@contextmanager
def told_of_compiling(output: Output) -> Iterator[list[str]]:
    """Say once that loops are compiled, as soon as the first of them is; gives the names of all that are."""
    from numba.core import event

    compiled: list[str] = []

    class Listener(event.Listener):
        def on_start(self, event: Any) -> None:
            if not compiled:
                output.say(WAIT)
            compiled.append(event.data["dispatcher"].py_func.__qualname__)

        def on_end(self, event: Any) -> None:
            return None

    listener = Listener()
    event.register(_EVENT, listener)  # type: ignore[no-untyped-call]
    try:
        yield compiled
    finally:
        event.unregister(_EVENT, listener)  # type: ignore[no-untyped-call]


def prepare(output: Output) -> None:
    """Compile the loops of linkage, estimation and search by working on the bundled lists in a temporary folder."""
    import byname
    from byname.archive.archive import Archive
    from byname.casualties.estimate import METHODS
    from byname.cli.archive import add_bundled
    from byname.errors import CannotEstimate
    from byname.pipeline.build import build
    from byname.sources.bundled import demo_collection

    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, output.progress() as progress, told_of_compiling(output) as compiled:
        archive = Archive.create(Path(folder) / "archive", "Preparation")
        add_bundled(archive, demo_collection())
        build(archive, processes=1, progress=progress)
        for method in ("auto", *METHODS):
            try:
                byname.estimate(_TABLE, method=method)
            except CannotEstimate:  # a method that this table is too small for has compiled what it needs
                continue
        archive.ledger.close()
    seconds = time.monotonic() - began
    text = (
        f"Ready after {seconds:.0f} s: {len(compiled)} loops were compiled." if compiled else "All was ready already."
    )
    output.result({"compiled": len(compiled), "seconds": round(seconds, 1)}, text)
