from __future__ import annotations

import json
from pathlib import Path

from tests.exports.made import exported

from byname.archive.archive import Archive
from byname.exports.people import ExportedArchive


def test_a_line_is_a_person_with_what_is_said(household: Archive, tmp_path: Path) -> None:
    out, _ = exported(ExportedArchive(household), "jsonl", tmp_path)
    people = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(people) == 3
    (wife,) = (person for person in people if person["relations"])
    assert wife["name"] == "Vanem, Liisa, Juhan"
    assert {"field": "birth_date", "as_written": "1890", "value": "1890"}.items() <= next(
        said for said in wife["statements"] if said["field"] == "birth_date"
    ).items()
    package = json.loads(out.with_name(f"{out.name}.datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == [
        "people", "statements", "entries", "relations", "lists",
    ]  # fmt: skip
