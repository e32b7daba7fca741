"""The formats in which people are exported: what each is and carries (formats.yaml), and what writes it.

Takes the name of a format; gives its description and its writer. A name that is none is answered with the nearest one.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from byname.errors import NotInSources
from byname.exports.people import ExportedArchive
from byname.values.shipped import shipped_yaml

Writer = Callable[[ExportedArchive, Path], None]
# The module and function that write each; a module is loaded when it is asked for.
_WRITERS = {
    "csv": ("table_folder", "write_csv_folder"),
    "jsonl": ("json_lines", "write_json_lines"),
    "parquet": ("table_folder", "write_parquet_folder"),
    "xlsx": ("workbook", "write_workbook"),
    "sqlite": ("database", "write_database"),
    "ftm": ("ftm", "write_ftm"),
    "jsonld": ("linked_data", "write_json_ld"),
    "nquads": ("linked_data", "write_n_quads"),
    "lpf": ("linked_places", "write_linked_places"),
    "histories": ("capture_histories", "write_capture_histories"),
    "replicates": ("capture_replicates", "write_capture_replicates"),
    "casualties": ("casualty_records", "write_casualty_records"),
    "splink": ("linkage_inputs", "write_splink"),
    "resolver": ("linkage_inputs", "write_resolver"),
    "gedcom7": ("gedcom", "write_gedcom_7"),
    "gedcom551": ("gedcom", "write_gedcom_551"),
}


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what comes out, the standard, a file or a folder, what reads it, what it cannot carry (in words), and
    the terms of fields (`all`: of every other)."""

    name: str
    title: str
    standard: str
    out: Literal["file", "folder"]
    ending: str
    read_by: str
    loses: str
    terms: Mapping[str, str]

    @property
    def writer(self) -> Writer:
        """What writes it."""
        module, function = _WRITERS[self.name]
        found: Writer = getattr(import_module(f"byname.exports.{module}"), function)
        return found

    def as_data(self) -> dict[str, Any]:
        """The format as plain data."""
        names = ("name", "title", "standard", "out", "ending", "read_by", "loses")
        return {name: getattr(self, name) for name in names} | {"terms": dict(self.terms)}


@cache
def formats() -> Mapping[str, Format]:
    """All formats by name, in order."""
    return {
        name: Format(
            name=name,
            title=row["title"],
            standard=row["standard"],
            out=row["out"],
            ending=row.get("ending", ""),
            read_by=row["read_by"],
            loses=row["loses"],
            terms=row["terms"] if isinstance(row["terms"], dict) else _terms_of(row["terms"]),
        )
        for name, row in shipped_yaml("exports", "formats.yaml").items()
    }


def _terms_of(table: str) -> dict[str, str]:
    """The terms of fields in the table of a format: what its groups give as `property` or `term`, and `all`."""
    data = shipped_yaml("exports", table)
    groups = (group for group in data.values() if isinstance(group, dict))
    rows = {field: row for group in groups for field, row in group.items() if isinstance(row, dict)}
    found = {field: str(row.get("property") or row.get("term")) for field, row in rows.items()}
    return found | {"all": str(data["others"])} if "others" in data else found


def format_named(name: str) -> Format:
    """The format of a name; raises NotInSources where there is none.

    >>> format_named("csv").out
    'folder'
    """
    if name in formats():
        return formats()[name]
    near = difflib.get_close_matches(name, formats(), n=1, cutoff=0.4)
    fix = f"did you mean {near[0]}? " if near else ""
    raise NotInSources(f"{name!r} is no format of export", fix=f"{fix}`byname formats` lists them")
