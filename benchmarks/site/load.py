"""Searches and pages of people a second, and how long readers wait, of `byname serve` on this machine (loopback).

usage: python -m benchmarks.site.load ARCHIVE [--seconds 20] [--connections 8] [--processes 0] [--slow 1000]

Needs `wrk` (https://github.com/wg/wrk). Each request asks for something else: words are names of the archive's own
people (whole, a surname, surname and one more), addresses those of people drawn at random, so that nothing is answered
from what was asked before. `--slow` readers that send their request letter by letter and never end it are there at the
same time in the last run.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from byname.archive.archive import Archive
from byname.archive.tables import DerivedTables

_SCRIPT = """\
local paths = {{}}
for line in io.lines("{paths}") do paths[#paths + 1] = line end
local at = {seed}
function request()
  at = at + 1
  return wrk.format("GET", paths[at % #paths + 1])
end
function done(summary, latency, requests)
  io.write(string.format('{{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""
_DRAWN = 20_000


def main() -> None:
    """Print a row for searches, pages of people, and both with slow readers beside them."""
    options = _options()
    archive = Archive.open(options.archive)
    people = DerivedTables.built(archive).read("people", ["person_id", "name"]).drop_nulls()
    drawn = people.sample(min(_DRAWN, len(people)), seed=7, shuffle=True)
    searches = [f"/search?q={quote(words)}" for words in _words(drawn["name"].to_list())]
    pages = [f"/person/{person}" for person in drawn["person_id"]]
    print(f"{len(people):,} people, {options.connections} connections, {options.seconds} s each\n")
    print("| asked | a second | p50, ms | p99, ms | failed | memory, MB |\n|---|---:|---:|---:|---:|---:|")
    with ExitStack() as stack:
        process, address = stack.enter_context(_served(options.archive, options.processes))
        for name, paths in (("searches", searches), ("people", pages)):
            _run(address, paths, options.seconds // 4 or 1, options.connections)  # files are in memory then
            print(_row(name, _run(address, paths, options.seconds, options.connections), _memory(process)))
        if options.slow:
            stack.enter_context(_slow_readers(address, options.slow))
            both = [path for pair in zip(searches, pages, strict=True) for path in pair]
            found = _run(address, both, options.seconds, options.connections)
            print(_row(f"both, {options.slow:,} slow readers", found, _memory(process)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--processes", type=int, default=0)
    parser.add_argument("--slow", type=int, default=1000)
    return parser.parse_args()


def _words(names: Sequence[str]) -> list[str]:
    """What readers ask for: a whole name, a surname alone, or a surname and one more word, each in turn."""
    lengths = random.Random(7)
    return [" ".join(name.split()[: lengths.choice((1, 2, 9))]) for name in names]


@contextmanager
def _served(archive: Path, processes: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "byname", "serve", str(archive), "--port", "0", "--json"]
    with subprocess.Popen([*command, "--processes", str(processes)], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())["address"].rstrip("/")
            for _ in range(16):  # until all processes have begun
                urllib.request.urlopen(address, timeout=120).close()
            yield process, address
        finally:
            process.terminate()


def _run(address: str, paths: Sequence[str], seconds: int, connections: int) -> dict[str, float]:
    """What wrk found: requests, seconds, p50 and p99 in milliseconds, failed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "paths").write_text("\n".join(paths) + "\n", encoding="utf-8")
        seed = random.randrange(len(paths))
        (folder / "ask.lua").write_text(_SCRIPT.format(paths=folder / "paths", seed=seed), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(folder / "ask.lua")]
        done = subprocess.run([*command, address], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _row(name: str, found: dict[str, float], megabytes: float) -> str:
    rate = found["requests"] / found["seconds"]
    return (
        f"| {name} | {rate:.0f} | {found['p50']:.1f} | {found['p99']:.1f} | {found['failed']:.0f} | {megabytes:,.0f} |"
    )


def _memory(process: subprocess.Popen[str]) -> float:
    parent = psutil.Process(process.pid)
    return sum(one.memory_full_info().pss for one in [parent, *parent.children(recursive=True)]) / 2**20


@contextmanager
def _slow_readers(address: str, number: int) -> Iterator[None]:
    """Readers that begin a request, send a letter a second and never end it."""
    host, port = address.removeprefix("http://").split(":")
    ended = threading.Event()
    with ExitStack() as stack:
        readers = [stack.enter_context(socket.create_connection((host, int(port)))) for _ in range(number)]
        for reader in readers:
            reader.sendall(b"GET /search?q=slow HTTP/1.1\r\nHost: x\r\nX-Slow: ")

        def go_on() -> None:
            while not ended.is_set():
                for reader in readers:
                    try:
                        reader.sendall(b"a")
                    except OSError:
                        continue
                time.sleep(1)

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


if __name__ == "__main__":
    main()
