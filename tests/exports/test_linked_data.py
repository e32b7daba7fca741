from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.exports.conftest import ROOT, Validators
from tests.exports.made import MadeArchive, exported
from tests.exports.read_back import given
from tests.exports.test_export import hostile_people

from byname.archive.archive import Archive
from byname.exports.linked_data import context
from byname.exports.people import Batch, ExportedArchive

SHAPES = ROOT / "src" / "byname" / "exports" / "data" / "shapes.ttl"
# Each prints the values of statements as [part, field, text, entry], and whether the shapes hold.
READ = """
import json, socket, sys
import pyshacl, rdflib
def refused(*words, **more): raise AssertionError("the network was asked")
socket.socket.connect = refused
PROV, T = rdflib.Namespace("http://www.w3.org/ns/prov#"), "urn:byname:term/"
parts = {"words": "words", "reading": "reading", "doubt": "doubt"}
told = []
if sys.argv[1] == "jsonld":
    graph = rdflib.Graph().parse(sys.argv[2], format="json-ld")
    for node in graph.objects(None, rdflib.URIRef(T + "stated")):
        field, entry = graph.value(node, rdflib.URIRef(T + "field")), graph.value(node, PROV.wasDerivedFrom)
        told += [[p, field, v, entry] for p in parts for v in graph.objects(node, rdflib.URIRef(T + p))]
else:
    data = rdflib.Dataset(); data.parse(sys.argv[2], format="nquads")
    graph = data.default_graph
    for s, p, o, g in data.quads():
        part, _, field = str(p).removeprefix("urn:byname:").partition("/")
        if part in parts: told.append([part, field, o, g])
print(json.dumps([told, pyshacl.validate(graph, shacl_graph=sys.argv[3])[0]]))
"""


def _read(validators: Validators, name: str, out: Path) -> tuple[list[tuple[str, ...]], bool]:
    told, holds = json.loads(validators.run("-c", READ, name, out, SHAPES))
    return [tuple(one) for one in told], holds


def _said(batch: Batch) -> list[tuple[str, ...]]:
    columns = {"words": "as_written", "reading": "value", "doubt": "flag"}
    return [
        (part, row["field"], row[column], f"urn:byname:entry/{row['record_id']}")
        for row in batch.statements.iter_rows(named=True)
        for part, column in columns.items()
        if row[column] is not None
    ]


@pytest.mark.parametrize("name", ["jsonld", "nquads"])
def test_every_value_is_read_again_and_the_shapes_hold(
    small: Archive, tmp_path: Path, validators: Validators, name: str
) -> None:
    out, statement = exported(ExportedArchive(small), name, tmp_path)
    told, holds = _read(validators, name, out)
    assert holds
    (batch,) = ExportedArchive(small).batches()
    assert Counter(told) == Counter(_said(batch))
    counts = {key: n for key, n in given(statement).items() if key[0] in ("words", "reading", "doubt")}
    assert Counter((part, field) for part, field, _, _ in told) == Counter(counts)


@pytest.mark.parametrize("name", ["jsonld", "nquads"])
def test_hostile_values_are_read_as_they_were(tmp_path: Path, validators: Validators, name: str) -> None:
    made = MadeArchive(hostile_people(), [("P-0001", "P-0000", "wife", "book:1")])
    out, _ = exported(made, name, tmp_path)
    told, holds = _read(validators, name, out)
    (batch,) = made.batches()
    assert holds
    assert set(told) == set(_said(batch))


def test_shapes_refuse_a_person_without_an_entry(small: Archive, tmp_path: Path, validators: Validators) -> None:
    out, _ = exported(ExportedArchive(small), "jsonld", tmp_path)
    data: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    data["@graph"][-1]["entries"] = []
    out.write_text(json.dumps(data), encoding="utf-8")
    assert not _read(validators, "jsonld", out)[1]


def test_every_column_has_a_term(small: Archive, tmp_path: Path) -> None:
    out, _ = exported(ExportedArchive(small), "jsonld", tmp_path)
    graph = json.loads(out.read_text(encoding="utf-8"))["@graph"]
    known = set(context())
    for node in graph:
        nested = [one for value in node.values() if isinstance(value, list) for one in value if isinstance(one, dict)]
        for one in [node, *nested]:
            assert {name for name in one if not name.startswith(("@", "prov:"))} <= known
    assert len(graph) == 1 + 2 + 5
