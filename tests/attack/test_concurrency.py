"""Several writers at once: one order explains every answer that any of them was given; builds do not meet.

Some 200 pieces of work; `make attack` does 10,000.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from tests.attack.writers import ERASED, JUDGED, PAIRS, TAKEN_BACK, is_judged
from tests.commands import BYNAME, data_of, run
from tests.lists import ROWS, invented_list, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build

WORKS = 200 if os.environ.get("BYNAME_ATTACK") is None else 10_000
PROCESSES = 2
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Archive]:
    """An archive with a ledger in a file, and one with a ledger on a server."""
    made = Archive.create(tmp_path / "archive", "Tests")
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
        engine = sa.create_engine(url)
        tables = sa.MetaData()
        tables.reflect(engine)
        tables.drop_all(engine)
        engine.dispose()
        made.set(made.settings.changed("ledger", url))
        made.ledger.close()
        made = Archive.open(made.folder)
        made.record_settings()
    yield made
    made.ledger.close()


def test_one_order_explains_every_answer_that_several_writers_were_given(archive: Archive, tmp_path: Path) -> None:
    answers = _written(archive, tmp_path)
    assert len(answers) >= WORKS * 0.9
    assert archive.ledger.check() == []
    entries = list(archive.ledger.all_entries())
    assert [entry.number for entry in entries] == list(range(len(entries)))
    confirmed = {answer["number"]: answer for answer in answers if answer["number"] is not None}
    assert len(confirmed) == sum(answer["number"] is not None for answer in answers), "a number was confirmed twice"
    added = {entry.number for entry in entries if entry.kind != "settings"}
    assert set(confirmed) == added, "what was confirmed is there once, and nothing else"
    erased = {answer["erased"] for answer in answers if answer["kind"] == ERASED}
    assert erased == {entry.number for entry in entries if entry.is_erased}
    judgements = [entry for entry in entries if entry.kind in (JUDGED, TAKEN_BACK)]
    numbers = [entry.number for entry in judgements]
    own: Counter[str] = Counter()
    for answer in answers:
        if answer["kind"] not in (JUDGED, TAKEN_BACK):
            continue
        seen = answer["seen"]
        assert seen == numbers[: len(seen)], "a writer saw what never stood so"
        assert len(seen) >= own[answer["writer"]], "a writer did not see what it had been confirmed"
        stood = is_judged(answer["pair"], judgements[: len(seen)])
        assert (answer["number"] is not None) == (stood == (answer["kind"] == TAKEN_BACK))
        if answer["number"] is not None:
            assert numbers[len(seen)] == answer["number"], "another came between the look and the entry"
            assert judgements[len(seen)].payload == {"pair": answer["pair"], "mark": answer["mark"]}
            own[answer["writer"]] += 1
    refused = sum(answer["number"] is None for answer in answers)
    print(f"{len(answers):,} answers, {refused:,} refused, {len(erased):,} erased, {PAIRS} pairs")
    assert refused > 5


def _written(archive: Archive, folder: Path) -> list[dict[str, Any]]:
    """The answers of all writers, those of each in their order."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT)))}
    outs = [folder / f"answers-{name}" for name in "abcdef"[:PROCESSES]]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.attack.writers", archive.folder, out.name, str(WORKS // PROCESSES), out],
            env=environment,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            text=True,
        )
        for out in outs
    ]
    for process in running:
        _, said = process.communicate(timeout=1_800)
        assert process.returncode == 0, said
        assert "Traceback" not in said, said
    return [json.loads(line) for out in outs for line in out.read_text(encoding="utf-8").splitlines()]


def test_during_a_build_people_judge_and_whoever_would_build_or_add_is_told_to_wait(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    archive = Archive.create(folder, "Tests")
    add_files(archive, [write_list(tmp_path / "in", name, ROWS) for name in ("one", "two")])
    build(archive, processes=1)
    add_files(archive, [invented_list(tmp_path / "in", 400)])
    archive.ledger.close()
    with subprocess.Popen([*BYNAME, "build", str(folder)], stderr=subprocess.PIPE, text=True) as first:
        ends = time.monotonic() + 120
        while not list((folder / "tables").glob(".coming-*")) and time.monotonic() < ends:
            time.sleep(0.005)
        path, mapping = write_list(tmp_path / "in", "three", ROWS)
        refusals = [run("build", folder), run("add", folder, path, "--mapping", mapping)]
        judged = run("review", folder, "--judge", "one:0", "two:0", "different", "--why", "two people")
        assert first.poll() is None, "the build ended before the others began"
        first.communicate(timeout=240)
        assert first.returncode == 0
    for done in refusals:
        assert done.returncode == 1
        assert "another process is writing to the archive; wait until it has ended" in done.stderr
    assert judged.returncode == 0, judged.stderr
    assert run("add", folder, path, "--mapping", mapping).returncode == 0
    assert run("build", folder).returncode == 0
    assert data_of("verify", folder, "--quick")["differences"] == []
    assert run("show", folder, "one:0").stdout != run("show", folder, "two:0").stdout
