"""The version of the code that made a table: the package's version and a hash over its files."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, resources
from pathlib import Path

_KINDS = {".py", ".yaml", ".csv", ".html", ".css", ".j2", ".po"}


@cache
def code_version() -> str:
    """For example `0.1.0+3f2a91c07d5e`: the version, and twelve digits of a SHA-256 over the package's files."""
    root = Path(str(resources.files("byname")))
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.suffix in _KINDS and "__pycache__" not in path.parts):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return f"{metadata.version('byname')}+{digest.hexdigest()[:12]}"
