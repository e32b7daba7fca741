from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import pytest
from tests.commands import run

from byname.archive.archive import Archive
from byname.archive.desk_store import DeskStore
from byname.cli.serve import address_of, counter_of, listening
from byname.errors import BadArchive


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_site_is_served_until_it_is_told_to_stop(demo: Path, processes: str) -> None:
    command = [sys.executable, "-m", "byname", "serve", str(demo), "--port", "0", "--json", "--processes", processes]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())["address"]
            with urllib.request.urlopen(address, timeout=60) as answer:
                assert answer.status == 200
                assert "server" not in answer.headers
                assert b"The Great Terror" in answer.read()
        finally:
            process.terminate()
    assert process.returncode in (0, -15)


def test_a_port_that_is_taken_is_one_clear_error(demo: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = run("serve", demo, "--port", port)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"byname serve: 127.0.0.1, port {port}: another program has this port already; name another with --port, or 0 "
        "[BYN-107]"
    )


def test_an_archive_that_is_not_built_is_one_clear_error(tmp_path: Path) -> None:
    Archive.create(tmp_path / "archive", "Tests")
    done = run("serve", tmp_path / "archive", "--port", "0")
    assert done.returncode == 1
    assert "the archive is not built; run `byname build`" in done.stderr


def test_processes_of_a_site_count_together_what_is_tried(own_demo: Path) -> None:
    DeskStore(Archive.open(own_demo)).create()  # an archive with accounts, too
    command = [sys.executable, "-m", "byname", "serve", str(own_demo), "--port", "0", "--json", "--processes", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())["address"]
            found = Counter(_status(f"{address}audit/shared/nothing") for _ in range(70))
        finally:
            process.terminate()
    assert found == {404: 60, 429: 10}


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_folder_in_which_processes_count_is_gone_afterwards() -> None:
    with counter_of(2) as counter:
        assert counter.path is not None
        counter.opened().close()
        assert counter.path.parent.stat().st_mode & 0o077 == 0
    assert not counter.path.parent.exists()
    with counter_of(1) as counter:
        assert counter.path is None


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_wrong_usage(demo: Path, port: str) -> None:
    assert run("serve", demo, "--port", port).returncode == 2


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(BadArchive, match="this address cannot be had"), listening("192.0.2.1", 0):
        pass


def test_parts_of_an_answer_are_sent_at_once() -> None:
    with listening("127.0.0.1", 0) as [listener]:
        assert listener.proto == socket.IPPROTO_TCP  # by which asyncio knows that it may


def test_several_listen_at_one_address_and_nobody_else_does() -> None:
    with listening("127.0.0.1", 0, 3) as listeners:
        ports = {listener.getsockname()[1] for listener in listeners}
        assert (len(listeners), len(ports)) == (3, 1)
        with pytest.raises(BadArchive, match="another program has this port"), listening("127.0.0.1", ports.pop(), 2):
            pass


def test_the_address_is_one_that_a_browser_opens() -> None:
    assert address_of("localhost", 8000) == "http://localhost:8000/"
    assert address_of("::", 8000) == "http://[::1]:8000/"
