"""People stage: how its hot loops are compiled.

`compiled` is for functions that make arrays; `kernel` for those that only read them, which are inlined and count no
references, as passing the columns of all records to a hundred million calls would cost more than the comparisons;
`sweep` for the loops over kernels.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function that may make arrays; it runs beside other threads and is kept on disk."""
    return cast(Function, njit(cache=True, nogil=True)(function))


def kernel(function: Function) -> Function:
    """Compile a function of one pair into its callers; it must make no array."""
    return cast(Function, _without_references(forceinline=True)(function))


def sweep(function: Function) -> Function:
    """Compile a loop over kernels; it fills arrays that it is given."""
    return cast(Function, _without_references(forceinline=False)(function))


def _without_references(*, forceinline: bool) -> Callable[[Any], Any]:
    options: dict[str, Any] = {"_nrt": False}  # numba's own name for leaving out its reference counts
    return cast(Callable[[Any], Any], njit(cache=True, nogil=True, forceinline=forceinline, **options))


def _forget_stale() -> None:
    """Remove compiled loops older than any module of the stage: numba looks at their own file, not at those they
    inline."""
    folder = Path(__file__).parents[1]
    newest = max(path.stat().st_mtime for path in folder.rglob("*.py"))
    for index in folder.rglob("__pycache__/*.nbi"):
        with suppress(FileNotFoundError):  # another process may forget it first
            if index.stat().st_mtime < newest:
                index.unlink()


_forget_stale()
