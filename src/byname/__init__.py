"""Byname documents mass repression: name every victim, count those still unnamed, trace each number to its source.

`byname.open_archive`, `byname.link`, `byname.estimate` and `byname.audit` are those of `byname.api`; it is loaded when
one of them is first asked for, so that importing the package costs nothing. Their types stand in `__init__.pyi`.
"""

from importlib import import_module
from importlib.metadata import version

__version__ = version("byname")
__all__ = ["__version__", "audit", "estimate", "link", "open_archive", "read_dates", "read_names"]


def __getattr__(name: str) -> object:
    """A function of `byname.api`, loaded when it is first asked for; raises AttributeError for any other name."""
    if name.startswith("_") or name not in __all__:
        raise AttributeError(f"module 'byname' has no attribute {name!r}")
    found = getattr(import_module("byname.api"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The names of the package, those that are not loaded yet among them."""
    return sorted({*globals(), *__all__})
