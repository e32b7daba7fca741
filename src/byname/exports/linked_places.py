"""The places that lists name as Linked Places (LPF 1.3): a feature a place, with each way in which it is written.

Takes an archive as it is exported; gathers the places of all people by their reading and writes one GeoJSON collection.
People are not in it: a place tells how often each list names it and as what (birth, residence, arrest), nothing more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from byname.exports.linked_data import list_iri
from byname.exports.losses import counted
from byname.exports.people import ExportedArchive
from byname.values.fields import fields

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
_ONLY_PLACES = "Linked Places holds places, and nothing about people"
_NO_ENTRY = "a place in Linked Places names the list, not the entry"
# What kind of place it is, nobody has said: GeoNames' class of populated places, the Getty's of inhabited ones.
_CLASSES = ["P"]
_TYPES = [{"identifier": "aat:300008347", "label": "inhabited places"}]
_LINE_ENDS = re.compile("[\n\r\u2028\u2029]+")
_ON_A_LINE = "line ends of a place's name are spaces, as Linked Places has names of one line"
_KEY = ("place", "as_written", "value", "field", "source")


def place_fields() -> list[str]:
    """The fields that name a place.

    >>> "birth_place" in place_fields()
    True
    """
    return [name for name, field in fields().items() if field.type == "place"]


def write_linked_places(archive: ExportedArchive, out: Path) -> None:
    """Write the collection, the places in the order of their readings."""
    gathered: list[pl.DataFrame] = []
    for batch in archive.batches():
        said = batch.statements.filter(pl.col("field").is_in(place_fields()))
        archive.losses.give_all({key: n for key, n in counted(said).items() if key[0] in ("words", "reading")})
        archive.losses.lose_all({key: n for key, n in counted(said).items() if key[0] == "entry"}, _NO_ENTRY)
        archive.losses.change(_ON_A_LINE, int(said["as_written"].str.contains(_LINE_ENDS.pattern).sum()))
        place = pl.coalesce("value", "as_written").alias("place")
        gathered.append(said.with_columns(place).group_by(_KEY).len("count"))
        if len(gathered) > 16:
            gathered = [_summed(gathered)]
    archive.losses.lose_rest(_ONLY_PLACES)
    head = json.dumps({"type": "FeatureCollection", "@context": CONTEXT, "name": archive.title}, ensure_ascii=False)
    titles = {one.name: one.title for one in archive.lists}
    with out.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(head.removesuffix("}") + ', "features": [')
        for number, feature in enumerate(_features(_summed(gathered), titles)):
            handle.write((",\n" if number else "\n") + json.dumps(feature, ensure_ascii=False))
        handle.write("\n]}\n")


def _on_a_line(text: str) -> str:
    """A text with its line ends as spaces, for the schema has names of one line."""
    return text if text.isprintable() else _LINE_ENDS.sub(" ", text)


def _summed(gathered: list[pl.DataFrame]) -> pl.DataFrame:
    if not gathered:
        return pl.DataFrame(schema={**dict.fromkeys(_KEY, pl.String), "count": pl.UInt32})
    return pl.concat(gathered).group_by(_KEY).agg(pl.col("count").sum())


def _features(places: pl.DataFrame, titles: dict[str, str]) -> Iterator[dict[str, Any]]:
    ordered = places.sort(_KEY, nulls_last=True)
    for number, part in enumerate(ordered.partition_by("place", maintain_order=True)):
        rows = part.to_dicts()
        written: dict[str, dict[str, None]] = {}
        for row in rows:
            written.setdefault(_on_a_line(row["as_written"]), {})[row["source"]] = None
        yield {
            "@id": f"urn:byname:place/{number}",
            "type": "Feature",
            "properties": {
                "title": _on_a_line(rows[0]["as_written"]),
                "fclasses": _CLASSES,
                "reading": rows[0]["value"],
                "named": [
                    {
                        "as": row["field"],
                        "toponym": _on_a_line(row["as_written"]),
                        "list": row["source"],
                        "count": row["count"],
                    }
                    for row in rows
                ],
            },
            "types": _TYPES,
            "geometry": None,
            "names": [
                {
                    "toponym": toponym,
                    "citations": [{"label": titles.get(name, name), "@id": list_iri(name)} for name in sources],
                }
                for toponym, sources in written.items()
            ],
        }
