"""How often something may be tried in a time: signing in, sending words, what takes a machine long.

Takes keys (an address, an account) as they come; says when there were too many. Written here and not taken from
slowapi, which counts every request of a route by one key that it can read before the form: wrong passwords must be
counted by account too, and right ones not at all; nor does it count for several processes without a server of its own.
They share a small database here, which is gone when the site ends and tells nobody's address.
"""

from __future__ import annotations

import hashlib
import ipaddress
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

_MOST_KEPT: Final = 200_000  # attempts that are remembered at once; the earliest are forgotten first
_PATIENCE: Final = 10.0  # seconds to wait for another process
# What takes a machine long, and how often one address may ask for it in how many seconds.
HEAVY = {("POST", "/audit"): (60, 60.0), ("POST", "/api/reconcile"): (1200, 60.0)}
_TABLE = """
CREATE TABLE IF NOT EXISTS attempts (number INTEGER PRIMARY KEY AUTOINCREMENT, key BLOB NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS by_key ON attempts (key);
CREATE INDEX IF NOT EXISTS by_until ON attempts (until);
"""


@dataclass(frozen=True, slots=True)
class Counter:
    """Where attempts are counted: in a file that the processes of a site share, or in memory where there is none.

    Keys are kept as hashes that only who has `salt` can make again.
    """

    path: Path | None = None
    salt: bytes = field(default_factory=lambda: token_bytes(32), repr=False)

    def opened(self) -> Counts:
        """The counts, for one process."""
        return Counts(self)


class Counts:
    """The attempts that are remembered, each until its time is over."""

    def __init__(self, counter: Counter) -> None:
        self._salt = counter.salt
        self._lock = threading.Lock()
        where = str(counter.path or ":memory:")
        self._database = sqlite3.connect(where, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        self._database.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;" + _TABLE)

    def add(self, key: str, most: int, seconds: float, present: float) -> bool:
        """Count an attempt of a key unless there are `most` already; whether it was counted."""
        name = self._hash(key)
        with self._turn() as cursor:
            cursor.execute("DELETE FROM attempts WHERE until <= ?", (present,))
            (before,) = cursor.execute("SELECT count(*) FROM attempts WHERE key = ?", (name,)).fetchone()
            if before >= most:
                return False
            cursor.execute("INSERT INTO attempts (key, until) VALUES (?, ?)", (name, present + seconds))
            cursor.execute("DELETE FROM attempts WHERE number <= ?", ((cursor.lastrowid or 0) - _MOST_KEPT,))
            return True

    def take_back(self, key: str) -> None:
        """Forget the last attempt of a key."""
        last = "SELECT max(number) FROM attempts WHERE key = ?"
        with self._turn() as cursor:
            cursor.execute(f"DELETE FROM attempts WHERE number = ({last})", (self._hash(key),))

    def close(self) -> None:
        """Let the database go."""
        self._database.close()

    @contextmanager
    def _turn(self) -> Iterator[sqlite3.Cursor]:
        """A transaction while which no thread and no other process counts."""
        with self._lock, closing(self._database.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
            finally:
                cursor.execute("COMMIT")

    def _hash(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode("utf-8", "surrogateescape"), key=self._salt, digest_size=16).digest()


class Attempts:
    """At most so many attempts of one kind (`what`) in so many seconds for each key."""

    def __init__(
        self, counts: Counts, what: str, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._counts = counts
        self._what = what
        self._most = most
        self._seconds = seconds
        self._clock = clock  # one for all processes of a machine

    def take(self, key: str) -> bool:
        """Count an attempt; whether it was one of those that are allowed. One that is not is not counted."""
        return self._counts.add(f"{self._what} {key}", self._most, self._seconds, self._clock())

    def give_back(self, key: str) -> None:
        """Take back the last attempt of a key, since it was right."""
        self._counts.take_back(f"{self._what} {key}")


def address_of(request: Request) -> str:
    """Where a request comes from: an address, or the network of one of IPv6, of which one house has many."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


class HeavyRequests:
    """Refuses an address what takes long (HEAVY) where it has asked for it too often; `refuse` makes the answer."""

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], ASGIApp], counts: Counts) -> None:
        self._app = app
        self._refuse = refuse
        self._attempts = {asked: Attempts(counts, " ".join(asked), *limit) for asked, limit in HEAVY.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        attempts = self._attempts.get((scope.get("method", ""), scope.get("path", "")))
        if attempts is not None and not await run_in_threadpool(attempts.take, address_of(Request(scope))):
            await self._refuse(Request(scope))(scope, receive, send)
            return
        await self._app(scope, receive, send)
