"""What `byname restricted open` and `byname restricted check` do: read restricted lists with a key."""

from __future__ import annotations

from pathlib import Path

from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadArchive
from byname.preservation.keys import identities_in
from byname.preservation.opened_copy import open_copy, seal_faults, sealed_originals


def open_for(folder: Path, new: Path, identity: Path, output: Output) -> None:
    """Write a copy of the archive in which restricted lists can be read."""
    names = open_copy(open_archive(folder), new, identities_in(identity))
    lines = [
        f"{new} is a copy in which these lists can be read: {', '.join(names)}.",
        f"Nothing is given out of it. Remove it when you are done. Next: byname build {new}",
    ]
    output.result({"archive": str(folder), "opened": str(new), "lists": names}, "\n".join(lines))


def check(folder: Path, identity: Path, output: Output) -> None:
    """See that the identity opens every restricted file; raises BadArchive with all that is wrong."""
    archive, identities = open_archive(folder), identities_in(identity)
    wrong = seal_faults(archive, identities)
    if wrong:
        fix = "give another identity, or take the files from a backup"
        raise BadArchive("; ".join(wrong), where=str(folder), fix=fix)
    files = sealed_originals(archive)
    data = {"archive": str(folder), "files": len(files), "lists": sorted(set(files.values())), "differences": []}
    output.result(data, f"The identity opens all {len(files):,} restricted files.")
