from __future__ import annotations

import gzip
import json
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from tests.exports.conftest import Validators
from tests.exports.made import MadeArchive, exported
from tests.exports.read_back import given
from tests.exports.test_export import hostile_people

from byname.archive.archive import Archive
from byname.exports.gedcom_dates import gedcom_date
from byname.exports.gedcom_lines import cleaned
from byname.exports.losses import Key
from byname.exports.people import ExportedArchive, ExportedPerson

# Each reads people (by REFN) as all texts below them with their tags, and counts the records.
SEVEN = """
import collections, gedcom7, json, sys
records = gedcom7.load(open(sys.argv[1], "rb"))
assert not list(gedcom7.validate(records)), list(gedcom7.validate(records))[:5]
def texts(one):
    yield one.tag, one.text or (one.pointer if hasattr(one, "pointer") else "") or ""
    for child in one.children: yield from texts(child)
people = {next(c.text for c in r.children if c.tag == "REFN"): list(texts(r)) for r in records if r.tag == "INDI"}
print(json.dumps([people, collections.Counter(r.tag for r in records)]))
"""
FIVE = """
import collections, json, sys
from ged4py import GedcomReader
from ged4py.model import NameRec
def text(one):
    value = one.value
    if isinstance(value, tuple): return "/".join(part or "" for part in value)
    return "" if value is None else str(value)
def texts(one):
    yield one.tag, text(one)
    for child in one.sub_records: yield from texts(child)
with GedcomReader(sys.argv[1]) as reader:
    people = {r.sub_tag("REFN").value: list(texts(r)) for r in reader.records0("INDI")}
    print(json.dumps([people, collections.Counter(r.tag for r in reader.records0())]))
"""
SCRIPTS = {"gedcom7": SEVEN, "gedcom551": FIVE}
People = dict[str, list[tuple[str, str]]]


def _read(validators: Validators, name: str, out: Path) -> tuple[People, dict[str, int]]:
    found: tuple[People, dict[str, int]] = json.loads(validators.run("-c", SCRIPTS[name], out))
    return found


def _carried(people: People, persons: Iterable[ExportedPerson], seven: bool) -> Counter[Key]:
    """How many words, readings of dates, doubts and entries of statements stand in the record of their person."""
    found: Counter[Key] = Counter()
    for person in persons:
        texts = people[person.id]
        pages = Counter(text for tag, text in texts if tag == "PAGE")
        flags = Counter(text for tag, text in texts if tag == "NOTE")
        dates = {text for tag, text in texts if tag in ("DATE", "PHRASE", "NOTE")}
        whole = "\n".join(_squashed(text) for _, text in texts)
        for said in person.said:
            words = _squashed(cleaned(said.words))
            found["words", said.field] += bool(words) and (words in whole or _slashless(words) in whole)
            found["entry", said.field] += pages[said.record_id] > 0
            if said.flag is not None:
                found["doubt", said.field] += flags[f"{said.field}: {said.flag}"] > 0
            if said.value is not None and said.field.endswith("_date"):
                date, phrase = gedcom_date(said.value)
                found["reading", said.field] += (phrase or date) in dates if seven else _is_said(date, phrase, dates)
    return Counter({key: count for key, count in found.items() if count})


def _is_said(date: str, phrase: str, dates: set[str]) -> bool:
    """Whether a date of 5.5.1, as ged4py prints it, is there."""
    return any((f"EDTF: {phrase}" if phrase and date else phrase or date.replace(" 00", " ")) in text for text in dates)


def _squashed(text: str) -> str:
    return " ".join(text.split())


def _slashless(text: str) -> str:
    return " ".join(text.replace("/", " ").split())


def _given(statement: dict[str, Any]) -> Counter[Key]:
    told = given(statement)
    return Counter(
        {(part, field): n for (part, field), n in told.items() if part in ("words", "entry", "doubt")}
    ) + Counter(
        {(part, field): n for (part, field), n in told.items() if part == "reading" and field.endswith("_date")}
    )


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_went_out_is_what_another_reader_finds(
    small: Archive, tmp_path: Path, validators: Validators, name: str
) -> None:
    out, statement = exported(ExportedArchive(small), name, tmp_path)
    people, counts = _read(validators, name, out)
    persons = [person for batch in ExportedArchive(small).batches() for person in batch.persons]
    assert (counts["INDI"], counts["SOUR"]) == (5, 2)
    assert _carried(people, persons, name == "gedcom7") == _given(statement)


