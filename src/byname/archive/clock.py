"""The clock of the machine, held against what must lie before now.

Who may be living is reckoned from the year it is, and the ledger says when each decision was made; a clock that stands
before the release of this code, or before the last entry of the ledger, is refused.
"""

from __future__ import annotations

import datetime as dt

from byname.errors import BadArchive

RELEASED = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)  # this code was not there before
TOLERANCE = dt.timedelta(hours=1)  # two machines that write one ledger may differ by so much


def machine_time() -> dt.datetime:
    """What the clock of the machine says (UTC)."""
    return dt.datetime.now(dt.UTC)


def now(after: str | None = None) -> dt.datetime:
    """The time (UTC); `after` is the time of the ledger's last entry (ISO 8601).

    Raises BadArchive where the clock stands before the release of the code or before `after`.
    """
    found = machine_time()
    earliest, what = RELEASED, "the release of this version of Byname"
    last = _read(after)
    if last is not None and last > earliest:
        earliest, what = last, "the last entry of the ledger"
    if found < earliest - TOLERANCE:
        said, limit = (f"{time:%Y-%m-%d %H:%M}" for time in (found, earliest))
        raise BadArchive(
            f"the clock of this machine says {said}, which is before {what} ({limit})",
            where="clock",
            fix="set the clock right and run the command again",
        )
    return found


def _read(text: str | None) -> dt.datetime | None:
    """A time of the ledger; None for one that was damaged, which `byname verify` names."""
    if text is None:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
