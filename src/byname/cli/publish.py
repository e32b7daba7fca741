"""The command that publishes the site of an archive as files."""

from __future__ import annotations

import os
from pathlib import Path

from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadArchive
from byname.values.languages import SITE_LANGUAGES


def publish(folder: Path, out: Path, output: Output, *, language: str, address: str) -> None:
    """Publish an archive into a folder; raises BadArchive where the language or the folder is none that can be had."""
    if language and language not in SITE_LANGUAGES:
        fix = f"name one of {', '.join(SITE_LANGUAGES)}"
        raise BadArchive(f"the site does not speak {language!r}", where="--language", fix=fix)
    if address and not address.startswith(("https://", "http://")):
        raise BadArchive("this is no address of a site", where="--address", fix="begin it with https://")
    archive = open_archive(folder)
    if out.resolve().is_relative_to(folder.resolve()):
        raise BadArchive("a copy cannot lie in the archive itself", where=str(out), fix="name another folder")
    from byname.site.publishing.publication import publish as publish_archive  # its libraries are needed here alone

    with output.progress() as progress:
        made = publish_archive(
            archive, out, language=language, address=address, processes=os.cpu_count() or 1, progress=progress
        )
    start = out.resolve() / "index.html"
    said = {"files": made.files, "people": made.people, "bytes": made.size, "kept": made.kept, "start": str(start)}
    lines = (
        f"Published {made.people:,} people in {made.files:,} files ({made.size / 1e6:,.0f} MB): {start}",
        "It opens from disk in any browser, and any file server serves it.",
        "Left out are pages that need a server: checking a text, review, the interface for programs.",
    )
    output.result(said, "\n".join(lines))
