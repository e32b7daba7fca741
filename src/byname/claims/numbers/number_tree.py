"""Claims stage: the tree that the grammar of numbers gives for one expression of quantity.

The leaves are numerals; the inner nodes say how they are joined: a range, a hedge, a percentage, a share, so many of so
many. The root's interval is the reading; the children show how it came about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Measure = Literal["count", "percent", "share"]
Hedge = Literal["about", "least", "most"]


@dataclass(frozen=True, slots=True)
class NumberNode:
    """One node: the rule that made it, its tokens (`first` to `last`, the last excluded) and the interval it means.

    `whole` is the number of which a part is taken ("three of five": 5). `grain` is the size of the last digit that is
    said, so that a round number can be compared as one. An open end is infinite.

    >>> NumberNode("numeral", 0, 1, 2000.0, 2000.0, grain=1000.0).is_exact
    True
    """

    rule: str
    first: int
    last: int
    low: float
    high: float
    measure: Measure = "count"
    hedge: Hedge | None = None
    whole: float | None = None
    grain: float = 1.0
    children: tuple[NumberNode, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether it gives one value."""
        return self.low == self.high

    @property
    def mantissa(self) -> float:
        """The value before its scale, for ranges that share one scale."""
        return self.children[0].low if self.rule == "scaled" and self.children else self.low

    def scaled(self, factor: float) -> NumberNode:
        """The same numeral, a thousand or a million times as large."""
        return replace(self, low=self.low * factor, high=self.high * factor, grain=self.grain * factor)

    def walk(self) -> Iterator[NumberNode]:
        """The node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def outline(self) -> str:
        """The tree on one line, for people who check a reading.

        >>> NumberNode("numeral", 0, 1, 5.0, 5.0).outline()
        'numeral 5'
        """
        inner = f" ({', '.join(child.outline() for child in self.children)})" if self.children else ""
        return f"{self.rule} {_ends(self.low, self.high)}{inner}"


def _ends(low: float, high: float) -> str:
    if low == high:
        return f"{low:g}"
    return f"{'' if math.isinf(low) else f'{low:g}'}..{'' if math.isinf(high) else f'{high:g}'}"
