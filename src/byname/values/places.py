"""A place as a source writes it and its normal form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A place: the words of the source, a folded normal form, and its parts from the widest to the narrowest.

    `parts` keeps the order wide to narrow with abbreviations of the kind of place removed ("Valgamaa Karula v." gives
    `("valgamaa", "karula")`).
    """

    as_written: str
    normal: str
    parts: tuple[str, ...] = ()
