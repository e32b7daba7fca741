from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from tests.exports.conftest import Validators
from tests.exports.made import MadeArchive, exported
from tests.exports.read_back import given
from tests.exports.test_export import hostile_people

from byname.archive.archive import Archive
from byname.exports.ftm import as_taken
from byname.exports.losses import Key
from byname.exports.people import ExportedArchive, ExportedPerson
from byname.values.fields import fields
from byname.values.shipped import shipped_yaml

Entity = dict[str, Any]


def _entities(path: Path) -> list[Entity]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def _validated(validators: Validators, out: Path) -> list[Entity]:
    """The entities as `ftm validate` leaves them; each must have kept every value that it came with."""
    after = out.with_suffix(".validated")
    validators.run("validate", "-i", out, "-o", after, program="ftm")
    before, left = _entities(out), _entities(after)
    assert len(before) == len(left) > 3
    for one, other in zip(before, left, strict=True):
        assert (one["id"], one["schema"]) == (other["id"], other["schema"])
        ours = {name: sorted(values) for name, values in one["properties"].items()}
        theirs = {name: sorted(values) for name, values in other["properties"].items()}
        if "language" in theirs:
            theirs.pop("language")
        assert ours == theirs
    return left


def _carried(entities: list[Entity], people: Iterable[ExportedPerson]) -> Counter[Key]:
    """How many words and readings of statements stand in the entities of their person."""
    texts: dict[str, dict[str, set[str]]] = {}
    for one in entities:
        owner = one["id"].partition(".")[0]
        for name, values in one["properties"].items():
            texts.setdefault(owner, {}).setdefault(name, set()).update(values)
    data = shipped_yaml("exports", "ftm.yaml")
    terms = data["person"] | data["events"]
    found: Counter[Key] = Counter()
    for person in people:
        own = texts[person.id]
        for said in person.said:
            term = terms.get(said.field, {"property": "notes", "part": "words", "type": "text"})
            label = fields()[said.field].en
            noted = f"{label}: {as_taken(said.words, 'text')}" in {*own.get("notes", ()), *own.get("summary", ())}
            if term["part"] == "reading" and said.value is not None:
                found["reading", said.field] += said.value in own.get(term["property"], ())
            in_words = as_taken(said.words, term["type"]) in own.get(term["property"], ())
            found["words", said.field] += noted or (term["part"] == "words" and in_words)
    return Counter({key: count for key, count in found.items() if count})


def _words_and_readings(statement: dict[str, Any]) -> Counter[Key]:
    return Counter({key: count for key, count in given(statement).items() if key[0] in ("words", "reading")})


def test_ftm_keeps_every_value_that_the_statement_of_loss_counts(
    small: Archive, tmp_path: Path, validators: Validators
) -> None:
    out, statement = exported(ExportedArchive(small), "ftm", tmp_path)
    entities = _validated(validators, out)
    people = [person for batch in ExportedArchive(small).batches() for person in batch.persons]
    assert _carried(entities, people) == _words_and_readings(statement)
    assert Counter(one["schema"] for one in entities) == {"Document": 2, "Person": 5, "Documentation": 5}


def test_ftm_keeps_hostile_values_or_they_are_counted_as_lost(tmp_path: Path, validators: Validators) -> None:
    made = MadeArchive(hostile_people())
    out, statement = exported(made, "ftm", tmp_path)
    entities = _validated(validators, out)
    (batch,) = made.batches()
    assert _carried(entities, batch.persons) == _words_and_readings(statement)
    reasons = " ".join(statement["lost"])
    assert "longer than" in reasons
    assert "no date of this form" in reasons


def test_a_sentence_is_a_measure_of_an_authority(tmp_path: Path, validators: Validators) -> None:
    said: list[tuple[str, str, str | None]] = [
        ("name", "Uno Vanavalge", None), ("arrest_date", "14.06.1941", "1941-06-14"), ("charge", "an old joke", None),
        ("sentence_date", "1942", "1942"), ("sentencing_body", "an invented court", None),
        ("articles", "58-10", "58-10"), ("sentence", "ten years", None),
    ]  # fmt: skip
    entities = _validated(validators, exported(MadeArchive([({"name": "Uno Vanavalge"}, said)]), "ftm", tmp_path)[0])
    (sentence,) = (one["properties"] for one in entities if one["schema"] == "Sanction")
    assert sentence == {
        "program": ["sentence"], "entity": ["P-0000"], "recordId": ["book:0"], "proof": ["list.0"], "date": ["1942"],
        "authority": ["an invented court"], "provisions": ["58-10"], "summary": ["ten years"],
    }  # fmt: skip
    (arrest,) = (one["properties"] for one in entities if one["schema"] == "Event")
    assert (arrest["date"], arrest["summary"]) == (["1941-06-14"], ["an old joke"])


def test_events_and_families_name_the_entry_that_says_it(household: Archive, tmp_path: Path) -> None:
    entities = _entities(exported(ExportedArchive(household), "ftm", tmp_path)[0])
    (family,) = (one["properties"] for one in entities if one["schema"] == "Family")
    names = {one["id"]: one["properties"].get("name", []) for one in entities}
    assert "Vanem, Liisa, Juhan" in names[family["relative"][0]]
    assert "VANEM, Jaan, Mart" in names[family["person"][0]]
    assert (family["relationship"], family["recordId"]) == (["wife"], ["book:1"])
    events = [one["properties"] for one in entities if one["schema"] == "Event"]
    assert events
    assert all(event["recordId"][0].startswith("book:") and event["proof"] == ["list.0"] for event in events)


@pytest.mark.parametrize(
    ("text", "kind", "taken"),
    [("1937-02", "date", "1937-02"), ("0044", "date", ""), ("1937/1938", "date", ""), ("'Uno'", "name", "Uno"),
     ("a\nb", "name", "a b"), ("a\nb", "text", "a\nb"), ("a;b", "address", "a, b"), ("female", "gender", "female"),
     ("x", "gender", ""), ("\x00", "text", "")],
)  # fmt: skip
def test_texts_are_written_as_followthemoney_takes_them(text: str, kind: str, taken: str) -> None:
    assert as_taken(text, kind) == taken
