from __future__ import annotations

import csv
import json
from pathlib import Path

from byname.archive.archive import Archive
from byname.exports.release.contents import time_of, verifier, write_contents


def test_every_number_is_there_with_its_method_and_its_warnings(small: Archive, tmp_path: Path) -> None:
    write_contents(small, tmp_path, lambda step, share: None)
    with (tmp_path / "figures" / "numbers.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    numbers = json.loads((tmp_path / "figures" / "numbers.json").read_text(encoding="utf-8"))
    assert set(rows) == {number["id"] for number in numbers}
    assert all(row["method"] and row["value"] for row in rows.values())
    assert {number["id"] for number in numbers if number["low"] is not None} == {
        id for id, row in rows.items() if row["low"]
    }
    made_from = json.loads((tmp_path / "made-from.json").read_text(encoding="utf-8"))
    assert made_from["ledger_head"] == small.ledger.head()
    assert made_from["day"] == time_of(small)[:10]
    assert (tmp_path / "verify_release.py").read_text(encoding="utf-8") == verifier()
    for name in ("tables", "people.sqlite", "parquet"):
        assert json.loads((tmp_path / f"{name}.loss.json").read_text(encoding="utf-8"))["withheld_people"] > 0
