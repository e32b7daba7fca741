"""What tells a copy of the site as files from the site that a server makes page by page.

A copy has one language, one state and one day; it cannot be asked anything, so what needs an answer is left out of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """A copy: the code of its language, the state of the archive, the day it is of (YYYY-MM-DD, that of the last
    decision in the ledger), and the address where it will stand (without a slash at the end; empty where none is
    known)."""

    language: str
    state: str
    day: str
    address: str = ""
