"""`byname trace` as a newcomer uses it."""

from __future__ import annotations

import json
from pathlib import Path

from tests import commands
from tests.commands import data_of


def test_every_printed_number_is_traced_to_as_many_rows(demo: Path) -> None:
    numbers = json.loads((demo / "tables" / "numbers.json").read_text(encoding="utf-8"))
    for wanted in ("entries", "people-executed", "trials-death_date", "deaths-1937-06"):
        number = next(n for n in numbers if n["id"] == wanted)
        traced = data_of("trace", demo, wanted, "--all")
        assert traced["number"]["value"] == number["value"]
        assert traced["records"] == len(traced["rows"]) >= number["value"] > 0
        assert all(len(row["sha256"]) == 64 and row["text"] for row in traced["rows"])
        assert traced["code_version"].startswith("0.")


def test_trace_of_a_mistyped_id_proposes_the_right_one(demo: Path) -> None:
    completed = commands.run("trace", demo, "people-sho")
    assert completed.returncode == 1
    assert "did you mean people-shot?" in completed.stderr
