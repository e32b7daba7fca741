"""How often something may be tried in a time: signing in, sending words, what takes a machine long.

Takes keys (an address, an account) as they come; says when there were too many. Written here and not taken from
slowapi, which counts every request of a route by one key that it can read before the form: wrong passwords must be
counted by account too, and right ones not at all. Kept in memory, for one process serves a site that has accounts;
where several serve one without, each counts what it is asked.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

_MOST_KEYS = 20_000  # remembered at once; the one that was seen longest ago is forgotten first
# What takes a machine long, and how often one address may ask for it in how many seconds.
HEAVY = {("POST", "/audit"): (60, 60.0), ("POST", "/api/reconcile"): (1200, 60.0)}


class Attempts:
    """At most so many attempts in so many seconds for each key."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Count an attempt; whether it was one of those that are allowed. One that is not is not counted."""
        with self._lock:
            present = self._clock()
            times = self._times.setdefault(key, deque())
            self._times.move_to_end(key)
            while times and times[0] <= present - self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(present)
            while len(self._times) > _MOST_KEYS:
                self._times.popitem(last=False)
            return True

    def give_back(self, key: str) -> None:
        """Take back the last attempt of a key, since it was right."""
        with self._lock:
            times = self._times.get(key)
            if times:
                times.pop()


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

    def __init__(self, app: ASGIApp, refuse: Callable[[Request], ASGIApp]) -> None:
        self._app = app
        self._refuse = refuse
        self._attempts = {asked: Attempts(*limit) for asked, limit in HEAVY.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        attempts = self._attempts.get((scope.get("method", ""), scope.get("path", "")))
        if attempts is not None and not attempts.take(address_of(Request(scope))):
            await self._refuse(Request(scope))(scope, receive, send)
            return
        await self._app(scope, receive, send)
