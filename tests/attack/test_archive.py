"""Attacks on an archive: every file damaged, every write refused, killed at any moment, read-only.

A bounded part runs always; BYNAME_ATTACK=N (by `make attack`) runs N times as many cases; with `pytest -s` each attack
prints what it tried and found.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.commands import BYNAME, data_of, run
from tests.lists import ROWS, write_list

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.pipeline.build import build
from byname.sources.unpacking import sha256_of

TIMES = int(os.environ.get("BYNAME_ATTACK", "1"))
READING = (["search", "Бухарин"], ["show", "one:0"], ["trace", "people"], ["export"])
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-fowner", "--inh-caps=-dac_override,-fowner"]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small built archive, which passes its verification; for reading only."""
    folder = tmp_path_factory.mktemp("sound")
    archive = Archive.create(folder / "archive", "Tests")
    add_files(archive, [write_list(folder / "in", name, ROWS) for name in ("one", "two")])
    build(archive, processes=1)
    archive.ledger.close()
    assert data_of("verify", folder / "archive")["differences"] == []
    return folder / "archive"


@pytest.fixture
def attacked(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "archive"))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".lock"))


def _flips(path: Path, chance: random.Random, most: int) -> Iterator[tuple[int, int]]:
    size = path.stat().st_size
    places = range(size * 8) if size * 8 <= most else chance.sample(range(size * 8), most)
    yield from ((place // 8, place % 8) for place in places)


def test_a_flipped_bit_in_any_file_is_named(attacked: Path) -> None:
    """One random bit in each file (N with BYNAME_ATTACK=N), and as many more as there are files: `verify` names it."""
    run("ledger", "key", "archive.example.org", "--out", attacked.parent / "key")
    run("ledger", "log", attacked, "--key", attacked.parent / "key")
    chance, missed, tried = random.Random(1), [], 0
    files = [path for path in _files(attacked) if path.stat().st_size]
    for path in [*files, *chance.choices(files, k=len(files))]:
        kept = path.read_bytes()
        for place, bit in _flips(path, chance, TIMES):
            tried += 1
            path.write_bytes(kept[:place] + bytes([kept[place] ^ 1 << bit]) + kept[place + 1 :])
            done = run("verify", attacked, "--quick")
            if done.returncode == 0 or not _is_named(path, attacked, done.stderr):
                missed.append((path.relative_to(attacked).as_posix(), place, bit, done.stderr))
            path.write_bytes(kept)
    print(f"{tried:,} flips in {len(files)} files: {tried - len(missed):,} named")
    assert tried >= 2 * len(files)
    assert missed == []
    assert run("verify", attacked, "--quick").returncode == 0


def _is_named(path: Path, archive: Path, said: str) -> bool:
    """Whether an error names the file that was damaged, or the table, index or log that it is part of."""
    part = path.relative_to(archive).parts[0]
    return path.name in said or part in said or (path.name in ("ledger.mark", "ledger.sqlite") and "ledger" in said)


def test_every_emptied_or_missing_file_is_named_and_a_build_mends_what_is_derived(attacked: Path) -> None:
    derived = [
        path for path in _files(attacked) if path.relative_to(attacked).parts[0] in ("tables", "search", "report")
    ]
    assert len(derived) > 20
    for number, path in enumerate(derived):
        if number % 2:
            path.write_bytes(b"")
        else:
            path.unlink()
        assert run("verify", attacked).returncode == 1, path
    assert run("build", attacked).returncode == 0
    assert data_of("verify", attacked)["differences"] == []
    path = attacked / "tables" / "people.parquet"
    path.write_bytes(b"")
    assert "people" in data_of("build", attacked)["made"]
    assert data_of("verify", attacked)["differences"] == []


def test_a_file_that_does_not_belong_there_is_named(attacked: Path) -> None:
    for place in ("stranger.txt", "tables/stranger.parquet", "report/stranger.html", "search/stranger", "originals/x"):
        (attacked / place).write_text("x", encoding="utf-8")
        done = run("verify", attacked)
        assert done.returncode == 1
        assert Path(place).name in done.stderr
        (attacked / place).unlink()
    assert run("verify", attacked).returncode == 0


def test_commands_on_damaged_tables_end_with_one_clear_error(attacked: Path) -> None:
    commands = (
        ["search", "Бухарин"],
        ["show", "one:0"],
        ["trace", "people"],
        ["export"],
        ["motive"],
        ["review"],
        ["explain", "one:0"],
    )
    chance, seen = random.Random(2), 0
    for path in sorted((attacked / "tables").rglob("*")):
        if not path.is_file():
            continue
        kept = path.read_bytes()
        for content in (b"", kept[: len(kept) // 2], bytes(chance.randbytes(len(kept)))):
            path.write_bytes(content)
            words = commands[seen % len(commands)]
            done = run(words[0], attacked, *words[1:])  # an exception that is not ours would be raised here
            assert done.returncode in (0, 1), (path, words)
            seen += 1
        path.write_bytes(kept)
    assert seen > 40


def test_no_command_reads_a_table_of_which_one_bit_was_flipped(attacked: Path) -> None:
    chance, refused = random.Random(3), {words[0]: 0 for words in READING}
    sound = {words[0]: run(words[0], attacked, *words[1:]).stdout for words in READING}
    for name in ("people.parquet", "records/one.parquet", "entries/two.parquet", "numbers.json", "pairs.parquet"):
        path = attacked / "tables" / name
        kept = path.read_bytes()
        for place, bit in _flips(path, chance, TIMES):
            path.write_bytes(kept[:place] + bytes([kept[place] ^ 1 << bit]) + kept[place + 1 :])
            for words in READING:
                done = run(words[0], attacked, *words[1:])
                if done.returncode:
                    assert f"{name}: this file was changed since it was built; `byname build`" in done.stderr
                    refused[words[0]] += 1
                else:
                    assert done.stdout == sound[words[0]], (name, place, bit, words)
        path.write_bytes(kept)
    assert min(refused.values()) > 0, refused


@pytest.mark.parametrize("part", range(3 * TIMES))
def test_a_build_killed_at_any_moment_leaves_what_the_next_one_completes(
    attacked: Path, tmp_path: Path, part: int
) -> None:
    add_files(Archive.open(attacked), [write_list(tmp_path / "in", "three", ROWS)])
    process = subprocess.Popen([*BYNAME, "build", str(attacked)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(random.Random(part).uniform(1.0, 6.0))
    process.send_signal(signal.SIGKILL)
    print(f"build killed: {'at work' if process.wait() == -signal.SIGKILL else 'it had ended'}")
    assert run("build", attacked).returncode == 0
    assert data_of("verify", attacked)["differences"] == []
    assert {file.source for file in Archive.open(attacked).imported()} == {"one", "two", "three"}


DECIDING = """
import sys
from pathlib import Path
from byname.archive.archive import Archive
ledger = Archive.open(Path(sys.argv[1])).ledger
while True:
    print(ledger.append("judgement", {"record_a": "one:0", "record_b": "two:0", "verdict": "same"}).root, flush=True)
"""
ADDING = """
import sys
from itertools import count
from pathlib import Path
from byname.archive.accession import add_files
from byname.archive.archive import Archive
archive = Archive.open(Path(sys.argv[1]))
path, mapping = Path(sys.argv[2]), Path(sys.argv[3])
for number in count():
    path.write_text(f"name,born,died\\nRykov {number},1881,\\n", encoding="utf-8")
    add_files(archive, [(path, mapping)])
    print(archive.imported()[-1].sha256, flush=True)
"""


@pytest.mark.parametrize("part", range(2 if TIMES == 1 else 220))  # with the builds that are killed some 500
@pytest.mark.parametrize("work", [DECIDING, ADDING], ids=["deciding", "adding"])
def test_what_was_confirmed_outlives_a_kill(attacked: Path, tmp_path: Path, work: str, part: int) -> None:
    """A process that decides, or adds files, one after the other and confirms each, is killed at any moment."""
    given = write_list(tmp_path / "in", "three", ROWS)
    command = [sys.executable, "-c", work, str(attacked), *map(str, given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(random.Random(part).uniform(0.0, 0.5))
        process.send_signal(signal.SIGKILL)
        confirmed = [first, *process.stdout.read().splitlines(keepends=True)]
    whole = [line.strip() for line in confirmed if line.endswith("\n")]
    assert whole[0]
    archive = Archive.open(attacked)
    assert archive.ledger.check() == []
    told = {str(said) for entry in archive.ledger.entries() for said in (entry.root, entry.payload.get("sha256"))}
    assert [said for said in whole if said not in told] == []
    print(f"{len(whole):,} confirmed writes before the kill, none lost")
    for file in archive.imported():
        assert sha256_of(archive.original(file.sha256)) == file.sha256
    archive.ledger.close()


@pytest.mark.skipif(shutil.which("setpriv") is None or os.geteuid() != 0, reason="needs setpriv and root")
def test_an_archive_that_cannot_be_written_is_read(attacked: Path) -> None:
    for path in [attacked, *attacked.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    for words in (
        ["search", "Бухарин"],
        ["show", "one:0"],
        ["trace", "people"],
        ["export"],
        ["verify"],
        ["ledger", "head"],
    ):
        at = 2 if words[0] == "ledger" else 1
        command = [*WITHOUT_RIGHTS, *BYNAME, *words[:at], str(attacked), *words[at:]]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout
    command = [*WITHOUT_RIGHTS, *BYNAME, "build", str(attacked)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    for path in [attacked, *attacked.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


FAULTS = [
    ("fsync", "ENOSPC"), ("rename", "EIO"), ("openat", "EMFILE"), ("fsync", "EIO"), ("rename", "EXDEV"),
    ("openat", "ENOSPC"),
][: 3 * TIMES]  # fmt: skip


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("part", range(max(1, TIMES // 2)))
@pytest.mark.parametrize(("call", "error"), FAULTS)
def test_a_refused_call_of_the_system_is_one_clear_error_and_nothing_is_lost(
    attacked: Path, tmp_path: Path, call: str, error: str, part: int
) -> None:
    """Every call of a kind inside the archive fails from some moment on; the fault is shown to have struck."""
    add_files(Archive.open(attacked), [write_list(tmp_path / "in", "three", ROWS)])
    log = tmp_path / "strace.log"
    targets = [
        str(path)
        for path in (attacked, attacked / "tables", attacked / "report", attacked / "search")
        for path in (path, *path.glob("*"))
    ]
    # A rename is watched wherever it is, as strace looks at the old name alone; a build renames nothing elsewhere.
    watched = [part for path in targets for part in ("-P", path)] if call != "rename" else []
    first = random.Random(f"{error}{call}{part or ''}").randint(1, 2 if call == "rename" else 6)
    calls = {"rename": "rename,renameat,renameat2"}.get(call, call)
    inject = f"inject={calls}:error={error}:when={first}+"
    command = [
        "strace",
        "-f",
        "-qq",
        "-o",
        str(log),
        *watched,
        "-e",
        f"trace={calls}",
        "-e",
        inject,
        *BYNAME,
        "build",
        str(attacked),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    struck = log.read_text(encoding="utf-8", errors="replace").count("(INJECTED)")
    print(f"{call} {error} from call {first} on: struck {struck} times, exit {done.returncode}: {done.stderr.strip()}")
    assert struck, "the fault did not strike"
    assert "Traceback" not in done.stderr
    assert "panicked" not in done.stderr
    assert done.returncode in (0, 1), done.stderr
    assert run("build", attacked).returncode == 0
    assert data_of("verify", attacked)["differences"] == []


def _mounted(folder: Path, kilobytes: int) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("room", [0, 60, 20, 200][: 1 + TIMES])
def test_a_full_disk_is_one_clear_error_and_the_next_build_completes(sound: Path, tmp_path: Path, room: int) -> None:
    """A disk of its own, with so many kilobytes left over."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not _mounted(disk, 20_000):
        pytest.skip("no file system can be mounted here")
    try:
        archive = Path(shutil.copytree(sound, disk / "archive"))
        add_files(Archive.open(archive), [write_list(tmp_path / "in", "three", ROWS)])
        filler = disk / "filler"
        free = shutil.disk_usage(disk).free
        filler.write_bytes(b"\0" * max(free - room * 1024, 0))
        done = subprocess.run(
            [*BYNAME, "build", str(archive)], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        assert "the disk is full" in done.stderr
        filler.unlink()
        assert run("build", archive).returncode == 0
        assert data_of("verify", archive)["differences"] == []
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "words",
    [
        ["show", "one:0"], ["export"], ["export", "--format", "parquet"], ["trace", "people", "--json"], ["build"],
        ["show", "nobody", "--json"],
    ],
)  # fmt: skip
def test_full_standard_output_is_one_clear_error(attacked: Path, words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        command = [*BYNAME, words[0], str(attacked), *words[1:]]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr or "nobody" in words
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_standard_output_that_is_full_or_closed_is_one_clear_error(attacked: Path) -> None:
    for words in (
        "--version >/dev/full",
        "show --help >/dev/full",
        f"show {attacked} one:0 >&-",
        f"export {attacked} >&-",
    ):
        command = ["sh", "-c", f"{sys.executable} -m byname {words}"]
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=120, check=False)
        assert done.returncode == 1, words
        assert "standard output: the result cannot be written" in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("place", ["tables/people.parquet", "tables/build.json", "originals/x", "search/meta.json"])
def test_a_pipe_in_an_archive_is_refused_at_once(attacked: Path, place: str) -> None:
    (attacked / place).unlink(missing_ok=True)
    os.mkfifo(attacked / place)
    for words in (*READING, ["verify"], ["build"]):
        done = run(words[0], attacked, *words[1:])
        assert done.returncode == 1
        assert f"{place}: this is a named pipe" in done.stderr


def test_a_verification_does_not_disturb_a_build_and_waits_for_none(attacked: Path) -> None:
    with Archive.open(attacked).locked():
        coming = attacked / "tables" / ".coming-77-linkage"
        coming.mkdir()
        done = run("verify", attacked)
        assert done.returncode == 1
        assert "another process is writing" in done.stderr
        assert coming.is_dir()


def test_what_a_terminal_would_obey_is_shown_escaped(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    evil = "Бухарин \x1b[2J\u202e\x9b31m :smile: [red]Николай"
    add_files(archive, [write_list(tmp_path / "in", "one", [(evil, "1888", "15.03.1938")])])
    build(archive, processes=1)
    for words in (["show", "one:0"], ["search", "Бухарин"], ["trace", "people"], ["show", "one:0", "--json"]):
        done = run(words[0], archive.folder, *words[1:])
        assert done.returncode == 0
        assert not {"\x1b", "\u202e", "\x9b"} & set(done.stdout)
        assert "[red]" in done.stdout
    pages = {path.name: path.read_text(encoding="utf-8") for path in archive.report.rglob("*.html")}
    assert "[red]" in pages["trace.html"]
    assert [name for name, page in pages.items() if {"\x1b", "\u202e", "\x9b"} & set(page)] == []
    done = run("show", archive.folder, "\x1b[2Jnobody")
    assert "\x1b" not in done.stderr


def test_cells_that_a_spreadsheet_would_run_are_neutralised(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "Tests")
    evil = '=HYPERLINK("http://x.example","Бухарин")'
    add_files(archive, [write_list(tmp_path / "in", "one", [(evil, "1888", "15.03.1938"), ("+49 Рыков", "1881", "")])])
    build(archive, processes=1)
    for what in ("people", "records", "statements"):
        safe = run("export", archive.folder, "--what", what).stdout
        assert not [
            cell for line in safe.splitlines() for cell in line.split(",") if cell.strip('"')[:1] in "=+@" and cell
        ]
        assert "=HYPERLINK" in safe
    assert "'=HYPERLINK" not in run("export", archive.folder, "--what", "statements", "--raw").stdout


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["audit", "PATH"], 1), (["estimate", "PATH"], 1), (["figures", "check", "PATH"], 1),
        (["figures", "add", "ARCHIVE", "PATH"], 1), (["facts", "add", "ARCHIVE", "PATH"], 1),
        (["facts", "add", "ARCHIVE", "PATH", "--source", "A book"], 1), (["add", "ARCHIVE", "PATH", "--suggest"], 1),
        (["add", "ARCHIVE", "PATH", "--mapping", "PATH"], 1), (["audit", "essay.txt", "--compare", "PATH"], 1),
    ],
)  # fmt: skip
def test_what_is_no_regular_file_is_refused_at_once(
    attacked: Path, tmp_path: Path, words: list[str], code: int
) -> None:
    pipe, folder = tmp_path / "pipe.csv", tmp_path / "folder.csv"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder, Path("/dev/zero"), tmp_path / "absent.csv"):
        given = [str(path) if word == "PATH" else str(attacked) if word == "ARCHIVE" else word for word in words]
        began = time.monotonic()
        done = run(*given)
        assert done.returncode == code, (given, done)
        assert done.stderr.count("\n") == 1
        assert time.monotonic() - began < 10
