"""Claims stage: predicates: which includes which, and which stand near each other."""

from __future__ import annotations

from functools import cache

from byname.values.shipped import shipped_yaml


@cache
def includes(above: str, below: str) -> bool:
    """Whether everyone of whom the second predicate is true is one of whom the first is.

    >>> includes("die", "execute"), includes("execute", "die")
    (True, False)
    """
    parent = shipped_yaml("claims", "predicates.yaml")[below].get("under", "")
    return bool(parent) and (parent == above or includes(above, parent))


@cache
def related_predicates(predicate: str) -> frozenset[str]:
    """A predicate with those above and below it.

    >>> sorted(related_predicates("kill"))
    ['die', 'execute', 'kill']
    """
    table = shipped_yaml("claims", "predicates.yaml")
    found = {predicate}
    above = table[predicate].get("under")
    while above:
        found.add(above)
        above = table[above].get("under")
    below = {predicate}
    while below:
        below = {name for name, row in table.items() if row.get("under") in below}
        found |= below
    return frozenset(found)


def known_predicates() -> frozenset[str]:
    """All predicates.

    >>> "execute" in known_predicates()
    True
    """
    return frozenset(shipped_yaml("claims", "predicates.yaml"))
