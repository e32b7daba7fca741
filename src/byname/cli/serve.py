"""The command that serves the site of an archive on this machine."""

from __future__ import annotations

import errno
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.errors import BadArchive

MOST_CONNECTIONS = 2000  # at once; who comes then is told to come again
WAITING = 1024  # connections that wait to be taken


def serve(folder: Path, output: Output, *, host: str, port: int, open_browser: bool) -> None:
    """Serve an archive until the process is told to stop.

    Raises BadArchive where the archive is not built, or the address cannot be had.
    """
    from byname.site.app import make_app  # its libraries are needed for this command alone

    app = make_app(open_archive(folder))
    import uvicorn

    with listening(host, port) as listener:
        address = address_of(host, listener.getsockname()[1])
        output.result({"address": address}, f"The site of {folder} is at {address}\nEnd it with Ctrl+C.")
        if open_browser:
            webbrowser.open(address)
        config = uvicorn.Config(
            app, log_level="warning", server_header=False, limit_concurrency=MOST_CONNECTIONS, lifespan="off"
        )
        uvicorn.Server(config).run(sockets=[listener])


def address_of(host: str, port: int) -> str:
    """The address for a browser.

    >>> address_of("0.0.0.0", 8000), address_of("::1", 80)
    ('http://127.0.0.1:8000/', 'http://[::1]:80/')
    """
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens; raises BadArchive where the port is taken, not allowed, or the host is not this machine's.

    Port 0 takes a free one.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # With its protocol named, asyncio sends each part of an answer at once; else a reader waits 40 ms for some.
        listener = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
    except OSError as error:
        raise _refused(host, port, error) from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(WAITING)
        except OSError as error:
            raise _refused(host, port, error) from error
        yield listener


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
