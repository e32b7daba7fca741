"""The state of an archive as a reader sees it: one word that changes whenever what is shown may change.

Takes an archive; gives a hash over the manifest of its derived tables, over the rule of protection, and over what a
keeper has withheld.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from byname.access.takedown import withheld_state
from byname.archive.archive import Archive
from byname.archive.code_version import code_version
from byname.archive.glances import GLANCES, Glances
from byname.archive.manifest import MANIFEST, digest_of
from byname.errors import BadArchive


def remembered_looks() -> Callable[[], None]:
    """What a server calls at the beginning of each request: the request trusts looks at derived files that were made a
    moment ago (archive/glances.py). What was decided since, such as a takedown, is asked anew each time."""
    glances = Glances()

    def begin() -> None:
        GLANCES.set(glances)

    return begin


def build_state(archive: Archive) -> str:
    """Sixteen digits of a SHA-256; raises BadArchive where the archive is not built."""
    try:
        manifest = digest_of(archive.tables / MANIFEST)
    except FileNotFoundError as error:
        raise BadArchive("the archive is not built", where=str(archive.folder), fix="run `byname build`") from error
    digest = hashlib.sha256(manifest.encode())
    digest.update(f"{archive.protect_born_from} {archive.settings.sha256} {code_version()}".encode())
    digest.update(withheld_state(archive).encode())
    return digest.hexdigest()[:16]
