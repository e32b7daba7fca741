"""What words of the sources mean, where no vocabulary knew them and a person said so: decisions in the ledger.

Takes an archive; gives for each source and field the code of each such text, which the records stage reads as if the
mapping had it under `values`. The last word on a text counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from byname.archive.archive import Archive
from byname.errors import BadArchive
from byname.records.habits import Habits
from byname.records.normal_forms import normal_form
from byname.sources.mapping import SourceMapping
from byname.values.fields import fields

MEANING = "meaning"  # kind of ledger entry
CODED = ("outcome", "gender", "nationality", "relation", "body", "sentence", "party")  # types of fields with codes
Meanings = dict[str, dict[str, dict[str, str]]]  # by source, field and text in small letters


def give_meaning(archive: Archive, source: str, field: str, text: str, code: str, *, by: str | None = None) -> None:
    """Write down what a text of a field means in one source, until another word on it.

    Raises BadArchive where there is no such source or field, or the code is none of the field's.
    """
    where = str(archive.folder)
    if source not in {file.source for file in archive.imported()}:
        raise BadArchive(f"there is no source {source!r}", where=where, fix="name one that was added")
    if field not in fields() or fields()[field].type not in CODED:
        known = ", ".join(name for name, one in fields().items() if one.type in CODED)
        raise BadArchive(f"{field!r} is no field of codes", where=where, fix=f"name one of {known}")
    value, flag = normal_form(field, code, Habits("en"))
    if value is None:
        raise BadArchive(f"{code!r} is no code of {field} ({flag})", where=where, fix="docs/records.md lists the codes")
    archive.ledger.append(MEANING, {"source": source, "field": field, "text": text.strip(), "code": value}, by=by)


def meanings_of(archive: Archive) -> Meanings:
    """What has been said of the words of each source."""
    found: Meanings = {}
    for entry in archive.ledger.entries(MEANING):
        said = entry.payload
        of_field = found.setdefault(str(said["source"]), {}).setdefault(str(said["field"]), {})
        of_field[str(said["text"]).lower()] = str(said["code"])
    return found


def with_meanings(mapping: SourceMapping, said: Mapping[str, Mapping[str, str]]) -> SourceMapping:
    """The mapping with what has been said of the words of its fields; its own `values` go before."""
    read = {
        name: replace(where, values={**said[name], **where.values}) if name in said else where
        for name, where in mapping.fields.items()
    }
    return replace(mapping, fields=read) if said else mapping
