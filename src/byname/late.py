"""A module that is imported when something of it is first asked for, so that commands start fast."""

from __future__ import annotations

import importlib
from typing import Any


class LateModule:
    """Stands for a module of this package and imports it at its first use.

    >>> LateModule("byname.errors").BynameError.__name__
    'BynameError'
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(importlib.import_module(self._name), attribute)
