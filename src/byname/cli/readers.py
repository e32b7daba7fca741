"""What `byname readers` does: what readers wrote about people and entries, and how they can be reached."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from byname.access.desk.contributions import contact_of, contributions_of
from byname.archive.desk_store import DeskStore
from byname.cli.opening import open_archive
from byname.cli.output import Output

_MOST = 1000


def list_words(folder: Path, output: Output) -> None:
    """List what waits and what was decided, each with the way to reach whoever wrote it."""
    store = DeskStore(open_archive(folder))
    found = [(one, contact_of(store, one.number)) for one in contributions_of(store, limit=_MOST)]
    lines = [
        f"{one.number}  {one.at[:10]}  {one.state}  {one.about}  {contact or '-'}\n    {' '.join(one.words.split())}"
        for one, contact in found
    ]
    data = {"words": [{**asdict(one), "contact": contact} for one, contact in found]}
    output.result(data, "\n".join(lines) or "Nobody wrote anything.")
