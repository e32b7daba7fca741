from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

from tests.commands import data_of, run

from byname.archive.archive import Archive


def test_demo_reads_every_row_of_the_collection(own_demo: Path) -> None:
    numbers = data_of("build", own_demo)["numbers"]
    assert numbers["entries"] == numbers["records"] == 439
    assert numbers["unread"] == 0
    assert 402 <= numbers["people"] <= 410  # 402 by the labels; a pair that cannot be told stays apart


def test_demo_audits_the_bundled_essay_and_links_it_from_the_report(demo: Path) -> None:
    front = (demo / "report" / "index.html").read_text(encoding="utf-8")
    assert 'href="audit-essay.html"' in front
    assert 'mark class="contradicted"' in (demo / "report" / "audit-essay.html").read_text(encoding="utf-8")
    assert json.loads((demo / "report" / "audit-essay.json").read_text(encoding="utf-8"))["coverage"]["judged"] > 10


def test_demo_again_changes_nothing(own_demo: Path) -> None:
    assert data_of("demo", own_demo)["made"] == []


def test_the_demonstration_ends_with_three_things_to_try_and_says_where_the_program_is(own_demo: Path) -> None:
    program = Path(sys.executable).with_name("byname")
    done = subprocess.run(
        [program, "demo", own_demo],
        env={**os.environ, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    *_, search, motive, serve, where = done.stdout.splitlines()
    assert search == f'  byname search {own_demo} "Tuchatschewski"'
    assert motive == f"  byname motive {own_demo}"
    assert serve == f"  byname serve {own_demo} --open"
    assert str(program) in where
    assert run(*shlex.split(search)[1:]).stdout.startswith("P-")


def test_estimates_never_come_without_interval_and_warnings(own_demo: Path) -> None:
    estimates = data_of("build", own_demo)["estimates"]
    assert estimates
    for row in estimates:
        assert row["warnings"]
        for method in row["methods"]:
            assert method["low"] <= method["estimate"]
            # No upper bound is said as null, and only where the data cannot tell.
            assert method["high"] is None or method["estimate"] <= method["high"]
            assert method["high"] is not None or row["identified"] is False


def test_verify_agrees_and_then_names_what_was_changed(own_demo: Path) -> None:
    assert data_of("verify", own_demo)["differences"] == []
    table = own_demo / "tables" / "people.parquet"
    table.write_bytes(table.read_bytes()[:-1] + b"?")
    completed = run("verify", own_demo)
    assert completed.returncode == 1
    assert "table people.parquet was changed" in completed.stderr


def test_the_summary_of_a_build_is_said_in_words(own_demo: Path) -> None:
    said = run("build", own_demo).stdout
    assert "How many in all, from cc1934, high-command, trials:" in said
    assert "Nothing had changed." in said


def test_doctor_tells_whom_a_lost_original_touches_and_saves_the_rest(own_demo: Path, tmp_path: Path) -> None:
    assert run("doctor", own_demo).stdout == "Nothing is damaged.\n"
    archive = Archive.open(own_demo)
    archive.original(archive.imported()[0].sha256).write_bytes(b"something else")
    archive.ledger.close()
    done = run("doctor", own_demo)
    assert (done.returncode, "lost unless there is a copy" in done.stdout, "people" in done.stdout) == (1, True, True)
    saved = run("doctor", own_demo, "--save", tmp_path / "saved")
    assert (saved.returncode, "Next: byname build" in saved.stdout) == (0, True)
    assert data_of("build", tmp_path / "saved" / "archive")["made"]
    assert run("doctor", own_demo, "--save", tmp_path / "saved").returncode == 1