@pytest.mark.parametrize("name", SCRIPTS)
def test_hostile_values_come_out_or_are_counted_as_lost(tmp_path: Path, validators: Validators, name: str) -> None:
    made = MadeArchive(hostile_people())
    out, statement = exported(made, name, tmp_path)
    people, _ = _read(validators, name, out)
    (batch,) = made.batches()
    assert _carried(people, batch.persons, name == "gedcom7") == _given(statement)
    assert sum(statement["changed"].values()) > 10


RELATIONS = [
    ("P-0001", "P-0000", "wife", "book:1"), ("P-0002", "P-0000", "son", "book:2"),
    ("P-0003", "P-0000", "mother", "book:3"),
    ("P-0004", "P-0000", "sister", "book:4"), ("P-0005", "P-0000", "wife", "book:5"),
    ("P-0006", "P-0000", None, "book:6"),
]  # fmt: skip


def test_families_are_those_of_the_households(tmp_path: Path, validators: Validators) -> None:
    made = MadeArchive([({"name": f"Uno {n}"}, [("name", f"Uno {n}", None)]) for n in range(7)], RELATIONS)
    out, statement = exported(made, "gedcom7", tmp_path)
    text = out.read_text(encoding="utf-8")
    people, counts = _read(validators, "gedcom7", out)
    assert counts["FAM"] == 3
    assert "0 @FP0000X0@ FAM\n1 HUSB @P0000@\n1 WIFE @P0001@\n1 CHIL @P0002@\n1 SOUR @S1@\n2 PAGE book:1\n" in text
    assert "0 @FP0000P@ FAM\n1 WIFE @P0003@\n1 CHIL @P0000@\n" in text
    assert "0 @FP0000X1@ FAM\n1 HUSB @P0000@\n1 WIFE @P0005@\n" in text
    assert ("PHRASE", "sister") in [tuple(one) for one in people["P-0000"]]
    told = {row["field"]: row for row in statement["fields"] if row["part"] == "relations"}
    assert told["relation"]["out"] == 6


def _gramps(gramps: str, out: Path, folder: Path) -> tuple[str, dict[str, int]]:
    """What Gramps says of a file, and how many things it then has (it ends with 0 on anything)."""
    source, result = folder / "in.ged", folder / "out.gramps"
    source.write_bytes(out.read_bytes())
    words: list[str | Path] = [
        gramps,
        "-C",
        "new",
        "-i",
        source,
        "-e",
        result,
        "--config=database.backend:sqlite",
        "-y",
    ]
    place = {"GRAMPSHOME": str(folder), "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    done = subprocess.run(words, capture_output=True, text=True, env=place, check=False, timeout=120)
    root = ElementTree.fromstring(gzip.decompress(result.read_bytes()))
    kinds = [element.tag.rpartition("}")[2] for element in root.iter()]
    return done.stdout + done.stderr, {kind: kinds.count(kind) for kind in ("person", "family", "event", "source")}


def test_gramps_imports_every_person_family_and_event(
    household: Archive, small: Archive, tmp_path: Path, gramps: str
) -> None:
    for archive, families in ((household, 1), (small, 0)):
        folder = tmp_path / str(families)
        folder.mkdir()
        out, statement = exported(ExportedArchive(archive), "gedcom551", folder)
        said, counts = _gramps(gramps, out, folder)
        assert "No errors detected" in said
        lines = out.read_text(encoding="utf-8").split("\n")
        # Facts of a person that are no events become attributes in Gramps.
        events = sum(
            line.split(" ")[1] in ("BIRT", "DEAT", "BURI", "EVEN", "RESI", "OCCU") for line in lines if line[:2] == "1 "
        )
        assert counts["person"] == statement["people"]
        assert counts["family"] == families
        assert counts["event"] == events > 3
        assert counts["source"] == sum(line.endswith(" SOUR") for line in lines if line.startswith("0 "))


def test_gramps_takes_hostile_values(tmp_path: Path, gramps: str) -> None:
    out, statement = exported(MadeArchive(hostile_people()), "gedcom551", tmp_path)
    said, counts = _gramps(gramps, out, tmp_path)
    assert "No errors detected" in said
    assert counts["person"] == statement["people"]
