"""People as linked data: JSON-LD with its context inside, or N-Quads, both with PROV-O for where each value stands.

Takes an archive as it is exported and the terms of the context (context.json); writes one file. In JSON-LD every
statement is a node that was derived from its entry. In N-Quads what an entry says is a graph of its own, named by the
entry, so that a value is one line: person, field, value, entry. Nothing is fetched to read either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import polars as pl

from byname.exports.people import Batch, ExportedArchive
from byname.exports.people_tables import columns_of, give_whole, table_rows
from byname.values.shipped import shipped

BASE = "urn:byname:"
_LINKAGE = f"{BASE}activity/linkage"
_UNSAFE = '[\x00-\x20<>"{}|^`\\\\%#?]'  # what may not stand in an IRI, or would end its path
_SCHEMA, _PROV = "https://schema.org/", "http://www.w3.org/ns/prov#"
_A = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_EDTF = "http://id.loc.gov/datatypes/edtf"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DATES = ("birth", "death", "arrest", "sentence_date", "release")
_NUMBERS = {"records": "integer", "lists": "integer", "probability": "double"}
_WORDS = {"as_written": "words", "value": "reading", "flag": "doubt"}


@cache
def context() -> dict[str, Any]:
    """The context of the JSON-LD."""
    found: dict[str, Any] = json.loads(shipped("exports", "context.json").read_text(encoding="utf-8"))
    return found


def _iri(kind: str, column: str) -> pl.Expr:
    """The IRI of what an id names; ids with signs that no IRI has are percent-encoded."""
    id = pl.col(column)
    safe = pl.when(id.str.contains(_UNSAFE)).then(id.map_elements(_quoted, pl.String)).otherwise(id)
    return pl.lit(f"{BASE}{kind}/") + safe


def _quoted(id: str) -> str:
    return quote(id, safe=":/@!$&'()*+,;=~.-_")


def list_iri(name: str) -> str:
    """The IRI of a list.

    >>> list_iri("book")
    'urn:byname:list/book'
    """
    return f"{BASE}list/{_quoted(name)}"


# JSON-LD


def write_json_ld(archive: ExportedArchive, out: Path) -> None:
    """Write JSON-LD 1.1: a context and a graph, a line a node."""
    head = [
        {"@id": _LINKAGE, "@type": "prov:Activity", "prov:used": [{"@id": list_iri(one.name)} for one in archive.lists]}
    ]
    head += [
        {"@id": list_iri(one.name), "@type": ["prov:Entity", "schema:Dataset"]}
        | {name: getattr(one, name) for name in columns_of("lists")[1:] if getattr(one, name)}
        for one in archive.lists
    ]
    with out.open("wb") as handle:
        handle.write(f'{{"@context":{_dumped(context())},\n"@graph":['.encode())
        handle.write(b",".join(b"\n" + _dumped(one).encode() for one in head))
        for batch in archive.batches():
            lines = _nodes(batch).write_ndjson().rstrip("\n")
            handle.write(b",\n" + lines.replace("}\n{", "},\n{").encode())
            give_whole(archive, batch)
        handle.write(b"\n]}\n")


def _dumped(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _nodes(batch: Batch) -> pl.DataFrame:
    """A node a person, with its statements, entries and relations inside."""
    rows = table_rows(batch)
    entry = _iri("entry", "record_id")
    inner = {
        "statements": rows["statements"].select("person_id", "field", "as_written", "value", "flag", record_id=entry),
        "entries": rows["entries"].select(
            "person_id",
            pl.lit("prov:Entity").alias("@type"),
            "probability",
            **{"@id": entry, "source": _iri("list", "source")},
        ),
        "relations": rows["relations"].select(
            "person_id", "relation", other_id=_iri("person", "other_id"), record_id=entry
        ),
    }
    people = rows["people"].with_columns(
        **{
            "@id": _iri("person", "person_id"),
            "@type": pl.lit("schema:Person"),
            "prov:wasGeneratedBy": pl.struct(pl.lit(_LINKAGE).alias("@id")),
        }
    )
    for name, frame in inner.items():
        columns = [column for column in frame.columns if column != "person_id"]
        grouped = frame.group_by("person_id", maintain_order=True).agg(pl.struct(columns).alias(name))
        people = people.join(grouped, on="person_id", how="left", maintain_order="left")
    return people.with_columns(pl.col(name).fill_null([]) for name in inner)


# N-Quads


def write_n_quads(archive: ExportedArchive, out: Path) -> None:
    """Write N-Quads (W3C Recommendation of 25 February 2014)."""
    with out.open("w", encoding="utf-8", newline="") as handle:
        handle.write(_quad(_LINKAGE, _A, f"<{_PROV}Activity>"))
        for one in archive.lists:
            handle.writelines(_list_quads(one))
        for batch in archive.batches():
            for frame in _quads(batch):
                if not frame.is_empty():
                    handle.write(frame.str.join("").item())
            give_whole(archive, batch)


def _quad(subject: str, term: str, said: str) -> str:
    return f"<{subject}> <{term}> {said} .\n"


def _list_quads(one: Any) -> Iterator[str]:
    iri, names = list_iri(one.name), context()
    yield _quad(_LINKAGE, f"{_PROV}used", f"<{iri}>")
    yield _quad(iri, _A, f"<{_PROV}Entity>")
    yield _quad(iri, _A, f"<{_SCHEMA}Dataset>")
    for name in columns_of("lists")[1:]:
        if getattr(one, name):
            literal = pl.select(_literal(pl.lit(getattr(one, name)))).item()
            yield _quad(iri, names[name].replace("schema:", _SCHEMA).replace("term:", f"{BASE}term/"), literal)


def _literal(text: pl.Expr) -> pl.Expr:
    escaped = text.str.replace_many(
        ["\\", '"', "\n", "\r", *map(chr, (*range(10), 11, 12, *range(14, 32), 127))],
        ["\\\\", '\\"', "\\n", "\\r", *(f"\\u{n:04X}" for n in (*range(10), 11, 12, *range(14, 32), 127))],
    )
    return pl.lit('"') + escaped + pl.lit('"')


def _quads(batch: Batch) -> Iterator[pl.Series]:
    """The lines of a batch."""
    rows = table_rows(batch)
    person, entry = _iri("person", "person_id"), _iri("entry", "record_id")
    yield from _people_quads(rows["people"], person)
    for column, kind in _WORDS.items():
        some = rows["statements"].drop_nulls(column)
        field = pl.lit(f"{BASE}{kind}/") + pl.col("field")
        yield some.select(
            pl.format("<{}> <{}> {} <{}> .\n", person, field, _literal(pl.col(column)), entry)
        ).to_series()
    entries = rows["entries"]
    source = _iri("list", "source")
    yield entries.select(
        pl.format(
            f"<{{}}> <{BASE}term/entry> <{{}}> .\n<{{}}> <{_A}> <{_PROV}Entity> .\n"
            f"<{{}}> <{_PROV}hadPrimarySource> <{{}}> .\n"
            f'<{{}}> <{BASE}term/probability> "{{}}"^^<{_XSD}double> .\n',
            person, entry, entry, entry, source, entry, pl.col("probability"),
        )
    ).to_series()  # fmt: skip
    head = _iri("person", "other_id")
    relation = _literal(pl.col("relation").fill_null("member"))
    yield rows["relations"].select(
        pl.format(
            f"<{{}}> <{BASE}term/head> <{{}}> <{{}}> .\n<{{}}> <{BASE}term/relation> {{}} <{{}}> .\n",
            person, head, entry, person, relation, entry,
        )
    ).to_series()  # fmt: skip


def _people_quads(people: pl.DataFrame, person: pl.Expr) -> Iterator[pl.Series]:
    yield people.select(
        pl.format(f"<{{}}> <{_A}> <{_SCHEMA}Person> .\n<{{}}> <{_PROV}wasGeneratedBy> <{_LINKAGE}> .\n", person, person)
    ).to_series()
    for name in people.columns:
        said = context()[name]
        term = (said if isinstance(said, str) else said["@id"]).replace("schema:", _SCHEMA)
        term = term.replace("term:", f"{BASE}term/")
        some, value = people.drop_nulls(name), pl.col(name)
        if name in _NUMBERS:
            literal = pl.format(f'"{{}}"^^<{_XSD}{_NUMBERS[name]}>', value)
        elif name in _DATES:
            literal = _literal(value) + pl.lit(f"^^<{_EDTF}>")
        else:
            literal = _literal(value)
        yield some.select(pl.format(f"<{{}}> <{term}> {{}} .\n", person, literal)).to_series()
