"""The RO-Crate of a release: in JSON-LD what it is, under which terms, and what each of its files is (RO-Crate 1.2)."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any, Final

from byname.access.lists import lists_of
from byname.archive.archive import Archive
from byname.exports.release.ocfl import digest_of

METADATA: Final = "ro-crate-metadata.json"
_SHA_512: Final = "http://id.loc.gov/vocabulary/preservation/cryptographicHashFunctions/sha512"
_CONTEXT: Final = ["https://w3id.org/ro/crate/1.2/context", {"sha512": _SHA_512}]
_PROFILE: Final = "https://w3id.org/ro/crate/1.2"
_KINDS: Final = {
    ".csv": "text/csv", ".json": "application/json", ".sqlite": "application/vnd.sqlite3", ".txt": "text/plain",
    ".parquet": "application/vnd.apache.parquet", ".py": "text/x-python", ".cff": "text/yaml",
}  # fmt: skip


def crate_of(archive: Archive, folder: Path, day: str) -> dict[str, Any]:
    """The metadata of the crate whose files lie in a folder; `day`: YYYY-MM-DD."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != METADATA]
    parts = [_file(path, folder) for path in files]
    keepers = {"@id": "#keepers", "@type": "Organization", "name": f"The keepers of {archive.title}"}
    terms = {"@id": "#terms", "@type": "CreativeWork", "name": "The terms of each list",
             "description": "Each list has terms of its own, in tables/lists.csv."}  # fmt: skip
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": archive.title,
        "description": "People whom the lists of this archive name, what each list says of them, and every number that "
        "was printed, with interval, method and warnings. People who may be living are left out.",
        "datePublished": day,
        "license": {"@id": "#terms"},
        "author": {"@id": "#keepers"},
        "publisher": {"@id": "#keepers"},
        "hasPart": [{"@id": part["@id"]} for part in parts],
        "isBasedOn": [{"@id": f"#list-{one.name}"} for one in lists_of(archive)],
    }
    lists = [
        {"@id": f"#list-{one.name}", "@type": "CreativeWork", "name": one.title, "license": one.licence or "not stated",
         "description": one.citation or one.title}
        for one in lists_of(archive)
    ]  # fmt: skip
    itself = {"@id": METADATA, "@type": "CreativeWork", "conformsTo": {"@id": _PROFILE}, "about": {"@id": "./"}}
    return {"@context": _CONTEXT, "@graph": [itself, root, keepers, terms, *lists, *parts]}


def _file(path: Path, folder: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    kind = _KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return {"@id": name, "@type": "File", "name": name, "encodingFormat": kind, "contentSize": str(path.stat().st_size),
            "sha512": digest_of(path, "sha512")}  # fmt: skip
