"""Commands whose memory is limited end with one sentence, and pass on what they are told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from tests.commands import BYNAME

from byname.cli.limited_memory import give_memory_back

resource = pytest.importorskip("resource")
LIMIT = 4_000_000_000
PROGRAM = """\
import os, sys, time
from byname.cli.limited_memory import run_explained

def fill():
    import polars
    polars.int_range(0, 10**9, eager=True)

def draw():
    import altair
    from byname.site.charts.style import table, to_svg
    chart = altair.Chart(table([{"a": 1}])).mark_bar().encode(x="a:Q")
    to_svg(chart, key="k", title="t", description="d")

def wait():
    print(os.getpid(), flush=True)
    time.sleep(60)

work = {"fill": fill, "draw": draw, "wait": wait, "stop": lambda: sys.exit(7)}
run_explained(work[sys.argv[1]], lambda error: print(error))
"""


def limited(*words: str, limit: int = LIMIT) -> subprocess.Popen[str]:
    """Run a program with a limit on its address space."""

    def begin() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", preexec_fn=begin
    )


def ended(*words: str) -> tuple[int, str]:
    """The exit code and the output of a program with limited memory."""
    process = limited(*words)
    output, _ = process.communicate(timeout=120)
    return process.returncode, output


def test_a_library_that_gives_up_for_want_of_memory_is_explained() -> None:
    code, output = ended(sys.executable, "-c", PROGRAM, "fill")
    assert code == 1
    assert output.startswith(
        "the process was ended (SIGABRT), most likely because it may take 4.0 GB of memory only; lift the limit on "
        "addresses (`ulimit -v`): "
    )
    assert output.endswith("; what was finished is kept\n")


def test_a_chart_for_which_there_are_no_addresses_is_explained_in_one_sentence() -> None:
    with limited(sys.executable, "-c", PROGRAM, "draw") as process:
        output, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert output.startswith("the 4.0 GB of memory that this process may take are full; lift the limit on addresses")
    assert told == ""


def test_memory_that_is_full_is_explained() -> None:
    code, output = ended(sys.executable, "-c", "from byname.cli.limited_memory import *; print(memory_is_full())")
    assert code == 0
    assert output.startswith("the 4.0 GB of memory that this process may take are full; lift the limit on addresses")


def test_a_library_that_cannot_be_loaded_for_want_of_memory_is_explained(tmp_path: Path) -> None:
    with limited(*BYNAME, "show", str(tmp_path), "one:0", limit=300_000_000) as process:
        _, told = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "Traceback" not in told
    assert "the 0.3 GB of memory that this process may take are full" in told


def test_exit_codes_are_passed_on(tmp_path: Path) -> None:
    assert ended(sys.executable, "-c", PROGRAM, "stop") == (7, "")
    assert ended(*BYNAME, "show", str(tmp_path), "one:0")[0] == 1
    code, output = ended(*BYNAME, "--help")
    assert code == 0
    assert "Documents mass repression" in output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_who_ends_the_command_ends_what_works_for_it(number: signal.Signals, request: pytest.FixtureRequest) -> None:
    if number != signal.SIGKILL:
        before = signal.signal(number, signal.SIG_DFL)  # what runs the tests may ignore it, as nohup does
        request.addfinalizer(lambda: signal.signal(number, before))
    with limited(sys.executable, "-c", PROGRAM, "wait") as process:
        assert process.stdout is not None
        worker = psutil.Process(int(process.stdout.readline()))
        assert worker.pid != process.pid
        process.send_signal(number)
        assert process.wait(timeout=30) in (128 + number, -number)
        psutil.wait_procs([worker], timeout=30)
        assert not worker.is_running()


def test_nothing_stands_between_where_the_machine_is_the_limit() -> None:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, "wait"], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert int(process.stdout.readline()) == process.pid
    process.kill()
    process.communicate()


def test_the_allocator_is_told_before_it_is_loaded_and_whoever_told_it_before_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded = "import sys, byname.cli.app; print('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True).stdout == b"False\n"
    monkeypatch.delenv("_RJEM_MALLOC_CONF", raising=False)
    give_memory_back()
    assert "dirty_decay_ms:500" in os.environ["_RJEM_MALLOC_CONF"]
    monkeypatch.setenv("_RJEM_MALLOC_CONF", "own")
    give_memory_back()
    assert os.environ["_RJEM_MALLOC_CONF"] == "own"
