"""The command that serves the site of an archive on this machine."""

from __future__ import annotations

import errno
import os
import socket
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadArchive

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

    from byname.site.web.desk.attempts import Counter

MOST_CONNECTIONS = 2000  # at once; who comes then is told to come again
MOST_PROCESSES = 4  # unless more are asked for
_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
WAITING = 1024  # connections that wait to be taken


@dataclass(frozen=True, slots=True)
class Serving:
    """Where an archive is served, by how many processes (0: one for each core, `MOST_PROCESSES` at most), and whether a
    browser is opened."""

    host: str
    port: int
    processes: int = 0
    open_browser: bool = False


def serve(folder: Path, output: Output, serving: Serving) -> None:
    """Serve an archive until the process is told to stop.

    Raises BadArchive where the archive is not built, or the address cannot be had.
    """
    import uvicorn  # the libraries of the site are needed for this command alone

    if serving.host not in _THIS_MACHINE:
        open_archive(folder).check_given()
    app_of(folder)  # what is wrong with the archive is told before anything is served
    host, processes = serving.host, serving.processes or min(os.cpu_count() or 1, MOST_PROCESSES)
    with listening(host, serving.port, processes) as listeners:
        address = address_of(host, listeners[0].getsockname()[1])
        output.result({"address": address}, f"The site of {folder} is at {address}\nEnd it with Ctrl+C.")
        if serving.open_browser:
            webbrowser.open(address)
        with counter_of(processes) as counter:
            config = uvicorn.Config(
                partial(app_of, folder, counter),
                factory=True,
                workers=processes,
                log_level="warning",
                server_header=False,
                limit_concurrency=MOST_CONNECTIONS,
                lifespan="on",
            )
            if processes == 1:
                uvicorn.Server(config).run(sockets=listeners)
            else:
                _served_by_several(config, listeners)


@contextmanager
def counter_of(processes: int) -> Iterator[Counter]:
    """Where so many processes count what is tried: a file of the system's own folder for such, for the owner alone to
    read, that is gone afterwards; memory for one process."""
    from byname.site.web.desk.attempts import Counter

    if processes == 1:
        yield Counter()
        return
    with tempfile.TemporaryDirectory(prefix="byname-") as folder:
        yield Counter(Path(folder) / "attempts.sqlite")


def _served_by_several(config: uvicorn.Config, listeners: list[socket.socket]) -> None:
    """Serve by several processes, each of which listens at a socket of its own; one that ended is begun anew."""
    from uvicorn.supervisors.multiprocess import Multiprocess, Process

    class EachItsOwn(Multiprocess):
        def init_processes(self) -> None:
            for listener in self.sockets:
                process = Process(self.config, [listener])
                process.start()
                self.processes.append(process)

    EachItsOwn(config, sockets=listeners).run()


def app_of(folder: Path, counter: Counter | None = None) -> FastAPI:
    """The application that serves an archive, for each process anew; `counter`: where they count together."""
    from byname.site.app import make_app

    return make_app(open_archive(folder), counter)


def address_of(host: str, port: int) -> str:
    """The address for a browser.

    >>> address_of("0.0.0.0", 8000), address_of("::1", 80)
    ('http://127.0.0.1:8000/', 'http://[::1]:80/')
    """
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


@contextmanager
def listening(host: str, port: int, number: int = 1) -> Iterator[list[socket.socket]]:
    """Sockets that listen at one address, among which the system shares out who comes.

    Port 0 takes a free one. Raises BadArchive where the port is taken, not allowed, or the host is not this machine's.
    """
    with ExitStack() as stack:
        listeners = [stack.enter_context(_listener(host, port))]
        if number > 1 and hasattr(socket, "SO_REUSEPORT"):
            port = listeners[0].getsockname()[1]  # which nobody else has
            listeners[0].close()
            listeners = [stack.enter_context(_listener(host, port, shared=True)) for _ in range(number)]
        yield listeners if len(listeners) == number else listeners * number


def _listener(host: str, port: int, *, shared: bool = False) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # With its protocol named, asyncio sends each part of an answer at once; else a reader waits 40 ms for some.
        listener = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
    except OSError as error:
        raise _refused(host, port, error) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if shared:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(address)
        listener.listen(WAITING)
    except OSError as error:
        listener.close()
        raise _refused(host, port, error) from error
    return listener


def _refused(host: str, port: int, error: OSError) -> BadArchive:
    where = f"{host}, port {port}"
    if error.errno == errno.EADDRINUSE:
        return BadArchive("another program has this port already", where=where, fix="name another with --port, or 0")
    if error.errno == errno.EACCES:
        return BadArchive("this port is not allowed here", where=where, fix="name one above 1023 with --port")
    return BadArchive(
        f"this address cannot be had ({error.strerror or error})",
        where=where,
        fix="leave --host out, or name this machine",
    )
