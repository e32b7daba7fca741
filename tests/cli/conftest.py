"""Fixtures of the tests of commands."""

from __future__ import annotations

from tests.claims.conftest import table

__all__ = ["table"]
