"""The metadata of a folder of tables as schema.org and Croissant have it, for catalogues and for machine learning.

Takes the archive and the files of the folder; gives a schema.org Dataset that is a Croissant 1.0 description: files
with their SHA-256, and each table's columns. Its context stands in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from byname.exports.people import ExportedArchive
from byname.exports.people_tables import tables

CONTEXT: Mapping[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/", "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet",
    "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath",
    "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip
_KINDS = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float"}


def croissant(archive: ExportedArchive, folder: Path, files: Mapping[str, str]) -> dict[str, Any]:
    """The description of the tables in `files` (by table), which lie in a folder."""
    return {
        "@context": dict(CONTEXT),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "byname-people",
        "alternateName": archive.title,
        "description": f"{archive.title}: people whom lists name, with all that each list says of them.",
        "license": sorted({one.licence for one in archive.lists if one.licence}),
        "citation": [one.citation for one in archive.lists],
        "distribution": [_file(folder, table, path) for table, path in files.items()],
        "recordSet": [_records(table, path) for table, path in files.items()],
    }


def _file(folder: Path, table: str, path: str) -> dict[str, Any]:
    with (folder / path).open("rb") as handle:
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": path,
        "description": tables()[table]["title"],
        "contentUrl": path,
        "encodingFormat": "text/csv",
        "sha256": digest,
    }


def _records(table: str, path: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": tables()[table]["title"],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table}/{name}",
                "name": f"{table}/{name}",
                "description": column["description"],
                "dataType": _KINDS[column["type"]],
                "source": {"fileObject": {"@id": path}, "extract": {"column": name}},
            }
            for name, column in tables()[table]["columns"].items()
        ],
    }
